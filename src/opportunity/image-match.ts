/**
 * Whether opportunities matched a filter at a moment that has passed. The filter is asked as it is, of rows that stand in
 * the query instead of in the table: a second interpreter of filters, in memory, would sooner or later disagree with the
 * first. What has gone with them is given back to its table for that. What a filter asks of other objects that are still
 * there (the lead's name, its other opportunities) is asked as they are now.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Dialect } from '../db/dialect.ts';
import { compileWhere, type Where } from '../filter/where.ts';
import { type Instant, toDate } from '../value/period.ts';
import { type Gone, type GoneRow, type RelatedTable, relatedTables } from './gone.ts';
import type { OpportunityImage, RowImage } from './image.ts';
import { opportunityTypes, relatedTypes, type SqlType, valueTypes } from './image-columns.ts';

/** How much of a statement an image takes: SQLite takes 32,766 variables. */
export const sizeOf = (image: OpportunityImage | null): number =>
  image === null
    ? 0
    : Object.keys(opportunityTypes).length + image.customFields.length * Object.keys(valueTypes).length;
export const largestSize = 30_000;

/** The places of those that match, in the order given. Of at most `largestSize`, each of another opportunity. */
export async function matchingImages(
  { kysely, dialect }: Session,
  where: Where,
  images: readonly OpportunityImage[],
  gone: Gone = {},
): Promise<ReadonlySet<number>> {
  if (images.length === 0) return new Set();
  const givenBack = relatedTables.filter((table) => table !== 'custom_field_value' && gone[table]?.length);
  const rowsInQuery = new Set(['opportunity', 'custom_field_value', ...givenBack]);
  const { expression } = compileWhere(where.table, where.filter, { ...where.scope, rowsInQuery });
  const alias = sql.ref(where.table.alias);
  const rows = images.map(({ row }, place) => sql`(${sql.lit(place)}, ${literals(row, opportunityTypes)})`);
  const tables = [
    customFieldsOf(dialect, images, gone.custom_field_value ?? []),
    ...givenBack.map(
      (table) =>
        sql`${sql.table(table)} as not materialized (${stored(dialect, table)} union all ${rowsOf(dialect, table, gone[table] ?? [])})`,
    ),
    sql`image(place, ${names(opportunityTypes)}) as (values ${sql.join(rows)})`,
  ];
  const { rows: found } = await sql<{ readonly place: number | bigint }>`
    with ${sql.join(tables)}
    select ${alias}.place from image as ${alias} where ${expression}`.execute(kysely);
  return new Set(found.map(({ place }) => Number(place)));
}

/** The values of custom fields, those of the images as they were: in place of the table, which has them as they are. */
function customFieldsOf(
  dialect: Dialect,
  images: readonly OpportunityImage[],
  gone: readonly GoneRow[],
): RawBuilder<unknown> {
  const ids = images.map(({ row }) => String(row.id));
  const others = sql`${stored(dialect, 'custom_field_value')}
    where opportunity_id is null or not ${dialect.isOneOf(sql.ref('opportunity_id'), ids)}`;
  const rows = images.flatMap(({ customFields }) => customFields);
  const values = rows.map((row) => sql`(${literals(row, valueTypes)})`);
  const parts = [
    others,
    ...(values.length === 0 ? [] : [sql`select ${names(valueTypes)} from image_value`]),
    ...(gone.length === 0 ? [] : [rowsOf(dialect, 'custom_field_value', gone)]),
  ];
  const image = sql`image_value(${names(valueTypes)}) as (values ${sql.join(values)}), `;
  return sql`${values.length === 0 ? sql`` : image}custom_field_value as not materialized (${sql.join(parts, sql` union all `)})`;
}

const stored = (dialect: Dialect, table: RelatedTable) =>
  sql`select ${names(relatedTypes[table])} from ${dialect.storedTable(table)}`;

function rowsOf(dialect: Dialect, table: RelatedTable, rows: readonly GoneRow[]): RawBuilder<unknown> {
  const types: Readonly<Record<string, SqlType>> = relatedTypes[table];
  const columns = Object.keys(types);
  const valuesOf = (row: GoneRow) =>
    Object.fromEntries(columns.map((column) => [column, storedValue(row[column], types[column])]));
  return dialect.rows(table, columns, rows.map(valuesOf));
}

function storedValue(value: unknown, type: SqlType | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (type === 'timestamptz') return toDate(Number(value) as Instant);
  return type === 'json' && typeof value === 'string' ? JSON.parse(value) : value;
}

const names = (types: object) => sql.join(Object.keys(types).map((column) => sql.ref(column)));

/** Parameters have no type by themselves. */
function literals(row: RowImage, types: Readonly<Record<string, SqlType>>): RawBuilder<unknown> {
  const values = Object.entries(types).map(
    ([column, type]) => sql`cast(${storedValue(row[column], type)} as ${sql.raw(type)})`,
  );
  return sql.join(values);
}
