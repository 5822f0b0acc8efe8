/** Custom fields as fields to filter and sort by, under the name `custom.cf_…`. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Column, type Field, type FieldType, indexOf, type Scope, type Table } from '../filter/field.ts';
import { fold } from '../value/text.ts';
import type { CustomFieldDefinition, CustomFieldType, ObjectType } from './definition.ts';

/** Where the values of each type stand in `custom_field_value`, and how they compare. */
export const storage: Readonly<Record<CustomFieldType, { readonly column: string; readonly type: FieldType }>> = {
  text: { column: 'text_folded', type: 'text' },
  textarea: { column: 'text_folded', type: 'text' },
  choices: { column: 'text_folded', type: 'text' },
  hidden: { column: 'text_folded', type: 'text' },
  number: { column: 'number_value', type: 'number' },
  date: { column: 'date_value', type: 'date' },
  datetime: { column: 'instant_value', type: 'instant' },
  user: { column: 'user_id', type: 'id' },
  contact: { column: 'contact_id', type: 'id' },
};

export const customFieldName = (id: string): string => `custom.${id}`;

export const isCustomFieldName = (field: string): boolean => field.startsWith('custom.');

/** The table with the custom fields of its kind of object among its fields. */
export function withCustomFields(
  table: Table,
  objectType: ObjectType,
  definitions: readonly CustomFieldDefinition[],
): Table {
  const own = definitions.filter(({ objects }) => objects.some((object) => object.objectType === objectType));
  const fields = own.map((definition) => customField(definition, `${objectType}_id`));
  return { ...table, fields: new Map([...table.fields, ...fields.map((field) => [field.name, field] as const)]) };
}

/** All texts in the custom fields of an object, whichever they are: what words are looked for in. */
export function customTexts(objectType: ObjectType): Pick<Field, 'where'> {
  const owner = sql.ref(`v.${objectType}_id`);
  return {
    where: (scope, test) =>
      sql`${sql.ref(`${scope.alias}.id`)} in (select ${owner} from custom_field_value as v where v.organization_id = ${scope.organizationId} and ${owner} is not null and ${test(sql.ref('v.text_folded'), textIndex(scope))})`,
  };
}

const textIndex = (scope: Scope) => indexOf(scope, 'custom_field_value', 'v');

function customField(definition: CustomFieldDefinition, owner: string): Field {
  const { column, type } = storage[definition.type];
  const value = sql.ref(`v.${column}`);
  const from = ({ organizationId }: Scope) =>
    sql`from custom_field_value as v where v.organization_id = ${organizationId} and v.custom_field_id = ${definition.id}`;
  const ownerId = sql.ref(`v.${owner}`);
  return {
    name: customFieldName(definition.id),
    type,
    nullable: true,
    where: (scope, test) =>
      sql`${sql.ref(`${scope.alias}.id`)} in (select ${ownerId} ${from(scope)} and ${ownerId} is not null and ${test(value, textIndex(scope))})`,
    ...(!definition.acceptsMultipleValues && {
      ...sortedBy(definition),
      sort: (scope: Scope) =>
        sql`(select ${sortValue(definition, value, scope)} ${from(scope)} and ${ownerId} = ${sql.ref(`${scope.alias}.id`)} limit 1)`,
    }),
  };
}

/** A cursor among choices is good as long as they are offered in the same order. */
function sortedBy({ type, choices }: CustomFieldDefinition): Pick<Field, 'sortedBy'> {
  if (type === 'user') return { sortedBy: 'name' };
  if (type !== 'choices') return {};
  const offered = createHash('sha256').update(JSON.stringify(choices)).digest('base64url').slice(0, 12);
  return { sortedBy: `place in ${offered}` };
}

/** As groups stand: people by name, choices as they are offered, and after those what is not offered any more. */
function sortValue(
  { type, choices }: CustomFieldDefinition,
  value: Column,
  { dialect, organizationId }: Scope,
): Column {
  // Long texts are sorted by how they begin: the cursor that carries the value must stay short.
  const beginning = sql`substr(${value}, 1, 200)`;
  switch (type) {
    case 'user':
      return sql`(select m.name_folded from membership as m where m.organization_id = ${organizationId} and m.user_id = ${value})`;
    case 'choices': {
      const place = dialect.placeAmong(value, (choices ?? []).map(fold));
      return sql`coalesce('0' || substr(cast(1000000 + ${place} as text), 2), '1' || ${beginning})`;
    }
    default:
      return storage[type].type === 'text' ? beginning : value;
  }
}
