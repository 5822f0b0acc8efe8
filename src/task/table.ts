/** What tasks can be filtered and sorted by. */
import { sql } from 'kysely';
import { column, type Field, personName, table, through } from '../filter/field.ts';
import { priorities } from './input.ts';

/** The day on which it is due, at whatever time; none of one that is due whenever. */
const dueDay: Field = {
  name: 'due_day',
  type: 'date',
  nullable: true,
  where: ({ alias }, test) => sql`(not ${sql.ref(`${alias}.is_dateless`)} and ${test(sql.ref(`${alias}.day`))})`,
};

export const taskTable = table(
  'task',
  't',
  [
    column('id', 'id'),
    column('lead_id', 'id'),
    column('contact_id', 'id', { nullable: true }),
    column('text', 'text', { column: 'text_folded' }),
    column('day', 'date'),
    dueDay,
    column('due_at', 'instant', { nullable: true }),
    column('date_completed', 'instant', { nullable: true }),
    column('priority', 'enum', { values: priorities }),
    column('assigned_to', 'id', { nullable: true }),
    through('assigned_to_name', 'text', personName('assigned_to'), { nullable: true }),
    column('created_by', 'id', { nullable: true }),
    column('updated_by', 'id', { nullable: true }),
    column('date_created', 'instant'),
    column('date_updated', 'instant'),
  ],
  [{ name: 'lead', table: 'lead', from: 'lead_id', to: 'id' }],
  ['text', 'assigned_to_name'],
);
