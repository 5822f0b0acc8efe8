import { Drawing } from '../draw/drawing.tsx';
import { optionsOf } from '../draw/options.ts';
import type { Figure } from '../groups/figures.ts';
import { signedIn } from '../state/session.ts';
import { type Bar, isEnd } from './steps.ts';

/** What is won has left the pipeline too, and is no loss. */
const tones: Partial<Record<Bar['key'], string>> = { WON: 'won', LOST: 'lost', DELETED: 'lost' };
const tone = (bar: Bar) =>
  isEnd(bar) ? 'series-1' : (tones[bar.key] ?? (bar.to > bar.from ? 'series-4' : 'series-3'));

interface Props {
  readonly bars: readonly Bar[];
  readonly figure: Figure;
  onOpen(key: Bar['key']): void;
}

export function Waterfall({ bars, figure, onOpen }: Props) {
  const { currency } = signedIn().organization;
  const short = figure.showRough ?? figure.show;
  return (
    <Drawing
      label={figure.title}
      drawn={[bars, figure.name, currency]}
      plan={(colour) => ({
        type: 'bar',
        data: {
          labels: bars.map(({ name }) => name),
          datasets: [
            {
              data: bars.map(({ from, to }): [number, number] => [from, to]),
              backgroundColor: bars.map((bar) => colour(tone(bar))),
              ...{ borderRadius: 3, borderSkipped: false, maxBarThickness: 72 },
            },
          ],
        },
        options: optionsOf({
          ...{ colour, hasLegend: false, isStacked: false, short: (value) => short(value, currency) },
          tell: (_at, index) => {
            const bar = bars[index];
            return bar
              ? `${!isEnd(bar) && bar.to > bar.from ? '+' : ''}${figure.show(bar.to - bar.from, currency)}`
              : '';
          },
          onPick: (_at, index) => {
            const key = bars[index]?.key;
            if (key) onOpen(key);
          },
        }),
      })}
    />
  );
}
