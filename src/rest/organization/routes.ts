/** `/organization/{id}/`, `/me/` and `/api_key/`: who is asking, and where they work. */
import type { Session } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { hashApiKey } from '../../organization/api-key.ts';
import { everyday } from '../asked.ts';
import { retrieve } from '../crud.ts';
import { fieldsOf, type Resource, type Viewer } from '../field.ts';
import { wholeList } from '../list.ts';
import { fieldsParam } from '../parameters.ts';
import { readBodies } from '../read.ts';
import { answerOf } from '../resource-schema.ts';
import type { Route } from '../route.ts';
import { boolean, listOf, nullable, refTo, text } from '../schema.ts';
import { readOne } from '../write.ts';
import { membershipBody, membershipSchema, membershipSelection, organization } from './fields.ts';
import { type UserRow, user } from './user.ts';

const ofMe = fieldsOf<UserRow>();

export const me: Resource<UserRow> = {
  name: 'Me',
  description: 'The user whose API key the request came with.',
  rows: (read) => read.membership,
  visible: ({ organizationId, userId }) => ({ organizationId, userId }),
  fields: [
    ...user.fields.filter(({ name }) => name !== 'organizations'),
    ofMe.computed(
      'memberships',
      listOf(membershipSchema),
      'The membership in the organization of the key.',
      (row) => [membershipBody(row)],
      { select: membershipSelection },
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
    ...['all_group_numbers', 'connected_accounts', 'email_signatures'].map((name) =>
      ofMe.fixed(name, [], listOf({ type: 'object' }), 'The gateway keeps none.'),
    ),
    ...['country', 'outbound_carrier', 'phone', 'preferred_twilio_edge', 'totp_auth_state'].map((name) =>
      ofMe.fixed(name, null, nullable(text), 'The gateway does not say.'),
    ),
    ofMe.fixed('is_passwordless', false, boolean, 'The gateway has no passwords to sign in with.'),
  ],
};

type ApiKeyRow = Prisma.ApiKeyGetPayload<object>;

const ofKey = fieldsOf<ApiKeyRow>();

export const apiKey: Resource<ApiKeyRow> = {
  name: 'ApiKey',
  description: 'A key of yours. The key itself was shown once, when it was made.',
  rows: (read) => read.apiKey,
  // A key that was revoked is gone, as far as programs of the source API are concerned.
  visible: ({ organizationId, userId }) => ({ organizationId, userId, dateRevoked: null }),
  fields: [
    ofKey.column('id', 'id', text, 'Names the key; opens nothing.'),
    ofKey.column('name', 'name', nullable(text), 'What it is for.'),
    ofKey.column('organization_id', 'organizationId', text, 'The organization that it opens.'),
    ofKey.column('user_id', 'userId', text, 'The user that it makes of whoever brings it.'),
    ofKey.moment('date_created', 'dateCreated', 'When it was made.'),
  ],
};

/** Scripts ask for it by the key itself. */
const isKeyOrId = (text: string) => ({ OR: [{ id: text }, { keyHash: hashApiKey(text) }] });

export const organizationRoutes: readonly Route[] = [
  retrieve(organization, '/organization/', { one: 'the organization' }),
  {
    ...{ method: 'GET', path: '/me/', resource: me.name, summary: 'Retrieve the user of the API key' },
    ...{ parameters: [fieldsParam], answer: answerOf(me) },
    handle: (request) => request.database.read((session) => readOne(session, request, me, {})),
  },
  retrieve(apiKey, '/api_key/', { one: 'a key of yours', named: isKeyOrId }),
  wholeList(apiKey, '/api_key/', { several: 'your API keys', orderBy: [{ dateCreated: 'asc' }, { id: 'asc' }] }),
];
