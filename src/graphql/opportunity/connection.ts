/**
 * `opportunities(...)`: the list with totals and groups over all that match. The connection keeps one compiled `Where`;
 * its fields are computed from that when they are asked for.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { assertPage, type ConnectionArguments, readPage } from '../../filter/page.ts';
import { builder } from '../builder.ts';
import { type Arguments, type Connection, pageArguments, pageOnce } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { OpportunityAggregates } from './aggregates.ts';
import { figuresOf, type ListArguments, type ListFigures, listArguments, openList } from './list.ts';
import { Opportunity, opportunityRows } from './opportunity.ts';
import { costOfOrder, OpportunityOrder } from './order.ts';

export interface OpportunityConnectionSource extends Connection, ListFigures {}

export const { connection: OpportunityConnection, edge: OpportunityEdge } = connectionType<OpportunityConnectionSource>(
  {
    name: 'Opportunity',
    ...{ type: Opportunity, rows: opportunityRows, one: 'opportunity', several: 'opportunities' },
    description: 'Opportunities, page by page, with exact figures over all that match.',
  },
);

builder.objectField(OpportunityConnection, 'aggregates', (t) =>
  t.field({
    type: OpportunityAggregates,
    description: 'Figures over all opportunities that match.',
    extensions: weight({ statement: 7500, looks: 1 }),
    resolve: (source) => source,
  }),
);

export interface OpportunitiesArguments extends ConnectionArguments, ListArguments {}

export const opportunitiesArguments = (t: Arguments) => ({
  ...pageArguments(t),
  ...listArguments(t),
  orderBy: t.arg({
    type: [OpportunityOrder],
    description: 'Up to three keys. Without any, by the `sort:` of the search; else by date of creation, newest first.',
  }),
});

builder.queryField('opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    nullable: true,
    description: 'Opportunities that match a filter, with figures and groups over all of them.',
    args: opportunitiesArguments(t),
    extensions: weight({ statement: (args) => 250 + costOfOrder(args) }),
    resolve: (_root, args, context, info) => openOpportunities(context, args, info),
  }),
);

async function openOpportunities(
  context: Context,
  args: OpportunitiesArguments,
  info: GraphQLResolveInfo,
): Promise<OpportunityConnectionSource> {
  const { session } = context;
  const list = await openList(context, args, info);
  assertPage(list.where, list.order, args);
  return { ...figuresOf(list), page: pageOnce((rows) => readPage(session, list.where, list.order, args, rows)) };
}
