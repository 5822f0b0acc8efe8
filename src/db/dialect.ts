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
  /** An instant as milliseconds since 1970, an integer. */
  epoch(instant: Expression<unknown>): RawBuilder<number>;
  /** The calendar day or month (`YYYY-MM-DD`, `YYYY-MM`) of milliseconds since 1970. */
  calendar(milliseconds: Expression<number>, unit: 'day' | 'month'): RawBuilder<string>;
}

const sqlite: Dialect = {
  provider: 'sqlite',
  isOneOf: (column, values) => sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  contains: (column, text) => sql`instr(${column}, ${text}) > 0`,
  // SQLite's sum() fails past 2^63, so the halves are summed apart; neither can overflow below 2^31 rows.
  exactSum: (column) => sql`sum(${column} >> 32) || ':' || sum(${column} & 4294967295)`,
  epoch: (instant) => sql`${instant}`,
  calendar: (milliseconds, unit) =>
    sql`strftime(${sql.lit(unit === 'day' ? '%Y-%m-%d' : '%Y-%m')}, ${milliseconds} / 1000.0, 'unixepoch')`,
};

const postgresql: Dialect = {
  provider: 'postgresql',
  isOneOf: (column, values) => sql`${column} = any(${values}::text[])`,
  // LIKE, because `strpos` does not use the trigram index.
  contains: (column, text) => sql`${column} like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
  exactSum: (column) => sql`cast(sum(${column}) as text)`,
  epoch: (instant) => sql`cast(extract(epoch from ${instant}) * 1000 as bigint)`,
  calendar: (milliseconds, unit) =>
    sql`to_char(timestamp '1970-01-01' + ${milliseconds} * interval '1 millisecond', ${sql.lit(unit === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM')})`,
};

export const dialects: Readonly<Record<Provider, Dialect>> = { sqlite, postgresql };

/** Reads what `exactSum` wrote; the sum of no values is 0. */
export function readSum(text: string | null): bigint {
  if (text === null) return 0n;
  const [high = '0', low] = text.split(':');
  return low === undefined ? BigInt(high) : BigInt(high) * 2n ** 32n + BigInt(low);
}
