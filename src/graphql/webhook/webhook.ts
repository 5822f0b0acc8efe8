/** Webhooks: programs that are told of events by HTTP. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { type WebhookStatus as Status, type StoredEvent, visibleWebhooks } from '../../webhook/input.ts';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import { weight } from '../cost/weight.ts';
import { Node, type ReadByIds, readOne, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

export const WebhookStatus = builder.enumType('WebhookStatus', {
  description: 'Whether a webhook is told of anything.',
  values: {
    ACTIVE: { value: 'active', description: 'It is told of all that it wants, soon after it is committed.' },
    PAUSED: {
      value: 'paused',
      description:
        'It is not, nor later of what happens meanwhile: somebody paused it, or three days of attempts failed.',
    },
  } as const,
});

const WebhookEvent = builder.objectRef<StoredEvent>('WebhookEvent').implement({
  description: 'A kind of event that a webhook wants.',
  fields: (t) => ({
    objectType: t.exposeString('object_type', { description: 'The kind of object, as `Event.objectType` tells it.' }),
    action: t.exposeString('action', { description: '`created`, `updated`, `deleted` or `merged`.' }),
    extraFilter: t.field({
      type: 'EventFilterJSON',
      nullable: true,
      description: 'What the event must be besides, as docs/webhooks.md says; null: nothing.',
      resolve: ({ extra_filter }) => extra_filter ?? null,
    }),
  }),
});

export const Webhook = builder.prismaObject('Webhook', {
  description: 'A program that is told of events by HTTP.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`whsub_…`' }),
    url: t.exposeString('url', { description: 'Where the events are sent.' }),
    events: t.field({
      type: [WebhookEvent],
      description: 'The kinds of events that are sent.',
      select: { events: true },
      resolve: ({ events }) => events as unknown as StoredEvent[],
    }),
    status: t.field({
      type: WebhookStatus,
      description: 'Whether it is told of anything.',
      select: { status: true },
      resolve: ({ status }) => status as Status,
    }),
    verifySsl: t.exposeBoolean('verifySsl', {
      description: 'Whether the certificate of the receiver must be valid.',
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when every attempt has failed; null while it goes well.',
    }),
    createdBy: t.relation('createdMembership', {
      type: User,
      nullable: true,
      description: 'Who made it; null when that is nobody here.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null when that is nobody here.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was made.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
    version: t.exposeInt('version', { description: 'Grows by one with every change.' }),
  }),
});

export const readWebhooks: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.webhook.findMany({ ...selection, where: { ...visibleWebhooks(caller), id: named(ids) } });

registerNode('webhook', 'Webhook', readWebhooks);

builder.queryFields((t) => ({
  webhook: t.field({
    type: Webhook,
    nullable: true,
    description: 'One webhook; null when there is none of that id that you may see.',
    args: { id: t.arg.id({ required: true, description: '`whsub_…`' }) },
    resolve: (_root, { id }, context, info) => readOne(readWebhooks, id, context, info),
  }),
  webhooks: t.field({
    type: [Webhook],
    description:
      'The webhooks of the organization for admins, for others those that they made. Newest first, at most 40.',
    extensions: weight({ size: 40 }),
    resolve: (_root, _args, context, info) =>
      context.session.rows.webhook.findMany({
        ...queryFromInfo({ context, info }),
        where: visibleWebhooks(context.caller),
        orderBy: [{ dateCreated: 'desc' }, { id: 'asc' }],
      }),
  }),
}));
