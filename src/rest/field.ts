/**
 * A resource as a table of fields. The table is all there is: what is selected from the database, what an answer holds, what
 * `_fields` may name and what the OpenAPI document says are read from it.
 */
import type { Caller } from '../caller.ts';
import type { OwnerType } from '../custom-field/plan.ts';
import type { Session } from '../db/client.ts';
import type { FoundReader, RowReader } from '../db/rows/reader.ts';
import { described, instant, nullable, type Schema } from './schema.ts';
import { wireInstant } from './time.ts';

/** For whom an answer is made. */
export interface Viewer {
  readonly caller: Caller;
  /** `https://host`, as the request was addressed: for links. */
  readonly origin: string;
}

export type Body = Readonly<Record<string, unknown>>;

/** What belongs to rows but does not stand in them, by the id of the row. */
export type Related = ReadonlyMap<string, unknown>;

export interface Field<Row> {
  readonly name: string;
  readonly schema: Schema;
  /** The part of the row it is made of, as Prisma selects it. */
  readonly select: object;
  readonly value: (row: Row, viewer: Viewer, related: unknown) => unknown;
  /** Reads what does not stand in the row: once for all rows of an answer. */
  readonly load?: (session: Session, viewer: Viewer, ids: readonly string[]) => Promise<Related>;
  /** Only where `_fields` names it. */
  readonly onDemand?: boolean;
}

/** What every row has, selected or not. */
export interface Identified {
  readonly id: string;
}

export interface Resource<Row extends Identified = Identified> {
  /** In the OpenAPI document, and in «Empty query: Opportunity matching query does not exist.» */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field<Row>[];
  /** Whose custom fields it shows, as `custom.cf_…`; with a `custom` object by name besides, or without. */
  readonly custom?: { readonly owner: OwnerType; readonly byName: boolean };
  readonly rows: (read: RowReader) => Rows;
  /** Those that the caller may see, as a Prisma condition. */
  readonly visible: (caller: Caller) => object;
}

/** What is used of a Prisma model. Selections are put together at run time, so that Prisma cannot know what comes back. */
export interface Rows extends FoundReader {
  findMany(query: object): PromiseLike<readonly unknown[]>;
}

interface FieldOptions<Row> {
  readonly select?: object;
  readonly load?: Field<Row>['load'];
  readonly onDemand?: boolean;
}

/** The words in which a table of fields is written. */
export function fieldsOf<Row extends Identified>() {
  type Key = keyof Row & string;
  const computed = (
    name: string,
    schema: Schema,
    description: string,
    value: Field<Row>['value'],
    options: FieldOptions<Row> = {},
  ): Field<Row> => ({ name, schema: described(schema, description), select: {}, ...options, value });
  return {
    computed,
    /** A column as it is. */
    column: (name: string, key: Key, schema: Schema, description: string) =>
      computed(name, schema, description, (row) => row[key], { select: { [key]: true } }),
    moment: (name: string, key: Key, description: string) =>
      computed(name, instant, description, (row) => wireInstant(row[key] as Date), { select: { [key]: true } }),
    optionalMoment: (name: string, key: Key, description: string) =>
      computed(
        name,
        nullable(instant),
        description,
        (row) => (row[key] === null ? null : wireInstant(row[key] as Date)),
        { select: { [key]: true } },
      ),
    /** What the gateway has no data for: there, so that programs that read it go on. */
    fixed: (name: string, value: unknown, schema: Schema, description: string) =>
      computed(name, schema, description, () => value),
    onDemand: (field: Field<Row>): Field<Row> => ({ ...field, onDemand: true }),
  };
}
