/**
 * What happened at leads, and how it can be filtered and sorted: notes, changes of leads' statuses, completed tasks, and, in one list with
 * changes of opportunities' statuses, all of it (a view of the database).
 */
import { column, personName, table, through } from '../filter/field.ts';

const happened = [
  column('id', 'id'),
  column('lead_id', 'id'),
  column('user_id', 'id', { nullable: true }),
  column('date_created', 'instant'),
];

const toLead = { name: 'lead', table: 'lead', from: 'lead_id', to: 'id' };

export const noteTable = table(
  'note',
  'n',
  [
    ...happened,
    column('contact_id', 'id', { nullable: true }),
    column('title', 'text', { nullable: true }),
    column('note', 'text', { column: 'note_folded' }),
    column('date_pinned', 'instant', { nullable: true }),
    through('user_name', 'text', personName('user_id'), { nullable: true }),
    column('activity_at', 'instant'),
    column('date_updated', 'instant'),
  ],
  [toLead],
  ['note', 'user_name'],
);

export const leadStatusChangeTable = table(
  'lead_status_change',
  'h',
  [
    ...happened,
    through('user_name', 'text', personName('user_id'), { nullable: true }),
    column('old_status_id', 'id', { nullable: true }),
    column('new_status_id', 'id'),
  ],
  [toLead],
  ['user_name'],
);

export const taskCompletionTable = table(
  'task_completion',
  'tc',
  [
    ...happened,
    column('task_id', 'id'),
    column('task_assigned_to', 'id', { nullable: true }),
    through('user_name', 'text', personName('user_id'), { nullable: true }),
  ],
  [toLead],
  ['user_name'],
);

export const activityTypes = ['Note', 'OpportunityStatusChange', 'LeadStatusChange', 'TaskCompleted'] as const;

export const activityTable = table('activity', 'a', [
  ...happened,
  column('contact_id', 'id', { nullable: true }),
  column('type', 'enum', { values: activityTypes }),
  column('activity_at', 'instant'),
]);
