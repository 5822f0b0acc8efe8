/** The custom values of a row: what they change, by the rules that hold for every other caller. */
import type { CustomFieldChange } from '../custom-field/change.ts';
import type { CustomFieldType } from '../custom-field/definition.ts';
import {
  type CustomFieldPlan,
  type CustomFieldReferences,
  planCustomFields,
  type StoredRow,
} from '../custom-field/plan.ts';
import { customFieldName } from '../custom-field/table.ts';
import { DomainError } from '../errors.ts';
import { utc } from '../value/period.ts';
import type { FieldFinder } from './custom-field.ts';
import type { Problem } from './file/problem.ts';
import type { CustomCell, ImportRow } from './row.ts';

/** Ids by what the file calls somebody. */
type Ids = ReadonlyMap<string, string>;

/** For the opportunity of this id, with the values it has. `contacts`: of its lead, by name; before there is a lead, none. */
export type PlanValues = (
  row: ImportRow,
  id: string,
  stored: readonly StoredRow[],
  contacts?: Ids,
) => CustomFieldPlan | Problem;

/** `users` are ids by full name, or by address. */
export function valuePlanner(fields: FieldFinder, users: Ids): PlanValues {
  const references: Omit<CustomFieldReferences, 'contacts'> = {
    definitions: new Map(fields.all.map((field) => [field.id, field])),
    members: [...users].map(([fullName, userId]) => ({ userId, fullName, isActive: true })),
    zone: utc,
  };
  return (row, id, stored, contacts) => {
    const names = contactNamesOf(row, fields);
    // Whom a row names will be there, found or made, when its lead is known.
    const known = new Set(contacts ? contacts.values() : names);
    const ids = { users, contacts: contacts ?? new Map() };
    const changes = [...row.custom].flatMap(([name, cell]) => changeOf(name, cell, fields, ids));
    try {
      return planCustomFields({ ...references, contacts: known }, { type: 'opportunity', id }, stored, changes);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const isWrong = (name: string) => customFieldName(fields.find(name)?.id ?? '') === error.inputPath[0];
      const name = [...row.custom.keys()].find(isWrong);
      return { place: row.place, field: `custom.${name ?? ''}`, reason: error.message };
    }
  };
}

/** Whom a row names in fields of type contact. */
export function contactNamesOf({ custom }: ImportRow, { find }: FieldFinder): readonly string[] {
  return [...custom].flatMap(([name, { values }]) => (find(name)?.type === 'contact' && values ? values : []));
}

function changeOf(
  name: string,
  { values: cell }: CustomCell,
  { find }: FieldFinder,
  ids: { readonly users: Ids; readonly contacts: Ids },
): readonly CustomFieldChange[] {
  const field = find(name);
  if (!field) return [];
  if (cell === null) return [{ fieldId: field.id, kind: 'unset' }];
  const values = cell.map((text) => typed(text, field.type, ids));
  return [{ fieldId: field.id, kind: 'set', value: values.length === 1 ? values[0] : values }];
}

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A text of a file as JSON would have it. */
function typed(text: string, type: CustomFieldType, { users, contacts }: { users: Ids; contacts: Ids }): unknown {
  switch (type) {
    case 'number':
      return numeral.test(text) ? Number(text) : text;
    case 'user':
      return users.get(text) ?? text;
    case 'contact':
      return contacts.get(text) ?? text;
    default:
      return text;
  }
}
