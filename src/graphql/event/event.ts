/** `events`: what happened, and who did it; the audit log of an organization. */
import type { Session } from '../../db/client.ts';
import type { eventActions } from '../../db/history/event-kinds.ts';
import { imagesFor } from '../../event/image.ts';
import { newestFirst } from '../../filter/order.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { connectionType } from '../connection/connection-type.ts';
import { listOfAll } from '../connection/listed.ts';
import { filteredArguments, filteredList } from '../filter/filtered-list.ts';
import { EventFilter } from '../filter/input.ts';
import { eventFilter } from '../filter/shapes.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';

const EventAction = builder.enumType('EventAction', {
  description: 'What happened to an object.',
  values: {
    CREATED: { value: 'created', description: 'It was created, or imported.' },
    UPDATED: { value: 'updated', description: 'It was changed.' },
    DELETED: { value: 'deleted', description: 'It was deleted, or went with what was.' },
    MERGED: { value: 'merged', description: 'Another lead became one with it: `meta` says which.' },
  } as const,
});

const images = { data: true, previousData: true, dateCreated: true };

const Event = builder.prismaObject('Event', {
  description:
    'What happened to one object in one transaction. What the object was and became is for admins, and for others an hour long.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`ev_…`, its own.' }),
    action: t.field({
      type: EventAction,
      description: 'What happened.',
      select: { action: true },
      resolve: ({ action }) => action as (typeof eventActions)[number],
    }),
    objectType: t.exposeString('objectType', {
      description:
        'The kind of object, as REST calls it: `opportunity`, `lead`, `contact`, `task.lead`, `activity.note`, `pipeline` …',
    }),
    objectId: t.exposeID('objectId', { description: 'What it happened to; `node` has it while it is there.' }),
    leadId: t.exposeID('leadId', { nullable: true, description: 'The lead it is about; null when it is about none.' }),
    changedFields: t.stringList({
      description:
        'What a change changed, by the names of `data`; empty for all else, and for those who may not see it.',
      select: { ...images, action: true },
      resolve: (event, _args, { caller }) =>
        event.action === 'updated' ? Object.keys(imagesFor(caller, event).previousData ?? {}).toSorted() : [],
    }),
    data: t.field({
      type: 'ObjectJSON',
      nullable: true,
      description: 'What the object became; null when it was deleted, and for those who may not see it.',
      select: images,
      resolve: (event, _args, { caller }) => imagesFor(caller, event).data,
    }),
    previousData: t.field({
      type: 'ObjectJSON',
      nullable: true,
      description:
        'Of a change what it changed, of a deletion all, as it was; null when it was created, and for those who may not see it.',
      select: images,
      resolve: (event, _args, { caller }) => imagesFor(caller, event).previousData,
    }),
    meta: t.field({
      type: 'ObjectJSON',
      nullable: true,
      description:
        'Of all that a merge of two leads did: `merge_source_lead_id`, which is gone, and `merge_destination_lead_id`. Null for what else happened.',
      select: { meta: true },
      resolve: ({ meta }) => meta as object | null,
    }),
    userId: t.exposeID('userId', {
      nullable: true,
      description: 'Who did it; null for an import, or what was done by hand.',
    }),
    apiKeyId: t.exposeID('apiKeyId', {
      nullable: true,
      description: 'The key with which it was done; null without one.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The `x-request-id` of the answer to the request that did it; null when none did.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

/** It points to nothing: there is nothing to include. */
const readEvents: ReadByIds = async ({ session, caller }, ids, selection) => {
  const { include, ...query } = await selection;
  const { findMany }: { findMany(query: object): PromiseLike<readonly { id: string }[]> } = session.rows.event;
  return findMany({ ...query, where: mine(caller, ids) });
};

registerNode('event', 'Event', readEvents);

const { connection: EventConnection } = connectionType({
  ...{ name: 'Event', type: Event, one: 'event', several: 'events' },
  rows: { load: readEvents, reader: ({ rows }: Session) => rows.event },
  description: 'Events, newest first, page by page.',
});

const events = filteredList('event', eventFilter, () => newestFirst);

builder.queryField('events', (t) =>
  t.field({
    type: EventConnection,
    nullable: true,
    description: 'What happened in the organization, newest first, as far back as events are kept (`EVENT_DAYS`).',
    args: filteredArguments(t, EventFilter, 'Which events; all without one.'),
    resolve: (_root, args, context) => listOfAll(events, args, context),
  }),
);
