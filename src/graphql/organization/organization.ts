/** The caller's organization. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { symbolOf } from '../../value/money.ts';
import { builder } from '../builder.ts';
import { named } from '../by-id.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';

export const Organization = builder.prismaObject('Organization', {
  description: 'The organization the API key belongs to. Nothing outside it can be seen.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`orga_…`' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code of the currency that every amount is in.' }),
    currencySymbol: t.string({
      description: 'The currency’s sign, `$`; its code where it has none.',
      select: { currency: true },
      resolve: ({ currency }) => symbolOf(currency),
    }),
    stalledAfterDays: t.exposeInt('stalledAfterDays', {
      nullable: true,
      description: 'After how many days without a change an active deal stands still; null: none ever does.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

export const readOrganizations: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.organization.findMany({
    ...selection,
    where: { AND: [{ id: named(ids) }, { id: caller.organizationId }] },
  });

registerNode('organization', 'Organization', readOrganizations);

builder.queryField('organization', (t) =>
  t.field({
    type: Organization,
    description: 'The organization the API key belongs to.',
    resolve: (_root, _args, context, info) =>
      context.session.rows.organization.findUniqueOrThrow({
        ...queryFromInfo({ context, info }),
        where: { id: context.caller.organizationId },
      }),
  }),
);
