/**
 * What changes of custom fields come to: the rows to remove and to insert, and the fields that are really changed. Pure, so
 * that many objects can be planned before anything is written.
 */
import type { Insertable } from 'kysely';
import type { Tables } from '../db/generated/tables.ts';
import { inPlace } from '../errors.ts';
import { invalid } from '../value/input.ts';
import { type CustomFieldChange, keyOf, kindOfType, type StoredValue } from './change.ts';
import type { CustomFieldDefinition, ObjectType } from './definition.ts';
import { customFieldName } from './table.ts';
import { typedValue, type ValueContext } from './typed-value.ts';

/** The kinds of object that have values. */
export type OwnerType = Exclude<ObjectType, 'contact'>;

export interface Owner {
  readonly type: OwnerType;
  readonly id: string;
}

/** A value of an object, with the key of its row. */
export type StoredRow = StoredValue & { readonly row_key: number; readonly custom_field_id: string };

export interface CustomFieldReferences extends ValueContext {
  readonly definitions: ReadonlyMap<string, CustomFieldDefinition>;
}

export interface CustomFieldPlan {
  /** The names of the fields that change: `custom.cf_…`. */
  readonly changed: readonly string[];
  readonly remove: readonly number[];
  readonly insert: readonly Omit<Insertable<Tables['custom_field_value']>, 'organization_id' | 'date_set'>[];
}

/** A field rarely has more than a few values; a list beyond this is a mistake. */
const longestList = 100;

/** Several changes of one field apply one after the other. @throws INVALID_INPUT with the place of the change as its path */
export function planCustomFields(
  references: CustomFieldReferences,
  owner: Owner,
  current: readonly StoredRow[],
  changes: readonly CustomFieldChange[],
): CustomFieldPlan {
  const wanted = wantedValues(references, owner.type, current, changes);
  const changed = [...wanted].filter(([fieldId, values]) => {
    const stored = current.filter((row) => row.custom_field_id === fieldId);
    return stored.map(keyOf).join('\0') !== values.map(keyOf).join('\0') || stored.length !== values.length;
  });
  const touched = new Set(changed.map(([fieldId]) => fieldId));
  return {
    changed: [...touched].map(customFieldName),
    remove: current.filter((row) => touched.has(row.custom_field_id)).map((row) => row.row_key),
    insert: changed.flatMap(([fieldId, values]) =>
      values.map((value, position) => ({
        custom_field_id: fieldId,
        opportunity_id: owner.type === 'opportunity' ? owner.id : null,
        lead_id: owner.type === 'lead' ? owner.id : null,
        position,
        ...columnsOf(value),
      })),
    ),
  };
}

/** Says what is wrong with changes before there is an object to make them to. @throws as `planCustomFields` */
export function assertCustomFields(
  references: CustomFieldReferences,
  ownerType: OwnerType,
  changes: readonly CustomFieldChange[],
): void {
  wantedValues(references, ownerType, [], changes);
}

/** What the fields that are named come to have. */
function wantedValues(
  references: CustomFieldReferences,
  ownerType: OwnerType,
  current: readonly StoredRow[],
  changes: readonly CustomFieldChange[],
): ReadonlyMap<string, readonly StoredValue[]> {
  const wanted = new Map<string, readonly StoredValue[]>();
  for (const change of changes) {
    const { fieldId } = change;
    const stored = current.filter((row) => row.custom_field_id === fieldId);
    const values = inPlace(change.place, () => {
      const definition = fieldOf(references, ownerType, fieldId);
      return valuesAfter(references, definition, stored, wanted.get(fieldId) ?? stored, change);
    });
    wanted.set(fieldId, values);
  }
  return wanted;
}

/** Rows that were read have more columns than a value. */
function columnsOf(row: StoredValue): StoredValue {
  const { text_value, text_folded, number_value, date_value, instant_value, user_id, contact_id } = row;
  return { text_value, text_folded, number_value, date_value, instant_value, user_id, contact_id };
}

function fieldOf({ definitions }: CustomFieldReferences, ownerType: OwnerType, fieldId: string): CustomFieldDefinition {
  const definition = definitions.get(fieldId);
  const name = customFieldName(fieldId);
  if (definition === undefined) throw invalid(name, `There is no custom field ${JSON.stringify(fieldId)}.`);
  const owners = definition.objects.map(({ objectType }) => objectType);
  if (owners.includes(ownerType)) return definition;
  throw invalid(name, `${JSON.stringify(definition.name)} is no field of ${ownerType} objects.`);
}

function valuesAfter(
  context: ValueContext,
  definition: CustomFieldDefinition,
  stored: readonly StoredValue[],
  before: readonly StoredValue[],
  change: CustomFieldChange,
): readonly StoredValue[] {
  const field = customFieldName(definition.id);
  if (change.kind === 'unclear') throw invalid(field, change.message);
  if (change.kind === 'unset') return [];
  const { kind, value: given, as } = change;
  const takes = kindOfType[definition.type];
  if (as !== undefined && as !== takes) {
    throw invalid(field, `${JSON.stringify(definition.name)} is of type ${definition.type}: give ${takes}, not ${as}.`);
  }
  if (kind === 'set' && (given === null || given === '')) return [];
  const typed = (value: unknown) => typedValue(definition, field, value, context, stored);
  const several = definition.acceptsMultipleValues;
  if (as !== undefined && !several && Array.isArray(given)) {
    throw invalid(field, `${JSON.stringify(definition.name)} takes one value, not ${given.length}.`);
  }
  switch (kind) {
    case 'set':
      return distinct(field, several && Array.isArray(given) ? given.map(typed) : [typed(given)]);
    case 'add':
      if (!several) throw invalid(field, `${JSON.stringify(definition.name)} takes one value: set it instead.`);
      return distinct(field, [...before, typed(given)]);
    case 'remove':
      return before.filter((value) => !isNamed(value, given, context));
  }
}

function distinct(field: string, values: readonly StoredValue[]): readonly StoredValue[] {
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  if (byKey.size > longestList) throw invalid(field, `A field takes at most ${longestList} values, not ${byKey.size}.`);
  return [...byKey.values()];
}

/** What is to be removed need not be offered or active any more, nor be there. */
function isNamed({ text_value, user_id, contact_id }: StoredValue, given: unknown, { members }: ValueContext): boolean {
  if (given === text_value || given === user_id || given === contact_id) return true;
  return members.some(({ userId, fullName }) => userId === user_id && fullName === given);
}
