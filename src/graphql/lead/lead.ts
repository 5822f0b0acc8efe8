/** Leads: the companies one sells to. */
import { countMatches } from '../../filter/count.ts';
import { and, every } from '../../filter/filter.ts';
import { newestFirst, type Order } from '../../filter/order.ts';
import { readPage } from '../../filter/page.ts';
import { storedAddresses } from '../../lead/address.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { lazy, pageArguments } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { Contact } from '../contact/contact.ts';
import { fieldsOfOrder, openWhere } from '../context.ts';
import { OrderDirection } from '../enums.ts';
import { filterFromInput, LeadFilter, leadFilter } from '../filter/input.ts';
import { orderOf, readSearch } from '../filter/search.ts';
import { Node, type ReadByIds, readOne, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';
import { LeadStatus } from '../pipeline/pipeline.ts';
import { PostalAddress } from './address.ts';

export const Lead = builder.prismaObject('Lead', {
  description: 'A company, or a person, that one sells to. Deals and contacts belong to a lead.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`lead_…`' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    description: t.exposeString('description', { description: 'Free text; empty when there is none.' }),
    url: t.exposeString('url', { nullable: true, description: 'Its web site; null when unknown.' }),
    addresses: t.field({
      type: [PostalAddress],
      description: 'Its postal addresses, the most important first.',
      select: { addresses: true },
      resolve: ({ addresses }) => storedAddresses(addresses),
    }),
    status: t.relation('status', { type: LeadStatus, description: 'Where the relation to it stands.' }),
    contacts: t.relation('contacts', {
      type: Contact,
      description: 'The people that work there, oldest first.',
      query: { orderBy: [{ dateCreated: 'asc' }, { rowKey: 'asc' }] },
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'Its id where it was imported from; null otherwise.',
    }),
    createdBy: t.relation('createdMembership', {
      type: User,
      nullable: true,
      description: 'Who created it; null for imports.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null for imports.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
    version: t.exposeInt('version', { description: 'Grows by one with every change.' }),
  }),
});

builder.prismaObjectField(Contact, 'lead', (t) =>
  t.relation('lead', { type: Lead, description: 'The lead whom the person works at.' }),
);

export const readLeads: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.lead.findMany({
    ...selection,
    where: mine(caller, ids),
  });

registerNode('lead', 'Lead', readLeads);

const LeadConnection = connectionType({
  name: 'Lead',
  ...{ type: Lead, load: readLeads, one: 'lead', several: 'leads', description: 'Leads, page by page.' },
});

const LeadOrderField = builder.enumType('LeadOrderField', {
  description: 'What leads can be sorted by.',
  values: {
    NAME: { value: 'name', description: 'Its name, in any case.' },
    DATE_CREATED: { value: 'date_created', description: 'When it was created.' },
    DATE_UPDATED: { value: 'date_updated', description: 'When it was last changed.' },
  } as const,
});

const LeadOrder = builder.inputType('LeadOrder', {
  description: 'One key to sort leads by.',
  fields: (t) => ({
    field: t.field({ type: LeadOrderField, required: true, description: 'What to sort by.' }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which way.' }),
  }),
});

function orderFromLeadInput(input: readonly (typeof LeadOrder.$inferInput)[] | null | undefined): Order {
  if (!input || input.length === 0) return newestFirst;
  return input.map(({ field, direction }) => ({ field, descending: direction === 'desc' }));
}

builder.queryFields((t) => ({
  lead: t.field({
    type: Lead,
    nullable: true,
    description: 'One lead; null when there is none of that id.',
    args: { id: t.arg.id({ required: true, description: '`lead_…`' }) },
    resolve: (_root, { id }, context, info) => readOne(readLeads, id, context, info),
  }),
  leads: t.field({
    type: LeadConnection,
    description: 'Leads that match a filter, newest first unless another order is asked for.',
    args: {
      ...pageArguments(t),
      filter: t.arg({ type: LeadFilter, description: 'Which leads; all without one.' }),
      query: t.arg.string({
        description:
          'A search, as people type it: `status:Customer num_won_opportunities > 1 acme`. What matches it and `filter` is listed. The language is in docs/search.md; `explainQuery` tells what a search means.',
      }),
      orderBy: t.arg({
        type: [LeadOrder],
        description:
          'Up to three keys. Without any, by the `sort:` of the search; else by date of creation, newest first.',
      }),
    },
    resolve: async (_root, args, context) => {
      const { zone } = context.caller;
      const search = await readSearch(context, { table: 'lead', argument: 'query', text: args.query, zone });
      const order = orderOf(search, args.orderBy, orderFromLeadInput);
      const filter = and(filterFromInput(leadFilter, args.filter, zone), search?.filter ?? every);
      const where = await openWhere(context, 'lead', filter, fieldsOfOrder(order));
      return {
        page: lazy(() => readPage(context.session, where, order, args)),
        count: lazy(() => countMatches(context.session, where)),
      };
    },
  }),
}));
