/** `groups(by: …)` on a list of opportunities: the same matches, divided, each part with its figures and its own list. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { at, DomainError } from '../../errors.ts';
import { and } from '../../filter/filter.ts';
import type { Order } from '../../filter/order.ts';
import { type Page, pageSize } from '../../filter/page.ts';
import { compileWhere } from '../../filter/where.ts';
import { countOf, type Totals } from '../../opportunity/aggregates.ts';
import { assertGroupable, type Calendar, fieldNameOf, filterOfGroup } from '../../opportunity/groups/dimension.ts';
import type { Group } from '../../opportunity/groups/group.ts';
import { type Grouping, openCalendar, readGroupsOfEach } from '../../opportunity/groups/groups.ts';
import { type GroupsOfList, groupId, readMembersOfEach } from '../../opportunity/groups/members.ts';
import type { GroupOrder } from '../../opportunity/groups/order.ts';
import { type GroupPage, pageOfGroups } from '../../opportunity/groups/page.ts';
import { groupBy } from '../../value/group-by.ts';
import type { Zone } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { atPlace, lazy, PageInfo } from '../connection/connection.ts';
import { type Context, fieldsOfOrder, withFields } from '../context.ts';
import { type AskedArguments, weight } from '../cost/weight.ts';
import { OrderDirection } from '../enums.ts';
import { opportunityFilter } from '../filter/input.ts';
import { filterJson } from '../filter/json.ts';
import { zoneOf } from '../zone.ts';
import { type MeasureName, OpportunityAggregates, OpportunityMeasure } from './aggregates.ts';
import { OpportunityConnection, type OpportunityConnectionSource } from './connection.ts';
import {
  type GroupKey,
  groupByFromInput,
  joinKeys,
  keyText,
  OpportunityGroupBy,
  OpportunityGroupKey,
} from './group-key.ts';
import { OpportunityOrder, orderFromInput } from './order.ts';

interface GroupSource {
  readonly group: Group;
  readonly grouping: Grouping;
  readonly cursor: string;
}

interface GroupsSource extends GroupPage {
  readonly groups: readonly GroupSource[];
}

const aggregatesOf = (totals: Totals) => ({ count: () => countOf(totals), totals: () => totals });

const OpportunityGroup = builder.objectRef<GroupSource>('OpportunityGroup').implement({
  description: 'The opportunities that have a key in common.',
  fields: (t) => ({
    key: t.string({
      description:
        'Unique among the groups of this answer and stable: the keys, joined by ` / `; one of several that has a `/` itself stands in quotes, as JSON.',
      resolve: (source) => joinKeys(keysOf(source).map(keyText)),
    }),
    keys: t.field({
      type: [OpportunityGroupKey],
      description: 'Its keys, one for each that was grouped by.',
      resolve: keysOf,
    }),
    count: t.int({ description: 'How many opportunities it has.', resolve: ({ group }) => countOf(group.totals) }),
    aggregates: t.field({
      type: OpportunityAggregates,
      description: 'Figures over all its opportunities.',
      resolve: ({ group }) => aggregatesOf(group.totals),
    }),
    filter: t.field({
      type: 'FilterJSON',
      description:
        'The filter that finds just its opportunities, the one of the list included: hand it to `opportunities(filter:)`.',
      resolve: ({ grouping: { where, by, calendar }, group }) =>
        filterJson(
          opportunityFilter,
          where.table,
          where.scope.tables,
          and(where.filter, filterOfGroup(by, group.keys, calendar.zone)),
        ),
    }),
    opportunities: t.field({
      type: OpportunityConnection,
      description: 'The first of its opportunities. Its own list goes on from there with `filter` and `after`.',
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
  }),
});

function keysOf({ group, grouping }: GroupSource): readonly GroupKey[] {
  return grouping.by.map((by, index) => ({
    by,
    raw: group.keys[index] ?? null,
    label: group.names[index]?.label ?? null,
  }));
}

interface MembersArguments {
  readonly first: number;
  readonly orderBy?: Parameters<typeof orderFromInput>[0];
}

/** Its counts and sums are known already; its own groups are asked for like those of any list. */
function openMembers(
  source: GroupSource,
  { first, orderBy }: MembersArguments,
  context: Context,
  info: GraphQLResolveInfo,
): OpportunityConnectionSource {
  const { group, grouping } = source;
  if (first < 1 || first > 100) {
    throw new DomainError('INVALID_PAGE', `first must be between 1 and 100, not ${first}.`, { path: ['first'] });
  }
  const { where, by, calendar } = grouping;
  const filter = and(where.filter, filterOfGroup(by, group.keys, calendar.zone));
  const members = atPlace(context, info, () => memberLoader(context, orderFromInput(orderBy), first));
  return {
    ...aggregatesOf(group.totals),
    zone: calendar.zone,
    where: compileWhere(where.table, filter, where.scope),
    page: lazy(() => members.load(source)),
  };
}

