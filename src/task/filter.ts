/** Questions about tasks that no single column answers. */
import { compareInstant } from '../filter/compare-instant.ts';
import { and, every, type Filter, type Operator } from '../filter/filter.ts';
import { dayOf, type Instant, parseCalendarDate, parseInstant, toInstant, type Zone } from '../value/period.ts';

const has = (field: string): Filter => ({ kind: 'present', field });
const not = (filter: Filter): Filter => ({ kind: 'not', filter });

export const isComplete = (complete: boolean): Filter =>
  complete ? has('date_completed') : not(has('date_completed'));

/** Of one that is due at a moment, the day that clocks show then. Undefined for what is neither a day nor a moment. */
export function compareDue(field: DueField, operator: Operator, text: string, zone: Zone): Filter | undefined {
  const moment = parseInstant(text, zone);
  const day = parseCalendarDate(text) ?? (moment === undefined ? undefined : dayOf(moment, zone));
  const atMoment = compareInstant('due_at', operator, text, zone);
  if (day === undefined || atMoment === undefined) return undefined;
  const onDay: Filter = { kind: 'compare', field, operator, value: day };
  return { kind: 'or', filters: [and(has('due_at'), atMoment), and(not(has('due_at')), onDay)] };
}

/** With those that are not due, under the day on which they were made; or without. */
export type DueField = 'day' | 'due_day';

export const taskViews = ['inbox', 'future', 'archive'] as const;
export type TaskView = (typeof taskViews)[number];

/** What is to be done by the end of today, what is to be done later, and what is done. */
export function filterOfView(view: TaskView, { zone, now }: { readonly zone: Zone; readonly now: Instant }): Filter {
  const after = compareDue('day', 'gt', dayOf(now, zone), zone) ?? every;
  switch (view) {
    case 'inbox':
      return and(isComplete(false), { kind: 'not', filter: after });
    case 'future':
      return and(isComplete(false), after);
    case 'archive':
      return isComplete(true);
  }
}

interface Placed {
  readonly day: string;
  readonly dueAt: Date | null;
  readonly dateCompleted: Date | null;
}

/** In which of the views it stands. */
export function viewOf(
  { day, dueAt, dateCompleted }: Placed,
  { zone, now }: { readonly zone: Zone; readonly now: Instant },
): TaskView {
  if (dateCompleted !== null) return 'archive';
  const due = dueAt === null ? day : dayOf(toInstant(dueAt), zone);
  return due <= dayOf(now, zone) ? 'inbox' : 'future';
}
