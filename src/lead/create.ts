/** New leads, with their contacts. */
import type { Caller } from '../caller.ts';
import { insertContacts, newContact } from '../contact/create.ts';
import { planCustomFields } from '../custom-field/plan.ts';
import { readCustomFieldReferences } from '../custom-field/references.ts';
import { storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { at } from '../errors.ts';
import { type OriginColumns, originColumns, readCreators } from '../user/origin.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import { type LeadColumns, leadColumns, type NewLead, untitled } from './input.ts';
import { readLeadStatuses } from './status.ts';

/** Without a name it is «Untitled», without a status it has the organization's first. @returns its id */
export async function createLead(session: Session, caller: Caller, input: NewLead): Promise<string> {
  const { customFields = [], contacts: given = [] } = input;
  const creators = await readCreators(session, caller, [input, ...given]);
  const author = session.moment.of(caller);
  const origin = originColumns(author, creators, input);
  const contacts = at('contacts', () =>
    given.map((contact, index) => at(index, () => newContact(author, creators, contact))),
  );
  const statuses = await readLeadStatuses(session, caller.organizationId);
  const stated = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== ''));
  const columns = { ...newLead(statuses), ...leadColumns(stated, statuses) };
  const references = await readCustomFieldReferences(session, caller, customFields);
  const id = newId('lead');
  const plan = planCustomFields(references, { type: 'lead', id }, [], customFields);
  await insertLeads(session, caller, [{ id, ...columns, ...origin }]);
  await insertContacts(
    session,
    caller,
    contacts.map((contact) => ({ leadId: id, contact })),
  );
  await storeCustomFields(session, session.moment.of(caller), [plan]);
  return id;
}

/** Leads about which nothing is known yet. @returns their ids */
export async function createUntitledLeads(session: Session, caller: Caller, count: number): Promise<readonly string[]> {
  if (count === 0) return [];
  const columns = {
    ...newLead(await readLeadStatuses(session, caller.organizationId)),
    ...originColumns(session.moment.of(caller), [], {}),
  };
  const rows = Array.from({ length: count }, () => ({ id: newId('lead'), ...columns }));
  await insertLeads(session, caller, rows);
  return rows.map(({ id }) => id);
}

const newLead = ([first]: readonly { readonly id: string }[]): LeadColumns => ({
  ...untitled,
  ...{ description: '', url: null, addresses: [], status_id: required(first, 'the first lead status').id },
});

async function insertLeads(
  session: Session,
  caller: Caller,
  leads: readonly (LeadColumns & OriginColumns & { readonly id: string })[],
): Promise<void> {
  const { organizationId, userId, now } = session.moment.of(caller);
  const stamp = { organization_id: organizationId, updated_by: userId, date_updated: toDate(now) };
  await insertRows(
    session,
    'lead',
    leads.map((lead) => ({ ...lead, ...stamp })),
  );
}
