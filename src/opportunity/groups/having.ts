/** Which groups are shown, by what their figures are. */
import type { Value } from '../../filter/filter.ts';
import { type Measure, shown } from '../figures/measure.ts';
import type { Group } from './group.ts';

export type FigureOperator = 'eq' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'isNull';

export interface Having {
  readonly measure: Measure;
  readonly operator: FigureOperator;
  /** As people read the measure; amounts and counts are whole, and compared exactly. */
  readonly operand: number | boolean | readonly number[];
}

/** A figure that there is none of meets no comparison. */
export function meets({ measure, operator, operand }: Having, { known }: Pick<Group, 'known'>): boolean {
  const figure = measure.of(known);
  if (operator === 'isNull') return (figure === null) === operand;
  if (figure === null) return false;
  const isWhole = measure.unit === 'count' || measure.unit === 'money';
  const mine: Value = isWhole ? figure : shown(measure, figure);
  const given = [operand].flat().map((value) => (isWhole ? BigInt(value) : Number(value)));
  return given.some((value) => compare(operator, mine, value));
}

function compare(operator: Exclude<FigureOperator, 'isNull'>, mine: number | bigint, value: number | bigint): boolean {
  switch (operator) {
    case 'eq':
    case 'in':
      return mine === value;
    case 'lt':
      return mine < value;
    case 'lte':
      return mine <= value;
    case 'gt':
      return mine > value;
    case 'gte':
      return mine >= value;
  }
}
