/** `opportunitiesAt(moment: …)`: the list, the figures and the groups of any moment that has passed. */
import type { GraphQLResolveInfo } from 'graphql';
import { assertPage, readPage } from '../../filter/page.ts';
import { assertKept, countAssumed, openPast } from '../../opportunity/past/past.ts';
import { readSnapshots, type Snapshot } from '../../opportunity/past/snapshot.ts';
import type { Instant } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { type Connection, type Edge, lazy, PageInfo } from '../connection/connection.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { OpportunityAggregates } from './aggregates.ts';
import { type OpportunitiesArguments, opportunitiesArguments } from './connection.ts';
import { figuresOf, type ListFigures, openList } from './list.ts';
import { costOfOrder } from './order.ts';
import { OpportunitySnapshot } from './snapshot.ts';

export interface SnapshotsSource extends Connection, ListFigures {
  edges(): Promise<readonly Edge<Snapshot>[]>;
  assumed(): Promise<number>;
}

const OpportunitySnapshotEdge = builder.objectRef<Edge<Snapshot>>('OpportunitySnapshotEdge').implement({
  description: 'One of the opportunities, in its list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description:
        'Its place in the list, for `after` and `before`. Good at the same moment and in the same order only.',
    }),
    node: t.expose('node', { type: OpportunitySnapshot, description: 'The opportunity as it was.' }),
  }),
});

export const OpportunitySnapshotConnection = builder
  .objectRef<SnapshotsSource>('OpportunitySnapshotConnection')
  .implement({
    description: 'Opportunities as they were at a moment, page by page, with exact figures over all that matched.',
    fields: (t) => ({
      edges: t.field({
        type: [OpportunitySnapshotEdge],
        extensions: weight({ size: 'page', looks: 'page' }),
        description: 'The opportunities of this page with their cursors.',
        resolve: (source) => source.edges(),
      }),
      nodes: t.field({
        type: [OpportunitySnapshot],
        extensions: weight({ size: 'page', looks: 'page' }),
        description: 'The opportunities of this page.',
        resolve: async (source) => (await source.edges()).map(({ node }) => node),
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Whether there is more.',
        extensions: weight({ looks: 'page' }),
        resolve: (source) => source.page(),
      }),
      totalCount: t.int({
        extensions: weight({ statement: 3000, looks: 1 }),
        description: 'How many opportunities matched, on all pages.',
        resolve: (source) => source.count(),
      }),
      assumedCount: t.int({
        extensions: weight({ statement: 3000, looks: 1 }),
        description:
          'How many of them nobody saw so at the time: what they were is concluded from what is known since. 0 where all was recorded.',
        resolve: (source) => source.assumed(),
      }),
      aggregates: t.field({
        type: OpportunityAggregates,
        description: 'Figures over all opportunities that matched.',
        extensions: weight({ statement: 15_000, looks: 1 }),
        resolve: (source) => source,
      }),
    }),
  });

builder.queryField('opportunitiesAt', (t) =>
  t.field({
    type: OpportunitySnapshotConnection,
    nullable: true,
    description:
      'Opportunities as they were at a moment, those that have been deleted since among them, with figures and groups. Values, statuses, people, days and custom fields are of that moment; what leads, people and statuses are called is of today. Notes are not kept: `note` cannot be asked, and words are looked for elsewhere. Of a deleted opportunity the texts of custom fields are gone.',
    args: {
      moment: t.arg({
        type: 'DateTime',
        required: true,
        description: 'When. What changed at that very moment has changed. Not later than now, nor before all history.',
      }),
      ...opportunitiesArguments(t),
    },
    extensions: weight({ statement: (args) => 1000 + costOfOrder(args) }),
    resolve: (_root, { moment, ...args }, context, info) => openAt(context, moment, args, info),
  }),
);

async function openAt(
  context: Context,
  moment: Instant,
  args: OpportunitiesArguments,
  info: GraphQLResolveInfo,
): Promise<SnapshotsSource> {
  const past = await openPast(context.session, context.caller, moment);
  const list = await openList(context, args, info, past);
  assertKept(list.where.filter);
  assertPage(list.where, list.order, args);
  const page = lazy(() => readPage(past.session, list.where, list.order, args));
  const edges = lazy(async () => {
    const { rows } = await page();
    const { organizationId } = context.caller;
    const found = await readSnapshots(
      past,
      organizationId,
      rows.map(({ id }) => id),
    );
    const nodes = new Map(found.map((node) => [node.id, node]));
    return rows.flatMap(({ id, cursor }) => {
      const node = nodes.get(id);
      return node ? [{ cursor, node }] : [];
    });
  });
  return { ...figuresOf(list), page, edges, assumed: lazy(() => countAssumed(past, list.where)) };
}
