/** What changes of status can be filtered and sorted by. */
import { sql } from 'kysely';
import { column, personName, type Table, table, through } from '../filter/field.ts';
import { statusTypes } from '../value/status-type.ts';

const rows = table(
  'status_change',
  'c',
  [
    column('id', 'id'),
    column('opportunity_id', 'id'),
    column('lead_id', 'id'),
    column('contact_id', 'id', { nullable: true }),
    column('user_id', 'id', { nullable: true }),
    through('user_name', 'text', personName('user_id'), { nullable: true }),
    column('old_status_id', 'id', { nullable: true }),
    column('old_status_label', 'text', { column: 'old_status_label_folded', nullable: true }),
    column('old_status_type', 'enum', { values: statusTypes, nullable: true }),
    column('old_pipeline_id', 'id', { nullable: true }),
    column('new_status_id', 'id'),
    column('new_status_label', 'text', { column: 'new_status_label_folded' }),
    column('new_status_type', 'enum', { values: statusTypes }),
    column('new_pipeline_id', 'id'),
    column('date', 'instant', { column: 'date_created' }),
    column('row_key', 'integer'),
  ],
  [{ name: 'opportunity', table: 'opportunity', from: 'opportunity_id', to: 'id' }],
  ['old_status_label', 'new_status_label', 'user_name'],
  // Changes of one moment, as those of one request are, come in the order in which they were made.
  'row_key',
);

/** What a change is worth is what the deal was worth after it. */
export const statusChangeTable: Table = {
  ...rows,
  figured: sql`(
    select status_change.*, opportunity_value_period as value_period, opportunity_value as value,
      opportunity_value * opportunity_confidence as weighted,
      opportunity_value * case opportunity_value_period when 'monthly' then 12 else 1 end as annualized_value
    from status_change
  )`,
};
