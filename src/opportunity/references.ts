/** What opportunities refer to, read for any number of them at once, and checked one by one. */
import type { Caller } from '../caller.ts';
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
  readonly contacts: ReadonlySet<string>;
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
    contacts: await readExisting(session, 'contact', organizationId, named('contactId')),
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
  { leads, contacts, members }: References,
  { leadId, contactId, userId, createdById }: OpportunityInput,
  current?: OpportunityRow,
): Partial<ReferenceColumns> {
  const keeps = (id: string) => id === current?.user_id;
  const anybody = () => true;
  return {
    ...(leadId != null && { lead_id: existing(leads, 'leadId', leadId) }),
    ...(contactId !== undefined && {
      contact_id: contactId === null ? null : existing(contacts, 'contactId', contactId),
    }),
    ...(userId !== undefined && { user_id: userId === null ? null : memberById(members, 'userId', userId, keeps) }),
    ...(createdById !== undefined && {
      created_by: createdById === null ? null : memberById(members, 'createdById', createdById, anybody),
    }),
  };
}

/** There is none, or it is another organization's: the two must not be told apart. */
function existing(ids: ReadonlySet<string>, field: 'leadId' | 'contactId', id: string): string {
  if (ids.has(id)) return id;
  throw invalid(field, `There is no ${field.replace('Id', '')} ${JSON.stringify(id)}.`);
}
