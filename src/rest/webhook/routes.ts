/** `/webhook/`: who is told of events by HTTP. Only admins make and change them. */
import { type WantedEvent, type WebhookInput, webhookStatuses } from '../../webhook/input.ts';
import { createWebhook, deleteWebhook, updateWebhook } from '../../webhook/write.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, nested, readBody } from '../body-field.ts';
import { crud } from '../crud.ts';
import { wholeList } from '../list.ts';
import { fieldsParam } from '../parameters.ts';
import { anyBoolean, anyObject, anyText, many, orNull } from '../reader.ts';
import { answerOf } from '../resource-schema.ts';
import type { Route } from '../route.ts';
import { oneOf } from '../schema.ts';
import { readOne, write } from '../write.ts';
import { newWebhook, webhook } from './fields.ts';

const wanted = bodyFieldsOf<WantedEvent>();

const wantedEvent = nested<WantedEvent>(
  [
    wanted('object_type', 'objectType', anyText, 'The kind of object, as `/event/` tells it.'),
    wanted('action', 'action', anyText, '`created`, `updated` or `deleted`.'),
    wanted('extra_filter', 'extraFilter', orNull(anyObject), 'What the event must be besides: see docs/webhooks.md.'),
  ],
  ['object_type', 'action'],
);

const field = bodyFieldsOf<WebhookInput>();

const webhookBody = [
  field('url', 'url', orNull(anyText), 'Where the events are sent: http or https.'),
  field('events', 'events', orNull(many(wantedEvent)), 'The kinds of events that are sent.'),
  field('status', 'status', { ...orNull(anyText), schema: oneOf(webhookStatuses) }, '`paused`: nothing is sent.'),
  field('verify_ssl', 'verifySsl', orNull(anyBoolean), 'Whether the certificate of the receiver must be valid; true.'),
];

const path = '/webhook/';

export const webhookRoutes: readonly Route[] = [
  wholeList(webhook, path, { several: 'webhooks', orderBy: [{ dateCreated: 'desc' }, { id: 'asc' }] }),
  {
    ...{ method: 'POST', path, right: 'administer', resource: webhook.name, summary: 'Create a webhook' },
    ...{ body: { ...bodySchema(webhookBody), required: ['url', 'events'] }, parameters: [fieldsParam] },
    answer: answerOf(newWebhook),
    handle: (request) =>
      write(request, (session) =>
        inNamesOf(webhookBody, request.body, async () => {
          const { body, caller, addresses } = request;
          const id = await createWebhook(session, caller, readBody(webhookBody, body, caller), addresses);
          return readOne(session, request, newWebhook, id);
        }),
      ),
  },
  ...crud(webhook, path, {
    ...{ right: 'administer', one: 'a webhook', body: bodySchema(webhookBody) },
    update: (session, { caller, body, addresses }, id) =>
      inNamesOf(webhookBody, body, async () =>
        updateWebhook(session, caller, { id, change: readBody(webhookBody, body, caller) }, addresses),
      ),
    remove: (session, { caller }, id) => deleteWebhook(session, caller, { id }),
  }),
];
