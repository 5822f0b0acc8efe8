/** What was found in a file, for people: each column with what it is, how it is read, and three of its cells. */
import { meaningText } from './field.ts';
import type { MappingFile } from './options.ts';
import type { ColumnPlan, Survey } from './survey.ts';

export const mappingHeads = ['column', 'is', 'read as', 'for example'];

export function mappingRows({ columns }: Survey): readonly (readonly string[])[] {
  return columns.map((plan) => [
    plan.column,
    meaningText(withType(plan)),
    plan.reading.label,
    plan.samples.join(' | '),
  ]);
}

/** A field that has to be made is made of this type. */
function withType({ meaning, type }: ColumnPlan): ColumnPlan['meaning'] {
  if (meaning.kind !== 'custom') return meaning;
  return { kind: 'custom', field: { ...meaning.field, type: meaning.field.type ?? type } };
}

/** To be edited, and said with the next import. */
export function mappingFileOf({ columns }: Survey, statuses: MappingFile['statuses']): string {
  const entries = columns.map((plan) => [plan.column, meaningText(withType(plan))]);
  return `${JSON.stringify({ columns: Object.fromEntries(entries), statuses }, null, 2)}\n`;
}
