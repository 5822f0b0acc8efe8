/** `/event/`: what happened, newest first, as programs of the source API poll it. */
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { eventActions, eventTypes } from '../../db/history/event-kinds.ts';
import { DomainError } from '../../errors.ts';
import { imagesFor } from '../../event/image.ts';
import { newestFirst } from '../../filter/order.ts';
import { readPage } from '../../filter/page.ts';
import type { Where } from '../../filter/where.ts';
import type { Body, Viewer } from '../field.ts';
import { exactly, moment, ownOrganization, readFilters } from '../filters.ts';
import { readPaging } from '../paging.ts';
import { fieldsParam, filterParams } from '../parameters.ts';
import type { Params } from '../params.ts';
import { fieldProblem, problem } from '../problem.ts';
import { openQuestion } from '../question.ts';
import type { RestRequest, Route } from '../route.ts';
import { described, listOf, nullable, object, text } from '../schema.ts';
import { wireInstant } from '../time.ts';
import { type Pictured, payloadsOf } from './payload.ts';

const actions = `${eventActions.map((action) => `\`${action}\``).join(', ')}.`;

const filters = [
  exactly('object_type', `The kind of object: ${eventTypes.map((type) => `\`${type}\``).join(', ')}.`),
  exactly('object_id', 'What it happened to.'),
  exactly('lead_id', 'The lead that it is about, with its contacts, deals, tasks and notes.'),
  exactly('action', actions),
  exactly('user_id', 'Who did it.'),
  exactly('api_key_id', 'The key with which it was done.'),
  exactly('request_id', 'The request that did it: the `x-request-id` of its answer.'),
  moment('date_updated', 'When it happened.', 'date_created'),
  moment('date_created', 'When it happened.'),
  ownOrganization,
];

/** As the source API has it. */
const bounds = { limit: 50 };

const payload = { type: ['object', 'null'] };

export const eventSchema = object({
  id: described(text, '`ev_…`'),
  date_created: described(text, 'When it happened.'),
  date_updated: described(text, 'The same.'),
  organization_id: described(text, 'The organization it belongs to.'),
  user_id: described(nullable(text), 'Who did it; null for an import, or what was done by hand.'),
  request_id: described(nullable(text), 'The request that did it.'),
  api_key_id: described(nullable(text), 'The key with which it was done.'),
  oauth_client_id: described(nullable(text), 'The gateway has no OAuth.'),
  oauth_scope: described(nullable(text), 'The gateway has no OAuth.'),
  object_type: described(text, 'The kind of object.'),
  object_id: described(text, 'What it happened to.'),
  lead_id: described(nullable(text), 'The lead that it is about.'),
  action: described(text, actions),
  changed_fields: described(listOf(text), 'The fields that a change changed.'),
  data: described(
    payload,
    'What the object became. Null when it was deleted, and for those who are no admins after an hour.',
  ),
  previous_data: described(payload, 'Of a change the fields that it changed, of a deletion all, as they were.'),
  meta: described(
    { type: 'object' },
    'Of all that a merge did: `merge_source_lead_id` and `merge_destination_lead_id`.',
  ),
});

/** Which way to go on from a cursor stands before it. */
const older = 'n';
const newer = 'p';

function readCursor(params: Params, limit: number) {
  const cursor = params.text('_cursor') ?? '';
  if (cursor === '') return { first: limit };
  const at = cursor.slice(1);
  if (cursor.startsWith(older)) return { first: limit, after: at };
  if (cursor.startsWith(newer)) return { last: limit, before: at };
  throw wrongCursor();
}

const wrongCursor = () =>
  fieldProblem({
    _cursor: 'This is no cursor: take `cursor_next` or `cursor_previous` of an answer, or leave it out.',
  });

async function readList(session: Session, { caller, viewer, params }: RestRequest, where: Where, limit: number) {
  const page = await readPage(session, where, newestFirst, readCursor(params, limit)).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'INVALID_CURSOR' ? wrongCursor() : error;
  });
  const bodies = await readEvents(
    session,
    { viewer, caller },
    page.rows.map(({ id }) => id),
  );
  const [first, last] = [page.rows[0], page.rows.at(-1)];
  return {
    data: bodies.map((body) => only(params, body)),
    cursor_next: last && page.hasNextPage ? `${older}${last.cursor}` : null,
    cursor_previous: first && page.hasPreviousPage ? `${newer}${first.cursor}` : null,
  };
}

interface Reading {
  readonly viewer: Viewer;
  readonly caller: Caller;
}

/** In the order of ids. */
export async function readEvents(
  session: Session,
  { viewer, caller }: Reading,
  ids: readonly string[],
): Promise<readonly Body[]> {
  const found = await session.rows.event.findMany({
    where: { organizationId: caller.organizationId, id: { in: [...ids] } },
  });
  const byId = new Map(found.map((event) => [event.id, { event, ...imagesFor(caller, event) }]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  // What a change left as it was stands in what the object became.
  const pictures = rows.map(({ event: { objectType }, data, previousData }): readonly Pictured[] => [
    ...(data === null ? [] : [{ objectType, image: data }]),
    ...(previousData === null ? [] : [{ objectType, image: { ...data, ...previousData } }]),
  ]);
  const payloads = [...(await payloadsOf(session, viewer, pictures.flat()))];
  return rows.map(({ event, data, previousData }) => {
    const became = data === null ? null : (payloads.shift() ?? null);
    const was = previousData === null ? null : (payloads.shift() ?? null);
    const changed = became === null || was === null ? [] : differing(became, was);
    const { id, organizationId, userId, requestId, apiKeyId, objectType, objectId, leadId, action, meta } = event;
    const date = wireInstant(event.dateCreated);
    return {
      ...{ id, date_created: date, date_updated: date, organization_id: organizationId, user_id: userId },
      ...{ request_id: requestId, api_key_id: apiKeyId, oauth_client_id: null, oauth_scope: null },
      ...{ object_type: objectType, object_id: objectId, lead_id: leadId, action, changed_fields: changed },
      data: became,
      previous_data: became === null || was === null ? was : picked(was, changed),
      meta: meta ?? {},
    };
  });
}

function differing(became: Body, was: Body): readonly string[] {
  const names = new Set([...Object.keys(became), ...Object.keys(was)]);
  return [...names]
    .filter((name) => JSON.stringify(exact(became[name])) !== JSON.stringify(exact(was[name])))
    .toSorted();
}

const exact = (value: unknown) => (typeof value === 'bigint' ? String(value) : (value ?? null));

const picked = (body: Body, names: readonly string[]): Body =>
  Object.fromEntries(names.map((name) => [name, body[name] ?? null]));

function only(params: Params, body: Body): Body {
  const names = params.list('_fields');
  if (names === undefined || names.includes('_all')) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

const whole = { anyOf: [eventSchema, { ...eventSchema, required: [] }] };

export const eventRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/event/', resource: 'Event', summary: 'List what happened, newest first' },
    parameters: [
      ...filterParams(filters),
      {
        name: '_cursor',
        schema: text,
        description: 'Where to go on: `cursor_next` or `cursor_previous` of an answer.',
      },
      { name: '_limit', schema: { type: 'integer', minimum: 0, maximum: 50 }, description: 'How many to give; 50.' },
      fieldsParam,
    ],
    answer: object({
      data: described(listOf(whole), 'What happened.'),
      cursor_next: described(nullable(text), 'For what is older; null when there is nothing.'),
      cursor_previous: described(
        nullable(text),
        'For what is newer; null when there is nothing, and without `_cursor`.',
      ),
    }),
    handle(request) {
      const { caller, database, params } = request;
      const { limit } = readPaging(params, bounds);
      const filter = readFilters(filters, params, caller);
      if (limit === 0) return Promise.resolve({ data: [], cursor_next: null, cursor_previous: null });
      return database.read(async (session) => {
        const { where } = await openQuestion(session, caller, params, { table: 'event', filter });
        return readList(session, request, where, limit);
      });
    },
  },
  {
    ...{ method: 'GET', path: '/event/{id}/', resource: 'Event', summary: 'Retrieve an event' },
    ...{ parameters: [fieldsParam], answer: whole },
    handle: ({ caller, viewer, database, params, path: { id = '' } }) =>
      database.read(async (session) => {
        const [event] = await readEvents(session, { viewer, caller }, [id]);
        if (!event) throw problem(404, 'Empty query: Event matching query does not exist.');
        return only(params, event);
      }),
  },
];
