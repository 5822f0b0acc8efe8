/** What will come in: what is won already, and what open deals may come to, by the day on which they are expected to be won. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { and, type Filter } from '../../filter/filter.ts';
import { compileWhere, type Where } from '../../filter/where.ts';
import { inTurns } from '../../next-turn.ts';
import { invalid } from '../../value/input.ts';
import { addDays, type CalendarDate, type Period, periodOf, utc } from '../../value/period.ts';
import { noTotals, type Totals } from '../aggregates.ts';
import { type GroupBy, keyExpression } from '../groups/dimension.ts';
import { openGrouping, readGroups } from '../groups/groups.ts';
import type { Chance } from './distribution.ts';

export type ForecastLength = 'month' | 'quarter';

export interface ForecastRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly by: ForecastLength;
}

export interface Outlook {
  /** What is won. */
  readonly closed: Totals;
  /** Active deals: those of one value and one confidence together. Without a value they come to 0. */
  readonly open: readonly Chance[];
}

export interface PeriodOutlook extends Outlook {
  readonly period: Period;
}

export const mostPeriods = 120;

/** Whole periods, earliest first. @throws INVALID_INPUT with the path `to` */
export function periodsOf({ from, to, by }: ForecastRange): readonly Period[] {
  if (to < from) throw invalid('to', `${to} is before ${from}, where the forecast begins.`);
  const periods: Period[] = [];
  for (let day = from; day <= to; day = addDays(periods.at(-1)?.end ?? to, 1)) {
    periods.push(periodOf(day, by));
    if (periods.length > mostPeriods) {
      throw invalid('to', `A forecast has at most ${mostPeriods} periods. Let it end sooner, or be by quarter.`);
    }
    if ((periods.at(-1)?.end ?? to) >= to) break;
  }
  return periods;
}

const compare = (field: string, operator: 'eq' | 'gte' | 'lte', value: string): Filter => ({
  ...{ kind: 'compare', field, operator, value },
});

/** Those of a type whose day lies between the two. */
export const closingWithin = (type: 'won' | 'active', from: CalendarDate, to: CalendarDate): Filter =>
  and(compare('status_type', 'eq', type), compare('date_won', 'gte', from), compare('date_won', 'lte', to));

export const narrowed = ({ table, filter, scope }: Where, by: Filter): Where =>
  compileWhere(table, and(filter, by), scope);

/** Two statements. Of its first and last period only the days within the range. @throws INVALID_INPUT */
export async function readForecast(
  session: Session,
  where: Where,
  range: ForecastRange,
): Promise<readonly PeriodOutlook[]> {
  const periods = periodsOf(range);
  const by: GroupBy = { kind: 'date', field: 'date_won', granularity: range.by, weekStart: 1 };
  const closed = await readClosed(session, narrowed(where, closingWithin('won', range.from, range.to)), by);
  const open = await readOpen(session, narrowed(where, closingWithin('active', range.from, range.to)), by);
  return periods.map((period) => ({
    period,
    closed: closed.get(period.start) ?? noTotals,
    open: open.get(period.start) ?? [],
  }));
}

async function readClosed(session: Session, where: Where, by: GroupBy): Promise<ReadonlyMap<string, Totals>> {
  const grouping = await openGrouping(session, where, [by], utc);
  const groups = await readGroups(session, grouping, { by: 'key', descending: false });
  return new Map(groups.map(({ keys, known }) => [keys[0] ?? '', known.totals]));
}

interface OpenRow {
  readonly period: string;
  readonly value: string | null;
  readonly confidence: number | bigint;
  readonly count: number | bigint;
}

async function readOpen(session: Session, where: Where, by: GroupBy): Promise<ReadonlyMap<string, readonly Chance[]>> {
  const { table, expression } = where;
  const column = (name: string) => sql.ref(`${table.alias}.${name}`);
  const period = keyExpression(by, where, { zone: utc, offsets: [] });
  const { rows } = await sql<OpenRow>`
    select period, cast(value as text) as value, confidence, count(*) as count
    from (
      select ${period} as period, ${column('annualized_value')} as value, ${column('confidence')} as confidence
      from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${expression}
    ) as p
    group by period, value, confidence`.execute(session.kysely);
  const chances = new Map<string, Chance[]>();
  await inTurns(rows, ({ period, value, confidence, count }) => {
    const chance = { value: BigInt(value ?? 0), confidence: Number(confidence), count: Number(count) };
    const own = chances.get(period);
    if (own) own.push(chance);
    else chances.set(period, [chance]);
  });
  return chances;
}

/** Hundredths of a minor unit. */
export const expectedOf = (open: readonly Chance[]): bigint =>
  open.reduce((sum, { value, confidence, count }) => sum + value * BigInt(confidence) * BigInt(count), 0n);
