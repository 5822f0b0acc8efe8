/** New contacts of leads. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { readExisting } from '../db/lookup.ts';
import { newId } from '../value/id.ts';
import { invalid } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { type ContactColumns, type ContactInput, contactColumns, emptyContact } from './input.ts';

/** @returns its id. @throws INVALID_INPUT */
export async function createContact(
  session: Session,
  caller: Caller,
  input: ContactInput & { readonly leadId: string },
): Promise<string> {
  const contact = checkContact(input);
  const leads = await readExisting(session, 'lead', caller.organizationId, [input.leadId]);
  if (!leads.has(input.leadId)) throw invalid('leadId', `There is no lead ${JSON.stringify(input.leadId)}.`);
  const [id = ''] = await insertContacts(session, caller, [{ leadId: input.leadId, contact }]);
  return id;
}

export function checkContact(input: ContactInput): ContactColumns {
  return { ...emptyContact, ...contactColumns(input) };
}

export interface NewContact {
  readonly leadId: string;
  readonly contact: ContactColumns;
}

/** @returns their ids, in the order given */
export async function insertContacts(
  session: Session,
  { organizationId, userId, now }: Caller,
  contacts: readonly NewContact[],
): Promise<readonly string[]> {
  const owned = { organization_id: organizationId, created_by: userId, updated_by: userId };
  const dates = { date_created: toDate(now), date_updated: toDate(now) };
  const rows = contacts.map(({ leadId, contact }) => ({
    ...{ id: newId('contact'), lead_id: leadId },
    ...owned,
    ...contact,
    ...dates,
  }));
  await insertRows(session, 'contact', rows);
  return rows.map(({ id }) => id);
}
