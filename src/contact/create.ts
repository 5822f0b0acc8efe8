/** New contacts of leads. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { readExisting } from '../db/lookup.ts';
import type { Members } from '../user/members.ts';
import { type Origin, type OriginColumns, originColumns, readCreators } from '../user/origin.ts';
import { newId } from '../value/id.ts';
import { invalid } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import { type ContactColumns, type ContactInput, contactColumns, emptyContact } from './input.ts';

export interface NewContactInput extends ContactInput, Origin {}

/** @returns its id. @throws INVALID_INPUT */
export async function createContact(
  session: Session,
  caller: Caller,
  input: NewContactInput & { readonly leadId: string },
): Promise<string> {
  const leads = await readExisting(session, 'lead', caller.organizationId, [input.leadId]);
  if (!leads.has(input.leadId)) throw invalid('leadId', `There is no lead ${JSON.stringify(input.leadId)}.`);
  const creators = await readCreators(session, caller, [input]);
  const contact = newContact(session.moment.of(caller), creators, input);
  const [id] = await insertContacts(session, caller, [{ leadId: input.leadId, contact }]);
  return required(id, 'the new contact');
}

export function checkContact(input: ContactInput): ContactColumns {
  return { ...emptyContact, ...contactColumns(input) };
}

export type ContactRow = ContactColumns & OriginColumns;

/** `creators`: what `readCreators` found. @throws INVALID_INPUT */
export function newContact(caller: Caller, creators: Members, input: NewContactInput): ContactRow {
  return { ...checkContact(input), ...originColumns(caller, creators, input) };
}

export interface ContactOfLead {
  readonly leadId: string;
  readonly contact: ContactRow;
}

/** @returns their ids, in the order given */
export async function insertContacts(
  session: Session,
  caller: Caller,
  contacts: readonly ContactOfLead[],
): Promise<readonly string[]> {
  const { organizationId, userId, now } = session.moment.of(caller);
  const stamp = { organization_id: organizationId, updated_by: userId, date_updated: toDate(now) };
  const rows = contacts.map(({ leadId, contact }) => ({
    ...{ id: newId('contact'), lead_id: leadId },
    ...stamp,
    ...contact,
  }));
  await insertRows(session, 'contact', rows);
  return rows.map(({ id }) => id);
}
