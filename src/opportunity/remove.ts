/** Deleting opportunities: their status history and custom fields go with them. */
import type { Selectable } from 'kysely';
import type { Caller } from '../caller.ts';
import { readStoredRows } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { closeOpportunities } from '../db/history/close.ts';
import { assertCurrent, lockById } from '../db/versioned.ts';
import { readGoneWith } from './gone.ts';
import type { OpportunityRow } from './input.ts';
import { tellDeleted } from './news.ts';

export interface Deletion {
  readonly id: string;
  /** The version that the caller has seen: nothing is deleted if it is another one by now. */
  readonly expectedVersion?: number | null;
}

/** @throws NOT_FOUND, VERSION_CONFLICT */
export async function deleteOpportunity(
  session: Session,
  caller: Caller,
  { id, expectedVersion }: Deletion,
): Promise<void> {
  const row = (await lockById(session, 'opportunity', caller.organizationId, [id])).get(id);
  assertCurrent(row, 'opportunity', expectedVersion);
  await deleteRows(session, caller, [row]);
}

/** All opportunities of a lead that is about to go, and is still there. */
export async function deleteOpportunitiesOf(session: Session, caller: Caller, leadId: string): Promise<void> {
  const { kysely, dialect } = session;
  const rows: readonly Selectable<Tables['opportunity']>[] = await kysely
    .selectFrom('opportunity')
    .selectAll()
    .where('organization_id', '=', caller.organizationId)
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .modifyEnd(dialect.lockRows)
    .execute();
  session.moment.follow(rows);
  await deleteRows(session, caller, rows, leadId);
}

async function deleteRows(
  session: Session,
  caller: Caller,
  rows: readonly OpportunityRow[],
  leadId?: string,
): Promise<void> {
  if (rows.length === 0) return;
  const { organizationId } = caller;
  const ids = rows.map(({ id }) => id);
  const gone = await readGoneWith(session, organizationId, { opportunityIds: ids, leadId });
  const customFields = await readStoredRows(session, organizationId, 'opportunity', ids);
  await closeOpportunities(session, session.moment.of(caller), ids);
  const { kysely, dialect } = session;
  await kysely
    .deleteFrom('opportunity')
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('id'), ids))
    .execute();
  tellDeleted(session, rows, customFields, gone);
}
