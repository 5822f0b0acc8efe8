/** API keys: which there are, without themselves. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { hasRight, type Role as RoleName, weakerOf } from '../../caller.ts';
import { hasExpired } from '../../organization/authenticate.ts';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import type { Context } from '../context.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { Role, User } from './user.ts';

export const ApiKey = builder.prismaObject('ApiKey', {
  description: 'A key that lets programs in as one person. It was shown once, when it was made; only its hash is kept.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`api_…`; names the key, and opens nothing.' }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    prefix: t.exposeString('prefix', {
      description: 'How the key begins, to tell it by; empty for those made before that was kept.',
    }),
    user: t.relation('membership', { type: User, description: 'Whose it is: whoever brings it is this person.' }),
    role: t.field({
      type: Role,
      description: 'What it may do: that for which it was made, or what its owner may, where that is less.',
      select: { role: true, membership: { select: { role: true } } },
      resolve: ({ role, membership }) => {
        const own = membership.role as RoleName;
        return role === null ? own : weakerOf(own, role as RoleName);
      },
    }),
    isActive: t.boolean({
      description: 'Whether it opens anything: it does until it is revoked, has expired, or its owner is taken out.',
      select: { dateRevoked: true, dateExpires: true, membership: { select: { isActive: true } } },
      resolve: ({ dateRevoked, dateExpires, membership }, _args, { caller }) =>
        dateRevoked === null && !hasExpired(dateExpires, caller.now) && membership.isActive,
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was made.' }),
    dateExpires: t.expose('dateExpires', {
      type: 'DateTime',
      nullable: true,
      description: 'From when on it opens nothing; null: it does not expire.',
    }),
    dateRevoked: t.expose('dateRevoked', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null unless it was.',
    }),
    dateLastUsed: t.expose('dateLastUsed', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it last came with a request, as far as that is written down: about once a minute. Null: never.',
    }),
  }),
});

/** One’s own; of everybody for admins. */
const visible = ({ caller }: Pick<Context, 'caller'>) => {
  const { organizationId, userId } = caller;
  return hasRight(caller, 'administer') ? { organizationId } : { organizationId, userId };
};

export const readApiKeys: ReadByIds = (context, ids, selection) =>
  context.session.rows.apiKey.findMany({ ...selection, where: { ...visible(context), id: named(ids) } });

registerNode('apiKey', 'ApiKey', readApiKeys);

builder.queryField('apiKeys', (t) =>
  t.field({
    type: [ApiKey],
    description:
      'Your API keys; for admins those of everybody in the organization. The newest first, revoked ones too.',
    resolve: (_root, _args, context, info) =>
      context.session.rows.apiKey.findMany({
        ...queryFromInfo({ context, info }),
        where: visible(context),
        orderBy: [{ dateCreated: 'desc' }, { id: 'asc' }],
      }),
  }),
);
