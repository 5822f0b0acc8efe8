/** The opportunities behind a step, each as it was and as it is. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { at } from '../../errors.ts';
import { extentOf, type Page, type PageRow } from '../../filter/page.ts';
import { readMovesOfEach, type StepOfGroup, stepId } from '../../opportunity/movement/list.ts';
import { groupBy } from '../../value/group-by.ts';
import { builder } from '../builder.ts';
import { type Arguments, atPlace, type Edge, lazy, PageInfo } from '../connection/connection.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { Opportunity } from '../opportunity/opportunity.ts';
import { OpportunitySnapshot } from '../opportunity/snapshot.ts';
import { type MovementSource, reopenMovement } from './source.ts';
import { stepOfToken } from './token.ts';

interface Move {
  readonly id: string;
  readonly source: MovementSource;
}

const OpportunityMove = builder.objectRef<Move>('OpportunityMove').implement({
  description: 'An opportunity as it was at the first moment of a movement, and as it is at the second.',
  fields: (t) => ({
    opportunityId: t.exposeID('id', { description: '`oppo_…`, also of one that has been deleted.' }),
    opportunity: t.field({
      type: Opportunity,
      nullable: true,
      description: 'The opportunity as it is now; null when it has been deleted.',
      resolve: ({ id }, _args, { loaders }) => loaders.opportunity.load(id),
    }),
    before: t.field({
      type: OpportunitySnapshot,
      nullable: true,
      description: 'What it was at the first moment, whether it matched or not; null when it was not there.',
      resolve: ({ id, source }) => source.snapshots.from.load(id),
    }),
    after: t.field({
      type: OpportunitySnapshot,
      nullable: true,
      description: 'What it is at the second moment, whether it matches or not; null when it has been deleted by then.',
      resolve: ({ id, source }) => source.snapshots.to.load(id),
    }),
  }),
});

interface MovesSource {
  page(): Promise<Page>;
  count(): number | Promise<number>;
  readonly source: MovementSource;
}

const edgesOf = async ({ page, source }: MovesSource): Promise<readonly Edge<Move>[]> =>
  (await page()).rows.map(({ id, cursor }) => ({ cursor, node: { id, source } }));

const OpportunityMoveEdge = builder.objectRef<Edge<Move>>('OpportunityMoveEdge').implement({
  description: 'One of the opportunities of a step, in its list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in the list, for `after`.' }),
    node: t.expose('node', { type: OpportunityMove, description: 'The opportunity.' }),
  }),
});

export const OpportunityMoveConnection = builder.objectRef<MovesSource>('OpportunityMoveConnection').implement({
  description:
    'The opportunities of a step, page by page: those first whose value for a year has changed most, up or down, then those whose expected value has.',
  fields: (t) => ({
    edges: t.field({
      type: [OpportunityMoveEdge],
      extensions: weight({ size: 'page', looks: 'page' }),
      description: 'The opportunities of this page with their cursors.',
      resolve: edgesOf,
    }),
    nodes: t.field({
      type: [OpportunityMove],
      extensions: weight({ size: 'page', looks: 'page' }),
      description: 'The opportunities of this page.',
      resolve: async (source) => (await edgesOf(source)).map(({ node }) => node),
    }),
    pageInfo: t.field({
      type: PageInfo,
      extensions: weight({ looks: 'page' }),
      description: 'Whether there is more.',
      resolve: ({ page }) => page(),
    }),
    totalCount: t.int({
      description: 'How many opportunities stand in the step, on all pages.',
      resolve: ({ count }) => count(),
    }),
  }),
});

export const movesArguments = (t: Arguments) => ({
  first: t.arg.int({ description: 'How many, 1 to 200; 50 without it.' }),
  after: t.arg.string({ description: 'Only what comes after this cursor of an earlier answer of the same step.' }),
});

export interface MovesArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

interface AskedStep extends StepOfGroup {
  readonly source: MovementSource;
}

/** Those of all steps and groups that stand at one place come by one statement. @throws INVALID_PAGE, INVALID_CURSOR */
export function openMoves(
  step: AskedStep,
  args: MovesArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Omit<MovesSource, 'count'> {
  const { count } = extentOf(args);
  const loader = atPlace(context, info, () => moveLoader(context, count + 1, args.after ?? undefined));
  const page = lazy(async () => {
    const found = await loader.load(step);
    const rows = found.slice(0, count);
    return { rows, hasNextPage: found.length > count, hasPreviousPage: args.after != null };
  });
  return { page, source: step.source };
}

function moveLoader({ session }: Context, limit: number, after: string | undefined) {
  return new DataLoader<AskedStep, readonly PageRow[]>(async (asked) => {
    const found = new Map<MovementSource, Awaited<ReturnType<typeof readMovesOfEach>>>();
    for (const [source, steps] of groupBy(asked, (step) => step.source)) {
      const isGrouped = steps.some(({ keys }) => keys.length > 0);
      const moves = await source.moves(isGrouped ? source.by : []);
      found.set(source, await readMovesOfEach(session, moves, steps, { limit, after }));
    }
    return asked.map((step) => found.get(step.source)?.get(stepId(step)) ?? []);
  });
}

builder.queryField('movedOpportunities', (t) =>
  t.field({
    type: OpportunityMoveConnection,
    nullable: true,
    description:
      'The opportunities of a step of a movement, by its `drillDown`: whatever was asked there is asked here.',
    args: {
      within: t.arg.string({ required: true, description: 'The `drillDown` of a step, as it is.' }),
      ...movesArguments(t),
    },
    extensions: weight({ statement: 20_000, looks: 1 }),
    resolve: async (_root, { within, ...args }, context, info) => {
      const { step: kind, filter, ...moments } = stepOfToken(within, info.schema);
      const source = await at('within', () => reopenMovement(context, moments, filter));
      const count = async () => (await source.all()).steps.find((step) => step.kind === kind)?.count ?? 0;
      return { ...openMoves({ kind, keys: [], source }, args, context, info), count };
    },
  }),
);
