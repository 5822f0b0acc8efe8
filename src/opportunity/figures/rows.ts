/** The rows that parts of figures are read of: those of a list, with the keys that divide them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../../db/dialect.ts';
import { figuredRows } from '../../filter/field.ts';
import { type Key, sourceOf } from '../../filter/source.ts';
import { fieldOf, type Where } from '../../filter/where.ts';
import type { Zone } from '../../value/period.ts';
import { type Calendar, localDay } from '../calendar.ts';
import type { RowColumn } from './part.ts';

export type Keys = readonly (string | null)[];

/** The rows of a list, and what divides them into groups that are figured apart. */
export interface Division {
  readonly where: Where;
  /** In whose days deals are created and lost. */
  readonly zone: Zone;
  /** Expressions of a row. Without any, all rows are one group. */
  readonly keys: readonly RawBuilder<string | null>[];
  /** What the keys are made of, where that is a field or its period: the summary may tell them then. */
  readonly told?: readonly Key[];
  /** A condition besides. */
  readonly within?: RawBuilder<SqlBool>;
  /** Only the rows of these groups, all of them together. */
  readonly together?: readonly Keys[];
}

export const keyNames = (count: number) => Array.from({ length: count }, (_, index) => sql.ref(`key_${index}`));

/** The keys in one text, for a list of them to be sent as one parameter: each with its length before it, so that no two are alike. */
const packed = (keys: Keys) => keys.map((key) => (key === null ? '-' : `${[...key].length}:${key}`)).join('');

function packedColumns(names: readonly RawBuilder<unknown>[]): RawBuilder<string> {
  const each = names.map((name) => sql`coalesce(length(${name}) || ':' || ${name}, '-')`);
  return sql`(${sql.join(each, sql` || `)})`;
}

/** @returns a select of the keys, `value_period`, and the columns that are asked for: few, so that an index may have them all */
export function rowsOf(division: Division, columns: ReadonlySet<RowColumn>, calendar: Calendar | undefined) {
  const { where, keys, within } = division;
  const { table, scope, expression } = where;
  const stored = (name: string) => sql.ref(`${table.alias}.${name}`);
  const names = keyNames(keys.length);
  const made = [
    ...keys.map((key, index) => sql`${key} as ${names[index]}`),
    // As an expression, lest SQLite walk an index for its order that has not all columns: that took three times as long.
    sql`${stored('value_period')} || '' as value_period`,
    ...(['value', 'annualized_value'] as const).filter((name) => columns.has(name)).map(stored),
    ...(columns.has('outcome') || columns.has('days') ? [sql`${outcomeOf(where)} as outcome`] : []),
    ...(columns.has('days') ? ['date_created', 'date_lost', 'date_won'].map(stored) : []),
  ];
  const conditions = [expression, ...(within ? [within] : [])];
  const rows = sql`
    select ${sql.join(made)}
    from ${figuredRows(table)} as ${sql.ref(table.alias)} where ${sql.join(conditions, sql` and `)}`;
  const kept = keptOf(division);
  if (!calendar) return sql`select * from (${rows}) as r ${kept}`;
  // What is closed before the day it was created on was brought by an import that did not know when.
  return sql`
    select d.*, case when span >= 0 then span end as days
    from (select r.*, ${daysToClose(scope.dialect, calendar)} as span from (${rows}) as r ${kept}) as d`;
}

/**
 * The same of cells: `count`, `valued` and the halves of `value` in place of what is asked of a row. Undefined where the summary
 * does not tell the rows apart as it is asked for.
 */
export function cellsOf(division: Division, columns: ReadonlySet<RowColumn>): RawBuilder<unknown> | undefined {
  const { where, keys, told, within } = division;
  if (within || (keys.length > 0 && !told)) return undefined;
  const source = sourceOf(where, [...(told ?? []), ...(columns.has('outcome') ? [{ field: 'status_type' }] : [])]);
  if (!source.isSummary) return undefined;
  const names = keyNames(keys.length);
  const made = [
    ...keys.map((key, index) => sql`${key} as ${names[index]}`),
    ...['value_period', 'count', 'valued', 'value_high', 'value_low'].map((name) =>
      sql.ref(`${where.table.alias}.${name}`),
    ),
    ...(columns.has('outcome') ? [sql`${outcomeOf(where)} as outcome`] : []),
  ];
  return sql`select * from (select ${sql.join(made)} ${source.from}) as r ${keptOf(division)}`;
}

function keptOf({ where, keys, together }: Division): RawBuilder<unknown> {
  if (!together) return sql``;
  return sql`where ${where.scope.dialect.isOneOf(packedColumns(keyNames(keys.length)), together.map(packed))}`;
}

function outcomeOf({ table, scope }: Where): RawBuilder<unknown> {
  const is = (type: 'won' | 'lost') =>
    fieldOf(table, 'status_type').where(scope, (column) => sql`${column} = ${sql.lit(type)}`);
  return sql`case when ${is('won')} then 'won' when ${is('lost')} then 'lost' end`;
}

function daysToClose(dialect: Dialect, calendar: Calendar): RawBuilder<number | null> {
  const created = localDay(dialect, sql.ref('date_created'), calendar);
  const days = (closed: RawBuilder<unknown>) => dialect.daysBetween(created, closed);
  const lost = localDay(dialect, sql.ref('date_lost'), calendar);
  return sql`case outcome when 'won' then ${days(sql.ref('date_won'))} when 'lost' then ${days(lost)} end`;
}
