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
import type { Problem } from './problem.ts';
import type { ImportRow } from './row.ts';

/** For the opportunity of this id, with the values it has. */
export type PlanValues = (row: ImportRow, id: string, stored: readonly StoredRow[]) => CustomFieldPlan | Problem;

/** `users` are ids by full name. */
export function valuePlanner(fields: FieldFinder, users: ReadonlyMap<string, string>): PlanValues {
  const references: CustomFieldReferences = {
    definitions: new Map(fields.all.map((field) => [field.id, field])),
    members: [...users].map(([fullName, userId]) => ({ userId, fullName, isActive: true })),
    contacts: new Set(),
    zone: utc,
  };
  return (row, id, stored) => {
    const changes = [...row.custom].flatMap(([name, cell]) => changeOf(name, cell, fields, users));
    try {
      return planCustomFields(references, { type: 'opportunity', id }, stored, changes);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const isWrong = (name: string) => customFieldName(fields.find(name)?.id ?? '') === error.inputPath[0];
      const name = [...row.custom.keys()].find(isWrong);
      return { place: row.place, field: `custom.${name ?? ''}`, reason: error.message };
    }
  };
}

function changeOf(
  name: string,
  cell: readonly string[] | null,
  { find }: FieldFinder,
  users: ReadonlyMap<string, string>,
): readonly CustomFieldChange[] {
  const field = find(name);
  if (!field) return [];
  if (cell === null) return [{ fieldId: field.id, kind: 'unset' }];
  const values = cell.map((text) => typed(text, field.type, users));
  return [{ fieldId: field.id, kind: 'set', value: values.length === 1 ? values[0] : values }];
}

/** A text of a file as JSON would have it. */
function typed(text: string, type: CustomFieldType, users: ReadonlyMap<string, string>): unknown {
  if (type === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  return type === 'user' ? (users.get(text) ?? text) : text;
}
