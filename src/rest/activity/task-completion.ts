/** `/activity/task_completed/`: that tasks were done. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { deleteTaskCompletion } from '../../task/completion.ts';
import { crud } from '../crud.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { exactly, forAll, moment as momentFilter, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import type { Route } from '../route.ts';
import { nullable, oneOf, text } from '../schema.ts';
import { whoAndWhenOf } from '../status-change.ts';

type CompletionRow = Prisma.TaskCompletionGetPayload<{ include: { membership: true; assignee: true } }>;

const { column, computed, fixed } = fieldsOf<CompletionRow>();

export const taskCompletion: Resource<CompletionRow> = {
  name: 'TaskCompleted',
  description: 'That a task was done, with what it said then.',
  rows: (read) => read.taskCompletion,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    fixed('_type', 'TaskCompleted', oneOf(['TaskCompleted']), 'The kind of activity.'),
    column('id', 'id', text, '`acti_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('lead_id', 'leadId', text, 'The lead that the task was about.'),
    fixed('contact_id', null, nullable(text), 'It is about nobody there.'),
    column('task_id', 'taskId', text, 'The task, which may be deleted since.'),
    column('task_text', 'taskText', text, 'What was to be done.'),
    column('task_assigned_to', 'taskAssignedTo', nullable(text), 'Who was to do it.'),
    computed(
      'task_assigned_to_name',
      nullable(text),
      'The full name of who was to do it.',
      ({ assignee }) => assignee?.fullName ?? null,
      { select: { assignee: { select: { fullName: true } } } },
    ),
    ...whoAndWhenOf('did it'),
  ],
};

const filters = [
  exactly('id', 'The id of the activity.'),
  exactly('lead_id', 'The lead that the task was about.'),
  exactly('user_id', 'Who did it.'),
  exactly('task_id', 'The task.'),
  forAll('_type', 'All of them are of the type `TaskCompleted`.', text, (type) => type === 'TaskCompleted'),
  momentFilter('date_created', 'When it was done.'),
  momentFilter('activity_at', 'When it was done.', 'date_created'),
  ownOrganization,
];

const path = '/activity/task_completed/';

export const taskCompletionRoutes: readonly Route[] = [
  searchedList(taskCompletion, path, {
    ...{ several: 'completed tasks', table: 'taskCompletion', filters, bounds: { limit: 1000 } },
  }),
  ...crud(taskCompletion, path, {
    ...{ right: 'write', one: 'the notice that a task was done, which leaves the task as it is' },
    remove: (session, { caller }, id) => deleteTaskCompletion(session, caller, id),
  }),
];
