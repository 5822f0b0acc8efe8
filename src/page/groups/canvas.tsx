/** Groups as bars or lines, each with a colour for every one of its second key. */
import { Drawing } from '../draw/drawing.tsx';
import { optionsOf } from '../draw/options.ts';
import { signedIn } from '../state/session.ts';
import type { Figure } from './figures.ts';
import { isWithoutDate } from './keys.ts';
import { type Cell, labelOf, type Pivot } from './pivot.ts';

interface Props {
  readonly pivot: Pivot;
  readonly figure: Figure;
  readonly isLine: boolean;
  onOpen(cell: Cell): void;
}

/** More colours than these are not told apart. The table has all. */
const most = 8;

export function Canvas({ pivot, figure, isLine, onOpen }: Props) {
  const { currency } = signedIn().organization;
  const columns = pivot.columns.slice(0, most);
  // Those without a date are of no time, and often so many that all else would be flat beside them.
  const dated = pivot.rows.filter((row) => !isWithoutDate(row));
  const rows = dated.length > 0 ? dated : pivot.rows;
  const series = columns.map((column) => ({
    label: column ? labelOf(column) : figure.title,
    cells: rows.map((row) => pivot.cell(row, column)),
  }));
  const short = figure.showRough ?? figure.show;
  return (
    <>
      <Drawing
        label={figure.title}
        drawn={[series, rows, isLine, figure.name, currency]}
        plan={(colour) => ({
          type: isLine ? 'line' : 'bar',
          data: {
            labels: rows.map(labelOf),
            datasets: series.map(({ label, cells }, index) => ({
              label,
              // A drawing is as exact as its pixels; what is written beside it are the integers themselves.
              data: cells.map((cell) => cell?.value ?? null),
              backgroundColor: colour(`series-${index + 1}`),
              borderColor: colour(`series-${index + 1}`),
              ...(isLine
                ? { borderWidth: 2, tension: 0.25, pointRadius: 3 }
                : { borderRadius: 4, maxBarThickness: 56 }),
            })),
          },
          options: optionsOf({
            ...{ colour, hasLegend: columns.length > 1, short: (value) => short(value, currency) },
            // Averages and rates of parts have no sum to stand upon each other for.
            isStacked: !isLine && ['total', 'expected', 'count'].includes(figure.name),
            tell: (at, index) => `${series[at]?.label}: ${figure.show(series[at]?.cells[index]?.value, currency)}`,
            onPick: (at, index) => {
              const cell = series[at]?.cells[index];
              if (cell) onOpen(cell);
            },
          }),
        })}
      />
      {rows.length < pivot.rows.length && (
        <p class="quiet">Deals without this date are not drawn; the table has them.</p>
      )}
      {pivot.columns.length > most && (
        <p class="quiet">
          Drawn are the first {most} of {pivot.columns.length}; the table has all.
        </p>
      )}
    </>
  );
}
