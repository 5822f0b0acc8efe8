/** Custom fields as keys of an object: `custom.cf_…` for each that is set, and `custom` with all of them by name. */
import type { Caller } from '../caller.ts';
import { type CustomFieldDefinition, readCustomFields } from '../custom-field/definition.ts';
import type { OwnerType } from '../custom-field/plan.ts';
import { customFieldName } from '../custom-field/table.ts';
import { type CustomValue, type FieldValue, readCustomValues } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { groupBy } from '../value/group-by.ts';
import { toDate } from '../value/period.ts';
import type { Asked } from './asked.ts';
import type { Body } from './field.ts';
import { wireInstant } from './time.ts';

/** @returns reads them of objects, by id. Nothing is read where nothing is asked for, or there are no custom fields. */
export async function openCustomKeys(
  session: Session,
  { organizationId }: Caller,
  owner: OwnerType | undefined,
  asked: Asked<never>['custom'],
): Promise<(ids: readonly string[]) => Promise<ReadonlyMap<string, Body>>> {
  if (owner === undefined || asked === undefined) return async () => new Map();
  const { only, byName } = asked;
  const definitions = (await readCustomFields(session, organizationId)).filter(
    ({ id, objects }) => (only === 'all' || only.has(id)) && objects.some(({ objectType }) => objectType === owner),
  );
  return async (ids) => {
    const isEmpty = definitions.length === 0 || ids.length === 0;
    const values = isEmpty ? new Map() : await readCustomValues(session, organizationId, owner, ids);
    return new Map(ids.map((id) => [id, keysOf(definitions, values.get(id) ?? [], byName)]));
  };
}

function keysOf(definitions: readonly CustomFieldDefinition[], values: readonly FieldValue[], byName: boolean): Body {
  const byField = groupBy(values, ({ fieldId }) => fieldId);
  const set = definitions.flatMap((definition) => {
    const own = byField.get(definition.id);
    return own ? [{ definition, value: wireValue(definition, own) }] : [];
  });
  return {
    ...Object.fromEntries(set.map(({ definition, value }) => [customFieldName(definition.id), value])),
    ...(byName && { custom: Object.fromEntries(set.map(({ definition, value }) => [definition.name, value])) }),
  };
}

function wireValue({ acceptsMultipleValues }: CustomFieldDefinition, values: readonly FieldValue[]): unknown {
  const wired = values.map(({ value }) => single(value));
  return acceptsMultipleValues ? wired : wired[0];
}

function single(value: CustomValue): string | number {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.number;
    case 'date':
      return value.date;
    case 'instant':
      return wireInstant(toDate(value.instant));
    case 'user':
      return value.userId;
    case 'contact':
      return value.contactId;
  }
}
