/** What events can be filtered by. Their order is that of `date_created`, and of one moment that of `row_key`. */
import { column, table } from '../filter/field.ts';

export const eventTable = table(
  'event',
  'e',
  [
    column('id', 'id'),
    column('object_type', 'id'),
    column('object_id', 'id'),
    column('lead_id', 'id', { nullable: true }),
    column('action', 'id'),
    column('user_id', 'id', { nullable: true }),
    column('api_key_id', 'id', { nullable: true }),
    column('request_id', 'id', { nullable: true }),
    column('date_created', 'instant'),
    column('row_key', 'integer'),
  ],
  [],
  [],
  'row_key',
);
