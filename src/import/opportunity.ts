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
  readonly createdById: string | null | undefined;
  /** Of a new opportunity, where the row does not say. */
  readonly authorId: string | null;
  readonly status: { readonly id: string; readonly type: StatusType };
  /** The type of the status it has so far. */
  readonly storedType: StatusType | undefined;
}

export const defaultConfidence: Readonly<Record<StatusType, number>> = { won: 100, lost: 0, active: 50 };

export function opportunityColumns(
  row: ImportRow,
  stored: OpportunityRow | undefined,
  { leadId, contactId, userId, createdById, authorId, status, storedType }: RowReferences,
  now: Instant,
) {
  const changesType = storedType !== status.type;
  const { note, note_folded, note_html } = stored ?? noNote;
  return {
    lead_id: leadId,
    // A contact belongs to a lead, and stays with it.
    contact_id: given(contactId, stored?.lead_id === leadId ? stored.contact_id : null),
    user_id: given(userId, stored?.user_id),
    status_id: status.id,
    value: given(row.value, stored?.value),
    value_period: row.value_period ?? stored?.value_period ?? 'one_time',
    // A confidence that someone corrected by hand outlives a repeat, but not the end of the deal.
    confidence: row.confidence ?? (changesType ? undefined : stored?.confidence) ?? defaultConfidence[status.type],
    ...{ note, note_folded, note_html, ...noteAfter({ note, note_html }, noteOf(row, note)) },
    created_by: given(createdById, stored ? stored.created_by : authorId),
    date_created: row.date_created == null ? (stored?.date_created ?? toDate(now)) : toDate(row.date_created),
    date_won: given(row.date_won, stored?.date_won),
    date_lost: status.type === 'lost' ? given(dateOf(row.date_lost), stored?.date_lost) : null,
  };
}

export type OpportunityColumns = ReturnType<typeof opportunityColumns>;

/** Without HTML of its own, a note is given that of its text. */
function noteOf({ name, note, note_html: noteHtml }: ImportRow, stored: string) {
  return { note: name == null ? note : named(name, note, stored), ...(noteHtml != null && { noteHtml }) };
}

/** What a deal is called stands in the first line: that is what lists show of a note. What is below it stays, unless it is said. */
function named(name: string, note: string | null | undefined, stored: string): string {
  const title = name.trim().replaceAll(/\s+/g, ' ');
  const below = note === undefined ? stored.split('\n').slice(1).join('\n') : (note ?? '');
  return below === '' ? title : `${title}\n${below}`;
}

const given = <T>(cell: T | null | undefined, otherwise: T | null | undefined): T | null =>
  cell === undefined ? (otherwise ?? null) : cell;

const dateOf = (instant: Instant | null | undefined) => (instant == null ? instant : toDate(instant));
