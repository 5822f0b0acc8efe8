/**
 * Whether opportunities matched a filter before they were changed or deleted. The filter is asked as it is, of rows that
 * stand in the query instead of in the table: a second interpreter of filters, in memory, would sooner or later disagree
 * with the first. What a filter asks of other objects (the lead's name) is asked as they are now.
 */
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Dialect } from '../db/dialect.ts';
import type { Tables } from '../db/generated/tables.ts';
import type { Where } from '../filter/where.ts';
import { type Instant, toDate } from '../value/period.ts';
import type { OpportunityImage, RowImage } from './news.ts';

/** Each row is some thirty variables, and each custom field a dozen; SQLite takes 32,766. */
export const maximumImages = 50;

/** The places of those that matched, in the order given. At most `maximumImages`. */
export async function matchingImages(
  { kysely, dialect }: Session,
  where: Where,
  images: readonly OpportunityImage[],
): Promise<ReadonlySet<number>> {
  if (images.length === 0) return new Set();
  const alias = sql.ref(where.table.alias);
  const rows = images.map(({ row }, place) => sql`(${sql.lit(place)}, ${literals(row, opportunity)})`);
  const { rows: found } = await sql<{ readonly place: number | bigint }>`
    with ${customFieldsBefore(dialect, images)}, image(place, ${names(opportunity)}) as (values ${sql.join(rows)})
    select ${alias}.place from image as ${alias} where ${where.expression}`.execute(kysely);
  return new Set(found.map(({ place }) => Number(place)));
}

/** The values of custom fields, those of the images as they were: in place of the table, which has them as they are. */
function customFieldsBefore(dialect: Dialect, images: readonly OpportunityImage[]): RawBuilder<unknown> {
  const before = images.filter(({ customFields }) => customFields !== null);
  const ids = before.map(({ row }) => String(row.id));
  const others = sql`select ${names(value)} from ${dialect.storedTable('custom_field_value')}
    where opportunity_id is null or not ${dialect.isOneOf(sql.ref('opportunity_id'), ids)}`;
  const rows = before.flatMap(({ customFields }) => customFields ?? []);
  if (rows.length === 0) return sql`custom_field_value as (${others})`;
  const values = rows.map((row) => sql`(${literals(row, value)})`);
  return sql`value_before(${names(value)}) as (values ${sql.join(values)}),
    custom_field_value as (${others} union all select ${names(value)} from value_before)`;
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
