/** The columns an import knows. Their names are those of the REST API, with `custom.NAME` for each custom field. */
import { fold, nearest } from '../value/text.ts';
import { unreadable } from './source.ts';

export const columns = [
  'external_id',
  'lead_name',
  'contact_name',
  'user_name',
  'status_label',
  'status_type',
  'value',
  'value_period',
  'confidence',
  'note',
  'date_created',
  'date_won',
  'date_lost',
] as const;

const required = ['status_label', 'status_type'] as const;
const customPrefix = 'custom.';

export const isColumn = (name: string): boolean =>
  columns.some((column) => column === name) || customNameOf(name) !== undefined;

/** `custom.Region` -> Region */
export function customNameOf(name: string): string | undefined {
  const custom = name.startsWith(customPrefix) ? name.slice(customPrefix.length).trim() : '';
  return custom === '' ? undefined : custom;
}

/** @throws DomainError when a column is unknown, named twice, or missing */
export function assertHeader(header: readonly string[]): void {
  const folded = header.map(fold);
  header.forEach((name, index) => {
    if (!isColumn(name)) throw unreadable(unknownColumn(name, index));
    // `custom.region` is the field of `custom.Region`.
    if (folded.indexOf(fold(name)) !== index) throw unreadable(`The header names ${JSON.stringify(name)} twice.`);
  });
  for (const name of required) {
    if (!header.includes(name)) throw unreadable(`The header lacks ${name}: every opportunity has a status.`);
  }
}

function unknownColumn(name: string, index: number): string {
  const meant = nearest(name, columns);
  const advice = meant
    ? `Did you mean ${meant}?`
    : `Known are ${columns.join(', ')}, and custom.NAME for a custom field.`;
  return `Column ${index + 1} of the header, ${JSON.stringify(name)}, is unknown. ${advice}`;
}
