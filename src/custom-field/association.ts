/** Which kinds of object have a custom field, and in what order they show it. A shared field may be added and taken away. */
import { sql } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { closeValues } from '../db/history/close.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import { orderWith, storePositions } from '../db/positions.ts';
import { inPlace } from '../errors.ts';
import { invalid, wordOf } from '../value/input.ts';
import { assertNewName, definitionById, type ObjectType, objectTypes, readCustomFields } from './definition.ts';

/** Adding it again is no error. @throws NOT_FOUND; INVALID_INPUT unless the field is shared, and alone of its name there */
export async function addAssociation(
  session: Session,
  caller: Caller,
  fieldId: string,
  objectType: string,
): Promise<void> {
  const { organizationId } = caller;
  await lockSetUp(session, caller);
  const { owner, field, others } = await shared(session, organizationId, fieldId, objectType);
  if (field.objects.some((object) => object.objectType === owner)) return;
  inPlace(['objectType'], () => assertNewName(field.name, [owner], others));
  await associate(session, organizationId, fieldId, owner);
}

/** The values that objects of this kind have in the field go with it. @throws as `addAssociation` */
export async function removeAssociation(
  session: Session,
  caller: Caller,
  fieldId: string,
  objectType: string,
): Promise<void> {
  const { organizationId } = caller;
  await lockSetUp(session, caller);
  const { owner } = await shared(session, organizationId, fieldId, objectType);
  await session.kysely
    .deleteFrom('custom_field_object')
    .where('organization_id', '=', organizationId)
    .where('custom_field_id', '=', fieldId)
    .where('object_type', '=', owner)
    .execute();
  if (owner === 'contact') return;
  if (owner === 'opportunity') await closeValues(session, session.moment.of(caller), sql`custom_field_id = ${fieldId}`);
  await session.kysely
    .deleteFrom('custom_field_value')
    .where('organization_id', '=', organizationId)
    .where('custom_field_id', '=', fieldId)
    .where(`${owner}_id`, 'is not', null)
    .execute();
}

/** The fields of a kind of object in this order; those that are not named follow as they stand. */
export async function reorderCustomFields(
  session: Session,
  caller: Caller,
  objectType: string,
  ids: readonly string[],
) {
  const { organizationId } = caller;
  const owner = wordOf('objectType', objectType, objectTypes);
  await lockSetUp(session, caller);
  const order = orderWith('ids', await fieldIds(session, organizationId, owner), ids);
  await storePositions(session, listOf(organizationId, owner), order);
}

/** Puts the field last among those of the objects. For a caller that holds the organization's lock. */
export async function associate(
  session: Session,
  organizationId: string,
  fieldId: string,
  owner: ObjectType,
): Promise<void> {
  const others = await fieldIds(session, organizationId, owner);
  await session.kysely
    .insertInto('custom_field_object')
    .values({ organization_id: organizationId, custom_field_id: fieldId, object_type: owner, position: others.length })
    .execute();
  await storePositions(session, listOf(organizationId, owner), [...others, fieldId]);
}

async function shared(session: Session, organizationId: string, fieldId: string, objectType: string) {
  const owner = wordOf('objectType', objectType, objectTypes);
  const all = await readCustomFields(session, organizationId);
  const field = definitionById(all, fieldId);
  if (!field.isShared) {
    throw invalid('fieldId', `${JSON.stringify(field.name)} is not shared: it stays with one kind of object.`);
  }
  return { owner, field, others: all.filter((other) => other !== field) };
}

async function fieldIds({ kysely }: Session, organizationId: string, owner: ObjectType): Promise<readonly string[]> {
  const rows = await kysely
    .selectFrom('custom_field_object')
    .select('custom_field_id')
    .where('organization_id', '=', organizationId)
    .where('object_type', '=', owner)
    .orderBy('position')
    .orderBy('custom_field_id')
    .execute();
  return rows.map((row) => row.custom_field_id);
}

const listOf = (organizationId: string, owner: ObjectType) =>
  ({
    table: 'custom_field_object',
    key: 'custom_field_id',
    list: { organization_id: organizationId, object_type: owner },
  }) as const;
