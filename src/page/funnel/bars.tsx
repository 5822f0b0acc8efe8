/** How many came to each status, and how many of those were won. */
import { Drawing } from '../draw/drawing.tsx';
import { optionsOf } from '../draw/options.ts';
import { showCount } from '../format/numbers.ts';
import type { FlowQuery } from '../generated/documents.ts';

export type FlowStatus = NonNullable<FlowQuery['statusFlow']>['statuses'][number];

interface Props {
  readonly statuses: readonly FlowStatus[];
}

export function Bars({ statuses }: Props) {
  const series = [
    { label: 'Won of those', tone: 'won', counts: statuses.map(({ won }) => won) },
    { label: 'Entered', tone: 'series-1', counts: statuses.map((status) => status.enteredOpportunities) },
  ];
  return (
    <Drawing
      label="Funnel"
      drawn={series}
      plan={(colour) => ({
        type: 'bar',
        data: {
          labels: statuses.map(({ label }) => label),
          datasets: series.map(({ label, tone, counts }, order) => ({
            ...{ label, data: counts, order, grouped: false, backgroundColor: colour(tone), borderRadius: 4 },
            maxBarThickness: order === 0 ? 44 : 88,
          })),
        },
        options: optionsOf({
          ...{ colour, hasLegend: true, isStacked: false, short: showCount },
          tell: (at, index) => `${series[at]?.label}: ${showCount(series[at]?.counts[index])}`,
        }),
      })}
    />
  );
}
