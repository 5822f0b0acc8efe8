/** What an opportunity was at a moment, custom fields included, in JSON: for those who are told of its changes. */
import type { Selectable } from 'kysely';
import type { StoredRow } from '../custom-field/plan.ts';
import { readStoredRows } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { toInstant } from '../value/period.ts';
import type { OpportunityRow } from './input.ts';

/** Columns as they are stored; instants are milliseconds. */
export type RowImage = { readonly [column: string]: string | number | bigint | boolean | null };

export interface OpportunityImage {
  readonly row: RowImage;
  readonly customFields: readonly RowImage[];
}

export function imageOf(row: OpportunityRow, customFields: readonly StoredRow[]): OpportunityImage {
  const owner = { organization_id: row.organization_id, opportunity_id: row.id };
  return { row: plain(row), customFields: customFields.map((value) => plain({ ...value, ...owner })) };
}

/** By id, two statements for all. Read and not made of what was written: the database has columns of its own making. */
export async function readImages(
  session: Session,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OpportunityImage>> {
  const rows: readonly Selectable<Tables['opportunity']>[] = await session.kysely
    .selectFrom('opportunity')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where((eb) => session.dialect.isOneOf(eb.ref('id'), ids))
    .execute();
  const customFields = await readStoredRows(session, organizationId, 'opportunity', ids);
  return new Map(rows.map((row) => [row.id, imageOf(row, customFields.get(row.id) ?? [])]));
}

export function plain(row: object): RowImage {
  const entries = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Date ? toInstant(value) : value,
  ]);
  return Object.fromEntries(entries);
}
