/** Custom fields by id, by name, and by name with `_` for its blanks: `custom.cf_…`, `custom."Source CRM"`, `custom.source_crm`. */
import type { CustomFieldDefinition } from '../custom-field/definition.ts';
import { customFieldName, isCustomFieldName } from '../custom-field/table.ts';
import { fold } from '../value/text.ts';
import { type ColumnField, column } from './field.ts';
import type { Reading } from './reading.ts';

/** Undefined where there is none, or more than one: then only an id tells which. */
export function customField(name: string, reading: Reading): ColumnField | undefined {
  const [only, ...more] = fieldsCalled(name, reading);
  if (!only || more.length > 0) return undefined;
  return column(customFieldName(only.id), only.type === 'choices' ? 'whole' : 'part');
}

/** @param name as it was written, `custom.` included */
export function isAmbiguous(name: string, reading: Reading): boolean {
  return isCustomFieldName(fold(name)) && fieldsCalled(name.slice(customFieldName('').length), reading).length > 1;
}

function fieldsCalled(name: string, reading: Reading): readonly CustomFieldDefinition[] {
  const own = ownFields(reading);
  const ways = [
    ({ id }: CustomFieldDefinition) => id === name,
    (definition: CustomFieldDefinition) => fold(definition.name) === fold(name),
    (definition: CustomFieldDefinition) => slug(definition.name) === slug(name),
  ];
  return ways.map((way) => own.filter(way)).find((found) => found.length > 0) ?? [];
}

const slug = (name: string) => fold(name).replaceAll(/\s+/g, '_');

function ownFields({ definitions, table }: Reading): readonly CustomFieldDefinition[] {
  return definitions.filter(({ objects }) => objects.some(({ objectType }) => objectType === table.name));
}

/** As they would be written. */
export function customNames(reading: Reading): readonly string[] {
  return ownFields(reading).map(({ name }) => customFieldName(/^[\w-]+$/.test(name) ? name : JSON.stringify(name)));
}
