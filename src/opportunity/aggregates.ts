/**
 * Exact totals over every match. SQL gives one row a value period (number, sum of values, sum of value x confidence), and
 * every figure is made of those three rows: an annualized sum is the yearly sum of each period, so no column is summed twice
 * and all figures agree by construction. Sums stay unrounded bigints until they are shown.
 */
import { type Expression, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { readSum, sumOfParts } from '../db/dialect.ts';
import { childrenOf, type Parents } from '../filter/page-of-each.ts';
import type { Where } from '../filter/where.ts';
import { groupBy } from '../value/group-by.ts';
import { roundWeighted, timesAYear, type ValuePeriod, valuePeriods } from '../value/money.ts';

export interface PeriodTotals {
  readonly count: number;
  /** Minor units. Opportunities without a value add nothing. */
  readonly value: bigint;
  /** Sum of value x confidence, in hundredths of a minor unit. */
  readonly weighted: bigint;
}

export type Totals = Readonly<Record<ValuePeriod, PeriodTotals>>;

/** What one can sum over: a period, or all of them brought to a year. */
export type Span = ValuePeriod | 'annualized';

const nothing: PeriodTotals = { count: 0, value: 0n, weighted: 0n };
export const noTotals: Totals = { one_time: nothing, monthly: nothing, annual: nothing };

export async function readTotals({ kysely, dialect }: Session, where: Where): Promise<Totals> {
  const rows = await kysely
    .selectFrom('opportunity as o')
    .select((eb) => ['o.value_period', ...totalColumns(dialect, eb.ref('o.value'), eb.ref('o.weighted'))])
    .where(where.expression)
    .groupBy('o.value_period')
    .execute();
  return rows.map(totalsOfRow).reduce(addTotals, noTotals);
}

/** Totals for each of several parents by one statement, by the id of the parent. */
export async function readTotalsOfEach(
  session: Session,
  where: Where,
  parents: Parents,
): Promise<ReadonlyMap<string, Totals>> {
  const { parent, source } = childrenOf(session, where, parents);
  const columns = totalColumns(session.dialect, sql.ref('o.value'), sql.ref('o.weighted'));
  const { rows } = await sql<TotalsRow & { readonly parent: string }>`
    select ${parent} as parent, o.value_period, ${sql.join(columns)} ${source}
    group by ${parent}, o.value_period`.execute(session.kysely);
  const found = groupBy(rows, (row) => row.parent);
  return new Map(parents.ids.map((id) => [id, (found.get(id) ?? []).map(totalsOfRow).reduce(addTotals, noTotals)]));
}

/** The three columns that `totalsOfRow` reads, beside `value_period`. */
function totalColumns(dialect: Session['dialect'], value: Expression<unknown>, weighted: Expression<unknown>) {
  return [
    sql<number | bigint>`count(*)`.as('count'),
    sumOfParts(dialect.sumParts(value)).as('value'),
    sumOfParts(dialect.sumParts(weighted)).as('weighted'),
  ] as const;
}

export interface TotalsRow {
  readonly value_period: string;
  readonly count: number | bigint;
  readonly value: string | null;
  readonly weighted: string | null;
}

export function totalsOfRow(row: TotalsRow): Totals {
  const totals = { count: Number(row.count), value: readSum(row.value), weighted: readSum(row.weighted) };
  return { ...noTotals, [row.value_period]: totals };
}

export function addTotals(a: Totals, b: Totals): Totals {
  const add = (period: ValuePeriod): PeriodTotals => ({
    count: a[period].count + b[period].count,
    value: a[period].value + b[period].value,
    weighted: a[period].weighted + b[period].weighted,
  });
  return { one_time: add('one_time'), monthly: add('monthly'), annual: add('annual') };
}

export function countOf(totals: Totals): number {
  return valuePeriods.reduce((sum, period) => sum + totals[period].count, 0);
}

/** Minor units, exact. */
export function totalValue(totals: Totals, span: Span): bigint {
  return over(span, (period) => totals[period].value);
}

/** Hundredths of a minor unit, exact: what adds up over groups. */
export function totalWeighted(totals: Totals, span: Span): bigint {
  return over(span, (period) => totals[period].weighted);
}

/** Minor units, rounded once, half away from zero. */
export function expectedValue(totals: Totals, span: Span): bigint {
  return roundWeighted(totalWeighted(totals, span));
}

function over(span: Span, amount: (period: ValuePeriod) => bigint): bigint {
  if (span !== 'annualized') return amount(span);
  return valuePeriods.reduce((sum, period) => sum + amount(period) * timesAYear[period], 0n);
}
