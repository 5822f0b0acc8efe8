/** What can be said of a note, checked and as it is stored. */
import type { Insertable, Selectable } from 'kysely';
import type { Party } from '../contact/party.ts';
import type { Tables } from '../db/generated/tables.ts';
import { type Note, noNote, noteAfter } from '../opportunity/note.ts';
import { textOf } from '../value/input.ts';
import { type Instant, toDate } from '../value/period.ts';

/** Absent is untouched, or empty in a new note; null empties. Of both forms of the text, the one that says something new counts. */
export interface NoteInput extends Party {
  readonly title?: string | null;
  readonly note?: string | null;
  readonly noteHtml?: string | null;
  /** Kept on top. */
  readonly isPinned?: boolean | null;
  /** When it happened; of a new one: when it was created. */
  readonly activityAt?: Instant | null;
}

export type NoteRow = Selectable<Tables['note']>;
type NoteColumns = Pick<
  Insertable<Tables['note']>,
  'title' | 'note' | 'note_folded' | 'note_html' | 'date_pinned' | 'activity_at'
>;

/** `current`: the note so far; absent for a new one. */
export function noteColumns(
  { title, note, noteHtml, isPinned, activityAt }: NoteInput,
  now: Instant,
  current?: Note & Pick<NoteRow, 'date_pinned'>,
): Partial<NoteColumns> {
  return {
    ...(title !== undefined && { title: textOf('title', title ?? '', 255).trim() || null }),
    ...noteAfter(current ?? noNote, {
      ...(note !== undefined && { note }),
      ...(noteHtml !== undefined && { noteHtml }),
    }),
    ...(isPinned != null && { date_pinned: isPinned ? (current?.date_pinned ?? toDate(now)) : null }),
    ...(activityAt != null && { activity_at: toDate(activityAt) }),
  };
}
