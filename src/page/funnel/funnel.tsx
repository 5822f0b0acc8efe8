/** How deals come through a pipeline: how many enter each status, how long they stay, what is won of them. */
import { useAnswer } from '../ask/use-answer.ts';
import { FiguresTable } from '../draw/figures-table.tsx';
import { lazy } from '../draw/lazy.tsx';
import { beginningOf, daysFrom, today } from '../format/days.ts';
import { showCount, showDays, showShare } from '../format/numbers.ts';
import { FlowDocument } from '../generated/documents.ts';
import { chosenDays, DayRangeFields } from '../parts/day-range.tsx';
import { Failure } from '../parts/failure.tsx';
import { chosenPipeline, PipelineSelect } from '../parts/pipeline-select.tsx';
import { withTerm } from '../search/terms.ts';
import { address, go } from '../state/address.ts';
import { timeZone } from '../state/session.ts';

const Bars = lazy(() => import('./bars.tsx').then((module) => module.Bars));

const titles = ['Status', 'Entered', 'Won', 'Win rate', 'Median time in status', 'In status at the end'];

export function Funnel() {
  const { query } = address.value;
  const pipeline = chosenPipeline();
  const now = today();
  const days = chosenDays({ from: daysFrom(now, -365), to: now });
  const { data, mistake, isLoading } = useAnswer(FlowDocument, {
    ...{ query, timeZone, pipelineId: pipeline?.id ?? '', from: beginningOf(days.from) },
    ...(days.to < now && { to: beginningOf(daysFrom(days.to, 1)) }),
  });
  const statuses = data?.statusFlow?.statuses;
  const open = (id: string) => go({ view: 'table', query: withTerm(query, `status_id:${id}`) });
  return (
    <>
      <div class="toolbar">
        <PipelineSelect />
        <DayRangeFields {...days} />
      </div>
      {mistake && <Failure mistake={mistake} />}
      <div class="charts" data-loading={isLoading}>
        {statuses && (
          <>
            <Bars statuses={statuses} />
            <FiguresTable
              label="Funnel by status"
              titles={titles}
              rows={statuses.map(({ statusId, label, ...status }) => ({
                ...{ key: statusId, name: label },
                figures: [
                  ...[status.enteredOpportunities, status.won].map(showCount),
                  ...[showShare(status.wonShare), showDays(status.medianDays), showCount(status.closing)],
                ],
                // Those that are in it now are found; who was in it on another day is not.
                ...(days.to >= now && { onOpen: () => open(statusId) }),
              }))}
            />
          </>
        )}
      </div>
    </>
  );
}
