/** The stored values of custom fields: read for many objects at once, and written as planned. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { type Author, closeValues } from '../db/history/close.ts';
import { chunksOf, insertRows } from '../db/insert.ts';
import { groupBy } from '../value/group-by.ts';
import { type CalendarDate, type Instant, toDate, toInstant } from '../value/period.ts';
import type { StoredValue } from './change.ts';
import type { CustomFieldPlan, OwnerType, StoredRow } from './plan.ts';

/** One value, under the name of what it is. */
export type CustomValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'date'; readonly date: CalendarDate }
  | { readonly kind: 'instant'; readonly instant: Instant }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'contact'; readonly contactId: string };

export interface FieldValue {
  readonly fieldId: string;
  readonly value: CustomValue;
}

/** By the id of the object: its values, those of one field together and in their order. */
export async function readCustomValues(
  session: Session,
  organizationId: string,
  ownerType: OwnerType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly FieldValue[]>> {
  const rows = await readStoredRows(session, organizationId, ownerType, ids);
  return new Map(
    [...rows].map(([id, values]) => [
      id,
      values.map((row) => ({ fieldId: row.custom_field_id, value: customValue(row) })),
    ]),
  );
}

function customValue({
  text_value,
  number_value,
  date_value,
  instant_value,
  user_id,
  contact_id,
}: StoredValue): CustomValue {
  if (number_value !== null) return { kind: 'number', number: number_value };
  if (date_value !== null) return { kind: 'date', date: date_value as CalendarDate };
  if (instant_value !== null) return { kind: 'instant', instant: toInstant(instant_value) };
  if (user_id !== null) return { kind: 'user', userId: user_id };
  if (contact_id !== null) return { kind: 'contact', contactId: contact_id };
  return { kind: 'text', text: text_value ?? '' };
}

/** As `readCustomValues`, with the columns as they are stored. */
export async function readStoredRows(
  { kysely, dialect }: Session,
  organizationId: string,
  ownerType: OwnerType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredRow[]>> {
  if (ids.length === 0) return new Map();
  const owner = `${ownerType}_id` as const;
  const rows = await kysely
    .selectFrom('custom_field_value')
    .select(['row_key', 'custom_field_id', 'opportunity_id', 'lead_id', 'position'])
    .select(['text_value', 'text_folded', 'number_value', 'date_value', 'instant_value', 'user_id', 'contact_id'])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref(owner), ids))
    .execute();
  // Not by the database: for an order by fields SQLite walked an index of fields, and with it all values of the organization.
  return groupBy(rows.toSorted(byField), (row) => row[owner] ?? '');
}

function byField(one: Place, other: Place): number {
  if (one.custom_field_id !== other.custom_field_id) return one.custom_field_id < other.custom_field_id ? -1 : 1;
  return one.position - other.position;
}

type Place = Pick<StoredRow, 'custom_field_id'> & { readonly position: number };

/** A fixed number of statements for any realistic number of objects: there is a bound on what one statement takes. */
export async function storeCustomFields(
  session: Session,
  author: Author,
  plans: readonly CustomFieldPlan[],
): Promise<void> {
  const stamp = { organization_id: author.organizationId, date_set: toDate(author.now) };
  const removed = plans.flatMap(({ remove }) => remove.map((row_key) => ({ row_key })));
  for (const rows of chunksOf(removed)) {
    const keys = rows.map(({ row_key }) => row_key);
    await closeValues(session, author, sql`row_key in (${sql.join(keys)})`);
    const query = session.kysely.deleteFrom('custom_field_value').where('organization_id', '=', author.organizationId);
    await query.where('row_key', 'in', keys).execute();
  }
  const inserted = plans.flatMap(({ insert }) => insert.map((row) => ({ ...row, ...stamp })));
  await insertRows(session, 'custom_field_value', inserted);
}
