/** How drawings look, and what a click on them does. */
import type { ChartOptions } from 'chart.js';
import type { Colour } from './drawing.tsx';

interface Look {
  readonly hasLegend: boolean;
  readonly isStacked: boolean;
  readonly colour: Colour;
  /** On the axis, where there is little room. */
  short(value: number): string;
  /** What stands beside the pointer: of which series, and which of its figures. */
  tell(series: number, index: number): string;
  onPick?(series: number, index: number): void;
}

export function optionsOf({ hasLegend, isStacked, colour, short, tell, onPick }: Look): ChartOptions<'bar' | 'line'> {
  const font = { family: getComputedStyle(document.body).fontFamily };
  const ticks = { color: colour('quiet'), font };
  return {
    maintainAspectRatio: false,
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: 250 },
    interaction: { mode: 'nearest', intersect: true },
    onClick: (_event, [element]) => {
      if (element) onPick?.(element.datasetIndex, element.index);
    },
    onHover: ({ native }, elements) => {
      const canOpen = onPick && elements.length > 0;
      if (native?.target instanceof HTMLElement) native.target.style.cursor = canOpen ? 'pointer' : '';
    },
    scales: {
      x: { stacked: isStacked, grid: { display: false }, border: { color: colour('line') }, ticks },
      y: {
        stacked: isStacked,
        beginAtZero: true,
        border: { display: false },
        grid: { color: colour('line') },
        ticks: { ...ticks, callback: (value) => short(Math.round(Number(value) * 1e6) / 1e6) },
      },
    },
    plugins: {
      legend: {
        display: hasLegend,
        position: 'bottom',
        labels: { color: colour('ink'), font, boxWidth: 10, boxHeight: 10 },
      },
      tooltip: { callbacks: { label: ({ datasetIndex, dataIndex }) => tell(datasetIndex, dataIndex) } },
    },
  };
}
