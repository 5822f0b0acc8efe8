/** `Webhook.deliveries`: what a webhook was told of, and what came of it. */
import { hasRight } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { every } from '../../filter/filter.ts';
import { newestFirst } from '../../filter/order.ts';
import type { ConnectionArguments } from '../../filter/page.ts';
import { visibleWebhooks } from '../../webhook/input.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { pageArguments } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { type Listed, listOfParent } from '../connection/listed.ts';
import { type Context, openWhere } from '../context.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { Webhook } from './webhook.ts';

const DeliveryStatus = builder.enumType('WebhookDeliveryStatus', {
  description: 'What came of a delivery.',
  values: {
    PENDING: { value: 'pending', description: 'It is to be tried, or tried again.' },
    DELIVERED: { value: 'delivered', description: 'It arrived: the answer was 200 to 299.' },
    FAILED: { value: 'failed', description: 'It was given up, after three days.' },
  } as const,
});

type Status = 'pending' | 'delivered' | 'failed';

export const WebhookDelivery = builder.prismaObject('WebhookDelivery', {
  description: 'An event that a webhook wants, on its way or arrived. Kept as long as events are.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`whdel_…`' }),
    eventId: t.exposeID('eventId', { description: 'What it tells, `ev_…`; `node` has it while it is kept.' }),
    status: t.field({
      type: DeliveryStatus,
      description: 'What came of it.',
      select: { status: true },
      resolve: ({ status }) => status as Status,
    }),
    attempts: t.exposeInt('attempts', { description: 'How often it was sent.' }),
    answerStatus: t.exposeInt('answerStatus', {
      nullable: true,
      description: 'The HTTP status of the last answer; null where none came, or nothing was sent yet.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why the last attempt failed; null when it did not.',
    }),
    nextAttempt: t.expose('nextAttempt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried next; null once it arrived or was given up.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When the event happened.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last tried, or given up.' }),
  }),
});

/** Those of the webhooks that the caller sees. */
async function visible({ session, caller }: Pick<Context, 'session' | 'caller'>): Promise<object> {
  if (hasRight(caller, 'administer')) return {};
  const own = await session.rows.webhook.findMany({ where: visibleWebhooks(caller), select: { id: true } });
  return { webhookId: { in: own.map(({ id }) => id) } };
}

/** It points to nothing: there is nothing to include. */
export const readDeliveries: ReadByIds = async (context, ids, selection) => {
  const { session, caller } = context;
  const { include, ...query } = await selection;
  const { findMany }: { findMany(query: object): PromiseLike<readonly { id: string }[]> } =
    session.rows.webhookDelivery;
  return findMany({ ...query, where: { ...mine(caller, ids), ...(await visible(context)) } });
};

registerNode('webhookDelivery', 'WebhookDelivery', readDeliveries);

export const { connection: DeliveryConnection, edge: DeliveryEdge } = connectionType({
  ...{ name: 'WebhookDelivery', type: WebhookDelivery, one: 'delivery', several: 'deliveries' },
  rows: { load: readDeliveries, reader: ({ rows }: Session) => rows.webhookDelivery },
  description: 'Deliveries, newest first, page by page.',
});

interface DeliveryArguments extends ConnectionArguments {
  readonly status?: Status | null;
}

const deliveries: Listed<DeliveryArguments> = {
  open: (context, { status }) =>
    openWhere(
      context,
      'webhookDelivery',
      status == null ? every : { kind: 'compare', field: 'status', operator: 'eq', value: status },
      [],
    ),
  order: () => newestFirst,
};

builder.prismaObjectField(Webhook, 'deliveries', (t) =>
  t.field({
    type: DeliveryConnection,
    nullable: true,
    description: 'What it was told of, or is to be, newest first, as far back as events are kept (`EVENT_DAYS`).',
    args: {
      ...pageArguments(t),
      status: t.arg({ type: DeliveryStatus, description: 'Only these; all without it.' }),
    },
    resolve: ({ id }, args, context, info) =>
      listOfParent(deliveries, { column: 'webhook_id', id }, args, context, info),
  }),
);
