/** Whom a task or a note is about: a lead, and perhaps one of the people who work there. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { readExisting } from '../db/lookup.ts';
import { invalid } from '../value/input.ts';
import { readLeadsOfContacts } from './leads.ts';

export interface Party {
  readonly leadId?: string | null;
  readonly contactId?: string | null;
}

interface PartyColumns {
  readonly lead_id: string;
  readonly contact_id: string | null;
}

/**
 * What moves to another lead leaves its contact behind. `current`: what it is about so far; absent for what is new.
 * @throws INVALID_INPUT
 */
export async function readParty(
  session: Session,
  { organizationId }: Caller,
  { leadId, contactId }: Party,
  current?: PartyColumns,
): Promise<PartyColumns> {
  const leads = await readExisting(session, 'lead', organizationId, leadId == null ? [] : [leadId]);
  if (leadId != null && !leads.has(leadId)) throw invalid('leadId', `There is no lead ${JSON.stringify(leadId)}.`);
  const contacts = await readLeadsOfContacts(session, organizationId, contactId == null ? [] : [contactId]);
  const home = contactId == null ? undefined : contacts.get(contactId);
  if (contactId != null && home === undefined) {
    throw invalid('contactId', `There is no contact ${JSON.stringify(contactId)}.`);
  }
  const lead = leadId ?? current?.lead_id ?? home;
  if (lead === undefined) throw invalid('leadId', 'Say which lead it is about.');
  if (home !== undefined && home !== lead) {
    throw invalid('contactId', `The contact ${JSON.stringify(contactId)} works at another lead, ${home}.`);
  }
  const stays = contactId === undefined && lead === current?.lead_id;
  return { lead_id: lead, contact_id: stays ? current.contact_id : (contactId ?? null) };
}
