/**
 * `opportunities(...)`: the list with totals and groups over all that match. The connection keeps one compiled `Where`;
 * its fields are computed from that when they are asked for.
 */

import { countMatches } from '../../filter/count.ts';
import { and, every, type Filter } from '../../filter/filter.ts';
import type { Order } from '../../filter/order.ts';
import { type ConnectionArguments, type Page, readPage } from '../../filter/page.ts';
import type { Where } from '../../filter/where.ts';
import { countOf, readTotals, type Totals } from '../../opportunity/aggregates.ts';
import type { Zone } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { type Connection, lazy, pageArguments } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { type Context, fieldsOfOrder, openWhere } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { type FilterInput, filterFromInput, OpportunityFilter, opportunityFilter } from '../filter/input.ts';
import { orderOf, readSearch } from '../filter/search.ts';
import { zoneOf } from '../zone.ts';
import { type AggregatesSource, OpportunityAggregates } from './aggregates.ts';
import { Opportunity, readOpportunities } from './opportunity.ts';
import { costOfOrder, OpportunityOrder, orderFromInput } from './order.ts';

export interface OpportunityConnectionSource extends Connection, AggregatesSource {
  readonly where: Where;
  readonly zone: Zone;
}

export const OpportunityConnection = connectionType<OpportunityConnectionSource>({
  name: 'Opportunity',
  ...{ type: Opportunity, load: readOpportunities, one: 'opportunity', several: 'opportunities' },
  description: 'Opportunities, page by page, with exact figures over all that match.',
});

builder.objectField(OpportunityConnection, 'aggregates', (t) =>
  t.field({
    type: OpportunityAggregates,
    description: 'Figures over all opportunities that match.',
    extensions: weight({ statement: 7500, looks: 1 }),
    resolve: (source) => source,
  }),
);

export interface OpportunitiesArguments extends ConnectionArguments {
  readonly filter?: FilterInput | null | undefined;
  readonly query?: string | null | undefined;
  readonly leadQuery?: string | null | undefined;
  readonly orderBy?: Parameters<typeof orderFromInput>[0];
  readonly timeZone?: string | null | undefined;
}

/** What a list is of, before anything of it is read. */
export interface OpenedList {
  readonly where: Where;
  readonly zone: Zone;
  readonly order: Order;
}

export async function openList(
  context: Context,
  args: OpportunitiesArguments,
  within: Filter = every,
): Promise<OpenedList> {
  const zone = zoneOf(args, context.caller.zone);
  const asked = filterFromInput(opportunityFilter, args.filter, zone);
  const search = await readSearch(context, { table: 'opportunity', argument: 'query', text: args.query, zone });
  const leads = await readSearch(context, { table: 'lead', argument: 'leadQuery', text: args.leadQuery, zone });
  const order = orderOf(search, args.orderBy, orderFromInput);
  const ofLeads: Filter = leads ? { kind: 'some', relation: 'lead', filter: leads.filter } : every;
  const filter = and(within, asked, search?.filter ?? every, ofLeads);
  const where = await openWhere(context, 'opportunity', filter, fieldsOfOrder(order));
  return { where, zone, order };
}

async function openOpportunities(context: Context, args: OpportunitiesArguments): Promise<OpportunityConnectionSource> {
  const list = await openList(context, args);
  const { session } = context;
  return connectionOf(list, {
    page: () => readPage(session, list.where, list.order, args),
    totals: () => readTotals(session, list.where),
    count: () => countMatches(session, list.where),
  });
}

interface Reads {
  page(): Promise<Page>;
  totals(): Promise<Totals>;
  count(): Promise<number>;
}

export function connectionOf({ where, zone }: Omit<OpenedList, 'order'>, read: Reads): OpportunityConnectionSource {
  let summed = false;
  const totals = lazy(() => {
    summed = true;
    return read.totals();
  });
  const count = lazy(async () => {
    // Siblings are resolved in the same turn: whoever wants sums has said so by the next, and the sums bring the count.
    await Promise.resolve();
    return summed ? countOf(await totals()) : read.count();
  });
  return { where, zone, page: lazy(read.page), totals, count };
}

export function opportunitiesArguments(t: Parameters<typeof pageArguments>[0]) {
  return {
    ...pageArguments(t),
    filter: t.arg({ type: OpportunityFilter, description: 'Which opportunities; all without one.' }),
    query: t.arg.string({
      description:
        'A search, as people type it: `status_type:won value > 5k rocket sort:-value`. What matches it and `filter` is listed. The language is in docs/search.md; `explainQuery` tells what a search means.',
    }),
    leadQuery: t.arg.string({
      description: 'A search for leads, whose opportunities are listed: `status:Customer has:contacts`.',
    }),
    orderBy: t.arg({
      type: [OpportunityOrder],
      description:
        'Up to three keys. Without any, by the `sort:` of the search; else by date of creation, newest first.',
    }),
    timeZone: t.arg.string({
      description:
        'In whose days bare dates and periods are meant: an IANA name such as `Europe/Berlin`. Without it the header `x-tz-offset`, else UTC.',
    }),
  };
}

builder.queryField('opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    description: 'Opportunities that match a filter, with figures and groups over all of them.',
    args: opportunitiesArguments(t),
    extensions: weight({ statement: (args) => 250 + costOfOrder(args) }),
    resolve: (_root, args, context) => openOpportunities(context, args),
  }),
);
