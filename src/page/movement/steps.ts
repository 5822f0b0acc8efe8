/** The steps of a movement: what they are called, and what each does to a figure. */

import type { MovementQuery, MovementStepKind } from '../generated/documents.ts';
import type { Figure } from '../groups/figures.ts';

export type Moved = NonNullable<MovementQuery['pipelineMovement']>;
export type Step = Moved['steps'][number];

export const stepNames: Readonly<Record<MovementStepKind, string>> = {
  CREATED: 'Created',
  DELETED: 'Deleted',
  WON: 'Won',
  LOST: 'Lost',
  REOPENED: 'Opened again',
  PUSHED: 'Pushed to later',
  PULLED: 'Pulled to earlier',
  ENTERED: 'Came otherwise',
  LEFT: 'Left otherwise',
  INCREASED: 'Worth more',
  DECREASED: 'Worth less',
  VALUE_PERIOD_CHANGED: 'Paid otherwise',
  CONFIDENCE_CHANGED: 'Other confidence',
  UNCHANGED: 'Unchanged',
};

type Figures = Moved['opening'] | Step['change'];

/** Of the figures that can be chosen, those that add up from step to step. */
export const sums: Readonly<Record<string, (figures: Figures) => number | null>> = {
  total: ({ totalValueAnnualized }) => totalValueAnnualized,
  expected: ({ expectedValueAnnualized }) => expectedValueAnnualized,
  count: ({ count }) => count,
};

export const isSum = ({ name }: Figure): boolean => name in sums;

export interface Bar {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** None for what was at the first moment, and is at the second. */
  readonly step?: Step;
}

/** Each bar begins where the one before it ends. */
export function barsOf({ opening, steps, closing }: Moved, read: (figures: Figures) => number | null): readonly Bar[] {
  let level = read(opening) ?? 0;
  const bars: Bar[] = [{ name: 'At first', from: 0, to: level }];
  for (const step of steps) {
    const change = read(step.change) ?? 0;
    if (change === 0) continue;
    bars.push({ name: stepNames[step.kind], from: level, to: level + change, step });
    level += change;
  }
  return [...bars, { name: 'At last', from: 0, to: read(closing) ?? 0 }];
}
