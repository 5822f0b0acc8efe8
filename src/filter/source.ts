/**
 * Whether what is asked of the rows that match can be told from the summary of their table: the one place that decides. It looks
 * at the filter as data. A cell stands for all of its rows where every condition holds for all of them or for none; then the
 * filter that was compiled for rows finds cells, which have the same columns under the same names.
 */
import { type RawBuilder, sql } from 'kysely';
import { type Grain, grains, isTold, periodOfGrain } from '../db/summary/cell.ts';
import { type CalendarDate, type Granularity, periodOf, type WeekStart } from '../value/period.ts';
import { figuredRows, type Summary } from './field.ts';
import type { Filter, Operator, Value } from './filter.ts';
import type { Where } from './where.ts';

/** What rows are told apart by: the value of a field, or its period. */
export interface Key {
  readonly field: string;
  readonly period?: { readonly granularity: Granularity; readonly weekStart: WeekStart };
}

/** What is selected from, conditions included, and how many rows that are. */
export interface Source {
  /** `from … where …` */
  readonly from: RawBuilder<unknown>;
  readonly isSummary: boolean;
  /** An aggregate. */
  readonly count: RawBuilder<number | bigint>;
}

/** For counts and sums, by `keys` where there are some. */
export function sourceOf(where: Where, keys: readonly Key[] = []): Source {
  const { table, expression } = where;
  const alias = sql.ref(table.alias);
  const grain = grainOf(where, keys);
  if (!table.summary || grain === undefined) {
    const from = sql`from ${figuredRows(table)} as ${alias} where ${expression}`;
    return { from, isSummary: false, count: sql`count(*)` };
  }
  const column = (name: string) => sql.ref(`${table.alias}.${name}`);
  return {
    from: sql`from ${sql.table(table.summary.cells)} as ${alias} where ${column('grain')} = ${sql.lit(grain)} and ${expression}`,
    isSummary: true,
    count: sql`cast(coalesce(sum(${column('count')}), 0) as bigint)`,
  };
}

/** The coarsest grain of which cells tell. None of a table that stands in the query itself: a past, or what subscribers were shown. */
function grainOf({ table, scope, filter }: Where, keys: readonly Key[]): Grain | undefined {
  const { summary } = table;
  if (!summary || scope.rowsInQuery?.has(table.name)) return undefined;
  return grains.find((grain) => divides(summary, grain, filter) && keys.every((key) => tells(summary, grain, key)));
}

function divides(summary: Summary, grain: Grain, filter: Filter): boolean {
  switch (filter.kind) {
    case 'every':
      return true;
    case 'and':
    case 'or':
      return filter.filters.every((part) => divides(summary, grain, part));
    case 'not':
      return divides(summary, grain, filter.filter);
    case 'compare':
      if (filter.field === summary.date) return isBorder(grain, filter.operator, filter.value);
      return isAlike(summary, grain, filter.field);
    case 'present':
      return filter.field === summary.date ? periodOfGrain(grain) !== undefined : isAlike(summary, grain, filter.field);
    case 'in':
    case 'contains':
      return isAlike(summary, grain, filter.field);
    case 'word':
    case 'phrase':
    case 'part':
    case 'some':
    case 'figure':
      return false;
  }
}

/** Whether all rows of a cell have the same in a field. */
function isAlike({ fields }: Summary, grain: Grain, field: string): boolean {
  const column = fields.get(field);
  return column !== undefined && isTold(grain, column);
}

/** Whether a bound lies between two periods: of each, all days are within it, or none. */
function isBorder(grain: Grain, operator: Operator, day: Value): boolean {
  const period = periodOfGrain(grain);
  if (period === undefined || operator === 'eq') return false;
  const { start, end } = periodOf(day as CalendarDate, period);
  return day === (operator === 'gte' || operator === 'lt' ? start : end);
}

const monthly: ReadonlySet<Granularity> = new Set(['month', 'quarter', 'year']);

function tells(summary: Summary, grain: Grain, { field, period }: Key): boolean {
  if (field !== summary.date) return isAlike(summary, grain, field);
  const own = periodOfGrain(grain);
  if (own === undefined || !period) return false;
  return own === 'month' ? monthly.has(period.granularity) : period.granularity === 'week' && period.weekStart === 1;
}
