/** What a change of many deals would do: to how many, from what, to what. */
import type { Matching } from '../ask/change-matching.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { type EditableName, editable } from '../edit/fields.ts';
import { plural, showCount } from '../format/numbers.ts';
import { BeforeDocument, type OpportunityGroupBy } from '../generated/documents.ts';
import { address } from '../state/address.ts';
import { signedIn } from '../state/session.ts';

interface Props {
  readonly name: EditableName;
  readonly value: string;
  readonly found: Matching;
  readonly selected: ReadonlySet<string>;
  onBack(): void;
}

/** What deals have that can be told in a few words. */
const groupedBy: Partial<Record<EditableName, OpportunityGroupBy>> = {
  status: { field: 'STATUS' },
  user: { field: 'USER' },
  period: { field: 'VALUE_PERIOD' },
  close: { date: { field: 'DATE_WON', period: 'YEAR' } },
};

export function BulkReview({ name, value, found, selected, onBack }: Props) {
  const { query } = address.value;
  const { label, choices } = editable[name];
  const shown = choices?.(signedIn()).find((choice) => choice.value === value)?.label ?? value;
  const by = groupedBy[name];
  return (
    <div class="review">
      <p>
        <b>{label}</b> of <b>{plural(found.count, 'deal')}</b> becomes <b>{shown || 'empty'}</b>.
      </p>
      <p>
        {selected.size > 0
          ? 'These are the deals you selected.'
          : query
            ? 'These are all deals that match '
            : 'These are all deals there are.'}
        {selected.size === 0 && query && <code>{query}</code>}
      </p>
      {by ? (
        <Before by={by} found={found} />
      ) : (
        <p>What they have now is written over; the history of each deal keeps it.</p>
      )}
      <button type="button" class="back" onClick={onBack}>
        Back
      </button>
    </div>
  );
}

function Before({ by, found }: { readonly by: OpportunityGroupBy; readonly found: Matching }) {
  const { data, mistake } = useAnswer(BeforeDocument, { filter: found.filter, by: [by] });
  if (mistake) return <p class="wrong">{mistake.message}</p>;
  const groups = data?.opportunityReport?.groups;
  if (!groups) return <p>Now: …</p>;
  const more = groups.totalCount - groups.nodes.length;
  return (
    <div>
      <p>Now:</p>
      <ul>
        {groups.nodes.map(({ key, keys, count }) => (
          <li key={key}>
            {keys[0]?.label ?? 'none'}: {plural(count, 'deal')}
          </li>
        ))}
        {more > 0 && <li>and {showCount(more)} others</li>}
      </ul>
    </div>
  );
}
