/** A task as REST shows it. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { readLastCompletions } from '../../task/completion.ts';
import { taskViews, viewOf } from '../../task/filter.ts';
import { priorities } from '../../task/input.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { readOnce } from '../read-once.ts';
import { boolean, day, instant, nullable, oneOf, type Schema, text } from '../schema.ts';
import { wireInstant } from '../time.ts';

type TaskRow = Prisma.TaskGetPayload<{
  include: { lead: true; contact: true; assignee: true; createdMembership: true; updatedMembership: true };
}>;

const { column, computed, fixed, moment } = fieldsOf<TaskRow>();

const nameOf = (name: string, person: 'assignee' | 'createdMembership' | 'updatedMembership', description: string) =>
  computed(name, nullable(text), description, (row) => row[person]?.fullName ?? null, {
    select: { [person]: { select: { fullName: true } } },
  });

const dayOrMoment: Schema = { anyOf: [day, instant] };

const dateOf = ({ day: date, dueAt }: TaskRow): string => (dueAt === null ? date : wireInstant(dueAt));

const due = { select: { day: true, dueAt: true } };

const completion = {
  select: { dateCompleted: true },
  load: readOnce((session, { caller }, ids) => readLastCompletions(session, caller.organizationId, ids)),
};

export const task: Resource<TaskRow> = {
  name: 'Task',
  description: 'What somebody is to do about a lead.',
  rows: (read) => read.task,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    fixed('_type', 'lead', oneOf(['lead']), 'The kind of task.'),
    column('id', 'id', text, '`task_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('lead_id', 'leadId', text, 'The lead it is about.'),
    computed('lead_name', text, 'What the lead is called.', ({ lead }) => lead.name, {
      select: { lead: { select: { name: true } } },
    }),
    column('contact_id', 'contactId', nullable(text), 'The person there, if it is about one.'),
    computed('contact_name', nullable(text), 'What the person is called.', ({ contact }) => contact?.name ?? null, {
      select: { contact: { select: { name: true } } },
    }),
    column('text', 'text', text, 'What is to be done.'),
    computed('date', dayOrMoment, 'When it is due; of one that is not, the day on which it was made.', dateOf, due),
    computed(
      'due_date',
      nullable(dayOrMoment),
      'When it is due; null when it is not.',
      (row) => (row.isDateless ? null : dateOf(row)),
      { select: { ...due.select, isDateless: true } },
    ),
    column('is_dateless', 'isDateless', boolean, 'Whether it is not due on any day.'),
    computed('is_complete', boolean, 'Whether it is done.', ({ dateCompleted }) => dateCompleted !== null, {
      select: { dateCompleted: true },
    }),
    computed(
      'view',
      oneOf(taskViews),
      '`inbox`: to be done by the end of today. `future`: later. `archive`: done.',
      (row, { caller }) => viewOf(row, caller),
      { select: { ...due.select, dateCompleted: true } },
    ),
    column('priority', 'priority', oneOf(priorities), 'How much it matters.'),
    column('assigned_to', 'assignedToId', nullable(text), 'Who is to do it.'),
    nameOf('assigned_to_name', 'assignee', 'The full name of who is to do it.'),
    computed(
      'object_id',
      nullable(text),
      'Of one that is done the notice of it, at `/activity/task_completed/`; null while it is to be done, and where that was deleted.',
      ({ dateCompleted }, _viewer, notice) => (dateCompleted === null ? null : (notice ?? null)),
      completion,
    ),
    computed(
      'object_type',
      nullable(oneOf(['taskcompleted'])),
      'What `object_id` is.',
      ({ dateCompleted }, _viewer, notice) => (dateCompleted === null || !notice ? null : 'taskcompleted'),
      completion,
    ),
    ...['agent_config_id', 'deduplication_key', 'resolution', 'sequence_id', 'sequence_subscription_id'].map((name) =>
      fixed(name, null, nullable(text), 'The gateway keeps none.'),
    ),
    fixed('is_primary_lead_notification', true, boolean, 'Always so here.'),
    column('created_by', 'createdById', nullable(text), 'Who created it.'),
    nameOf('created_by_name', 'createdMembership', 'The full name of who created it.'),
    column('updated_by', 'updatedById', nullable(text), 'Who changed it last.'),
    nameOf('updated_by_name', 'updatedMembership', 'The full name of who changed it last.'),
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};
