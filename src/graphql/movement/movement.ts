/** `pipelineMovement(from:, to:)`: what matched then, what matches later, and the steps between. */
import { at } from '../../errors.ts';
import { countOf, type Totals } from '../../opportunity/aggregates.ts';
import { assertGroupable } from '../../opportunity/groups/dimension.ts';
import { closingOf, type Movement, openingOf } from '../../opportunity/movement/movement.ts';
import type { Past } from '../../opportunity/past/past.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { OpportunityAggregates } from '../opportunity/aggregates.ts';
import { groupByFromInput, OpportunityGroupBy } from '../opportunity/group-key.ts';
import { figuresOf, listArguments, readsOf } from '../opportunity/list.ts';
import { type MovementSource, openMovement } from './source.ts';
import { MovementStep, stepsArguments, stepsOf } from './step.ts';

export const PipelineMovement = builder.objectRef<MovementSource>('PipelineMovement').implement({
  description:
    'What moved between two moments: opening plus the changes of all steps is closing, for every figure. An opportunity that matched at either moment stands in exactly one step.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'The first moment.', resolve: ({ pasts }) => pasts.from.moment }),
    to: t.field({ type: 'DateTime', description: 'The second moment.', resolve: ({ pasts }) => pasts.to.moment }),
    opening: t.field({
      type: OpportunityAggregates,
      description: 'Figures over what matched at the first moment, as it was then.',
      extensions: weight({ statement: 7500, looks: 1 }),
      resolve: (source) => figuresAt(source, source.pasts.from, openingOf),
    }),
    closing: t.field({
      type: OpportunityAggregates,
      description: 'Figures over what matches at the second moment, as it is then.',
      extensions: weight({ statement: 7500, looks: 1 }),
      resolve: (source) => figuresAt(source, source.pasts.to, closingOf),
    }),
    steps: t.field({
      type: [MovementStep],
      description: 'The steps, in their order; those that nothing stands in are left out.',
      args: stepsArguments(t),
      extensions: weight({ statement: 25_000, looks: 1 }),
      resolve: async (source, args) => stepsOf(await source.all(), source, args),
    }),
  }),
});

/** @param sums what the steps say of that moment */
function figuresAt({ where, zone, allIfRead }: MovementSource, { session }: Past, sums: (all: Movement) => Totals) {
  const list = { session, where, zone };
  const read = readsOf(list);
  const known = async () => {
    const all = await allIfRead();
    return all && sums(all);
  };
  return figuresOf(list, {
    ...read,
    totals: async () => (await known()) ?? read.totals(),
    count: async () => {
      const totals = await known();
      return totals ? countOf(totals) : read.count();
    },
  });
}

builder.queryField('pipelineMovement', (t) =>
  t.field({
    type: PipelineMovement,
    nullable: true,
    description:
      'What moved between two moments, to the cent: what was created, won, lost, deleted, pushed, pulled, and what changed. Filters are asked of each moment as `opportunitiesAt` asks them; `note` cannot be asked.',
    args: {
      from: t.arg({
        type: 'DateTime',
        required: true,
        description: 'The first moment. What changed at that very moment has changed. Not before all history.',
      }),
      to: t.arg({ type: 'DateTime', description: 'The second moment, not before the first; now without it.' }),
      ...listArguments(t),
      groupBy: t.arg({
        type: [OpportunityGroupBy],
        description:
          'One to three keys to divide it by: see `groups`. What goes from one group to another leaves the one and enters the other.',
      }),
    },
    resolve: async (_root, { groupBy, ...args }, context, info) => {
      const by = await readGroupBy(context, groupBy ?? []);
      return openMovement(context, args, info, by);
    },
  }),
);

async function readGroupBy(context: Context, input: Parameters<typeof groupByFromInput>[0]) {
  if (input.length === 0) return [];
  const definitions = input.some(({ customFieldId }) => customFieldId != null) ? await context.customFields() : [];
  const by = groupByFromInput(input, definitions, 'groupBy');
  at('groupBy', () => assertGroupable(by));
  return by;
}
