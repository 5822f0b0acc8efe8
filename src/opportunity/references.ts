/** What opportunities refer to, read for any number of them at once, and checked one by one. */
import type { Caller } from '../caller.ts';
import { readLeadsOfContacts } from '../contact/leads.ts';
import type { CustomFieldReferences } from '../custom-field/plan.ts';
import { readCustomFieldReferences } from '../custom-field/references.ts';
import type { Session } from '../db/client.ts';
import { readExisting } from '../db/lookup.ts';
import { readStatuses, type Statuses } from '../pipeline/statuses.ts';
import { type Members, memberById, readMembers } from '../user/members.ts';
import { invalid } from '../value/input.ts';
import type { OpportunityInput, OpportunityRow } from './input.ts';

export interface References {
  readonly statuses: Statuses;
  readonly leads: ReadonlySet<string>;
  /** The lead of each, by its id. */
  readonly contacts: ReadonlyMap<string, string>;
  readonly members: Members;
  readonly customFields: CustomFieldReferences;
}

/** One statement for each kind of object that is named at all. */
export async function readReferences(
  session: Session,
  caller: Caller,
  inputs: readonly OpportunityInput[],
): Promise<References> {
  const { organizationId } = caller;
  const named = (...fields: readonly ('leadId' | 'contactId' | 'userId' | 'createdById')[]) =>
    inputs.flatMap((input) => fields.map((field) => input[field])).filter((id) => id != null);
  return {
    statuses: await readStatuses(session, organizationId),
    leads: await readExisting(session, 'lead', organizationId, named('leadId')),
    contacts: await readLeadsOfContacts(session, organizationId, named('contactId')),
    members: await readMembers(session, organizationId, named('userId', 'createdById')),
    customFields: await readCustomFieldReferences(
      session,
      caller,
      inputs.flatMap(({ customFields = [] }) => customFields),
    ),
  };
}

type ReferenceColumns = Pick<OpportunityRow, 'lead_id' | 'contact_id' | 'user_id' | 'created_by'>;

/** @throws INVALID_INPUT. `current` keeps whoever has it, active or not. */
export function referenceColumns(
  references: References,
  input: OpportunityInput,
  current?: OpportunityRow,
): Partial<ReferenceColumns> {
  const { members } = references;
  const { userId, createdById } = input;
  const keeps = (id: string) => id === current?.user_id;
  const anybody = () => true;
  return {
    ...partyColumns(references, input, current),
    ...(userId !== undefined && { user_id: userId === null ? null : memberById(members, 'userId', userId, keeps) }),
    ...(createdById !== undefined && {
      created_by: createdById === null ? null : memberById(members, 'createdById', createdById, anybody),
    }),
  };
}

/**
 * A contact is a person at one lead. A deal that moves to another lead leaves its contact behind, and a new deal with nothing
 * but a contact is with the lead of that. What was stored before this was so may be sent back as it is.
 */
function partyColumns(
  { leads, contacts }: References,
  { leadId, contactId }: OpportunityInput,
  current: OpportunityRow | undefined,
): Partial<Pick<ReferenceColumns, 'lead_id' | 'contact_id'>> {
  const given = leadId == null ? {} : { lead_id: existing(leads, 'leadId', leadId) };
  const lead = given.lead_id ?? current?.lead_id;
  const moves = current !== undefined && lead !== current.lead_id;
  if (contactId == null) return { ...given, ...((contactId === null || moves) && { contact_id: null }) };
  const leadOfContact = contacts.get(existing(contacts, 'contactId', contactId));
  const stays = !moves && contactId === current?.contact_id;
  if (lead !== undefined && lead !== leadOfContact && !stays) {
    const message = `The contact ${JSON.stringify(contactId)} belongs to the lead ${leadOfContact}, and the deal to ${lead}: choose a contact of that, or give leadId too.`;
    throw invalid('contactId', message);
  }
  return { ...(lead === undefined ? { lead_id: leadOfContact } : given), contact_id: contactId };
}

/** There is none, or it is another organization's: the two must not be told apart. */
function existing(ids: { has(id: string): boolean }, field: 'leadId' | 'contactId', id: string): string {
  if (ids.has(id)) return id;
  throw invalid(field, `There is no ${field.replace('Id', '')} ${JSON.stringify(id)}.`);
}
