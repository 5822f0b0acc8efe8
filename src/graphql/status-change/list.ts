/** `statusChanges`: the history of one opportunity, of a lead, or of all, newest first, with figures over all that match. */
import type { GraphQLResolveInfo } from 'graphql';
import { and } from '../../filter/filter.ts';
import { assertPage, readPage } from '../../filter/page.ts';
import { measuresOf } from '../../opportunity/figures/measure.ts';
import { builder } from '../builder.ts';
import { type Arguments, type Connection, pageOnce } from '../connection/connection.ts';
import { connectionType } from '../connection/connection-type.ts';
import { type Context, openWhere } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { type FilteredArguments, filteredArguments } from '../filter/filtered-list.ts';
import { filterFromInput, StatusChangeFilter } from '../filter/input.ts';
import { statusChangeFilter } from '../filter/shapes.ts';
import { type WithinArgument, withinArgument } from '../filter/within.ts';
import { Lead } from '../lead/lead.ts';
import { figureTypes } from '../opportunity/aggregates.ts';
import { figuresOf, type ListFigures, type OpenedList } from '../opportunity/list.ts';
import { listWithFiguresOf } from '../opportunity/list-of-parent.ts';
import { Opportunity } from '../opportunity/opportunity.ts';
import { whenOf } from '../zone.ts';
import { StatusChange, statusChangeRows } from './status-change.ts';
import { changesWithin } from './within.ts';

/** What is known of a change: none of it is closed, or was created. */
const ofValues = new Set(['valued', 'extremes', 'middleOfPeriod', 'middleOfYear']);

export const statusChangeFigures = figureTypes({
  rowsEach: 2,
  ...{ name: 'StatusChange', one: 'change', several: 'changes' },
  description:
    'Exact figures over all changes of status that match, whatever page is shown. What a change is worth is what the deal was worth after it: `opportunityValue`, and that times `opportunityConfidence`. A deal that changed twice counts twice. Amounts are in minor units.',
  measures: measuresOf('changes').filter(({ needs }) => needs.every((part) => ofValues.has(part))),
});

export const { connection: StatusChangeConnection } = connectionType<Connection & ListFigures>({
  name: 'StatusChange',
  ...{ type: StatusChange, rows: statusChangeRows, one: 'change', several: 'changes' },
  description: 'Changes of status, newest first, page by page, with exact figures over all that match.',
});

builder.objectField(StatusChangeConnection, 'aggregates', (t) =>
  t.field({
    type: statusChangeFigures.Aggregates,
    description: 'Figures over all changes that match.',
    extensions: weight({ statement: 13_000, looks: 1 }),
    resolve: (source) => source,
  }),
);

interface HistoryArguments extends FilteredArguments, WithinArgument {}

const historyArguments = (t: Arguments) => ({
  ...filteredArguments(t, StatusChangeFilter, 'Which changes; all without one.'),
  ...withinArgument(t, 'Only those of a group of changes: its `drillDown`. What matches `filter` as well is meant.'),
});

async function openHistory(
  context: Context,
  args: HistoryArguments,
  { schema }: Pick<GraphQLResolveInfo, 'schema'>,
): Promise<OpenedList> {
  const when = whenOf(args, context.caller);
  const asked = filterFromInput(statusChangeFilter, args.filter, when);
  const where = await openWhere(context, 'statusChange', and(changesWithin(args, schema, when), asked), []);
  return { session: context.session, where, zone: when.zone, order: [{ field: 'date', descending: true }] };
}

builder.prismaObjectField(Opportunity, 'statusChanges', (t) =>
  t.field({
    type: StatusChangeConnection,
    nullable: true,
    description: 'Its changes of status, newest first. Being created is none.',
    args: historyArguments(t),
    resolve: ({ id }, args, context, info) =>
      listWithFiguresOf({ column: 'opportunity_id', id }, args, () => openHistory(context, args, info), context, info),
  }),
);

builder.prismaObjectField(Lead, 'statusChanges', (t) =>
  t.field({
    type: StatusChangeConnection,
    nullable: true,
    description: 'The changes of status of its opportunities, newest first.',
    args: historyArguments(t),
    resolve: ({ id }, args, context, info) =>
      listWithFiguresOf({ column: 'lead_id', id }, args, () => openHistory(context, args, info), context, info),
  }),
);

builder.queryField('statusChanges', (t) =>
  t.field({
    type: StatusChangeConnection,
    nullable: true,
    description: 'Changes of status of all opportunities that match a filter, newest first.',
    args: historyArguments(t),
    resolve: async (_root, args, context, info) => {
      const list = await openHistory(context, args, info);
      const { session, where, order } = list;
      assertPage(where, order, args);
      return { ...figuresOf(list), page: pageOnce((rows) => readPage(session, where, order, args, rows)) };
    },
  }),
);
