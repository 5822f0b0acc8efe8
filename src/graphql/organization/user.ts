/** People, the caller among them. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { Role as RoleName } from '../../caller.ts';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import { weight } from '../cost/weight.ts';
import type { ReadByIds } from '../node/node.ts';
import { Node, registerNode } from '../node/node.ts';

export const Role = builder.enumType('Role', {
  description: 'What a person, or an API key, may do in the organization.',
  values: {
    ADMIN: { value: 'admin', description: 'Everything: also pipelines, statuses, custom fields, people and API keys.' },
    USER: {
      value: 'user',
      description: 'Reads and changes leads, contacts and opportunities, whoever works on them; changes no set-up.',
    },
    READ_ONLY: { value: 'read_only', description: 'Reads everything, changes nothing.' },
  } as const,
});

/** A membership: what stands in the user itself is shared with other organizations, and of that only the address is shown. */
export const User = builder.prismaObject('Membership', {
  name: 'User',
  description:
    'A person who works in the organization, under the name by which they are known there. The same person may belong to other organizations, of which nothing is told.',
  interfaces: [Node],
  select: { id: true, userId: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('userId', { description: '`user_…`' }),
    fullName: t.exposeString('fullName', { description: 'First and last name; what lists are sorted by.' }),
    firstName: t.exposeString('firstName', { description: 'The given name; empty when unknown.' }),
    lastName: t.exposeString('lastName', { description: 'The family name; empty when unknown.' }),
    email: t.string({
      nullable: true,
      description: 'The address for signing in; null for people who came by import.',
      select: { user: { select: { email: true } } },
      resolve: ({ user }) => user.email,
    }),
    image: t.exposeString('image', {
      nullable: true,
      description: 'The address of a picture; null when there is none.',
    }),
    role: t.field({
      type: Role,
      description: 'What the person may do here.',
      select: { role: true },
      resolve: ({ role }) => role as RoleName,
    }),
    isActive: t.exposeBoolean('isActive', {
      description: 'false for people who left: their deals stay, but they can no longer sign in or be assigned.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When the person joined the organization.' }),
  }),
});

export const readUsers: ReadByIds<typeof User.$inferType> = ({ session, caller }, ids, selection) =>
  session.rows.membership.findMany({
    ...selection,
    where: { organizationId: caller.organizationId, userId: named(ids) },
  });

registerNode('user', 'User', readUsers, ({ userId }) => userId);

builder.queryFields((t) => ({
  viewer: t.field({
    type: User,
    description: 'Whose API key the request came with.',
    resolve: (_root, _args, context, info) =>
      context.session.rows.membership.findFirstOrThrow({
        ...queryFromInfo({ context, info }),
        where: { organizationId: context.caller.organizationId, userId: context.caller.userId },
      }),
  }),
  users: t.field({
    type: [User],
    description: 'All people of the organization, by full name, those who left included.',
    extensions: weight({ size: 50 }),
    resolve: (_root, _args, context, info) =>
      context.session.rows.membership.findMany({
        ...queryFromInfo({ context, info }),
        where: { organizationId: context.caller.organizationId },
        orderBy: [{ nameFolded: 'asc' }, { userId: 'asc' }],
      }),
  }),
}));