/** The groups of a page, and those of other lists, get their opportunities together. */
function memberLoader(context: Context, order: Order, limit: number) {
  return new DataLoader<GroupSource, Page>(async (sources) => {
    const lists = [...groupBy(sources, ({ grouping }) => grouping)];
    const asked: GroupsOfList[] = [];
    for (const [grouping, own] of lists) {
      const where = await withFields(context, grouping.where, fieldsOfOrder(order));
      asked.push({ grouping: { ...grouping, where }, groups: own.map(({ group }) => group) });
    }
    const members = await readMembersOfEach(context.session, asked, { order, offset: 0, limit });
    const ofList = new Map(lists.map(([grouping], index) => [grouping, members[index]]));
    return sources.map(({ grouping, group }) => ({
      rows: ofList.get(grouping)?.get(groupId(group.keys)) ?? [],
      hasNextPage: countOf(group.totals) > limit,
      hasPreviousPage: false,
    }));
  });
}

const OpportunityGroupEdge = builder.objectRef<GroupSource>('OpportunityGroupEdge').implement({
  description: 'A group in its list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in the list, for `after`.' }),
    node: t.field({ type: OpportunityGroup, description: 'The group.', resolve: (source) => source }),
  }),
});

const OpportunityGroupConnection = builder.objectRef<GroupsSource>('OpportunityGroupConnection').implement({
  description: 'Groups, page by page. The figures of this page and of `rest` add up to those of the list.',
  fields: (t) => ({
    edges: t.field({
      type: [OpportunityGroupEdge],
      extensions: weight({ size: 'page' }),
      description: 'The groups of this page with their cursors.',
      resolve: ({ groups }) => groups,
    }),
    nodes: t.field({
      type: [OpportunityGroup],
      extensions: weight({ size: 'page' }),
      description: 'The groups of this page.',
      resolve: ({ groups }) => groups,
    }),
    pageInfo: t.field({
      type: PageInfo,
      description: 'Whether there is more.',
      resolve: ({ groups, hasNextPage, hasPreviousPage }) => ({
        hasNextPage,
        hasPreviousPage,
        rows: groups.map(({ cursor }) => ({ id: cursor, cursor })),
      }),
    }),
    totalCount: t.exposeInt('totalCount', { description: 'How many groups there are, on all pages.' }),
    rest: t.field({
      type: OpportunityAggregates,
      nullable: true,
      description: 'Figures over the opportunities of all groups that are not on this page; null when there are none.',
      resolve: ({ rest }) => rest && aggregatesOf(rest),
    }),
  }),
});

