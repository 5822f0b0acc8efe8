/** Deleting a lead, and what belongs to it: its contacts, its opportunities, and their history. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { assertCurrent, lockById } from '../db/versioned.ts';
import { deleteOpportunitiesOf } from '../opportunity/remove.ts';
import { detachContacts } from './detach-contacts.ts';

export interface LeadDeletion {
  readonly id: string;
  readonly expectedVersion?: number | null;
}

/** @throws NOT_FOUND, VERSION_CONFLICT */
export async function deleteLead(
  session: Session,
  caller: Caller,
  { id, expectedVersion }: LeadDeletion,
): Promise<void> {
  const { organizationId } = caller;
  assertCurrent((await lockById(session, 'lead', organizationId, [id])).get(id), 'lead', expectedVersion);
  await deleteOpportunitiesOf(session, caller, id);
  const contacts = session.kysely.selectFrom('contact').select('id').where('organization_id', '=', organizationId);
  const gone = await contacts.where('lead_id', '=', id).execute();
  await detachContacts(
    session,
    caller,
    gone.map((contact) => contact.id),
    id,
  );
  const query = session.kysely.deleteFrom('lead').where('organization_id', '=', organizationId);
  await query.where('id', '=', id).execute();
}
