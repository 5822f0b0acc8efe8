/** What became of the pipeline between two days: what it was, each reason for which it is another, and what it is. */
import { useAnswer } from '../ask/use-answer.ts';
import { FiguresTable } from '../draw/figures-table.tsx';
import { lazy } from '../draw/lazy.tsx';
import { beginningOf, daysFrom, today } from '../format/days.ts';
import { showCount } from '../format/numbers.ts';
import { MovementDocument } from '../generated/documents.ts';
import { figures } from '../groups/figures.ts';
import { chosenDays, DayRangeFields } from '../parts/day-range.tsx';
import { Failure } from '../parts/failure.tsx';
import { Select } from '../parts/select.tsx';
import { termOf } from '../search/terms.ts';
import { address, go } from '../state/address.ts';
import { signedIn, timeZone } from '../state/session.ts';
import { MovedDeals } from './moved-deals.tsx';
import { barsOf, isSum, type Moved, type Step, stepNames, sums } from './steps.ts';

const Waterfall = lazy(() => import('./waterfall.tsx').then((module) => module.Waterfall));

const added = figures.filter(isSum);

export function Movement() {
  const { query } = address.value;
  const now = today();
  const days = chosenDays({ from: daysFrom(now, -30), to: now });
  // A pipeline is of what is open, unless one says otherwise: then a deal that is won has left it.
  const isOpenOnly = termOf(query, 'status_type') === undefined;
  const { data, mistake, isLoading } = useAnswer(MovementDocument, {
    ...{ query, timeZone, from: beginningOf(days.from) },
    ...(isOpenOnly && { filter: { statusType: { eq: 'ACTIVE' as const } } }),
    ...(days.to < now && { to: beginningOf(daysFrom(days.to, 1)) }),
  });
  const moved = data?.pipelineMovement;
  return (
    <>
      <div class="toolbar">
        <Select label="Show" name="figure" options={added.map(({ name, title }) => [name, title])} />
        <DayRangeFields {...days} />
        {isOpenOnly && <span class="quiet hint">Of open deals, as the search says nothing of status_type</span>}
      </div>
      {mistake && <Failure mistake={mistake} />}
      <div class="charts" data-loading={isLoading}>
        {moved && <Steps moved={moved} />}
      </div>
    </>
  );
}

function Steps({ moved }: { readonly moved: Moved }) {
  const { figure: wanted, step: opened } = address.value;
  const { currency } = signedIn().organization;
  const figure = added.find(({ name }) => name === wanted) ?? added[0];
  const read = figure && sums[figure.name];
  if (!figure || !read) return null;
  const open = ({ kind }: Step) => go({ step: kind });
  const show = (value: number | null) => figure.show(value, currency);
  const current = moved.steps.find(({ kind }) => kind === opened);
  const { opening, steps, closing } = moved;
  return (
    <>
      <Waterfall bars={barsOf(moved, read)} figure={figure} onOpen={open} />
      <div class="beside">
        <FiguresTable
          label={`${figure.title}: what moved`}
          titles={['What moved', figure.title, 'Deals']}
          rows={[
            { key: 'first', name: 'At first', figures: [show(read(opening)), showCount(opening.count)] },
            ...steps.map((step) => ({
              ...{ key: step.kind, name: stepNames[step.kind], isCurrent: step === current },
              figures: [withSign(read(step.change), show), showCount(step.count)],
              onOpen: () => open(step),
            })),
            { key: 'last', name: 'At last', figures: [show(read(closing)), showCount(closing.count)] },
          ]}
        />
        {current && <MovedDeals key={current.drillDown} step={current} />}
      </div>
    </>
  );
}

const withSign = (value: number | null, show: (value: number | null) => string) =>
  `${value !== null && value > 0 ? '+' : ''}${show(value)}`;