const OpportunityGroupOrder = builder.inputType('OpportunityGroupOrder', {
  description:
    'How groups are sorted: by their key, or by a figure. The group without a key comes last by key, in both directions.',
  fields: (t) => ({
    measure: t.field({
      type: OpportunityMeasure,
      description:
        'The figure to sort by; by key without one: dates in time, people and leads by name, statuses as in their pipeline.',
    }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which way.' }),
  }),
});

function orderOfGroups(input: typeof OpportunityGroupOrder.$inferInput | null | undefined): GroupOrder {
  const descending = input?.direction === 'desc';
  if (input?.measure == null) return { by: 'key', descending };
  const [kind, span] = (input.measure satisfies MeasureName).split(':');
  if (kind === 'count') return { by: { kind }, descending };
  return { by: { kind, span } as Exclude<GroupOrder['by'], 'key'>, descending };
}

/** Each key more makes more groups of the same rows; and leads are many by themselves. */
function costOfGroups({ by }: AskedArguments): number {
  const keys: readonly unknown[] = [by].flat().slice(0, 3);
  const many = keys.filter((key) =>
    ['LEAD', 'CUSTOM_FIELD'].includes(String((key as { field?: unknown } | null)?.field)),
  );
  return 5000 * 2 ** Math.min(3, keys.length + many.length);
}

builder.objectField(OpportunityConnection, 'groups', (t) =>
  t.field({
    type: OpportunityGroupConnection,
    description: 'All opportunities that match, whatever page is shown, divided by one, two or three keys.',
    extensions: weight({ statement: costOfGroups, looks: 1 }),
    args: {
      by: t.arg({ type: [OpportunityGroupBy], required: true, description: 'What to group by, one to three keys.' }),
      orderBy: t.arg({ type: OpportunityGroupOrder, description: 'How the groups are sorted; by key without it.' }),
      first: t.arg.int({ description: `How many groups, 1 to ${pageSize.maximum}; ${pageSize.default} without it.` }),
      after: t.arg.string({ description: 'Only groups after this cursor of an earlier answer.' }),
      timeZone: t.arg.string({
        description: 'Whose days instants are grouped by, an IANA name; the list’s own without it.',
      }),
    },
    resolve: async ({ where, zone }, args, context, info) => {
      const { order, groups } = await atPlace(context, info, () => openGroups(context, args));
      const own = await groups.load({ where, zone });
      const page = pageOfGroups(own.groups, order, args);
      const sources = page.rows.map(({ group, cursor }) => ({ group, cursor, grouping: own.grouping }));
      return { ...page, groups: sources };
    },
  }),
);

interface GroupsArguments {
  readonly by: Parameters<typeof groupByFromInput>[0];
  readonly orderBy?: Parameters<typeof orderOfGroups>[0];
  readonly timeZone?: string | null;
}

interface GroupsOf {
  readonly grouping: Grouping;
  readonly groups: readonly Group[];
}

/** Of all lists that stand at one place: the opportunities of each lead, grouped, take as many statements as those of one. */
async function openGroups(context: Context, args: GroupsArguments) {
  const { session } = context;
  const definitions = args.by.some(({ field }) => field === 'custom_field') ? await context.customFields() : [];
  const by = groupByFromInput(args.by, definitions);
  at('by', () => assertGroupable(by));
  const order = orderOfGroups(args.orderBy);
  const calendars = new Map<Zone, Promise<Calendar>>();
  const calendarOf = ({ where, zone }: Grouped) => {
    const calendar = calendars.get(zone) ?? openCalendar(session, where, by, zone);
    calendars.set(zone, calendar);
    return calendar;
  };
  const groups = new DataLoader<Grouped, GroupsOf>(async (lists) => {
    const groupings: Grouping[] = [];
    for (const list of lists) {
      const zone = zoneOf(args, list.zone);
      const where = await withFields(context, list.where, by.map(fieldNameOf));
      groupings.push({ where, by, calendar: await calendarOf({ where, zone }) });
    }
    const found = await readGroupsOfEach(session, groupings, order);
    return groupings.map((grouping, index) => ({ grouping, groups: found[index] ?? [] }));
  });
  return { order, groups };
}

type Grouped = Pick<OpportunityConnectionSource, 'where' | 'zone'>;
