/**
 * Definitions of custom fields: created, changed and deleted. Changing what is offered changes no stored value: what was
 * chosen before stays readable, findable and removable under the label it was chosen by.
 */
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { closeValues } from '../db/history/close.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import { at, DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { invalid, nameOf, textOf, wordOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { assertText, fold } from '../value/text.ts';
import { associate } from './association.ts';
import {
  assertNewName,
  type CustomFieldDefinition,
  type CustomFieldType,
  customFieldTypes,
  definitionById,
  objectTypes,
  readCustomFields,
} from './definition.ts';

export interface NewCustomField {
  readonly name: string;
  readonly type: string;
  /** One kind of object, or any number of them for a shared field. */
  readonly objectTypes: readonly string[];
  readonly isShared?: boolean | null;
  /** What is offered, in order: for fields of type choices, and only for them. */
  readonly choices?: readonly string[] | null;
  /** For fields of type choices, user and contact. */
  readonly acceptsMultipleValues?: boolean | null;
  readonly description?: string | null;
}

/** It comes last among the fields of its objects. @returns its id */
export async function createCustomField(session: Session, caller: Caller, input: NewCustomField): Promise<string> {
  const { organizationId, userId } = caller;
  const row = newRow(input);
  const owners = ownersOf(input);
  await lockSetUp(session, caller);
  assertNewName(row.name, owners, await readCustomFields(session, organizationId));
  const now = toDate(session.moment.of(caller).now);
  await session.kysely
    .insertInto('custom_field')
    .values({ ...row, organization_id: organizationId, ...stamp(userId, now) })
    .execute();
  for (const owner of owners) await associate(session, organizationId, row.id, owner);
  return row.id;
}

export interface CustomFieldDefinitionChange {
  readonly name?: string;
  readonly choices?: readonly string[];
  /** A field that takes one value may come to take several; not the other way, for which one should stay? */
  readonly acceptsMultipleValues?: boolean;
  readonly description?: string | null;
}

/** @throws NOT_FOUND, INVALID_INPUT */
export async function updateCustomField(
  session: Session,
  caller: Caller,
  id: string,
  change: CustomFieldDefinitionChange,
): Promise<void> {
  await lockSetUp(session, caller);
  const all = await readCustomFields(session, caller.organizationId);
  const current = definitionById(all, id);
  const columns = changedColumns(current, change);
  if (columns.name !== undefined && columns.name !== current.name) {
    const owners = current.objects.map(({ objectType }) => objectType);
    assertNewName(
      columns.name,
      owners,
      all.filter((other) => other !== current),
    );
  }
  if (Object.keys(columns).length === 0) return;
  await session.kysely
    .updateTable('custom_field')
    .set({ ...columns, updated_by: caller.userId, date_updated: toDate(session.moment.of(caller).now) })
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', id)
    .execute();
}

/** Its values go with it. @throws NOT_FOUND */
export async function deleteCustomField(session: Session, caller: Caller, id: string): Promise<void> {
  const { organizationId } = caller;
  await lockSetUp(session, caller);
  definitionById(await readCustomFields(session, organizationId), id);
  await closeValues(session, session.moment.of(caller), sql`custom_field_id = ${id}`);
  const query = session.kysely.deleteFrom('custom_field').where('organization_id', '=', organizationId);
  await query.where('id', '=', id).execute();
}

function newRow(input: NewCustomField) {
  const name = nameOf('name', input.name);
  const type = wordOf('type', input.type, customFieldTypes);
  const choices = input.choices ?? null;
  if ((type === 'choices') !== (choices !== null)) {
    throw invalid(
      'choices',
      type === 'choices' ? 'A field of type choices needs choices.' : `A field of type ${type} has no choices.`,
    );
  }
  return {
    ...{ id: newId('customField'), name, name_folded: fold(name), type },
    choices: choices === null ? null : JSON.stringify(checkChoices(choices)),
    accepts_multiple_values: multiple(type, input.acceptsMultipleValues ?? false),
    ...{ is_shared: input.isShared ?? false, description: describe(input.description) },
  } satisfies Partial<Insertable<Tables['custom_field']>>;
}

function changedColumns(current: CustomFieldDefinition, change: CustomFieldDefinitionChange) {
  const columns: Updateable<Tables['custom_field']> = {};
  if (change.name !== undefined) {
    columns.name = nameOf('name', change.name);
    columns.name_folded = fold(columns.name);
  }
  if (change.choices !== undefined) {
    if (current.type !== 'choices') throw invalid('choices', `A field of type ${current.type} has no choices.`);
    columns.choices = JSON.stringify(checkChoices(change.choices));
  }
  if (change.acceptsMultipleValues !== undefined) {
    columns.accepts_multiple_values = multiple(current.type, change.acceptsMultipleValues);
    if (current.acceptsMultipleValues && !change.acceptsMultipleValues) {
      throw invalid('acceptsMultipleValues', 'Objects may have several values already: make another field instead.');
    }
  }
  if (change.description !== undefined) columns.description = describe(change.description);
  return columns;
}

const describe = (text: string | null | undefined) => (text == null ? null : textOf('description', text, 1000));

function ownersOf({ objectTypes: given, isShared }: NewCustomField) {
  const owners = [...new Set(given.map((owner) => wordOf('objectTypes', owner, objectTypes)))];
  if (isShared || owners.length === 1) return owners;
  throw invalid('objectTypes', `A field belongs to one kind of object, not to ${owners.length}, unless it is shared.`);
}

function multiple(type: CustomFieldType, wanted: boolean): boolean {
  if (!wanted || type === 'choices' || type === 'user' || type === 'contact') return wanted;
  const message = `A field of type ${type} takes one value; choices, user and contact may take several.`;
  throw invalid('acceptsMultipleValues', message);
}

/** Filters and groups compare choices without case, so two that differ only in case would be one. */
function checkChoices(choices: readonly string[]): readonly string[] {
  if (choices.length === 0 || choices.length > 1000) {
    throw invalid('choices', `A field offers 1 to 1000 choices, not ${choices.length}.`);
  }
  const folded = new Set<string>();
  return choices.map((choice, index) => at('choices', () => at(index, () => checkChoice(choice, folded))));
}

function checkChoice(choice: string, before: Set<string>): string {
  const label = assertText(choice, 255).trim();
  if (label === '') throw new DomainError('INVALID_INPUT', 'A choice must not be empty.');
  if (before.has(fold(label))) throw new DomainError('INVALID_INPUT', `${JSON.stringify(label)} is offered twice.`);
  before.add(fold(label));
  return label;
}

const stamp = (userId: string, now: Date) => ({
  ...{ created_by: userId, updated_by: userId },
  ...{ date_created: now, date_updated: now },
});
