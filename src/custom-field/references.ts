/** What changes of custom fields refer to, read once for any number of objects: definitions, users and contacts. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { readExisting } from '../db/lookup.ts';
import { readMembers } from '../user/members.ts';
import type { CustomFieldChange } from './change.ts';
import { type CustomFieldType, readCustomFields } from './definition.ts';
import type { CustomFieldReferences } from './plan.ts';

/** Nothing is read where nothing is changed. */
export async function readCustomFieldReferences(
  session: Session,
  { organizationId, zone }: Caller,
  changes: readonly CustomFieldChange[],
): Promise<CustomFieldReferences> {
  if (changes.length === 0) return { definitions: new Map(), members: [], contacts: new Set(), zone };
  const fields = await readCustomFields(session, organizationId);
  const definitions = new Map(fields.map((field) => [field.id, field]));
  const named = (type: CustomFieldType) =>
    changes.filter(({ fieldId }) => definitions.get(fieldId)?.type === type).flatMap(textsOf);
  return {
    definitions,
    members: await readMembers(session, organizationId, named('user')),
    contacts: await readExisting(session, 'contact', organizationId, named('contact')),
    zone,
  };
}

function textsOf(change: CustomFieldChange): readonly string[] {
  if (change.kind === 'unset') return [];
  const given: readonly unknown[] = Array.isArray(change.value) ? change.value : [change.value];
  return given.filter((value) => typeof value === 'string');
}
