/** What became of the pipeline between two days: what it was, each reason for which it is another, and what it is. */
import { useAnswer } from '../ask/use-answer.ts';
import { beginningOf, daysFrom, today } from '../format/days.ts';
import { MovementDocument } from '../generated/documents.ts';
import { figures } from '../groups/figures.ts';
import { chosenDays, DayRangeFields } from '../parts/day-range.tsx';
import { Failure } from '../parts/failure.tsx';
import { Select } from '../parts/select.tsx';
import { termOf, withTerm } from '../search/terms.ts';
import { address, go } from '../state/address.ts';
import { timeZone } from '../state/session.ts';
import { isSum } from './steps.ts';
import { StepsShown } from './steps-shown.tsx';

const added = figures.filter(isSum);

export function Movement() {
  const { query, figure: wanted } = address.value;
  const now = today();
  const days = chosenDays({ from: daysFrom(now, -30), to: now });
  // A pipeline is of what is open, unless one says otherwise: then a deal that is won has left it.
  const isOpenOnly = termOf(query, 'status_type') === undefined;
  const question = { query, timeZone, ...(isOpenOnly && { filter: { statusType: { eq: 'ACTIVE' as const } } }) };
  const from = beginningOf(days.from);
  const to = days.to < now ? beginningOf(daysFrom(days.to, 1)) : undefined;
  const { data, mistake, isLoading } = useAnswer(MovementDocument, { ...question, from, ...(to && { to }) });
  const moved = data?.pipelineMovement;
  const figure = added.find(({ name }) => name === wanted) ?? added[0];
  // What is there now is a list like any other.
  const openNow = () => go({ view: 'table', query: isOpenOnly ? withTerm(query, 'status_type:active') : query });
  return (
    <>
      <div class="toolbar">
        <Select
          label="Show"
          name="figure"
          value={figure?.name ?? ''}
          options={added.map(({ name, title }) => [name, title])}
        />
        <DayRangeFields {...days} />
        {isOpenOnly && <span class="quiet hint">Of open deals, unless the search says something of status_type</span>}
      </div>
      {mistake && <Failure mistake={mistake} />}
      <div class="charts" data-loading={isLoading}>
        {moved && figure && <StepsShown {...{ moved, figure, question, from, to, openNow }} />}
      </div>
    </>
  );
}
