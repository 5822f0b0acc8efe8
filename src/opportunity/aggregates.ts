/**
 * Exact totals over every match. SQL gives one row a value period (number, sum of values, sum of value x confidence), and
 * every figure is made of those three rows: an annualized sum is the yearly sum of each period, so no column is summed twice
 * and all figures agree by construction. Sums stay unrounded bigints until they are shown.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { readSum, sumOfParts } from '../db/dialect.ts';
import { childrenOf, type Parents } from '../filter/page-of-each.ts';
import { type Key, type Source, sourceOf } from '../filter/source.ts';
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

export async function readTotals({ kysely }: Session, where: Where): Promise<Totals> {
  const { from, period, columns } = summed(where);
  const { rows } = await sql<TotalsRow>`
    select ${period}, ${sql.join(columns)} ${from} group by ${period}`.execute(kysely);
  return rows.reduce(addRow, noTotals);
}

/** Totals for each of several parents by one statement, by the id of the parent. */
export async function readTotalsOfEach(
  session: Session,
  where: Where,
  parents: Parents,
): Promise<ReadonlyMap<string, Totals>> {
  const { parent, among } = childrenOf(session, where, parents);
  const { from, period, columns } = summed(where, [{ field: parents.column }]);
  const { rows } = await sql<TotalsRow & { readonly parent: string }>`
    select ${parent} as parent, ${period}, ${sql.join(columns)} ${from} and ${among}
    group by ${parent}, ${period}`.execute(session.kysely);
  const found = groupBy(rows, (row) => row.parent);
  return new Map(parents.ids.map((id) => [id, (found.get(id) ?? []).reduce(addRow, noTotals)]));
}

export type Summed = 'value' | 'weighted';

/** What is to be summed of a source, so that `sumOfParts` tells the exact sum of all. */
export function summandsOf(
  { isSummary }: Source,
  { table, scope }: Where,
  amount: Summed,
): readonly RawBuilder<unknown>[] {
  const column = (name: string) => sql.ref(`${table.alias}.${name}`);
  if (isSummary) return [column(`${amount}_high`), column(`${amount}_low`)];
  return scope.dialect.sumParts(column(amount));
}

/** The three columns that `addRow` reads, beside the value period. */
function summed(where: Where, keys: readonly Key[] = []) {
  const source = sourceOf(where, keys);
  const sum = (amount: Summed) => sql`${sumOfParts(summandsOf(source, where, amount))} as ${sql.ref(amount)}`;
  const period = sql.ref(`${where.table.alias}.value_period`);
  return { from: source.from, period, columns: [sql`${source.count} as count`, sum('value'), sum('weighted')] };
}

export interface TotalsRow {
  readonly value_period: ValuePeriod;
  readonly count: number | bigint;
  readonly value: string | null;
  readonly weighted: string | null;
}

/** Of the totals, those of its period are others then. */
export function addRow(totals: Totals, { value_period: period, count, value, weighted }: TotalsRow): Totals {
  const row = { count: Number(count), value: readSum(value), weighted: readSum(weighted) };
  return { ...totals, [period]: addOfPeriod(totals[period], row) };
}

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    one_time: addOfPeriod(a.one_time, b.one_time),
    monthly: addOfPeriod(a.monthly, b.monthly),
    annual: addOfPeriod(a.annual, b.annual),
  };
}

const addOfPeriod = (a: PeriodTotals, b: PeriodTotals): PeriodTotals => ({
  count: a.count + b.count,
  value: a.value + b.value,
  weighted: a.weighted + b.weighted,
});

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
