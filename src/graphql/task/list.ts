/** `tasks(...)`: of all leads, or of one. */
import type { Order } from '../../filter/order.ts';
import { builder } from '../builder.ts';
import type { Arguments } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { listOfAll, listOfParent } from '../connection/listed.ts';
import { OrderDirection } from '../enums.ts';
import { type FilteredArguments, filteredArguments, filteredList } from '../filter/filtered-list.ts';
import { TaskFilter } from '../filter/input.ts';
import { taskFilter } from '../filter/shapes.ts';
import { Lead } from '../lead/lead.ts';
import { readOne } from '../node/node.ts';
import { readTasks, Task, taskRows } from './task.ts';

export const { connection: TaskConnection, edge: TaskEdge } = connectionType({
  name: 'Task',
  ...{ type: Task, rows: taskRows, one: 'task', several: 'tasks', description: 'Tasks, page by page.' },
});

const TaskOrderField = builder.enumType('TaskOrderField', {
  description: 'What tasks can be sorted by.',
  values: {
    DUE_DATE: { value: 'day', description: 'The day it is due; of one that is not, the day on which it was made.' },
    DATE_CREATED: { value: 'date_created', description: 'When it was created.' },
    DATE_UPDATED: { value: 'date_updated', description: 'When it was last changed.' },
  } as const,
});

const TaskOrder = builder.inputType('TaskOrder', {
  description: 'What to sort tasks by.',
  fields: (t) => ({
    field: t.field({ type: TaskOrderField, required: true, description: 'What to sort by.' }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which way.' }),
  }),
});

interface TaskArguments extends FilteredArguments {
  readonly orderBy?: typeof TaskOrder.$inferInput | null;
}

const taskArguments = (t: Arguments) => ({
  ...filteredArguments(
    t,
    TaskFilter,
    'Which tasks; all without one. To be done are those of `{ dateCompleted: { isNull: true } }`.',
  ),
  orderBy: t.arg({ type: TaskOrder, description: 'Without it by the day they are due, the earliest first.' }),
});

export const taskOrder: Order = [{ field: 'day', descending: false }];

const orderOf = ({ orderBy }: TaskArguments): Order =>
  orderBy ? [{ field: orderBy.field, descending: orderBy.direction === 'desc' }] : taskOrder;

const tasks = filteredList('task', taskFilter, orderOf);

builder.prismaObjectField(Lead, 'tasks', (t) =>
  t.field({
    type: TaskConnection,
    nullable: true,
    description: 'What is to be done about it, and what is done.',
    args: taskArguments(t),
    resolve: ({ id }, args, context, info) => listOfParent(tasks, { column: 'lead_id', id }, args, context, info),
  }),
);

builder.queryFields((t) => ({
  task: t.field({
    type: Task,
    nullable: true,
    description: 'One task; null when there is none of that id.',
    args: { id: t.arg.id({ required: true, description: '`task_…`' }) },
    resolve: (_root, { id }, context, info) => readOne(readTasks, id, context, info),
  }),
  tasks: t.field({
    type: TaskConnection,
    nullable: true,
    description: 'Tasks of all leads that match a filter.',
    args: taskArguments(t),
    resolve: (_root, args, context) => listOfAll(tasks, args, context),
  }),
}));
