/** What subscribers are told of opportunities: which fields changed, and what they were before and after. */
import type { StoredRow } from '../custom-field/plan.ts';
import type { Session } from '../db/client.ts';
import type { Change } from '../live/change.ts';
import { isAnnounced, recordChanges } from '../live/outbox.ts';
import type { Gone } from './gone.ts';
import { imageOf, type OpportunityImage, readImages } from './image.ts';
import type { OpportunityRow } from './input.ts';

export type OpportunityChange = Change & {
  readonly before: OpportunityImage | null;
  readonly after: OpportunityImage | null;
  /** What else the transaction deleted, of which filters may have asked; it stands with one change for all of them. */
  readonly gone: Gone;
};

/** Nothing is read or made for nobody, here and below. */
export async function tellCreated(session: Session, organizationId: string, ids: readonly string[]): Promise<void> {
  if (!isAnnounced(session) || ids.length === 0) return;
  const images = await readImages(session, organizationId, ids);
  recordChanges<OpportunityChange>(
    session,
    ids.map((id) => {
      const after = images.get(id) ?? null;
      return { organizationId, kind: 'created', id, fields: [], before: null, after, gone: {} };
    }),
  );
}

export interface UpdatedOpportunity {
  /** As it was before. */
  readonly row: OpportunityRow;
  readonly fields: readonly string[];
  /** Its custom fields before; null where none of them changed. */
  readonly stored: readonly StoredRow[] | null;
}

export async function tellUpdated(
  session: Session,
  organizationId: string,
  updates: readonly UpdatedOpportunity[],
  gone: Gone,
): Promise<void> {
  if (!isAnnounced(session) || updates.length === 0) return;
  const ids = updates.map(({ row }) => row.id);
  const images = await readImages(session, organizationId, ids);
  recordChanges<OpportunityChange>(
    session,
    updates.map(({ row, fields, stored }, index) => {
      const after = images.get(row.id) ?? null;
      const before = imageOf(row, stored ?? []);
      const unchanged = stored === null && after ? { customFields: after.customFields } : {};
      const change = { organizationId, kind: 'updated', id: row.id, fields } as const;
      return { ...change, before: { ...before, ...unchanged }, after, gone: index === 0 ? gone : {} };
    }),
  );
}

export function tellDeleted(
  session: Session,
  rows: readonly OpportunityRow[],
  customFields: ReadonlyMap<string, readonly StoredRow[]>,
  gone: Gone,
): void {
  recordChanges<OpportunityChange>(
    session,
    rows.map((row, index) => {
      const { organization_id: organizationId, id } = row;
      const before = imageOf(row, customFields.get(id) ?? []);
      const told = { before, after: null, gone: index === 0 ? gone : {} };
      return { organizationId, kind: 'deleted', id, fields: [], ...told };
    }),
  );
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
