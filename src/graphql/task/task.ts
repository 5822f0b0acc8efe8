/** Tasks: what people are to do about leads. */
import type { Session } from '../../db/client.ts';
import type { Priority } from '../../task/input.ts';
import type { CalendarDate } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { Contact } from '../contact/contact.ts';
import { Lead } from '../lead/lead.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

export const TaskPriority = builder.enumType('TaskPriority', {
  description: 'How much a task matters.',
  values: {
    MEDIUM: { value: 'medium', description: 'As most do.' },
    HIGH: { value: 'high', description: 'More than most.' },
  } as const,
});

export const Task = builder.prismaObject('Task', {
  description: 'What somebody is to do about a lead.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`task_…`' }),
    text: t.exposeString('text', { description: 'What is to be done; empty when nobody said.' }),
    lead: t.relation('lead', { type: Lead, description: 'The lead it is about.' }),
    contact: t.relation('contact', {
      type: Contact,
      nullable: true,
      description: 'The person there; null when it is about none.',
    }),
    assignee: t.relation('assignee', {
      type: User,
      nullable: true,
      description: 'Who is to do it; null when nobody is.',
    }),
    dueDate: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day on which it is due, in UTC where a moment was said; null when it is not due on any.',
      select: { day: true, isDateless: true },
      resolve: ({ day, isDateless }) => (isDateless ? null : (day as CalendarDate)),
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The moment at which it is due; null when only a day was said, or none.',
    }),
    isComplete: t.boolean({
      description: 'Whether it is done.',
      select: { dateCompleted: true },
      resolve: ({ dateCompleted }) => dateCompleted !== null,
    }),
    dateCompleted: t.expose('dateCompleted', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null while it is to be done.',
    }),
    priority: t.field({
      type: TaskPriority,
      description: 'How much it matters.',
      select: { priority: true },
      resolve: ({ priority }) => priority as Priority,
    }),
    createdBy: t.relation('createdMembership', {
      type: User,
      nullable: true,
      description: 'Who created it; null when that is nobody here.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null when that is nobody here.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
    version: t.exposeInt('version', { description: 'Grows by one with every change.' }),
  }),
});

export const readTasks: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.task.findMany({ ...selection, where: mine(caller, ids) });

export const taskRows = { load: readTasks, reader: ({ rows }: Session) => rows.task };

registerNode('task', 'Task', readTasks);
