/** One group of opportunities, and the first of those. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { DomainError } from '../../errors.ts';
import type { Filter } from '../../filter/filter.ts';
import type { Order } from '../../filter/order.ts';
import type { Page } from '../../filter/page.ts';
import { compileWhere, type Where } from '../../filter/where.ts';
import { countOf } from '../../opportunity/aggregates.ts';
import { type GroupsOfList, groupId, readMembersOfEach } from '../../opportunity/groups/members.ts';
import { groupBy } from '../../value/group-by.ts';
import { builder } from '../builder.ts';
import { atPlace, lazy } from '../connection/connection.ts';
import { type Context, fieldsOfOrder, withFields } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { drillDownOf } from '../drill-down.ts';
import { filterJson } from '../filter/json.ts';
import { opportunityFilter } from '../filter/shapes.ts';
import { opportunityFigures } from './aggregates.ts';
import { OpportunityConnection, type OpportunityConnectionSource } from './connection.ts';
import { OpportunityGroupKey } from './group-key.ts';
import { aggregatesOf, filterOfSource, type GroupSource, groupType } from './group-type.ts';
import { OpportunityOrder, orderFromInput } from './order.ts';

const jsonOf = ({ table, scope }: Where, filter: Filter) => filterJson(opportunityFilter, table, scope.tables, filter);

export const OpportunityGroup = groupType({
  ...opportunityFigures,
  key: OpportunityGroupKey,
  json: jsonOf,
  drillDown: (where, filter) => drillDownOf(jsonOf(where, filter)),
  described: {
    drillDown:
      'What finds just its opportunities, whatever list it is a group of: hand it to `opportunities(within:)`, `opportunityReport(within:)` or `leads(within:)`. Opaque, good for as long as one likes, the same for the same group.',
    filter: 'The same for people: as it could be given to `opportunities(filter:)`.',
  },
});

builder.objectField(OpportunityGroup, 'opportunities', (t) =>
  t.field({
    type: OpportunityConnection,
    nullable: true,
    description:
      'The first of its opportunities. Their own list goes on from there: `opportunities(within:, after:)`. An error on groups of `opportunitiesAt`, whose `drillDown` goes to that field again.',
    extensions: weight({ statement: 15_000, looks: 1 }),
    args: {
      first: t.arg.int({ required: true, defaultValue: 10, description: 'How many, 1 to 100.' }),
      orderBy: t.arg({
        type: [OpportunityOrder],
        description: 'Up to three keys; by date of creation, newest first, without any.',
      }),
    },
    resolve: openMembers,
  }),
);

interface MembersArguments {
  readonly first: number;
  readonly orderBy?: Parameters<typeof orderFromInput>[0];
}

const onlyPresent =
  'These are groups of a past moment, and this list is of the present: ask opportunitiesAt(within:) for them, with the drillDown of the group.';

/** Its counts and sums are known already; its own groups are asked for like those of any list. */
function openMembers(
  source: GroupSource,
  { first, orderBy }: MembersArguments,
  context: Context,
  info: GraphQLResolveInfo,
): OpportunityConnectionSource {
  const { session, group, list } = source;
  if (first < 1 || first > 100) {
    throw new DomainError('INVALID_PAGE', `first must be between 1 and 100, not ${first}.`, { path: ['first'] });
  }
  if (session !== context.session) throw new DomainError('INVALID_INPUT', onlyPresent);
  const { where, calendar } = list.grouping;
  const filter = filterOfSource(source);
  const members = atPlace(context, info, () => memberLoader(context, orderFromInput(orderBy), first));
  return {
    ...aggregatesOf(list, group),
    session,
    zone: calendar.zone,
    where: () => compileWhere(where.table, filter, where.scope),
    page: lazy(() => members.load(source)),
  };
}

/** The groups of a page, and those of other lists, get their opportunities together. */
function memberLoader(context: Context, order: Order, limit: number) {
  return new DataLoader<GroupSource, Page>(async (sources) => {
    const lists = [...groupBy(sources, ({ list }) => list.grouping)];
    const asked: GroupsOfList[] = [];
    for (const [grouping, own] of lists) {
      const where = await withFields(context, grouping.where, fieldsOfOrder(order));
      asked.push({ grouping: { ...grouping, where }, groups: own.map(({ group }) => group) });
    }
    const members = await readMembersOfEach(context.session, asked, { order, offset: 0, limit });
    const ofList = new Map(lists.map(([grouping], index) => [grouping, members[index]]));
    return sources.map(({ list, group }) => ({
      rows: ofList.get(list.grouping)?.get(groupId(group.keys)) ?? [],
      hasNextPage: countOf(group.known.totals) > limit,
      hasPreviousPage: false,
    }));
  });
}
