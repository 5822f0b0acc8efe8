/** `statusChanges`: the history of one opportunity, of a lead, or of all, newest first. */
import type { GraphQLResolveInfo } from 'graphql';
import { countMatches } from '../../filter/count.ts';
import { type ConnectionArguments, readPage } from '../../filter/page.ts';
import { countOfEach, readPageOfEach } from '../../filter/page-of-each.ts';
import type { Where } from '../../filter/where.ts';
import { builder } from '../builder.ts';
import { type Arguments, atPlace, lazy, pageArguments } from '../connection/connection.ts';
import { type CountedConnection, connectionType } from '../connection/connection-type.ts';
import { ofEachParent } from '../connection/each-parent.ts';
import { type Context, openWhere } from '../context.ts';
import { type FilterInput, filterFromInput, StatusChangeFilter, statusChangeFilter } from '../filter/input.ts';
import { Lead } from '../lead/lead.ts';
import { zoneOf } from '../zone.ts';
import { Opportunity } from './opportunity.ts';
import { readStatusChanges, StatusChange } from './status-change.ts';

const StatusChangeConnection = connectionType({
  name: 'StatusChange',
  ...{ type: StatusChange, load: readStatusChanges, one: 'change', several: 'changes' },
  description: 'Changes of status, newest first, page by page.',
});

interface HistoryArguments extends ConnectionArguments {
  readonly filter?: FilterInput | null;
  readonly timeZone?: string | null;
}

const historyArguments = (t: Arguments) => ({
  ...pageArguments(t),
  filter: t.arg({ type: StatusChangeFilter, description: 'Which changes; all without one.' }),
  timeZone: t.arg.string({
    description:
      'In whose days bare dates are meant: an IANA name such as `Europe/Berlin`. Without it the header `x-tz-offset`, else UTC.',
  }),
});

const newest = [{ field: 'date', descending: true }];

async function openHistory(context: Context, args: HistoryArguments): Promise<Where> {
  const filter = filterFromInput(statusChangeFilter, args.filter, zoneOf(args, context.caller.zone));
  return openWhere(context, 'statusChange', filter, []);
}

/** Of many parents at once: a list of opportunities with their history takes no more statements than one of them. */
function historyOf(
  column: 'opportunity_id' | 'lead_id',
  id: string,
  args: HistoryArguments,
  context: Context,
  info: GraphQLResolveInfo,
): CountedConnection {
  const { pages, counts } = atPlace(context, info, () => {
    const each = ofEachParent(() => openHistory(context, args));
    return {
      pages: each((history, ids) => readPageOfEach(context.session, history, newest, args, { column, ids })),
      counts: each((history, ids) => countOfEach(context.session, history, { column, ids })),
    };
  });
  return { page: lazy(() => pages.load(id)), count: lazy(() => counts.load(id)) };
}

builder.prismaObjectField(Opportunity, 'statusChanges', (t) =>
  t.field({
    type: StatusChangeConnection,
    description: 'Its changes of status, newest first. Being created is none.',
    args: historyArguments(t),
    resolve: ({ id }, args, context, info) => historyOf('opportunity_id', id, args, context, info),
  }),
);

builder.prismaObjectField(Lead, 'statusChanges', (t) =>
  t.field({
    type: StatusChangeConnection,
    description: 'The changes of status of its opportunities, newest first.',
    args: historyArguments(t),
    resolve: ({ id }, args, context, info) => historyOf('lead_id', id, args, context, info),
  }),
);

builder.queryField('statusChanges', (t) =>
  t.field({
    type: StatusChangeConnection,
    description: 'Changes of status of all opportunities that match a filter, newest first.',
    args: historyArguments(t),
    resolve: async (_root, args, context) => {
      const where = await openHistory(context, args);
      return {
        page: lazy(() => readPage(context.session, where, newest, args)),
        count: lazy(() => countMatches(context.session, where)),
      };
    },
  }),
);
