/**
 * By how much each step changes the figures. Expected values are rounded where they stand after each step, in the order of the
 * steps, and not for each step by itself: so what is shown adds up from opening to closing as what is exact does.
 */
import { addTotals, type Totals } from '../aggregates.ts';
import { type Measure, measures } from '../figures/measure.ts';
import { openingOf, type Step } from './movement.ts';

/** Those that add up, and are made of nothing but totals. */
export const changingMeasures: readonly Measure[] = [...measures.values()].filter(
  ({ isSum, needs }) => isSum && needs.length === 0,
);

/** By the name of the figure. */
export type FigureChanges = ReadonlyMap<string, bigint>;

/** One for each step, which are all there are. */
export function changesOf(steps: readonly Step[]): readonly FigureChanges[] {
  let standing = openingOf({ steps });
  return steps.map(({ before, after }) => {
    const reached = addTotals(standing, subtract(after, before));
    const change = ({ name, of }: Measure) => [name, amountOf(of, reached) - amountOf(of, standing)] as const;
    const changes = new Map(changingMeasures.map(change));
    standing = reached;
    return changes;
  });
}

const amountOf = (of: Measure['of'], totals: Totals) => of({ totals }) ?? 0n;

function subtract(from: Totals, totals: Totals): Totals {
  const negative = ({ count, value, weighted }: Totals['annual']) => ({
    ...{ count: -count, value: -value, weighted: -weighted },
  });
  const { one_time, monthly, annual } = totals;
  return addTotals(from, { one_time: negative(one_time), monthly: negative(monthly), annual: negative(annual) });
}
