/** Leads: the companies one sells to. */

import type { When } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { at, DomainError } from '../../errors.ts';
import { countMatches } from '../../filter/count.ts';
import { and, every, type Figure, type Filter } from '../../filter/filter.ts';
import { maximumKeys, newestFirst, type Order } from '../../filter/order.ts';
import { assertPage, readPage } from '../../filter/page.ts';
import { saidAt } from '../../filter/place.ts';
import { storedAddresses } from '../../lead/address.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { lazy, pageArguments, pageOnce } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { Contact } from '../contact/contact.ts';
import { fieldsOfOrder, openWhere } from '../context.ts';
import { type AskedArguments, weight } from '../cost/weight.ts';
import { OrderDirection } from '../enums.ts';
import { filterFromInput, LeadFilter, OpportunityFigure, readFigure } from '../filter/input.ts';
import type { FigureInput } from '../filter/opportunity-figure.ts';
import { readView, viewArgument } from '../filter/saved.ts';
import { orderOf, readSearch } from '../filter/search.ts';
import { leadFilter } from '../filter/shapes.ts';
import { filterWithin, withinArgument } from '../filter/within.ts';
import { Node, type ReadByIds, readOne, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';
import { LeadStatus } from '../pipeline/pipeline.ts';
import { whenOf } from '../zone.ts';
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
      description: 'Who created it; null where nobody here did, or it is not known.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null where nobody here did, or it is not known.',
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

export const leadRows = { load: readLeads, reader: ({ rows }: Session) => rows.lead };

registerNode('lead', 'Lead', readLeads);

export const { connection: LeadConnection, edge: LeadEdge } = connectionType({
  name: 'Lead',
  ...{ type: Lead, rows: leadRows, one: 'lead', several: 'leads', description: 'Leads, page by page.' },
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
  description: 'One key to sort leads by: a field, or a figure over their opportunities.',
  fields: (t) => ({
    field: t.field({ type: LeadOrderField, description: 'What to sort by; not together with opportunityFigure.' }),
    opportunityFigure: t.field({
      type: OpportunityFigure,
      description: 'The figure to sort by; not together with field. Leads without one come last in both directions.',
    }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which way.' }),
  }),
});

type LeadOrderInput = readonly (typeof LeadOrder.$inferInput)[] | null | undefined;

/** @throws INVALID_ORDER, INVALID_FILTER */
function orderFromLeadInput(input: LeadOrderInput, when: When): Order {
  if (!input || input.length === 0) return newestFirst;
  return at('orderBy', () =>
    input.map(({ field, opportunityFigure, direction }, index) => {
      const descending = direction === 'desc';
      if (field != null && opportunityFigure == null) return { field, descending };
      if (field == null && opportunityFigure != null) {
        return { field: 'figure', figure: at(index, () => figureOfOrder(opportunityFigure, when)), descending };
      }
      throw new DomainError('INVALID_ORDER', 'Give either field or opportunityFigure.', { path: [index] });
    }),
  );
}

/** What is wrong with it has its place, be it seen now or when it is compiled. */
function figureOfOrder(asked: FigureInput, when: When): Figure {
  const figure = at('opportunityFigure', () => readFigure(asked, when));
  return { ...figure, of: saidAt('opportunityFigure', () => figure.of) };
}

/** Each figure is computed of every lead, to find the first of them. */
function costOfOrder({ orderBy }: AskedArguments): number {
  const keys: readonly unknown[] = orderBy == null ? [] : [orderBy].flat();
  const isFigure = (key: unknown) => (key as { opportunityFigure?: unknown } | null)?.opportunityFigure != null;
  return 250 + 15_000 * keys.slice(0, maximumKeys).filter(isFigure).length;
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
    nullable: true,
    extensions: weight({ statement: costOfOrder }),
    description: 'Leads that match a filter, newest first unless another order is asked for.',
    args: {
      ...pageArguments(t),
      ...withinArgument(t, 'Only leads that have opportunities of a group of those: its `drillDown`.'),
      ...viewArgument(t, 'leads'),
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
      timeZone: t.arg.string({
        description:
          'In whose days bare dates are meant: an IANA name such as `Europe/Berlin`. Without it the header `x-tz-offset`, else UTC.',
      }),
    },
    resolve: async (_root, args, context, { schema }) => {
      const when = whenOf(args, context.caller);
      const search = await readSearch(context, { table: 'lead', argument: 'query', text: args.query, when });
      const view = await readView(context, args, 'lead', when);
      const searched = search?.order.length ? search : view;
      const order = orderOf(searched, args.orderBy, (input: LeadOrderInput) => orderFromLeadInput(input, when));
      const within = filterWithin(args, schema, when);
      const ofGroup: Filter = within === every ? every : { kind: 'some', relation: 'opportunity', filter: within };
      const asked = filterFromInput(leadFilter, args.filter, when);
      const filter = and(ofGroup, view?.filter ?? every, asked, search?.filter ?? every);
      const where = await openWhere(context, 'lead', filter, fieldsOfOrder(order));
      assertPage(where, order, args);
      return {
        page: pageOnce((rows) => readPage(context.session, where, order, args, rows)),
        count: lazy(() => countMatches(context.session, where)),
      };
    },
  }),
}));
