/** Webhooks made, changed and deleted, and told once more. */
import { createWebhook, deleteWebhook, redeliver, updateWebhook } from '../../webhook/write.ts';
import { builder, type InputFields } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId, versionArgument } from '../change/change.ts';
import { readOne } from '../node/node.ts';
import { DeliveryEdge, readDeliveries, WebhookDelivery } from './delivery.ts';
import { readWebhooks, Webhook, WebhookStatus } from './webhook.ts';

const WebhookEventInput = builder.inputType('WebhookEventInput', {
  description: 'A kind of event that a webhook is to be told of.',
  fields: (t) => ({
    objectType: t.string({ required: true, description: 'The kind of object, as `Event.objectType` tells it.' }),
    action: t.string({ required: true, description: '`created`, `updated`, `deleted` or `merged`.' }),
    extraFilter: t.field({
      type: 'EventFilterJSON',
      description: 'What the event must be besides, as docs/webhooks.md says; all of the kind without it.',
    }),
  }),
});

const fields = (t: InputFields) => ({
  status: t.field({ type: WebhookStatus, description: 'Whether it is told of anything; of a new one: yes.' }),
  verifySsl: t.boolean({ description: 'Whether the certificate of the receiver must be valid; of a new one: yes.' }),
});

const NewWebhookInput = builder.inputType('NewWebhookInput', {
  description: 'A new webhook.',
  fields: (t) => ({
    url: t.string({ required: true, description: 'Where the events are sent: http or https, on the public Internet.' }),
    events: t.field({ type: [WebhookEventInput], required: true, description: 'What it is told of.' }),
    ...fields(t),
  }),
});

const WebhookInput = builder.inputType('WebhookInput', {
  description: 'What is said of a webhook. What is left out stays.',
  fields: (t) => ({
    url: t.string({ description: 'Where the events are sent from now on.' }),
    events: t.field({ type: [WebhookEventInput], description: 'What it is told of from now on.' }),
    ...fields(t),
  }),
});

const WebhookPayload = payloadOf(Webhook, readWebhooks);
const WebhookDeliveryPayload = payloadOf(WebhookDelivery, readDeliveries, {
  table: 'webhookDelivery',
  edge: DeliveryEdge,
});

const NewWebhookPayload = builder.objectRef<{ readonly id: string }>('NewWebhookPayload').implement({
  description: 'A webhook that has just been made.',
  fields: (t) => ({
    signatureKey: t.string({
      nullable: true,
      description:
        'With it deliveries are signed, 64 hexadecimal digits: told with this answer alone. Null when the webhook has been deleted since.',
      async resolve({ id }, _args, { session, caller }) {
        const where = { organizationId: caller.organizationId, id };
        const [made] = await session.rows.webhook.findMany({ where, select: { signatureKey: true } });
        return made?.signatureKey ?? null;
      },
    }),
    webhook: t.field({
      type: Webhook,
      nullable: true,
      description: 'The webhook; null when it has been deleted since.',
      resolve: ({ id }, _args, context, info) => readOne(readWebhooks, id, context, info),
    }),
  }),
});

builder.mutationFields((t) => ({
  createWebhook: change(t, {
    right: 'administer',
    type: NewWebhookPayload,
    description: 'Has a program told of events by HTTP, from now on.',
    args: { input: t.arg({ type: NewWebhookInput, required: true, description: 'Where, and of what.' }) },
    run: async (session, caller, { input }, _info, { addresses }) => ({
      id: await createWebhook(session, caller, input, addresses),
    }),
  }),
  updateWebhook: change(t, {
    right: 'administer',
    type: WebhookPayload,
    description: 'Changes a webhook; made active again, it is told of what happens from then on.',
    args: {
      ...idArgument(t, 'whsub'),
      input: t.arg({ type: WebhookInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
    },
    async run(session, caller, { id, input, expectedVersion }, _info, { addresses }) {
      await updateWebhook(
        session,
        caller,
        { id, change: input, ...(expectedVersion != null && { expectedVersion }) },
        addresses,
      );
      return { id };
    },
  }),
  deleteWebhook: change(t, {
    right: 'administer',
    type: Deletion,
    description: 'Deletes a webhook, and what it was still to be told of.',
    args: { ...idArgument(t, 'whsub'), ...versionArgument(t) },
    run: deletedId((session, caller, args) => deleteWebhook(session, caller, args)),
  }),
  redeliver: change(t, {
    right: 'administer',
    type: WebhookDeliveryPayload,
    description: 'Tells a webhook once more of an event, or at once instead of at the next attempt.',
    args: idArgument(t, 'whdel'),
    run: sameId((session, caller, { id }) => redeliver(session, caller, id)),
  }),
}));
