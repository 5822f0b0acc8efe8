/** What leads and contacts can be filtered and sorted by. */
import { column, table, through } from '../filter/field.ts';

const userName = (from: string) => ({ from, to: 'user', column: 'name_folded', global: true });

export const leadTable = table(
  'lead',
  'l',
  [
    column('id', 'id'),
    column('name', 'text', { column: 'name_folded' }),
    column('status_id', 'id'),
    through('status_label', 'text', { from: 'status_id', to: 'lead_status', column: 'label_folded' }),
    column('created_by', 'id', { nullable: true }),
    through('created_by_name', 'text', userName('created_by'), { nullable: true }),
    column('updated_by', 'id', { nullable: true }),
    through('updated_by_name', 'text', userName('updated_by'), { nullable: true }),
    column('date_created', 'instant'),
    column('date_updated', 'instant'),
  ],
  [
    { name: 'opportunity', table: 'opportunity', from: 'id', to: 'lead_id' },
    { name: 'contact', table: 'contact', from: 'id', to: 'lead_id' },
  ],
);

export const contactTable = table(
  'contact',
  'p',
  [
    column('id', 'id'),
    column('lead_id', 'id'),
    column('name', 'text', { column: 'name_folded' }),
    column('email', 'text', { column: 'emails_folded' }),
    column('date_created', 'instant'),
    column('date_updated', 'instant'),
  ],
  [{ name: 'lead', table: 'lead', from: 'lead_id', to: 'id' }],
);
