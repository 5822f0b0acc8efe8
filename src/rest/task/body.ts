/** What a body says of a task. */
import type { NewTask } from '../../task/create.ts';
import { type Due, priorities, type TaskInput } from '../../task/input.ts';
import { type CalendarDate, parseCalendarDate } from '../../value/period.ts';
import { type BodyField, bodyFieldsOf, bodySchema } from '../body-field.ts';
import { originBody } from '../contact/routes.ts';
import type { Body } from '../field.ts';
import { anyBoolean, anyText, momentInTime, orNull, type Reader } from '../reader.ts';
import { noSuchObject } from '../refusals.ts';
import { day, instant, nullable, oneOf } from '../schema.ts';

/** A day, or a moment with its time. */
const due: Reader<Due> = {
  schema: nullable({ anyOf: [day, instant] }),
  read(value, caller) {
    if (value === null || value === '') return null;
    const text = anyText.read(value, caller);
    const date: CalendarDate | undefined = parseCalendarDate(text);
    return date === undefined ? { at: momentInTime.read(text, caller) } : { day: date };
  },
};

const field = bodyFieldsOf<TaskInput>();

/** What may be said of many at once. */
export const commonBody = [
  field('date', 'due', due, 'When it is due: a day, or a moment. Null: not on any day.'),
  field('is_complete', 'isComplete', orNull(anyBoolean), 'Whether it is done.'),
  field('assigned_to', 'assigneeId', orNull(anyText), 'Who is to do it; of a new task: you.', {
    refusal: noSuchObject,
  }),
  field('priority', 'priority', { ...orNull(anyText), schema: nullable(oneOf(priorities)) }, 'How much it matters.'),
];

export const taskBody = [
  ...commonBody,
  field('text', 'text', orNull(anyText), 'What is to be done.'),
  field('lead_id', 'leadId', orNull(anyText), 'The lead it is about; that of the contact, where nothing is said.', {
    ...{ errorName: 'lead', refusal: noSuchObject },
  }),
  field('contact_id', 'contactId', orNull(anyText), 'The person there.', {
    ...{ errorName: 'contact', refusal: noSuchObject },
  }),
];

export const newTaskBody: readonly BodyField<NewTask>[] = [...taskBody, ...originBody];

/** Objects are sent back whole: the date of one that is not due is no date on which it is. Of two, `date` counts. */
export function withOneDate(body: Body): Body {
  if (body.is_dateless === true) return { ...body, date: null };
  return 'date' in body || !('due_date' in body) ? body : { ...body, date: body.due_date };
}

const keys = {
  due_date: { ...due.schema, description: 'As `date`, which counts where both are said.' },
  is_dateless: { type: 'boolean', description: '`true`: it is not due on any day, whatever `date` says.' },
};

export const taskSchema = bodySchema(taskBody, { keys });
export const newTaskSchema = bodySchema(newTaskBody, { keys });
