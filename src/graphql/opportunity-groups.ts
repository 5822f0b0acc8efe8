/** `groups(by: …)` on a list of opportunities: the same matches, divided, each part with its figures and its own list. */
import DataLoader from 'dataloader';
import { at, DomainError } from '../errors.ts';
import { and } from '../filter/filter.ts';
import { type Page, pageSize } from '../filter/page.ts';
import { compileWhere } from '../filter/where.ts';
import { countOf, type Totals } from '../opportunity/aggregates.ts';
import type { Group } from '../opportunity/group.ts';
import { fieldNameOf, filterOfGroup } from '../opportunity/group-dimension.ts';
import { groupId, readGroupMembers } from '../opportunity/group-members.ts';
import type { GroupOrder } from '../opportunity/group-order.ts';
import { type GroupPage, pageOfGroups } from '../opportunity/group-page.ts';
import { type Grouping, openGrouping, readGroups } from '../opportunity/groups.ts';
import { parseZone } from '../value/period.ts';
import { type MeasureName, OpportunityAggregates, OpportunityMeasure } from './aggregates.ts';
import { builder } from './builder.ts';
import { lazy, PageInfo } from './connection.ts';
import { type Context, fieldsOfOrder, withFields } from './context.ts';
import { OrderDirection } from './enums.ts';
import { opportunityFilter } from './filter-input.ts';
import { filterJson } from './filter-json.ts';
import { type GroupKey, groupByFromInput, keyText, OpportunityGroupBy, OpportunityGroupKey } from './group-key.ts';
import { OpportunityConnection, type OpportunityConnectionSource } from './opportunity-connection.ts';
import { OpportunityOrder, orderFromInput } from './opportunity-order.ts';

/** A group of an answer: what it needs of the others on its page, to be read together with them. */
interface GroupSource {
  readonly group: Group;
  readonly grouping: Grouping;
  readonly cursor: string;
  members(orderBy: Parameters<typeof orderFromInput>[0], first: number): DataLoader<Group, Page, string>;
}

interface GroupsSource extends GroupPage {
  readonly groups: readonly GroupSource[];
}

const aggregatesOf = (totals: Totals) => ({ count: () => countOf(totals), totals: () => totals });

const OpportunityGroup = builder.objectRef<GroupSource>('OpportunityGroup').implement({
  description: 'The opportunities that have a key in common.',
  fields: (t) => ({
    key: t.string({
      description: 'Unique among the groups of this answer and stable: the keys, joined by ` / `.',
      resolve: (source) => keysOf(source).map(keyText).join(' / '),
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
      args: {
        first: t.arg.int({ required: true, defaultValue: 10, description: 'How many, 1 to 100.' }),
        orderBy: t.arg({
          type: [OpportunityOrder],
          description: 'Up to three keys; by date of creation, newest first, without any.',
        }),
      },
      resolve: (source, { first, orderBy }) => openMembers(source, orderBy, first),
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

/** Its counts and sums are known already; its own groups are asked for like those of any list. */
function openMembers(
  source: GroupSource,
  orderBy: Parameters<typeof orderFromInput>[0],
  first: number,
): OpportunityConnectionSource {
  const { group, grouping } = source;
  if (first < 1 || first > 100) {
    throw new DomainError('INVALID_PAGE', `first must be between 1 and 100, not ${first}.`, { path: ['first'] });
  }
  const { where, by, calendar } = grouping;
  const filter = and(where.filter, filterOfGroup(by, group.keys, calendar.zone));
  return {
    ...aggregatesOf(group.totals),
    zone: calendar.zone,
    where: compileWhere(where.table, filter, where.scope),
    page: lazy(() => source.members(orderBy, first).load(group)),
  };
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
      description: 'The groups of this page with their cursors.',
      resolve: ({ groups }) => groups,
    }),
    nodes: t.field({
      type: [OpportunityGroup],
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

builder.objectField(OpportunityConnection, 'groups', (t) =>
  t.field({
    type: OpportunityGroupConnection,
    description: 'All opportunities that match, whatever page is shown, divided by one, two or three keys.',
    args: {
      by: t.arg({ type: [OpportunityGroupBy], required: true, description: 'What to group by, one to three keys.' }),
      orderBy: t.arg({ type: OpportunityGroupOrder, description: 'How the groups are sorted; by key without it.' }),
      first: t.arg.int({ description: `How many groups, 1 to ${pageSize.maximum}; ${pageSize.default} without it.` }),
      after: t.arg.string({ description: 'Only groups after this cursor of an earlier answer.' }),
      timeZone: t.arg.string({
        description: 'Whose days instants are grouped by, an IANA name; the list’s own without it.',
      }),
    },
    resolve: async ({ where, zone }, args, context) => {
      const definitions = args.by.some(({ field }) => field === 'custom_field') ? await context.customFields() : [];
      const by = groupByFromInput(args.by, definitions);
      const groupZone = args.timeZone == null ? zone : at('timeZone', () => parseZone(args.timeZone ?? ''));
      const fields = by.map(fieldNameOf);
      const grouping = await openGrouping(context.session, await withFields(context, where, fields), by, groupZone);
      const order = orderOfGroups(args.orderBy);
      const page = pageOfGroups(await readGroups(context.session, grouping, order), order, args);
      return { ...page, groups: groupSources(context, grouping, page) };
    },
  }),
);

function groupSources(context: Context, grouping: Grouping, page: GroupPage): readonly GroupSource[] {
  const loaders = new Map<string, DataLoader<Group, Page, string>>();
  const members: GroupSource['members'] = (orderBy, first) => {
    const id = JSON.stringify([orderBy, first]);
    const loader = loaders.get(id) ?? memberLoader(context, grouping, orderFromInput(orderBy), first);
    loaders.set(id, loader);
    return loader;
  };
  return page.rows.map(({ group, cursor }) => ({ group, cursor, grouping, members }));
}

function memberLoader(context: Context, grouping: Grouping, order: ReturnType<typeof orderFromInput>, first: number) {
  return new DataLoader<Group, Page, string>(
    async (groups) => {
      const where = await withFields(context, grouping.where, fieldsOfOrder(order));
      const slice = { order, offset: 0, limit: first };
      const members = await readGroupMembers(context.session, { ...grouping, where }, groups, slice);
      return groups.map((group) => ({
        rows: members.get(groupId(group.keys)) ?? [],
        hasNextPage: countOf(group.totals) > first,
        hasPreviousPage: false,
      }));
    },
    { cacheKeyFn: (group) => groupId(group.keys) },
  );
}
