/** `/organization/{id}/`, `/me/` and `/api_key/`: who is asking, and where they work. */
import type { Session } from '../db/client.ts';
import type { Prisma } from '../db/generated/postgresql/client.ts';
import { everyday } from './asked.ts';
import { crud } from './crud.ts';
import { fieldsOf, type Resource, type Viewer } from './field.ts';
import { wholeList } from './list.ts';
import { membershipBody, membershipSchema, organization } from './organization-fields.ts';
import { fieldsParam } from './parameters.ts';
import { readBodies } from './read.ts';
import { answerOf } from './resource-schema.ts';
import type { Route } from './route.ts';
import { listOf, nullable, refTo, text } from './schema.ts';
import { user } from './user.ts';
import { readOne } from './write.ts';

type MeRow = Prisma.UserGetPayload<{ include: { memberships: { include: { user: true } } } }>;

const ofMe = fieldsOf<MeRow>();

export const me: Resource<MeRow> = {
  name: 'Me',
  description: 'The user whose API key the request came with.',
  rows: (prisma) => prisma.user,
  visible: ({ userId }) => ({ id: userId }),
  fields: [
    ...user.fields.filter(({ name }) => name !== 'organizations'),
    ofMe.computed(
      'memberships',
      listOf(membershipSchema),
      'The membership in the organization of the key.',
      ({ memberships }, { caller }) =>
        memberships.filter(({ organizationId }) => organizationId === caller.organizationId).map(membershipBody),
      { select: { memberships: { include: { user: true } } } },
    ),
    ofMe.computed(
      'organizations',
      listOf(refTo(organization.name)),
      'The organization of the key.',
      (_row, _viewer, related) => related,
      {
        async load(session: Session, viewer: Viewer, ids: readonly string[]) {
          const read = await readBodies(session, viewer, organization, everyday(organization), {});
          return new Map(ids.map((id) => [id, read.map(({ body }) => body)]));
        },
      },
    ),
    ofMe.fixed('email_accounts', [], listOf({ type: 'object' }), 'The gateway reads no e-mail.'),
    ofMe.fixed('phone_numbers', [], listOf({ type: 'object' }), 'The gateway makes no calls.'),
  ],
};

type ApiKeyRow = Prisma.ApiKeyGetPayload<object>;

const ofKey = fieldsOf<ApiKeyRow>();

export const apiKey: Resource<ApiKeyRow> = {
  name: 'ApiKey',
  description: 'A key of yours. The key itself was shown once, when it was made.',
  rows: (prisma) => prisma.apiKey,
  visible: ({ organizationId, userId }) => ({ organizationId, userId }),
  fields: [
    ofKey.column('id', 'id', text, 'Names the key; opens nothing.'),
    ofKey.column('name', 'name', nullable(text), 'What it is for.'),
    ofKey.column('organization_id', 'organizationId', text, 'The organization that it opens.'),
    ofKey.column('user_id', 'userId', text, 'The user that it makes of whoever brings it.'),
    ofKey.moment('date_created', 'dateCreated', 'When it was made.'),
  ],
};

export const organizationRoutes: readonly Route[] = [
  ...crud(organization, '/organization/', { one: 'the organization' }),
  {
    ...{ method: 'GET', path: '/me/', resource: me.name, summary: 'Retrieve the user of the API key' },
    ...{ parameters: [fieldsParam], answer: answerOf(me) },
    handle: (request) => request.database.read((session) => readOne(session, request, me, request.caller.userId)),
  },
  wholeList(apiKey, '/api_key/', { several: 'your API keys', orderBy: [{ dateCreated: 'asc' }, { id: 'asc' }] }),
];
