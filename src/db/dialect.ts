/** All SQL that differs between the two databases, on one screen. */
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { earliest, firstDay, lastDay, latest } from '../value/period.ts';
import { blankClass, openEnds, separatorClass } from '../value/word.ts';
import type { Provider } from './provider.ts';
import { containsAll, globAcrossBlanks, type TextIndex } from './sqlite-text.ts';

export interface Dialect {
  readonly provider: Provider;
  /** A condition that many rows meet: another, which leads to fewer, is to choose the index. */
  metByMany(condition: RawBuilder<SqlBool>): RawBuilder<SqlBool>;
  /** `column` is one of `values`, sent as ONE parameter: SQLite takes 32,766 variables, and plans stay cacheable. */
  isOneOf(column: Expression<unknown>, values: readonly string[]): RawBuilder<SqlBool>;
  /** `column` holds `text` anywhere, literally: `%`, `_` and `\` mean themselves. */
  contains(column: Expression<unknown>, text: string, index?: TextIndex): RawBuilder<SqlBool>;
  /**
   * `words` stand side by side in `column`, with blanks between them and nothing else: the first where a word begins and, if
   * `whole`, the last where one ends. Of words and blanks knows `value/word.ts`. The text is found by its words, whatever
   * stands between them, and then looked at: stored with single blanks, it would have to be stored anew, and comparisons of
   * texts as they are would find something else.
   */
  hasWords(
    column: Expression<unknown>,
    words: readonly string[],
    whole: boolean,
    index?: TextIndex,
  ): RawBuilder<SqlBool>;
  /** What a bigint is cut into so that sums of many, and sums of those, are exact: see `sumOfParts`. */
  sumParts(column: Expression<unknown>): readonly RawBuilder<bigint>[];
  /** Compares the exact sum of a bigint column; null when there is nothing to sum. An aggregate itself. */
  compareSum(column: Expression<unknown>, operator: RawBuilder<unknown>, value: bigint): RawBuilder<SqlBool>;
  /** The exact sum of a bigint column as two numbers that a bigint holds, which compare in order one after the other. An aggregate. */
  sumHalves(column: Expression<unknown>): { readonly high: RawBuilder<bigint>; readonly low: RawBuilder<bigint> };
  /** Where the value of `column` stands among `values`, sent as ONE parameter, from 0 on; null where it does not. */
  placeAmong(column: Expression<unknown>, values: readonly string[]): RawBuilder<number | null>;
  /** How many items a JSON list has. */
  jsonLength(column: Expression<unknown>): RawBuilder<number>;
  /** An instant as milliseconds since 1970. */
  milliseconds(instant: Expression<unknown>): RawBuilder<number | bigint>;
  /** The calendar day (`YYYY-MM-DD`) that a clock `offset` milliseconds ahead of UTC shows at an instant, within the days that there are. */
  localDay(instant: Expression<unknown>, offset: Expression<number>): RawBuilder<string | null>;
  /** How many days lie between two calendar days. */
  daysBetween(from: Expression<unknown>, to: Expression<unknown>): RawBuilder<number>;
  /** The first day that there is of the week a day falls in; weeks begin on `weekStart` (1 = Monday … 7 = Sunday). */
  startOfWeek(day: Expression<string | null>, weekStart: number): RawBuilder<string | null>;
  /**
   * Ends a select whose rows will be written in the same transaction: nobody else changes them meanwhile. References to
   * the rows may still be made. A writer on SQLite is alone anyway.
   */
  readonly lockRows: RawBuilder<unknown>;
  /** Ends a subselect that reads many rows: worked out once, where PostgreSQL would have each of its workers do all of it. */
  readonly workedOutOnce: RawBuilder<unknown>;
  /** Ends a select of rows that what is written will rely on: nobody deletes them before the transaction ends. */
  readonly keepRows: RawBuilder<unknown>;
  /** A select of rows that are sent as ONE parameter, to be inserted into these columns of a table. */
  rows(
    table: string,
    columns: readonly string[],
    rows: readonly Readonly<Record<string, unknown>>[],
  ): RawBuilder<unknown>;
  /** As `lockRows`, leaving out the rows that another transaction has locked instead of waiting for it. */
  readonly lockFreeRows: RawBuilder<unknown>;
  /** One row as a JSON list, as `decodeJson` of `rows/value.ts` reads it. */
  jsonRow(values: readonly RawBuilder<unknown>[]): RawBuilder<unknown>;
  /** All rows of a subquery as one JSON list, in this order. */
  jsonRows(row: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Values that JSON, or a driver on its way to it, would not keep: as text that does, moments as milliseconds. */
  jsonValue(column: RawBuilder<unknown>, type: 'double' | 'instant' | 'json'): RawBuilder<unknown>;
  /** `from <= moment < to`, for two columns of a table that has an index of it where the database knows such: `history/moment-index.ts`. */
  spans(from: string, to: string, moment: Date): RawBuilder<SqlBool>;
  /** A table itself, within a query that has a `with` of the same name. */
  storedTable(name: string): RawBuilder<unknown>;
}

const sqlite: Dialect = {
  provider: 'sqlite',
  // Without statistics SQLite takes every equality for ten rows: it walked all of an organization for twenty matches.
  metByMany: (condition) => sql`likelihood(${condition}, 0.01)`,
  isOneOf: (column, values) => sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  contains: (column, text, index) => containsAll(column, [text], index),
  hasWords: (column, words, whole, index) => {
    const text = words.join(' ');
    const ends = openEnds(text, whole);
    const separator = `[${separatorClass}]`;
    const literal = text.replaceAll(/[*?[]/g, '[$&]');
    const pattern = `*${ends.start ? separator : ''}${literal}${ends.end ? separator : ''}*`;
    const between = sql`(' ' || ${column} || ' ')`;
    const ways = [
      sql`instr(${between}, ${besideBlanks(text, ends)}) > 0`,
      sql`${between} glob ${pattern}`,
      ...(words.length > 1 ? [globAcrossBlanks(between, pattern)] : []),
    ];
    return sql`(${containsAll(column, longest(words), index)} and (${sql.join(ways, sql` or `)}))`;
  },
  // SQLite's sum() fails past 2^63, so the halves are summed apart; neither can overflow below 2^31 rows.
  sumParts: (column) => [sql`${column} >> 32`, sql`${column} & 4294967295`],
  // The same halves, the lower one carried over, so that they compare in order.
  compareSum: (column, operator, value) => {
    const { high, low } = halves(column);
    return sql`(${high}, ${low}) ${operator} (${value >> 32n}, ${value & 4294967295n})`;
  },
  sumHalves: halves,
  placeAmong: (column, values) =>
    sql`(select min(key) from json_each(${JSON.stringify(values)}) where value = ${column})`,
  jsonLength: (column) => sql`json_array_length(${column})`,
  // A moment that is a parameter is bound as a real number.
  milliseconds: (instant) => sql`cast(${instant} as integer)`,
  localDay: (instant, offset) =>
    sql`strftime('%Y-%m-%d', min(max(${instant} + ${offset}, ${sql.lit(earliest)}), ${sql.lit(latest)}) / 1000.0, 'unixepoch')`,
  daysBetween: (from, to) => sql`cast(julianday(${to}) - julianday(${from}) as integer)`,
  // Forward to the next such weekday, from six days before: the day itself, when it is one.
  startOfWeek: (day, weekStart) =>
    sql`max(date(${day}, '-6 days', ${sql.lit(`weekday ${weekStart % 7}`)}), ${sql.lit(firstDay)})`,
  lockRows: sql``,
  workedOutOnce: sql``,
  keepRows: sql``,
  rows: (_table, columns, rows) => {
    const values = columns.map((_, i) => sql`value ->> ${sql.lit(i)}`);
    const json = toJson(rows.map((row) => columns.map((column) => storedAsInteger(row[column]))));
    // Without a condition SQLite takes the `on` of an upsert for that of a join.
    return sql`select ${sql.join(values)} from json_each(${json}) where true`;
  },
  lockFreeRows: sql``,
  jsonRow: (values) => sql`json_array(${sql.join(values)})`,
  jsonRows: (row, order) => sql`json_group_array(${row} ${order})`,
  // SQLite prints 15 digits of a double by itself; 17 tell any two apart.
  jsonValue: (column, type) =>
    ({
      double: sql`case when ${column} is not null then printf('%!.17g', ${column}) end`,
      instant: column,
      json: sql`json(${column})`,
    })[type],
  spans: (from, to, moment) => sql`(${sql.ref(to)} > ${moment} and ${sql.ref(from)} <= ${moment})`,
  // Unqualified, it would be the `with` speaking of itself; on PostgreSQL a `with` does not see itself.
  storedTable: (name) => sql`main.${sql.table(name)}`,
};

const postgresql: Dialect = {
  provider: 'postgresql',
  metByMany: (condition) => condition,
  isOneOf: (column, values) => sql`${column} = any(${values}::text[])`,
  // LIKE, because `strpos` does not use the trigram index.
  contains: (column, text) => sql`${column} like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
  // LIKE first, which finds by the index the few rows that are then looked at.
  hasWords: (column, words, whole) => {
    const text = words.join(' ');
    const ends = openEnds(text, whole);
    const literal = words.map((word) => word.replaceAll(/[!-/:-@[-`{-~]/g, '\\$&')).join(`[${blankClass}]+`);
    const pattern = `${ends.start ? `(^|[${separatorClass}])` : ''}${literal}${ends.end ? `([${separatorClass}]|$)` : ''}`;
    const between = postgresql.contains(sql`(' ' || ${column} || ' ')`, besideBlanks(text, ends));
    const found = longest(words).map((word) => postgresql.contains(column, word));
    return sql`(${sql.join(found, sql` and `)} and (${between} or ${column} ~ ${pattern}))`;
  },
  sumParts: (column) => [sql`${column}`],
  compareSum: (column, operator, value) => sql`sum(${column}) ${operator} ${value}`,
  sumHalves: (column) => halves(column, (sum) => sql`cast(${sum} as bigint)`),
  placeAmong: (column, values) => sql`(array_position(${values}::text[], ${column}) - 1)`,
  jsonLength: (column) => sql`jsonb_array_length(${column})`,
  milliseconds: (instant) => sql`cast(extract(epoch from ${instant}) * 1000 as bigint)`,
  // `least` and `greatest` pass over NULL, hence the case.
  localDay: (instant, offset) =>
    sql`case when ${instant} is not null then to_char(least(greatest((${instant} at time zone 'UTC') + ${offset} * interval '1 millisecond', ${sql.lit(firstDay)}::timestamp), ${sql.lit(lastDay)}::timestamp), 'YYYY-MM-DD') end`,
  daysBetween: (from, to) => sql`(cast(${to} as date) - cast(${from} as date))`,
  startOfWeek: (day, weekStart) =>
    sql`case when ${day} is not null then to_char(greatest(${day}::date - (extract(isodow from ${day}::date)::int - ${sql.lit(weekStart)} + 7) % 7, ${sql.lit(firstDay)}::date), 'YYYY-MM-DD') end`,
  lockRows: sql`for no key update`,
  workedOutOnce: sql`offset 0`,
  keepRows: sql`for key share`,
  rows: (table, columns, rows) =>
    sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from json_populate_recordset(null::${sql.table(table)}, ${toJson(rows)}::json)`,
  lockFreeRows: sql`for update skip locked`,
  jsonRow: (values) => sql`json_build_array(${sql.join(values)})`,
  jsonRows: (row, order) => sql`coalesce(json_agg(${row} ${order}), '[]')`,
  jsonValue: (column, type) =>
    ({
      double: sql`cast(${column} as text)`,
      instant: postgresql.milliseconds(column),
      json: column,
    })[type],
  // Two comparisons PostgreSQL takes for independent of each other: it read all versions to find a few.
  spans: (from, to, moment) => sql`tstzrange(${sql.ref(from)}, ${sql.ref(to)}) @> ${moment}::timestamptz`,
  storedTable: (name) => sql.table(name),
};

/** By some of its words a text is found as well as by all of them, of which there may be a thousand. */
function longest(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort((a, b) => b.length - a.length).slice(0, 5);
}

/** Most words stand between blanks, and to look for those is many times faster than any pattern. */
function besideBlanks(text: string, { start, end }: ReturnType<typeof openEnds>): string {
  return `${start ? ' ' : ''}${text}${end ? ' ' : ''}`;
}

export const dialects: Readonly<Record<Provider, Dialect>> = { sqlite, postgresql };

const storedAsInteger = (value: unknown) => (value instanceof Date ? value.getTime() : value);

/** Amounts are far within what a JSON number holds exactly; see `maximumValue`. */
const toJson = (rows: unknown) =>
  JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value));

/** @param whole what makes a whole number of a sum that a bigint holds, where that is not one already */
function halves(column: Expression<unknown>, whole = (sum: RawBuilder<bigint>) => sum) {
  const low = whole(sql`sum(${column} & 4294967295)`);
  return {
    high: sql<bigint>`(${whole(sql`sum(${column} >> 32)`)} + (${low} >> 32))`,
    low: sql<bigint>`(${low} & 4294967295)`,
  };
}

/** The exact sum as text, to be read by `readSum`, of what `sumParts` cut, or of sums of that. */
export function sumOfParts(parts: readonly Expression<unknown>[]): RawBuilder<string | null> {
  return sql.join(
    parts.map((part) => sql`cast(sum(${part}) as text)`),
    sql` || ':' || `,
  );
}

/** Reads what `sumOfParts` wrote; the sum of no values is 0. */
export function readSum(text: string | null): bigint {
  if (text === null) return 0n;
  const [high = '0', low] = text.split(':');
  return low === undefined ? BigInt(high) : (BigInt(high) << 32n) + BigInt(low);
}
