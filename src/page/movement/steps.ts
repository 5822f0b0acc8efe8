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
  REOPENED: 'Reopened',
  PUSHED: 'Pushed out',
  PULLED: 'Pulled in',
  ENTERED: 'Entered for another reason',
  LEFT: 'Left for another reason',
  INCREASED: 'Value increased',
  DECREASED: 'Value decreased',
  VALUE_PERIOD_CHANGED: 'Billing changed',
  CONFIDENCE_CHANGED: 'Confidence changed',
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

/** What was there at the first moment, and what is there at the second. */
export const ends = {
  opening: { key: 'OPENING', name: 'Opening' },
  closing: { key: 'CLOSING', name: 'Closing' },
} as const;

export interface Bar {
  /** In the address bar, when its deals are shown. */
  readonly key: MovementStepKind | (typeof ends)[keyof typeof ends]['key'];
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export const isEnd = ({ key }: Bar): boolean => key === ends.opening.key || key === ends.closing.key;

/** Each bar begins where the one before it ends. */
export function barsOf({ opening, steps, closing }: Moved, read: (figures: Figures) => number | null): readonly Bar[] {
  let level = read(opening) ?? 0;
  const bars: Bar[] = [{ ...ends.opening, from: 0, to: level }];
  for (const { kind, change: changed } of steps) {
    const change = read(changed) ?? 0;
    if (change === 0) continue;
    bars.push({ key: kind, name: stepNames[kind], from: level, to: level + change });
    level += change;
  }
  return [...bars, { ...ends.closing, from: 0, to: read(closing) ?? 0 }];
}
