/** For each period, what is won, between what and what it may end, and what is to be reached. */
import { Drawing } from '../draw/drawing.tsx';
import { optionsOf } from '../draw/options.ts';
import { showMoney, showRoughMoney } from '../format/money.ts';
import type { ForecastQuery } from '../generated/documents.ts';
import { signedIn } from '../state/session.ts';

export type Period = NonNullable<ForecastQuery['forecast']>['periods'][number];

interface Props {
  readonly periods: readonly Period[];
  readonly target: number | undefined;
  onOpen(period: Period): void;
}

export function Outlook({ periods, target, onOpen }: Props) {
  const { currency } = signedIn().organization;
  const money = (value: number | null | undefined) => showMoney(value, currency);
  const tell = [
    ({ figures }: Period) => `won: ${money(figures.closedValueAnnualized)}`,
    ({ figures }: Period) => `as likely more as less: ${money(figures.p50)}`,
    ({ figures }: Period) => `P10 ${money(figures.p10)} to P90 ${money(figures.p90)}`,
    () => `target: ${money(target)}`,
  ];
  return (
    <Drawing
      label="Forecast"
      drawn={[periods, target, currency]}
      plan={(colour) => ({
        type: 'bar',
        data: {
          labels: periods.map(({ key }) => key),
          datasets: [
            {
              ...{ label: 'Won', backgroundColor: colour('won'), grouped: false, order: 2 },
              ...{
                data: periods.map(({ figures }) => figures.closedValueAnnualized),
                maxBarThickness: 28,
                borderRadius: 3,
              },
            },
            {
              ...{ type: 'line', label: 'P50', data: periods.map(({ figures }) => figures.p50), order: 1 },
              ...{ borderColor: colour('series-1'), backgroundColor: colour('series-1') },
              ...{ showLine: false, pointRadius: 6, pointHoverRadius: 8 },
            },
            {
              ...{ label: 'P10 to P90', backgroundColor: colour('accent-soft'), grouped: false, order: 3 },
              ...{ borderColor: colour('series-1'), borderWidth: 1, borderSkipped: false, borderRadius: 3 },
              data: periods.map(({ figures: { p10, p90 } }) => (p10 === null || p90 === null ? null : [p10, p90])),
              maxBarThickness: 84,
            },
            ...(target === undefined
              ? []
              : [
                  {
                    ...{ type: 'line' as const, label: 'Target', data: periods.map(() => target), order: 0 },
                    ...{ borderColor: colour('wrong'), backgroundColor: colour('wrong') },
                    ...{ borderDash: [6, 4], borderWidth: 2, pointRadius: 3 },
                  },
                ]),
          ],
        },
        options: optionsOf({
          ...{ colour, hasLegend: true, isStacked: false, short: (value) => showRoughMoney(value, currency) },
          tell: (series, index) => {
            const period = periods[index];
            return (period && tell[series]?.(period)) ?? '';
          },
          onPick: (_series, index) => {
            const period = periods[index];
            if (period) onOpen(period);
          },
        }),
      })}
    />
  );
}
