/** All SQL that differs between the two databases, on one screen. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Provider } from './provider.ts';

export interface Dialect {
  readonly provider: Provider;
  /** `column` is one of `values`, sent as ONE parameter: SQLite takes 32,766 variables, and plans stay cacheable. */
  isOneOf(column: Expression<unknown>, values: readonly string[]): RawBuilder<SqlBool>;
  /** `column` holds `text` anywhere, literally: `%`, `_` and `\` mean themselves. */
  contains(column: Expression<unknown>, text: string): RawBuilder<SqlBool>;
  /** The exact sum of a bigint column as text, to be read by `readSum`. */
  exactSum(column: Expression<unknown>): RawBuilder<string>;
  /** The calendar day (`YYYY-MM-DD`) that a clock `offset` milliseconds ahead of UTC shows at an instant. */
  localDay(instant: Expression<unknown>, offset: Expression<number>): RawBuilder<string | null>;
  /** The first day of the week a day falls in; weeks begin on `weekStart` (1 = Monday … 7 = Sunday). */
  startOfWeek(day: Expression<string | null>, weekStart: number): RawBuilder<string | null>;
  /**
   * Ends a select whose rows will be written in the same transaction: nobody else changes them meanwhile. References to
   * the rows may still be made. A writer on SQLite is alone anyway.
   */
  readonly lockRows: RawBuilder<unknown>;
  /** A select of rows that are sent as ONE parameter, to be inserted into these columns of a table. */
  rows(
    table: string,
    columns: readonly string[],
    rows: readonly Readonly<Record<string, unknown>>[],
  ): RawBuilder<unknown>;
  /** As `lockRows`, leaving out the rows that another transaction has locked instead of waiting for it. */
  readonly lockFreeRows: RawBuilder<unknown>;
  /** A table itself, within a query that has a `with` of the same name. */
  storedTable(name: string): RawBuilder<unknown>;
}

const sqlite: Dialect = {
  provider: 'sqlite',
  isOneOf: (column, values) => sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  contains: (column, text) => sql`instr(${column}, ${text}) > 0`,
  // SQLite's sum() fails past 2^63, so the halves are summed apart; neither can overflow below 2^31 rows.
  exactSum: (column) => sql`sum(${column} >> 32) || ':' || sum(${column} & 4294967295)`,
  localDay: (instant, offset) => sql`strftime('%Y-%m-%d', (${instant} + ${offset}) / 1000.0, 'unixepoch')`,
  // Forward to the next such weekday, from six days before: the day itself, when it is one.
  startOfWeek: (day, weekStart) => sql`date(${day}, '-6 days', ${sql.lit(`weekday ${weekStart % 7}`)})`,
  lockRows: sql``,
  rows: (_table, columns, rows) => {
    const values = columns.map((_, i) => sql`value ->> ${sql.lit(i)}`);
    const json = toJson(rows.map((row) => columns.map((column) => storedAsInteger(row[column]))));
    // Without a condition SQLite takes the `on` of an upsert for that of a join.
    return sql`select ${sql.join(values)} from json_each(${json}) where true`;
  },
  lockFreeRows: sql``,
  // Unqualified, it would be the `with` speaking of itself; on PostgreSQL a `with` does not see itself.
  storedTable: (name) => sql`main.${sql.table(name)}`,
};

const postgresql: Dialect = {
  provider: 'postgresql',
  isOneOf: (column, values) => sql`${column} = any(${values}::text[])`,
  // LIKE, because `strpos` does not use the trigram index.
  contains: (column, text) => sql`${column} like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
  exactSum: (column) => sql`cast(sum(${column}) as text)`,
  localDay: (instant, offset) =>
    sql`to_char((${instant} at time zone 'UTC') + ${offset} * interval '1 millisecond', 'YYYY-MM-DD')`,
  startOfWeek: (day, weekStart) =>
    sql`to_char(${day}::date - (extract(isodow from ${day}::date)::int - ${sql.lit(weekStart)} + 7) % 7, 'YYYY-MM-DD')`,
  lockRows: sql`for no key update`,
  rows: (table, columns, rows) =>
    sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from json_populate_recordset(null::${sql.table(table)}, ${toJson(rows)}::json)`,
  lockFreeRows: sql`for update skip locked`,
  storedTable: (name) => sql.table(name),
};

export const dialects: Readonly<Record<Provider, Dialect>> = { sqlite, postgresql };

const storedAsInteger = (value: unknown) => (value instanceof Date ? value.getTime() : value);

/** Amounts are far within what a JSON number holds exactly; see `maximumValue`. */
const toJson = (rows: unknown) =>
  JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value));

/** Reads what `exactSum` wrote; the sum of no values is 0. */
export function readSum(text: string | null): bigint {
  if (text === null) return 0n;
  const [high = '0', low] = text.split(':');
  return low === undefined ? BigInt(high) : BigInt(high) * 2n ** 32n + BigInt(low);
}
