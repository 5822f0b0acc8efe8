/**
 * The steps that lead from what matched at one moment to what matches at another. An opportunity that matches at either stands
 * in exactly one of them: in the first that fits, in this order, by what it was at the one and is at the other.
 */
import { type RawBuilder, sql } from 'kysely';

export const stepKinds = [
  ...(['created', 'deleted', 'won', 'lost', 'reopened', 'pushed', 'pulled', 'entered', 'left'] as const),
  ...(['increased', 'decreased', 'value_period_changed', 'confidence_changed', 'unchanged'] as const),
] as const;

export type StepKind = (typeof stepKinds)[number];

/**
 * The step of a row of `pair`, which has what it was (`was_…`) and is (`is_…`): whether it matched (`_in`), the type of its status
 * (null where it was not there), its closing day, its figures; and `held`: whether it would match with the closing day it had.
 */
export function stepOfPair(): RawBuilder<StepKind> {
  const came = sql`(not was_in and is_in)`;
  const gone = sql`(was_in and not is_in)`;
  const closed = (type: 'won' | 'lost') => sql`is_type = ${sql.lit(type)} and was_type <> ${sql.lit(type)}`;
  const annualized = (side: 'was' | 'is') => sql`coalesce(${sql.ref(`${side}_annualized`)}, 0)`;
  const oneSided: readonly [StepKind, RawBuilder<unknown>][] = [
    ['created', sql`was_type is null`],
    ['deleted', sql`is_type is null`],
    ['won', closed('won')],
    ['lost', closed('lost')],
    ['reopened', sql`is_type = 'active' and was_type <> 'active'`],
    // A closing day is the reason only where it alone makes the difference.
    ['pushed', sql`${gone} and held and is_day > was_day`],
    ['pulled', sql`is_day < was_day and ((${gone} and held) or (${came} and not held))`],
    ['entered', came],
    ['left', gone],
  ];
  const bothTimes: readonly [StepKind, RawBuilder<unknown>][] = [
    ['increased', sql`${annualized('is')} > ${annualized('was')}`],
    ['decreased', sql`${annualized('is')} < ${annualized('was')}`],
    ['value_period_changed', sql`was_period <> is_period and ${annualized('is')} <> 0`],
    ['confidence_changed', sql`was_confidence <> is_confidence`],
  ];
  const cases = [
    ...bothTimes.map(([kind, condition]) => sql`when was_in and is_in and ${condition} then ${sql.lit(kind)}`),
    sql`when was_in and is_in then 'unchanged'`,
    ...oneSided.map(([kind, condition]) => sql`when ${condition} then ${sql.lit(kind)}`),
  ];
  return sql`case ${sql.join(cases, sql` `)} end`;
}
