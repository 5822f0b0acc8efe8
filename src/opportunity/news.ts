/** What subscribers are told of opportunities: which fields changed, and what they were. */
import type { StoredRow } from '../custom-field/plan.ts';
import type { Change } from '../live/change.ts';
import { toInstant } from '../value/period.ts';
import type { OpportunityRow } from './input.ts';

/** A row as it was, in JSON: instants are milliseconds. */
export type RowImage = { readonly [column: string]: string | number | bigint | boolean | null };

export interface OpportunityImage {
  readonly row: RowImage;
  /** Null where the change did not touch them, so that they are still what they were. */
  readonly customFields: readonly RowImage[] | null;
}

function imageOf(row: OpportunityRow, customFields: readonly StoredRow[] | null): OpportunityImage {
  const stored = customFields?.map((value) => ({
    ...value,
    opportunity_id: row.id,
    organization_id: row.organization_id,
  }));
  return { row: plain(row), customFields: stored?.map(plain) ?? null };
}

function plain(row: object): RowImage {
  const entries = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Date ? toInstant(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** Columns by the names of the input; what is derived of them, or only tells of the change itself, has none. */
const fieldNames: { readonly [Column in keyof OpportunityRow]?: string } = {
  lead_id: 'leadId',
  contact_id: 'contactId',
  user_id: 'userId',
  status_id: 'statusId',
  value: 'value',
  value_period: 'valuePeriod',
  confidence: 'confidence',
  note: 'note',
  note_html: 'noteHtml',
  date_won: 'dateWon',
  date_lost: 'dateLost',
  date_created: 'dateCreated',
  created_by: 'createdById',
};

export function fieldsOf(patch: Partial<OpportunityRow>): readonly string[] {
  return Object.keys(patch).flatMap((column) => fieldNames[column as keyof OpportunityRow] ?? []);
}

export type OpportunityChange = Change & { readonly before: OpportunityImage | null };

export function createdNews(organizationId: string, id: string): OpportunityChange {
  return { organizationId, kind: 'created', id, fields: [], before: null };
}

/** `customFields`: those of the row before, if some of them changed. */
export function updatedNews(
  row: OpportunityRow,
  fields: readonly string[],
  customFields: readonly StoredRow[] | null,
): OpportunityChange {
  const { organization_id: organizationId, id } = row;
  return { organizationId, kind: 'updated', id, fields, before: imageOf(row, customFields) };
}

export function deletedNews(row: OpportunityRow, customFields: readonly StoredRow[]): OpportunityChange {
  const { organization_id: organizationId, id } = row;
  return { organizationId, kind: 'deleted', id, fields: [], before: imageOf(row, customFields) };
}
