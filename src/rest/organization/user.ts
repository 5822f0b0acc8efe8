/** `/user/`: the people of the organization, as it knows them. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { retrieve } from '../crud.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { wholeList } from '../list.ts';
import { pageOf } from '../resource-schema.ts';
import type { Route } from '../route.ts';
import { anything, instant, listOf, nullable, text } from '../schema.ts';

/** What stands in the user itself is shared with other organizations: of that, only the address is shown. */
export type UserRow = Prisma.MembershipGetPayload<{ include: { user: true } }>;

const { column, computed, fixed, moment } = fieldsOf<UserRow>();

export const user: Resource<UserRow> = {
  name: 'User',
  description: 'A person who works in the organization.',
  rows: (read) => read.membership,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    column('id', 'userId', text, '`user_…`'),
    computed(
      'email',
      nullable(text),
      'The address for signing in; null for people who came by import.',
      ({ user: { email } }) => email,
      { select: { user: { select: { email: true } } } },
    ),
    column('first_name', 'firstName', text, 'The given name.'),
    column('last_name', 'lastName', text, 'The family name.'),
    column('image', 'image', nullable(text), 'The address of a picture.'),
    fixed('google_profile_image_url', null, nullable(text), 'The address of another picture.'),
    fixed('email_verified_at', null, nullable(instant), 'When the address was verified; the gateway does not say.'),
    fixed('last_used_timezone', null, nullable(text), 'Where the person works; the gateway does not say.'),
    computed(
      'organizations',
      listOf(text),
      'Your organization: others that the person may belong to cannot be seen.',
      (_row, { caller }) => [caller.organizationId],
    ),
    moment('date_created', 'dateCreated', 'When the person joined the organization.'),
    moment('date_updated', 'dateUpdated', 'When something about the person last changed.'),
  ],
};

const userOrder = [{ nameFolded: 'asc' }, { userId: 'asc' }];

/** Before `/user/{id}/`, which its address would fit as well. */
const availability: Route = {
  ...{ method: 'GET', path: '/user/availability/', resource: user.name, answer: pageOf(anything) },
  summary: 'List who is there, and in a call: the gateway does not know, and the list is empty',
  handle: async () => ({ data: [], has_more: false }),
};

export const userRoutes: readonly Route[] = [
  availability,
  wholeList(user, '/user/', { several: 'all people of the organization, by full name', orderBy: userOrder }),
  retrieve(user, '/user/', { one: 'a user', named: (userId) => ({ userId }) }),
];
