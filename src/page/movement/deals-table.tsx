/** Deals behind a bar of a movement, in the words of a moment. */
import type { ComponentChildren } from 'preact';
import type { Mistake } from '../api/mistake.ts';
import { showDay } from '../format/dates.ts';
import { showCount } from '../format/numbers.ts';
import type { MomentFragment } from '../generated/documents.ts';
import { Value } from '../parts/deal-words.tsx';
import { Failure } from '../parts/failure.tsx';
import { ViewLink } from '../parts/view-link.tsx';
import { go } from '../state/address.ts';

/** How many are shown before one asks for more, and then. */
export const firstDeals = 50;
const most = 200;

interface Props {
  readonly title: string;
  readonly count: number | undefined;
  /** Beside that of the lead. */
  readonly columns: readonly string[];
  readonly first: number;
  readonly mistake: Mistake | undefined;
  readonly children: ComponentChildren;
  onMore(first: number): void;
}

export const DealsTable = ({ title, count, columns, first, mistake, children, onMore }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
  <section class="pivot" tabIndex={0} aria-label={`${title}: deals`}>
    <table>
      <thead>
        <tr>
          <th scope="col">
            {title}: {showCount(count)}
          </th>
          {columns.map((column, index) => (
            <th key={column} scope="col">
              {column} {index === columns.length - 1 && <Close />}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
    {mistake && <Failure mistake={mistake} />}
    {count !== undefined && count > first && first < most && (
      <button type="button" onClick={() => onMore(most)}>
        Show more
      </button>
    )}
    {count !== undefined && count > most && first === most && (
      <p class="quiet">The first {most} are shown. Narrow the search to see the others.</p>
    )}
  </section>
);

const Close = () => (
  <button type="button" class="plain" aria-label="Close these deals" onClick={() => go({ step: '' })}>
    ✕
  </button>
);

interface LeadProps {
  /** Null when it has been deleted. */
  readonly deal: { readonly id: string; readonly lead: { readonly name: string } } | null;
  readonly lead: { readonly name: string } | null | undefined;
}

export function LeadCell({ deal, lead }: LeadProps) {
  const name = deal?.lead.name ?? lead?.name ?? 'A deleted lead';
  return (
    <th scope="row">
      {deal ? (
        <ViewLink change={{ deal: deal.id }} isCurrent={false}>
          {name}
        </ViewLink>
      ) : (
        `${name} (deleted)`
      )}
    </th>
  );
}

export const MomentWords = ({ statusLabel, value, valuePeriod, confidence, dateWon }: MomentFragment) => (
  <>
    <Value {...{ value, valuePeriod }} />
    <small class="quiet">
      {confidence}% · {statusLabel} · {showDay(dateWon)}
    </small>
  </>
);
