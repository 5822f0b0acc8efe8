/** Deleting a contact. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { assertCurrent, lockById } from '../db/versioned.ts';
import { detachContacts } from './detach-contacts.ts';

export interface ContactDeletion {
  readonly id: string;
  readonly expectedVersion?: number | null;
}

/** Opportunities and custom fields that name it lose it. @throws NOT_FOUND, VERSION_CONFLICT */
export async function deleteContact(session: Session, caller: Caller, { id, expectedVersion }: ContactDeletion) {
  const { organizationId } = caller;
  assertCurrent((await lockById(session, 'contact', organizationId, [id])).get(id), 'contact', expectedVersion);
  await detachContacts(session, caller, [id]);
  const query = session.kysely.deleteFrom('contact').where('organization_id', '=', organizationId);
  await query.where('id', '=', id).execute();
}
