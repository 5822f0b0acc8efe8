/** The deals of a step: what each was, and what it is. */
import { useState } from 'preact/hooks';
import { useAnswer } from '../ask/use-answer.ts';
import { showDay } from '../format/dates.ts';
import { showCount } from '../format/numbers.ts';
import { MovedDealsDocument, type MovedDealsQuery } from '../generated/documents.ts';
import { Value } from '../parts/deal-words.tsx';
import { Failure } from '../parts/failure.tsx';
import { ViewLink } from '../parts/view-link.tsx';
import { go } from '../state/address.ts';
import { type Step, stepNames } from './steps.ts';

type Move = NonNullable<MovedDealsQuery['movedOpportunities']>['nodes'][number];
type Moment = NonNullable<Move['after']>;

const page = 50;
const most = 200;

export function MovedDeals({ step }: { readonly step: Step }) {
  const [first, setFirst] = useState(page);
  const { data, mistake } = useAnswer(MovedDealsDocument, { within: step.drillDown, first });
  const moved = data?.movedOpportunities;
  const title = stepNames[step.kind];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section class="pivot" tabIndex={0} aria-label={`${title}: deals`}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              {title}: {showCount(moved?.totalCount)}
            </th>
            <th scope="col">Before</th>
            <th scope="col">
              After{' '}
              <button type="button" class="plain" aria-label="Close these deals" onClick={() => go({ step: '' })}>
                ✕
              </button>
            </th>
          </tr>
        </thead>
        <tbody>
          {moved?.nodes.map((move) => (
            <MovedRow key={move.opportunityId} {...move} />
          ))}
        </tbody>
      </table>
      {mistake && <Failure mistake={mistake} />}
      {moved && moved.totalCount > first && first < most && (
        <button type="button" onClick={() => setFirst(most)}>
          Show more
        </button>
      )}
    </section>
  );
}

function MovedRow({ opportunity, before, after }: Move) {
  const name = opportunity?.lead.name ?? (after ?? before)?.lead?.name ?? 'A lead that is gone';
  return (
    <tr>
      <th scope="row">
        {opportunity ? (
          <ViewLink change={{ deal: opportunity.id }} isCurrent={false}>
            {name}
          </ViewLink>
        ) : (
          `${name} (deleted)`
        )}
      </th>
      <td>{before ? <MomentWords {...before} /> : 'not there'}</td>
      <td>{after ? <MomentWords {...after} /> : 'deleted'}</td>
    </tr>
  );
}

const MomentWords = ({ statusLabel, value, valuePeriod, confidence, dateWon }: Moment) => (
  <>
    <Value {...{ value, valuePeriod }} />
    <small class="quiet">
      {confidence}% · {statusLabel} · {showDay(dateWon)}
    </small>
  </>
);
