/** A step of a movement: why opportunities came, went or changed, what that did to the figures, and which they are. */
import type { RawKey } from '../../opportunity/groups/dimension.ts';
import { changesOf, changingMeasures, type FigureChanges } from '../../opportunity/movement/change.ts';
import type { Movement, Step } from '../../opportunity/movement/movement.ts';
import type { StepKind } from '../../opportunity/movement/step.ts';
import { builder } from '../builder.ts';
import type { Arguments } from '../connection/connection.ts';
import { weight } from '../cost/weight.ts';
import { filterJson } from '../filter/json.ts';
import { opportunityFilter } from '../filter/shapes.ts';
import { fieldName } from '../opportunity/aggregates.ts';
import { movesArguments, OpportunityMoveConnection, openMoves } from './list.ts';
import { filterOf, type MovementSource } from './source.ts';
import { tokenOfStep } from './token.ts';

const described: Readonly<Record<StepKind, string>> = {
  created: '1. Matches at the second moment and was not there at the first.',
  deleted: '2. Matched at the first moment and is gone at the second.',
  won: '3. Came or left, is won, and was not.',
  lost: '4. Came or left, is lost, and was not.',
  reopened: '5. Came or left, is active, and was won or lost.',
  pushed: '6. Left because its closing day (`dateWon`) is later: with the day that it had it would match still.',
  pulled: '7. Came or left because its closing day is earlier: with the day that it had it would not have.',
  entered: '8. Came for another reason, a closing day that is later among them.',
  left: '9. Left for another reason.',
  increased: '10. Matched at both moments, and is worth more for a year. One without a value is worth nothing here.',
  decreased: '11. Matched at both moments, and is worth less for a year.',
  value_period_changed: '12. Matched at both moments, is worth as much for a year, and is paid in other periods.',
  confidence_changed: '13. Matched at both moments, is worth as much, and is more or less likely.',
  unchanged: '14. Matched at both moments, and nothing of that changed.',
};

export const MovementStepKind = builder.enumType('MovementStepKind', {
  description:
    'Why an opportunity came, went or changed between two moments, by what it was at the one and is at the other. It stands in the first that fits, in this order; 1 to 9 are of those that matched at one of the moments only.',
  values: Object.fromEntries(
    Object.entries(described).map(([kind, description]) => [kind.toUpperCase(), { value: kind, description }]),
  ),
});

const overflow = 'Null only beside an AMOUNT_OVERFLOW error, when it is beyond 9007199254740991.';

const MovementChange = builder.objectRef<FigureChanges>('MovementChange').implement({
  description:
    'By how much a step changes each figure: less than 0 where it takes away. Opening plus the changes of all steps is closing, to the cent. Values are exact; an expected value is rounded where it stands after each step, in the order of the steps.',
  fields: (t) => ({
    count: t.int({
      description: 'How many more match: those that came, less those that left.',
      resolve: (changes) => Number(changes.get('count') ?? 0n),
    }),
    ...Object.fromEntries(
      changingMeasures
        .filter(({ unit }) => unit === 'money')
        .map(({ name }) => [
          fieldName(name),
          t.field({
            type: 'Money',
            nullable: true,
            description: `What is added to \`${fieldName(name)}\`, in minor units. ${overflow}`,
            resolve: (changes) => changes.get(name) ?? 0n,
          }),
        ]),
    ),
  }),
});

export interface StepSource {
  readonly step: Step;
  readonly changes: FigureChanges;
  readonly keys: readonly RawKey[];
  readonly source: MovementSource;
}

export const MovementStep = builder.objectRef<StepSource>('MovementStep').implement({
  description: 'The opportunities that came, went or changed for one reason.',
  fields: (t) => ({
    kind: t.field({ type: MovementStepKind, description: 'The reason.', resolve: ({ step }) => step.kind }),
    count: t.int({
      description: 'How many opportunities it is of, whether they came, left or stayed.',
      resolve: ({ step }) => step.count,
    }),
    change: t.field({
      type: MovementChange,
      description: 'What it does to the figures.',
      resolve: ({ changes }) => changes,
    }),
    opportunities: t.field({
      type: OpportunityMoveConnection,
      nullable: true,
      description: 'Which they are. `movedOpportunities(within:)` goes on from there.',
      args: movesArguments(t),
      extensions: weight({ statement: 20_000, looks: 1 }),
      resolve: ({ step, keys, source }, args, context, info) => ({
        ...openMoves({ kind: step.kind, keys, source }, args, context, info),
        count: () => step.count,
      }),
    }),
    drillDown: t.string({
      description: 'What finds just its opportunities: hand it to `movedOpportunities(within:)`. Opaque.',
      resolve: ({ step, keys, source }) => {
        const { where, pasts } = source;
        const filter = filterJson(opportunityFilter, where.table, where.scope.tables, filterOf(source, keys));
        return tokenOfStep({ from: pasts.from.moment, to: pasts.to.moment, step: step.kind, filter });
      },
    }),
  }),
});

export const stepsArguments = (t: Arguments) => ({
  kinds: t.arg({ type: [MovementStepKind], description: 'Only these; all without it.' }),
});

interface StepsArguments {
  readonly kinds?: readonly string[] | null | undefined;
}

export function stepsOf(movement: Movement, source: MovementSource, { kinds }: StepsArguments): readonly StepSource[] {
  const changes = changesOf(movement.steps);
  return movement.steps.flatMap((step, index) => {
    const own = changes[index];
    if (own === undefined || (kinds && !kinds.includes(step.kind))) return [];
    return [{ step, changes: own, keys: movement.keys, source }];
  });
}
