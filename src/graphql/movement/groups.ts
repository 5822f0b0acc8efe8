/** `groups` of a movement: the same, divided by what `groupBy` says, each group with its own opening, closing and steps. */
import { countOf, type Totals } from '../../opportunity/aggregates.ts';
import { divisionOf } from '../../opportunity/groups/groups.ts';
import { pageOfGroups } from '../../opportunity/groups/page.ts';
import { byKey, type MovementGroup, readMovementGroups } from '../../opportunity/movement/groups.ts';
import { openingOf } from '../../opportunity/movement/movement.ts';
import type { Moves } from '../../opportunity/movement/pairs.ts';
import { builder } from '../builder.ts';
import { pageArguments } from '../connection/connection.ts';
import { groupConnection } from '../connection/group-connection.ts';
import { weight } from '../cost/weight.ts';
import { drillDownOf } from '../drill-down.ts';
import { filterJson } from '../filter/json.ts';
import { opportunityFilter } from '../filter/shapes.ts';
import { type AggregatesSource, OpportunityAggregates } from '../opportunity/aggregates.ts';
import { type GroupKey, joinKeys, keyText, OpportunityGroupKey } from '../opportunity/group-key.ts';
import { partsOf, type ReadPartOf } from '../opportunity/parts.ts';
import { PipelineMovement } from './movement.ts';
import { filterOf, type MovementSource } from './source.ts';
import { MovementStep, stepsArguments, stepsOf } from './step.ts';

interface GroupSource {
  readonly group: MovementGroup;
  cursor(): string;
  readonly source: MovementSource;
  readonly opening: AggregatesSource;
  readonly closing: AggregatesSource;
}

const keysOf = ({ group, source }: GroupSource): readonly GroupKey[] =>
  source.by.map((by, index) => ({
    by,
    raw: group.keys[index] ?? null,
    label: group.names[index]?.label ?? null,
  }));

const GroupType = builder.objectRef<GroupSource>('MovementGroup').implement({
  description:
    'What moved in one group: who matched at either moment and was in the group then. It moves as what its `drillDown` finds moves by itself.',
  fields: (t) => ({
    key: t.string({
      description: 'Unique among the groups of this answer and stable, as that of `OpportunityGroup`.',
      resolve: (source) => joinKeys(keysOf(source).map(keyText)),
    }),
    keys: t.field({
      type: [OpportunityGroupKey],
      description: 'Its keys, one for each that was grouped by.',
      resolve: keysOf,
    }),
    opening: t.field({
      type: OpportunityAggregates,
      description: 'Figures over what was in the group at the first moment.',
      resolve: ({ opening }) => opening,
    }),
    closing: t.field({
      type: OpportunityAggregates,
      description: 'Figures over what is in the group at the second moment.',
      resolve: ({ closing }) => closing,
    }),
    steps: t.field({
      type: [MovementStep],
      description: 'The steps, in their order; those that nothing stands in are left out.',
      args: stepsArguments(t),
      resolve: ({ group, source }, args) => stepsOf(group.movement, source, args),
    }),
    drillDown: t.string({
      description:
        'What finds just this group: hand it to `pipelineMovement(within:)`, `opportunitiesAt(within:)` or `opportunities(within:)`.',
      resolve: ({ group, source }) => {
        const { table, scope } = source.where;
        return drillDownOf(filterJson(opportunityFilter, table, scope.tables, filterOf(source, group.keys)));
      },
    }),
  }),
});

const MovementGroupConnection = groupConnection({
  ...{ name: 'MovementGroup', type: GroupType, description: 'Groups by their keys, page by page.' },
  counted: 'How many groups there are, on all pages.',
});

builder.objectField(PipelineMovement, 'groups', (t) =>
  t.field({
    type: MovementGroupConnection,
    nullable: true,
    description: 'The same, divided by what `groupBy` says; one group of all without it.',
    args: pageArguments(t),
    extensions: weight({ statement: 40_000, looks: 1 }),
    resolve: async (source, args, context) => {
      const moves = await source.moves(source.by);
      const { from, to } = source.pasts;
      const groups = await readMovementGroups(context.session, moves, { from: from.session, to: to.session });
      const { rows, ...page } = pageOfGroups(groups, byKey, args);
      const opening = figuresOfGroups(moves, 'from', partsOf(from.session));
      const closing = figuresOfGroups(moves, 'to', partsOf(to.session));
      return {
        ...page,
        groups: rows.map(({ group, cursor }) => ({
          ...{ group: group as MovementGroup, cursor, source },
          opening: opening(group.keys, openingOf((group as MovementGroup).movement)),
          closing: closing(group.keys, group.known.totals),
        })),
      };
    },
  }),
);

function figuresOfGroups({ where, by, calendars }: Moves, moment: 'from' | 'to', partOf: ReadPartOf) {
  const division = divisionOf({ where, by, calendar: calendars[moment] });
  return (keys: MovementGroup['keys'], totals: Totals): AggregatesSource => ({
    ...{ count: () => countOf(totals), totals: () => totals, part: partOf(division, keys) },
  });
}
