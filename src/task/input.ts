/** What can be said of a task, checked and as it is stored. */
import type { Insertable, Selectable } from 'kysely';
import type { Party } from '../contact/party.ts';
import type { Tables } from '../db/generated/tables.ts';
import { type Members, memberById } from '../user/members.ts';
import { textOf, wordOf } from '../value/input.ts';
import { type CalendarDate, dayOf, type Instant, toDate, toInstant, utc } from '../value/period.ts';
import { fold } from '../value/text.ts';

export const priorities = ['medium', 'high'] as const;
export type Priority = (typeof priorities)[number];

/** When it is to be done: on a day, at a moment, or whenever. */
export type Due = { readonly day: CalendarDate } | { readonly at: Instant } | null;

/** Absent is untouched, or the default of a new task. */
export interface TaskInput extends Party {
  readonly text?: string | null;
  readonly due?: Due;
  readonly isComplete?: boolean | null;
  /** Null: nobody. Of a new task: the caller, where nothing is said. */
  readonly assigneeId?: string | null;
  readonly priority?: string | null;
}

export type TaskRow = Selectable<Tables['task']>;
export type TaskColumns = Pick<
  Insertable<Tables['task']>,
  'text' | 'text_folded' | 'day' | 'due_at' | 'is_dateless' | 'date_completed' | 'assigned_to' | 'priority'
>;

/** `current`: the task so far, which keeps whoever it is assigned to, active or not. `today`: where one that is not due stands. */
export function taskColumns(
  { text, due, isComplete, assigneeId, priority }: TaskInput,
  members: Members,
  { current, today, now }: { readonly current?: TaskRow; readonly today: CalendarDate; readonly now: Instant },
): Partial<TaskColumns> {
  const keeps = (id: string) => id === current?.assigned_to;
  const made = current ? dayOf(toInstant(current.date_created), utc) : today;
  return {
    ...(text !== undefined && textColumns(textOf('text', text ?? ''))),
    ...(due !== undefined && !(due === null && current?.is_dateless) && dueColumns(due, made)),
    ...(isComplete != null && { date_completed: isComplete ? (current?.date_completed ?? toDate(now)) : null }),
    ...(assigneeId !== undefined && {
      assigned_to: assigneeId === null ? null : memberById(members, 'assigneeId', assigneeId, keeps),
    }),
    ...(priority != null && { priority: wordOf('priority', priority, priorities) }),
  };
}

const textColumns = (text: string) => ({ text, text_folded: fold(text) });

function dueColumns(due: Due, made: CalendarDate) {
  if (due === null) return { day: made, due_at: null, is_dateless: true };
  if ('day' in due) return { day: due.day, due_at: null, is_dateless: false };
  return { day: dayOf(due.at, utc), due_at: toDate(due.at), is_dateless: false };
}
