/** Deliveries, in the order of the log. */
import { column, table } from '../filter/field.ts';

export const webhookDeliveryTable = table(
  'webhook_delivery',
  'wd',
  [
    column('id', 'id'),
    column('webhook_id', 'id'),
    column('event_id', 'id'),
    column('status', 'enum', { values: ['pending', 'delivered', 'failed'] }),
    column('date_created', 'instant'),
    column('row_key', 'integer'),
  ],
  [],
  [],
  'row_key',
);
