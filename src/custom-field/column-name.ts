/**
 * How a column of a file names a custom field: `custom.NAME`, and with its type `custom.NAME:number`; `[]` behind the type is
 * a field that takes several values. An export names the type always, so that a name may end like one.
 */
import { type CustomFieldType, customFieldTypes } from './definition.ts';

export interface CustomColumn {
  /** Of the field, or its id. */
  readonly name: string;
  readonly type: CustomFieldType | undefined;
  readonly acceptsMultipleValues: boolean;
}

const prefix = 'custom.';
const typed = new RegExp(`^(.*\\S)\\s*:(${customFieldTypes.join('|')})(\\[\\])?$`, 's');

export function customColumnName({ name, type, acceptsMultipleValues }: CustomColumn): string {
  return `${prefix}${name}:${type}${acceptsMultipleValues ? '[]' : ''}`;
}

/** Undefined for a column that names no custom field. */
export function parseCustomColumn(column: string): CustomColumn | undefined {
  const rest = column.startsWith(prefix) ? column.slice(prefix.length).trim() : '';
  if (rest === '') return undefined;
  const [, name = rest, type, several] = typed.exec(rest) ?? [];
  return {
    name,
    type: customFieldTypes.find((known) => known === type),
    acceptsMultipleValues: several !== undefined,
  };
}
