/** `/task/` */
import type { Session } from '../../db/client.ts';
import { asksNothing } from '../../filter/filter.ts';
import { readSlice } from '../../filter/slice.ts';
import { createTask, type NewTask } from '../../task/create.ts';
import { compareDue, type DueField, filterOfView, isComplete, taskViews } from '../../task/filter.ts';
import { type CommonChange, deleteTask, updateTask, updateTasks } from '../../task/update.ts';
import { wordOf } from '../../value/input.ts';
import { withKnownAuthors } from '../authors.ts';
import { bodySchema, inNamesOf, readBody } from '../body-field.ts';
import { crud } from '../crud.ts';
import { exactly, type FilterParam, flag, forAll, moment, ownOrganization, readFilters, word } from '../filters.ts';
import { searchedList } from '../list.ts';
import { filterParams } from '../parameters.ts';
import { problem } from '../problem.ts';
import { openQuestion } from '../question.ts';
import type { RestRequest, Route } from '../route.ts';
import { object, text } from '../schema.ts';
import { write } from '../write.ts';
import { commonBody, newTaskBody, newTaskSchema, taskBody, taskSchema, withOneDate } from './body.ts';
import { task } from './fields.ts';

const view: FilterParam = {
  ...forAll('view', '`inbox`: to be done by the end of today. `future`: later. `archive`: done.', text, () => true),
  compare: (_, value, caller) => filterOfView(wordOf('view', value, taskViews), caller),
};

const dueDate = (name: string, description: string, field: DueField) =>
  moment(name, description, field, (operator, value, zone) => compareDue(field, operator, value, zone));

const filters = [
  exactly('id', 'The id of the task.'),
  exactly('lead_id', 'The lead it is about.'),
  exactly('contact_id', 'The person there.'),
  exactly('assigned_to', 'Who is to do it.'),
  flag('is_complete', 'Whether it is done.', isComplete),
  forAll('_type', 'All that there are are of the type `lead`.', text, (type) => type === 'lead' || type === 'all'),
  word('priority', 'How much it matters.', ['high', 'medium']),
  view,
  dueDate('date', 'When it is due; of one that is not, the day on which it was made.', 'day'),
  dueDate('due_date', 'When it is due.', 'due_day'),
  moment('date_created', 'When it was created.'),
  moment('date_updated', 'When it was last changed.'),
  ownOrganization,
];

/** More is a mistake: each is a change of its own. */
const mostAtOnce = 5000;

async function updateMany(session: Session, { caller, params, body }: RestRequest): Promise<void> {
  const filter = readFilters(filters, params, caller);
  if (asksNothing(filter)) throw problem(400, 'Say which tasks are meant: one of the filters of the list at least.');
  const { where } = await openQuestion(session, caller, params, { table: 'task', filter });
  const ids = await readSlice(session, where, [], { skip: 0, limit: mostAtOnce + 1 });
  if (ids.length > mostAtOnce) throw problem(400, `More than ${mostAtOnce} tasks match: change fewer at once.`);
  await inNamesOf(commonBody, body, async () =>
    updateTasks(session, caller, ids, readBody(commonBody, withOneDate(body), caller) as CommonChange),
  );
}

export const taskRoutes: readonly Route[] = [
  searchedList(task, '/task/', {
    ...{ several: 'tasks', table: 'task', filters, bounds: { limit: 1000 }, counted: true },
    orders: { date: ['day', 'due_at'], date_created: ['date_created'], date_updated: ['date_updated'] },
  }),
  {
    ...{ method: 'PUT', path: '/task/', right: 'write', resource: task.name },
    ...{ summary: 'Update all tasks that match', parameters: filterParams(filters) },
    ...{ body: bodySchema(commonBody), answer: object({}) },
    handle: (request) =>
      write(request, async (session) => {
        await updateMany(session, request);
        return {};
      }),
  },
  ...crud(task, '/task/', {
    ...{ right: 'write', one: 'a task', body: newTaskSchema, changes: taskSchema },
    create: (session, { caller, body }) =>
      inNamesOf(newTaskBody, body, async () => {
        const sent = withOneDate(await withKnownAuthors(session, caller, body, true));
        return createTask(session, caller, readBody<NewTask>(newTaskBody, sent, caller));
      }),
    update: (session, { caller, body }, id) =>
      inNamesOf(taskBody, body, async () =>
        updateTask(session, caller, { id, change: readBody(taskBody, withOneDate(body), caller) }),
      ),
    remove: (session, { caller }, id) => deleteTask(session, caller, { id }),
  }),
];
