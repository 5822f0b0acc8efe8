/** A webhook as REST shows it. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { visibleWebhooks, webhookStatuses } from '../../webhook/input.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { boolean, described, listOf, nullable, object, oneOf, text } from '../schema.ts';

type WebhookRow = Prisma.WebhookGetPayload<object>;

const { column, computed, moment } = fieldsOf<WebhookRow>();

const wanted = object(
  {
    object_type: described(text, 'The kind of object, as `/event/` tells it.'),
    action: described(text, '`created`, `updated`, `deleted` or `merged`.'),
    extra_filter: described({ type: 'object' }, 'What the event must be besides.'),
  },
  ['object_type', 'action'],
);

export const webhook: Resource<WebhookRow> = {
  name: 'Webhook',
  description: 'A program that is told of events by HTTP.',
  rows: (read) => read.webhook,
  visible: visibleWebhooks,
  fields: [
    column('id', 'id', text, '`whsub_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('url', 'url', text, 'Where the events are sent.'),
    column('events', 'events', listOf(wanted), 'The kinds of events that are sent.'),
    column('status', 'status', oneOf(webhookStatuses), '`paused`: nothing is sent.'),
    column('verify_ssl', 'verifySsl', boolean, 'Whether the certificate of the receiver must be valid.'),
    column('created_by', 'createdById', nullable(text), 'Who made it.'),
    column('updated_by', 'updatedById', nullable(text), 'Who changed it last.'),
    moment('date_created', 'dateCreated', 'When it was made.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
  ],
};

const key = computed(
  'signature_key',
  text,
  'With it deliveries are signed: 64 hexadecimal digits. Told this once.',
  ({ signatureKey }) => signatureKey,
  { select: { signatureKey: true } },
);

/** As it is told to whoever makes it. */
export const newWebhook: Resource<WebhookRow> = {
  ...webhook,
  name: 'NewWebhook',
  description: 'A webhook that has just been made, with its key.',
  fields: [...webhook.fields, key],
};
