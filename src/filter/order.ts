/**
 * Orders: data first, SQL last. Every order ends in the id (or what else a table names), in the direction of its last key, so
 * that it is total and one index serves it both ways. Rows without a value come last in both directions.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { at, DomainError } from '../errors.ts';
import { type Instant, toDate, toInstant } from '../value/period.ts';
import type { Column, Field, Scope, Table } from './field.ts';
import type { Figure } from './filter.ts';

export interface OrderKey {
  readonly field: string;
  /** Sorts by this in place of a field. */
  readonly figure?: Figure;
  readonly descending: boolean;
}

export type Order = readonly OrderKey[];

/** How lists stand where nobody asks for an order. */
export const newestFirst: Order = [{ field: 'date_created', descending: true }];

/** A row's place in an order: its sort values, then what every order ends in. Instants as ms, money as decimal text, so that JSON holds it. */
export type Position = readonly (string | number | null)[];

export const maximumKeys = 3;

interface SortKey {
  readonly field: Field;
  readonly column: Column;
  readonly descending: boolean;
}

export interface CompiledOrder {
  readonly keys: readonly SortKey[];
  /** The sort values of a row, under the names that `positionOf` knows. */
  readonly columns: readonly NamedColumn[];
  /** `order by` items; `reverse` walks the same order from its end. @param columnOf where the values stand, if not in the table */
  items(reverse: boolean, columnOf?: (name: string) => RawBuilder<unknown>): readonly RawBuilder<unknown>[];
  /** Rows that come after (or, reversed, before) a position. */
  beyond(position: Position, reverse: boolean): RawBuilder<SqlBool>;
  /** The position of a row with the values of `columns`. */
  positionOf(row: Readonly<Record<string, unknown>>): Position;
}

interface NamedColumn {
  readonly name: string;
  readonly column: RawBuilder<unknown>;
}

/** @throws INVALID_ORDER */
export function compileOrder(table: Table, order: Order, scope: Scope): CompiledOrder {
  if (order.length > maximumKeys) {
    const message = `An order has at most ${maximumKeys} keys, not ${order.length}.`;
    throw new DomainError('INVALID_ORDER', message, { path: ['orderBy'] });
  }
  const descending = order.at(-1)?.descending ?? false;
  const keys = [
    ...order.flatMap((key, index) => at('orderBy', () => at(index, () => sortKeys(table, key, scope)))),
    sortKey(table, { field: table.lastKey, descending }, scope),
  ];
  return {
    keys,
    columns: keys.map(({ column }, index) => ({ name: nameOf(index), column })),
    items: (reverse, columnOf) =>
      keys.map((key, index) => item(key, columnOf ? columnOf(nameOf(index)) : key.column, reverse)),
    beyond: (position, reverse) => beyond(keys, position, reverse),
    positionOf: (row) => keys.map(({ field }, index) => portable(field, row[nameOf(index)])),
  };
}

const nameOf = (index: number) => `sort_${index}`;

function sortKeys(table: Table, key: OrderKey, scope: Scope): readonly SortKey[] {
  if (!key.figure) return [sortKey(table, key, scope)];
  const fields = table.figures?.sorted(key.figure) ?? [];
  return fields.map((field) => ({ field, column: columnOf(field, scope), descending: key.descending }));
}

function sortKey(table: Table, { field: name, descending }: OrderKey, scope: Scope): SortKey {
  const field = table.fields.get(name);
  if (!field) throw invalidOrder(`${table.name} has no field ${JSON.stringify(name)}.`);
  return { field, column: columnOf(field, scope), descending };
}

function columnOf({ name, sort }: Field, scope: Scope): Column {
  if (!sort) throw invalidOrder(`${name} may have several values: one cannot sort by it.`);
  return sort(scope);
}

function item({ descending, field }: SortKey, column: RawBuilder<unknown>, reverse: boolean): RawBuilder<unknown> {
  const down = descending !== reverse;
  if (!field.nullable) return down ? sql`${column} desc` : sql`${column} asc`;
  const nulls = reverse ? sql`nulls first` : sql`nulls last`;
  return down ? sql`${column} desc ${nulls}` : sql`${column} asc ${nulls}`;
}

/** (a, b, id) beyond (x, y, i) = a beyond x, or a = x and (b beyond y, or b = y and id beyond i). */
function beyond(keys: readonly SortKey[], position: Position, reverse: boolean): RawBuilder<SqlBool> {
  const [key, ...rest] = keys;
  if (!key) return sql`false`;
  const [value = null, ...values] = position;
  const later = laterThan(key, value, reverse);
  if (rest.length === 0) return later;
  const [last] = rest;
  // Databases seek an index by a row value, but scan for the two alternatives written out.
  if (last && rest.length === 1 && !key.field.nullable && last.descending === key.descending) {
    const operator = sql.raw(key.descending !== reverse ? '<' : '>');
    const [id = null] = values;
    return sql`(${key.column}, ${last.column}) ${operator} (${stored(key.field, value)}, ${stored(last.field, id)})`;
  }
  const same = value === null ? sql`${key.column} is null` : sql`${key.column} = ${stored(key.field, value)}`;
  return sql`(${later} or (${same} and ${beyond(rest, values, reverse)}))`;
}

function laterThan({ column, descending, field }: SortKey, value: string | number | null, reverse: boolean) {
  // Nulls come last: nothing is later than null, and walking back from null all values are ahead.
  if (value === null) return reverse ? sql<SqlBool>`${column} is not null` : sql<SqlBool>`false`;
  const operator = sql.raw(descending !== reverse ? '<' : '>');
  const compared = sql<SqlBool>`${column} ${operator} ${stored(field, value)}`;
  return field.nullable && !reverse ? sql<SqlBool>`(${compared} or ${column} is null)` : compared;
}

function portable(field: Field, raw: unknown): string | number | null {
  if (raw === null || raw === undefined) return null;
  if (field.type === 'instant') return raw instanceof Date ? toInstant(raw) : Number(raw);
  if (field.type === 'integer' || field.type === 'number') return Number(raw);
  return String(raw);
}

function stored(field: Field, value: string | number | null): unknown {
  if (value === null) return null;
  if (field.type === 'instant') return toDate(Number(value) as Instant);
  return field.type === 'money' || field.type === 'weighted' ? BigInt(value) : value;
}

function invalidOrder(message: string): DomainError {
  return new DomainError('INVALID_ORDER', message);
}
