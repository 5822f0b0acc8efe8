/** A movement as a drawing and as a table, with the deals behind the bar that was clicked. */
import { FiguresTable } from '../draw/figures-table.tsx';
import { lazy } from '../draw/lazy.tsx';
import { showCount } from '../format/numbers.ts';
import type { DealsAtQueryVariables } from '../generated/documents.ts';
import type { Figure } from '../groups/figures.ts';
import { address, go } from '../state/address.ts';
import { signedIn } from '../state/session.ts';
import { DealsAt } from './deals-at.tsx';
import { MovedDeals } from './moved-deals.tsx';
import { type Bar, barsOf, ends, type Moved, stepNames, sums } from './steps.ts';

const Waterfall = lazy(() => import('./waterfall.tsx').then((module) => module.Waterfall));

interface Props {
  readonly moved: Moved;
  readonly figure: Figure;
  readonly question: Omit<DealsAtQueryVariables, 'moment' | 'first'>;
  readonly from: string;
  /** Undefined for now. */
  readonly to: string | undefined;
  openNow(): void;
}

export function StepsShown({ moved, figure, question, from, to, openNow }: Props) {
  const { step: opened } = address.value;
  const { currency } = signedIn().organization;
  const read = sums[figure.name];
  if (!read) return null;
  const open = (key: Bar['key']) => (key === ends.closing.key && !to ? openNow() : go({ step: key }));
  const show = (value: number | null) => figure.show(value, currency);
  const { opening, steps, closing } = moved;
  const rowOf = ({ key, name }: Pick<Bar, 'key' | 'name'>, shown: string, count: number) => ({
    ...{ key, name, isCurrent: key === opened, figures: [shown, showCount(count)] },
    onOpen: () => open(key),
  });
  return (
    <>
      <Waterfall bars={barsOf(moved, read)} figure={figure} onOpen={open} />
      <div class="beside">
        <FiguresTable
          label={`${figure.title}: what moved`}
          titles={['What moved', figure.title, 'Deals']}
          rows={[
            rowOf(ends.opening, show(read(opening)), opening.count),
            ...steps.map(({ kind, change, count }) =>
              rowOf({ key: kind, name: stepNames[kind] }, withSign(read(change), show), count),
            ),
            rowOf(ends.closing, show(read(closing)), closing.count),
          ]}
        />
        <Opened {...{ moved, opened, question, from, to }} />
      </div>
    </>
  );
}

function Opened({
  moved,
  opened,
  question,
  from,
  to,
}: Omit<Props, 'figure' | 'openNow'> & { readonly opened: string }) {
  const { opening, closing } = ends;
  if (opened === opening.key) return <DealsAt title={opening.name} question={{ ...question, moment: from }} />;
  if (opened === closing.key) return to && <DealsAt title={closing.name} question={{ ...question, moment: to }} />;
  const step = moved.steps.find(({ kind }) => kind === opened);
  return step && <MovedDeals key={step.drillDown} step={step} />;
}

const withSign = (value: number | null, show: (value: number | null) => string) =>
  `${value !== null && value > 0 ? '+' : ''}${show(value)}`;
