/** What changes of custom fields refer to, read once for any number of objects: definitions, users and contacts. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { readExisting } from '../db/lookup.ts';
import { readMembers } from '../user/members.ts';
import { isText } from '../value/text.ts';
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
  await keepAssociations(session, organizationId, changes);
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

/**
 * A field that is taken from its objects loses the values that are there then; one that is written at that moment would stay,
 * out of sight until the field is given to them again. So one waits for the other.
 */
async function keepAssociations(
  { kysely, dialect }: Session,
  organizationId: string,
  changes: readonly CustomFieldChange[],
): Promise<void> {
  const fieldIds = [...new Set(changes.map(({ fieldId }) => fieldId))].filter(isText);
  await kysely
    .selectFrom('custom_field_object')
    .select('custom_field_id')
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('custom_field_id'), fieldIds))
    .orderBy('custom_field_id')
    .orderBy('object_type')
    .modifyEnd(dialect.keepRows)
    .execute();
}

function textsOf(change: CustomFieldChange): readonly string[] {
  if (!('value' in change)) return [];
  const given: readonly unknown[] = Array.isArray(change.value) ? change.value : [change.value];
  return given.filter((value) => typeof value === 'string');
}
