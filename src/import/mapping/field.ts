/** What a column of a file may mean. Names are those of the REST API, and a few that only other systems have. */
import { type CustomColumn, customColumnName, parseCustomColumn } from '../../custom-field/column-name.ts';
import { fold, nearest } from '../../value/text.ts';
import { unreadable } from '../file/source.ts';

/** What an opportunity is made of. */
const columns = [
  ...(['external_id', 'lead_id', 'lead_name', 'contact_name', 'user_name', 'pipeline_name'] as const),
  ...(['status_label', 'status_type', 'value', 'value_currency', 'value_period', 'confidence'] as const),
  ...(['note', 'note_html', 'date_created', 'date_won', 'date_lost', 'created_by_name'] as const),
] as const;

/**
 * `name`: what the deal is called elsewhere; kept as the first line of the note, which is what lists show. `close_date`: when a
 * deal was won or lost, or is expected to be won. `outcome`: whether it is open, won or lost, beside the stage that it reached.
 */
const foreign = ['name', 'close_date', 'outcome'] as const;

/** Of a row of a history besides: when it was so, and who made it so. */
const ofChanges = ['moment', 'changed_by_name'] as const;

export type FieldName = (typeof columns)[number] | (typeof foreign)[number] | (typeof ofChanges)[number];

/** What the columns of one kind of file may be called, and what they may be said to be. */
export interface Vocabulary {
  readonly own: readonly FieldName[];
  readonly said: readonly FieldName[];
}

export const ofDeals: Vocabulary = { own: columns, said: [...columns, ...foreign] };

/** Whose deal it is, and what is written of it, is of now. */
const untold = new Set<FieldName>([
  'lead_id',
  'lead_name',
  'contact_name',
  'note',
  'note_html',
  'date_created',
  'created_by_name',
  'name',
]);

export const ofHistories: Vocabulary = {
  own: [...columns, ...ofChanges].filter((name) => !untold.has(name)),
  said: [...columns, ...foreign, ...ofChanges].filter((name) => !untold.has(name)),
};

/** Where each row is of one property, whose names are another system's. */
export const ofProperties: Vocabulary = { ...ofHistories, own: ['external_id', ...ofChanges] };

export type Meaning =
  | { readonly kind: 'field'; readonly name: FieldName }
  | { readonly kind: 'custom'; readonly field: CustomColumn }
  | { readonly kind: 'left out' };

export const leftOut: Meaning = { kind: 'left out' };

/** What the REST API tells besides, which follows from the rest or is of no use elsewhere. */
const derived = new Set([
  ...['id', 'organization_id', 'contact_id', 'user_id', 'created_by', 'updated_by', 'updated_by_name', 'status_id'],
  ...['status_display_name', 'pipeline_id', 'value_formatted', 'expected_value', 'annualized_value'],
  ...['annualized_expected_value', 'date_updated', 'attachments', 'integration_links', 'is_stalled', 'stall_status'],
  ...['suggested_action', 'comment_summary', 'lead_primary_email', 'lead_primary_phone'],
]);

/** `Lead Name` is lead_name. */
const keyOf = (name: string) => fold(name.trim()).replaceAll(/[\s-]+/g, '_');

/** A column that is called as ours are; undefined for what is called otherwise. @throws DomainError for what is nearly so */
export function ownMeaning(column: string, { own: columns }: Vocabulary): Meaning | undefined {
  const field = parseCustomColumn(column);
  if (field) return { kind: 'custom', field };
  const key = keyOf(column);
  const own = columns.find((name) => name === key);
  if (own) return { kind: 'field', name: own };
  if (derived.has(column)) return leftOut;
  // Only what is written as ours are can be a slip: «Deal Name» is not meant to be lead_name.
  const meant = /^[a-z]+(_[a-z]+)+$/.test(column) ? nearest(column, columns) : undefined;
  if (meant === undefined) return undefined;
  throw unreadable(
    `Column ${JSON.stringify(column)} is unknown. Did you mean ${meant}? Else say what it is: --map ${JSON.stringify(`${column}=custom.${column}`)}.`,
  );
}

/** What people say of a column: `value`, `custom.Region`, or `-` for nothing. @throws DomainError */
export function saidMeaning(text: string, { said: fieldNames }: Vocabulary): Meaning {
  if (text === '-' || text === '') return leftOut;
  const field = parseCustomColumn(text);
  if (field) return { kind: 'custom', field };
  const name = fieldNames.find((known) => known === keyOf(text));
  if (name) return { kind: 'field', name };
  const meant = nearest(text, fieldNames);
  const advice = meant
    ? `Did you mean ${meant}?`
    : `Known are ${fieldNames.join(', ')}, custom.NAME, and - to leave it out.`;
  throw unreadable(`A column cannot be mapped to ${JSON.stringify(text)}. ${advice}`);
}

export function meaningText(meaning: Meaning): string {
  if (meaning.kind === 'left out') return '-';
  if (meaning.kind === 'field') return meaning.name;
  const { field } = meaning;
  return field.type === undefined ? `custom.${field.name}` : customColumnName(field);
}

export const keyOfMeaning = (meaning: Meaning): string =>
  meaning.kind === 'custom' ? `custom.${fold(meaning.field.name)}` : meaningText(meaning);
