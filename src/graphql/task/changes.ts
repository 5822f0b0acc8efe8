/** Tasks created, changed and deleted. */
import { createTask } from '../../task/create.ts';
import type { Due } from '../../task/input.ts';
import { deleteTask, updateTask } from '../../task/update.ts';
import { invalid } from '../../value/input.ts';
import { type CalendarDate, type Instant, toInstant } from '../../value/period.ts';
import { builder, type InputFields } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId, versionArgument } from '../change/change.ts';
import { originFields } from '../change/origin.ts';
import { TaskEdge, taskOrder } from './list.ts';
import { readTasks, Task, TaskPriority } from './task.ts';

const fields = (t: InputFields) => ({
  text: t.string({ description: 'What is to be done.' }),
  contactId: t.id({ description: 'The person there, `cont_…`; null: it is about none.' }),
  assigneeId: t.id({ description: 'Who is to do it, `user_…`; null: nobody. Of a new task: you.' }),
  dueDate: t.field({ type: 'Date', description: 'The day on which it is due; null: on none.' }),
  dueAt: t.field({ type: 'DateTime', description: 'The moment at which it is due, in place of a day.' }),
  isComplete: t.boolean({ description: 'Whether it is done.' }),
  priority: t.field({ type: TaskPriority, description: 'How much it matters; of a new task: as most do.' }),
});

const TaskInput = builder.inputType('TaskInput', {
  description: 'What is said of a task. What is left out stays.',
  fields: (t) => ({
    ...fields(t),
    leadId: t.id({ description: 'The lead it is about, `lead_…`. What moves to another leaves its contact behind.' }),
  }),
});

const NewTaskInput = builder.inputType('NewTaskInput', {
  description: 'A new task. What is left out has its default.',
  fields: (t) => ({
    ...fields(t),
    leadId: t.id({ description: 'The lead it is about, `lead_…`; that of the contact, where nothing is said.' }),
    ...originFields(t),
  }),
});

const TaskPayload = payloadOf(Task, readTasks, { table: 'task', edge: TaskEdge, order: taskOrder });

interface Given {
  readonly dueDate?: CalendarDate | null;
  readonly dueAt?: Instant | Date | null;
}

/** The core's words for it. @throws INVALID_INPUT where both a day and a moment are said */
function taskInput<Input extends Given>({ dueDate, dueAt, ...input }: Input) {
  if (dueDate != null && dueAt != null) throw invalid('dueAt', 'Say the day or the moment, not both.');
  return {
    ...input,
    ...((dueDate !== undefined || dueAt !== undefined) && { due: dueOf(dueDate, dueAt) }),
  };
}

function dueOf(day: CalendarDate | null | undefined, at: Instant | Date | null | undefined): Due {
  if (at != null) return { at: at instanceof Date ? toInstant(at) : at };
  return day == null ? null : { day };
}

builder.mutationFields((t) => ({
  createTask: change(t, {
    right: 'write',
    type: TaskPayload,
    description: 'A new task about a lead.',
    args: {
      input: t.arg({ type: NewTaskInput, required: true, description: 'What is to be done, and about whom.' }),
    },
    run: async (session, caller, args) => ({ id: await createTask(session, caller, taskInput(args.input)) }),
  }),
  updateTask: change(t, {
    right: 'write',
    type: TaskPayload,
    description: 'Changes what is said of a task, and nothing else.',
    args: {
      ...idArgument(t, 'task'),
      input: t.arg({ type: TaskInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
    },
    run: sameId((session, caller, args) => updateTask(session, caller, { ...args, change: taskInput(args.input) })),
  }),
  deleteTask: change(t, {
    right: 'write',
    type: Deletion,
    description: 'Deletes a task. Its lead stays.',
    args: { ...idArgument(t, 'task'), ...versionArgument(t) },
    run: deletedId((session, caller, args) => deleteTask(session, caller, args)),
  }),
}));
