/**
 * Whether opportunities matched a filter at a moment that has passed. The filter is asked as it is, of rows that stand in
 * the query instead of in the table: a second interpreter of filters, in memory, would sooner or later disagree with the
 * first. What a filter asks of other objects (the lead's name) is asked as they are now.
 */
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Dialect } from '../db/dialect.ts';
import type { Tables } from '../db/generated/tables.ts';
import { compileWhere, type Where } from '../filter/where.ts';
import { type Instant, toDate } from '../value/period.ts';
import type { OpportunityImage, RowImage } from './image.ts';

/** How much of a statement an image takes: SQLite takes 32,766 variables. */
export const sizeOf = (image: OpportunityImage | null): number =>
  image === null ? 0 : Object.keys(opportunity).length + image.customFields.length * Object.keys(value).length;
export const largestSize = 30_000;

/** The places of those that match, in the order given. Of at most `largestSize`, each of another opportunity. */
export async function matchingImages(
  { kysely, dialect }: Session,
  where: Where,
  images: readonly OpportunityImage[],
): Promise<ReadonlySet<number>> {
  if (images.length === 0) return new Set();
  const { expression } = compileWhere(where.table, where.filter, { ...where.scope, rowsInQuery: true });
  const alias = sql.ref(where.table.alias);
  const rows = images.map(({ row }, place) => sql`(${sql.lit(place)}, ${literals(row, opportunity)})`);
  const { rows: found } = await sql<{ readonly place: number | bigint }>`
    with ${customFieldsOf(dialect, images)}, image(place, ${names(opportunity)}) as (values ${sql.join(rows)})
    select ${alias}.place from image as ${alias} where ${expression}`.execute(kysely);
  return new Set(found.map(({ place }) => Number(place)));
}

/** The values of custom fields, those of the images as they were: in place of the table, which has them as they are. */
function customFieldsOf(dialect: Dialect, images: readonly OpportunityImage[]): RawBuilder<unknown> {
  const ids = images.map(({ row }) => String(row.id));
  const others = sql`select ${names(value)} from ${dialect.storedTable('custom_field_value')}
    where opportunity_id is null or not ${dialect.isOneOf(sql.ref('opportunity_id'), ids)}`;
  const rows = images.flatMap(({ customFields }) => customFields);
  if (rows.length === 0) return sql`custom_field_value as (${others})`;
  const values = rows.map((row) => sql`(${literals(row, value)})`);
  return sql`image_value(${names(value)}) as (values ${sql.join(values)}),
    custom_field_value as (${others} union all select ${names(value)} from image_value)`;
}

const names = (types: object) => sql.join(Object.keys(types).map((column) => sql.ref(column)));

type ColumnTypes<Name extends keyof Tables> = { readonly [Column in keyof Selectable<Tables[Name]>]: SqlType };
type SqlType = 'text' | 'bigint' | 'double precision' | 'timestamptz';

/** Parameters have no type by themselves. */
function literals(row: RowImage, types: Readonly<Record<string, SqlType>>): RawBuilder<unknown> {
  const values = Object.entries(types).map(([column, type]) => {
    const stored = row[column] ?? null;
    const parameter = type === 'timestamptz' && stored !== null ? toDate(Number(stored) as Instant) : stored;
    return sql`cast(${parameter} as ${sql.raw(type)})`;
  });
  return sql.join(values);
}

const opportunity: ColumnTypes<'opportunity'> = {
  ...{ row_key: 'bigint', id: 'text', organization_id: 'text', external_id: 'text', version: 'bigint' },
  ...{
    lead_id: 'text',
    contact_id: 'text',
    user_id: 'text',
    status_id: 'text',
    created_by: 'text',
    updated_by: 'text',
  },
  ...{ value: 'bigint', value_period: 'text', confidence: 'bigint' },
  ...{ annualized_value: 'bigint', weighted: 'bigint', annualized_weighted: 'bigint' },
  ...{ note: 'text', note_folded: 'text', note_html: 'text' },
  ...{ date_won: 'text', date_lost: 'timestamptz', date_created: 'timestamptz', date_updated: 'timestamptz' },
};

const value: ColumnTypes<'custom_field_value'> = {
  ...{ row_key: 'bigint', organization_id: 'text', custom_field_id: 'text', opportunity_id: 'text', lead_id: 'text' },
  ...{ position: 'bigint', text_value: 'text', text_folded: 'text', number_value: 'double precision' },
  ...{ date_value: 'text', instant_value: 'timestamptz', user_id: 'text', contact_id: 'text' },
};
