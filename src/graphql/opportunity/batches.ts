/** Many opportunities at once: rows that are listed, or all that match a filter. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { maximumBatch } from '../../opportunity/batch.ts';
import { createOpportunities } from '../../opportunity/create.ts';
import { updateOpportunities } from '../../opportunity/update.ts';
import { type MatchingResult, maximumMatches, updateMatching } from '../../opportunity/update-matching.ts';
import { builder } from '../builder.ts';
import { type PlacedRowError, placeRows } from '../change/argument-path.ts';
import { change, zoneArgument } from '../change/change.ts';
import { type Listed, readEdges } from '../change/edge.ts';
import type { Arguments } from '../connection/connection.ts';
import { openWhere, readingFrom } from '../context.ts';
import { type AskedArguments, lengthOf, weight } from '../cost/weight.ts';
import { filterFromInput, OpportunityFilter } from '../filter/input.ts';
import { opportunityFilter } from '../filter/shapes.ts';
import { OpportunityEdge } from './connection.ts';
import { OpportunityInput, OpportunityUpdateInput, opportunityInput, opportunityUpdate } from './input.ts';
import { Opportunity, readOpportunities } from './opportunity.ts';

const RowError = builder.objectRef<PlacedRowError & { readonly currentVersion?: number }>('RowError').implement({
  description: 'What was wrong with one row of a batch.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place among the rows that were sent, from 0.' }),
    code: t.exposeString('code', { description: 'What kind of error: `INVALID_INPUT`, `NOT_FOUND`, …' }),
    message: t.exposeString('message', { description: 'What was wrong, and what would be right.' }),
    argumentPath: t.stringList({
      description: 'Where in the arguments: `["inputs", "3", "confidence"]`.',
      resolve: ({ argumentPath }) => argumentPath.map(String),
    }),
    currentVersion: t.exposeInt('currentVersion', {
      nullable: true,
      description: 'The version it has by now, of a VERSION_CONFLICT; null otherwise.',
    }),
  }),
});

const listed: Listed = { table: 'opportunity', edge: OpportunityEdge };

interface Batch {
  readonly ids: readonly (string | null)[];
  readonly errors: readonly PlacedRowError[];
}

const storedOf = (ids: Batch['ids']) => ids.filter((id) => id !== null);

/** A place for each row, the wrong ones among them. */
const inPlaces = <T>(ids: Batch['ids'], byId: ReadonlyMap<string, T>) =>
  ids.map((id) => (id === null ? null : (byId.get(id) ?? null)));

const OpportunitiesPayload = builder.objectRef<Batch>('OpportunitiesPayload').implement({
  description: 'A batch of opportunities that have been written.',
  fields: (t) => ({
    opportunities: t.field({
      type: [Opportunity],
      extensions: weight({ size: 'page' }),
      nullable: { list: false, items: true },
      description: 'The opportunities as they are now, in the order of the rows; null in the place of a wrong row.',
      resolve: async ({ ids }, _args, context, info) => {
        const rows = await readOpportunities(context, storedOf(ids), queryFromInfo({ context, info }));
        return inPlaces(ids, new Map(rows.map((row) => [row.id, row])));
      },
    }),
    opportunityEdges: t.field({
      type: [OpportunityEdge],
      extensions: weight({ size: 'page', statement: 500 }),
      nullable: { list: false, items: true },
      description:
        'The same as edges, to be put into a list; their cursors are of the order that the list has by itself. Null in the place of a wrong row.',
      resolve: async ({ ids }, _args, context, info) => {
        const kind = { typeName: 'Opportunity', load: readOpportunities };
        const edges = await readEdges(listed, kind, storedOf(ids), context, info);
        return inPlaces(ids, new Map(edges.map((edge) => [edge.node.id, edge])));
      },
    }),
    errors: t.field({
      type: [RowError],
      extensions: weight({ size: 'page' }),
      description: 'What was wrong with the rows that were left out, with `partial`; without it there are none.',
      resolve: ({ errors }) => errors,
    }),
  }),
});

const partialArgument = (t: Arguments) => ({
  partial: t.arg.boolean({
    required: true,
    defaultValue: false,
    description:
      'Stores the rows that are right even if others are wrong. Otherwise one wrong row is an error, whose extension `errors` tells each, and nothing is stored.',
  }),
});

/** A row is checked, written, told and, as far as it was asked, read again. */
const costOfRow = 100;
const rowsOf = (rows: unknown) => Math.min(lengthOf(rows), maximumBatch);

const most = `up to ${maximumBatch}, in one transaction`;

builder.mutationFields((t) => ({
  createOpportunities: change(t, {
    right: 'write',
    type: OpportunitiesPayload,
    description: `New opportunities, ${most}.`,
    weight: { statement: ({ inputs }) => costOfRow * rowsOf(inputs), page: ({ inputs }) => rowsOf(inputs) },
    args: {
      inputs: t.arg({ type: [OpportunityInput], required: true, description: 'What each is.' }),
      ...partialArgument(t),
      ...zoneArgument(t),
    },
    run: async (session, caller, args, info) => {
      const { ids, errors } = await createOpportunities(session, caller, args.inputs.map(opportunityInput), args);
      return { ids, errors: placeRows(info, errors) };
    },
  }),
  updateOpportunities: change(t, {
    right: 'write',
    type: OpportunitiesPayload,
    description: `Changes opportunities, each in its own way, ${most}.`,
    weight: { statement: ({ updates }) => costOfRow * rowsOf(updates), page: ({ updates }) => rowsOf(updates) },
    args: {
      updates: t.arg({ type: [OpportunityUpdateInput], required: true, description: 'What changes of each.' }),
      ...partialArgument(t),
      ...zoneArgument(t),
    },
    run: async (session, caller, args, info) => {
      const { ids, errors } = await updateOpportunities(session, caller, args.updates.map(opportunityUpdate), args);
      return { ids, errors: placeRows(info, errors) };
    },
  }),
}));

const MatchingPayload = builder.objectRef<MatchingResult>('UpdateMatchingOpportunitiesPayload').implement({
  description: 'What a change of all that match has come to.',
  fields: (t) => ({
    matched: t.exposeInt('matched', { description: 'How many opportunities matched.' }),
    changed: t.exposeInt('changed', { description: 'How many of them were not as wanted already.' }),
  }),
});

/** As many as there may be, for a limit above it is none. */
function costOfMatching({ limit }: AskedArguments): number {
  return 5 * (typeof limit === 'number' ? Math.min(Math.max(limit, 0), maximumMatches) : maximumMatches);
}

builder.mutationField('updateMatchingOpportunities', (t) =>
  change(t, {
    right: 'write',
    type: MatchingPayload,
    description: 'The same change for all opportunities that match a filter: all of them, or none if it is wrong.',
    weight: { statement: costOfMatching },
    args: {
      filter: t.arg({
        type: OpportunityFilter,
        description: 'Which opportunities. One that asks nothing, such as `{}`, is an error: see `all`.',
      }),
      all: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'true: all opportunities that there are. Without a filter only.',
      }),
      change: t.arg({ type: OpportunityInput, required: true, description: 'What changes of each.' }),
      limit: t.arg.int({
        description: `How many are expected at most: if more match, none is changed. At most, and without it, ${maximumMatches}.`,
      }),
      ...zoneArgument(t),
    },
    run: async (session, caller, args) => {
      const filter = filterFromInput(opportunityFilter, args.filter, caller);
      const where = await openWhere({ caller, ...readingFrom(session, caller) }, 'opportunity', filter, []);
      return updateMatching(session, caller, where, opportunityInput(args.change), args);
    },
  }),
);
