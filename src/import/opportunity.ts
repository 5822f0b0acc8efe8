/** What an opportunity becomes by a row of the file: the rules for cells that are empty, and for those that are not there. */
import type { OpportunityRow } from '../opportunity/input.ts';
import { noNote, noteAfter } from '../opportunity/note.ts';
import { type Instant, toDate } from '../value/period.ts';
import type { StatusType } from '../value/status-type.ts';
import type { ImportRow } from './row.ts';

/** The row's names as ids; undefined where the row does not say. */
export interface RowReferences {
  readonly leadId: string;
  readonly contactId: string | null | undefined;
  readonly userId: string | null | undefined;
  readonly statusId: string;
  /** The type of the status it has so far. */
  readonly storedType: StatusType | undefined;
}

const defaultConfidence: Readonly<Record<StatusType, number>> = { won: 100, lost: 0, active: 50 };

export function opportunityColumns(
  row: ImportRow,
  stored: OpportunityRow | undefined,
  { leadId, contactId, userId, statusId, storedType }: RowReferences,
  now: Instant,
) {
  const changesType = storedType !== row.status_type;
  const { note, note_folded, note_html } = stored ?? noNote;
  return {
    lead_id: leadId,
    // A contact belongs to a lead, and stays with it.
    contact_id: given(contactId, stored?.lead_id === leadId ? stored.contact_id : null),
    user_id: given(userId, stored?.user_id),
    status_id: statusId,
    value: given(row.value, stored?.value),
    value_period: row.value_period ?? stored?.value_period ?? 'one_time',
    // A confidence that someone corrected by hand outlives a repeat, but not the end of the deal.
    confidence: row.confidence ?? (changesType ? undefined : stored?.confidence) ?? defaultConfidence[row.status_type],
    ...{ note, note_folded, note_html, ...noteAfter({ note, note_html }, { note: row.note }) },
    date_created: row.date_created == null ? (stored?.date_created ?? toDate(now)) : toDate(row.date_created),
    date_won: given(row.date_won, stored?.date_won),
    date_lost: row.status_type === 'lost' ? given(dateOf(row.date_lost), stored?.date_lost) : null,
  };
}

export type OpportunityColumns = ReturnType<typeof opportunityColumns>;

const given = <T>(cell: T | null | undefined, otherwise: T | null | undefined): T | null =>
  cell === undefined ? (otherwise ?? null) : cell;

const dateOf = (instant: Instant | null | undefined) => (instant == null ? instant : toDate(instant));
