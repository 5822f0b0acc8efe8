/** People, the caller among them. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import type { ReadByIds } from '../node/node.ts';
import { Node, registerNode } from '../node/node.ts';

export const Role = builder.enumType('Role', {
  description: 'What a user may do in the organization.',
  values: {
    ADMIN: { value: 'admin', description: 'Everything.' },
    USER: { value: 'user', description: 'Everything but inviting people, giving roles and taking people out.' },
  } as const,
});

export const User = builder.prismaObject('User', {
  description:
    'A person who works in the organization. The same person may belong to other organizations, which one cannot see.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`user_…`' }),
    fullName: t.exposeString('fullName', { description: 'First and last name; what lists are sorted by.' }),
    firstName: t.exposeString('firstName', { description: 'The given name; empty when unknown.' }),
    lastName: t.exposeString('lastName', { description: 'The family name; empty when unknown.' }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'The address for signing in; null for people who came by import.',
    }),
    image: t.exposeString('image', {
      nullable: true,
      description: 'The address of a picture; null when there is none.',
    }),
    role: t.field({
      type: Role,
      description: 'What the person may do here.',
      select: (_args, { caller }) => ({ memberships: { where: { organizationId: caller.organizationId } } }),
      resolve: ({ memberships }) => (memberships[0]?.role === 'admin' ? 'admin' : 'user'),
    }),
    isActive: t.boolean({
      description: 'false for people who left: their deals stay, but they can no longer sign in or be assigned.',
      select: (_args, { caller }) => ({ memberships: { where: { organizationId: caller.organizationId } } }),
      resolve: ({ memberships }) => memberships[0]?.isActive ?? false,
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When the person was first known.' }),
  }),
});

export const readUsers: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.user.findMany({
    ...selection,
    where: { id: named(ids), memberships: { some: { organizationId: caller.organizationId } } },
  });

registerNode('user', 'User', readUsers);

builder.queryFields((t) => ({
  viewer: t.field({
    type: User,
    description: 'Whose API key the request came with.',
    resolve: (_root, _args, context, info) =>
      context.session.rows.user.findUniqueOrThrow({
        ...queryFromInfo({ context, info }),
        where: { id: context.caller.userId },
      }),
  }),
  users: t.field({
    type: [User],
    description: 'All people of the organization, by full name, those who left included.',
    resolve: (_root, _args, context, info) =>
      context.session.rows.user.findMany({
        ...queryFromInfo({ context, info }),
        where: { memberships: { some: { organizationId: context.caller.organizationId } } },
        orderBy: [{ nameFolded: 'asc' }, { id: 'asc' }],
      }),
  }),
}));
