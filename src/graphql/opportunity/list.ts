/** What a list of opportunities is of: its arguments as one filter, compiled once, and the figures over all that match it. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Session } from '../../db/client.ts';
import { countMatches } from '../../filter/count.ts';
import { and, every, type Filter } from '../../filter/filter.ts';
import type { Order } from '../../filter/order.ts';
import type { Where } from '../../filter/where.ts';
import { countOf, readTotals, type Totals } from '../../opportunity/aggregates.ts';
import type { Past } from '../../opportunity/past/past.ts';
import type { Zone } from '../../value/period.ts';
import { type Arguments, lazy } from '../connection/connection.ts';
import { type Context, fieldsOfOrder, openWhere } from '../context.ts';
import { type FilterInput, filterFromInput, OpportunityFilter } from '../filter/input.ts';
import { readView, type ViewArgument, viewArgument } from '../filter/saved.ts';
import { orderOf, readSearch } from '../filter/search.ts';
import { opportunityFilter } from '../filter/shapes.ts';
import { filterWithin, type WithinArgument, withinArgument } from '../filter/within.ts';
import { whenOf } from '../zone.ts';
import type { AggregatesSource } from './aggregates.ts';
import { orderFromInput } from './order.ts';
import { partsOf, type ReadPart } from './parts.ts';

export interface ListArguments extends WithinArgument, ViewArgument {
  readonly filter?: FilterInput | null | undefined;
  readonly query?: string | null | undefined;
  readonly leadQuery?: string | null | undefined;
  readonly orderBy?: Parameters<typeof orderFromInput>[0];
  readonly timeZone?: string | null | undefined;
}

/** Before anything of it is read. */
export interface OpenedList {
  /** What it is read from: the present of the request, or a past. */
  readonly session: Session;
  readonly where: Where;
  readonly zone: Zone;
  readonly order: Order;
}

export async function openList(
  context: Context,
  args: ListArguments,
  { schema }: Pick<GraphQLResolveInfo, 'schema'>,
  past?: Past,
): Promise<OpenedList> {
  const when = { ...whenOf(args, context.caller), ...(past && { now: past.moment }) };
  const { zone } = when;
  const asked = filterFromInput(opportunityFilter, args.filter, when);
  const search = await readSearch(context, { table: 'opportunity', argument: 'query', text: args.query, when });
  const leads = await readSearch(context, { table: 'lead', argument: 'leadQuery', text: args.leadQuery, when });
  const view = await readView(context, args, 'opportunity', when);
  const order = orderOf(search?.order.length ? search : view, args.orderBy, orderFromInput);
  const ofLeads: Filter = leads ? { kind: 'some', relation: 'lead', filter: leads.filter } : every;
  const filter = and(filterWithin(args, schema, when), view?.filter ?? every, asked, search?.filter ?? every, ofLeads);
  const where = await openWhere(context, 'opportunity', filter, fieldsOfOrder(order), past);
  return { session: past?.session ?? context.session, where, zone, order };
}

/** What is computed from the compiled filter when it is asked for, groups among it. */
export interface ListFigures extends AggregatesSource {
  readonly session: Session;
  /** Compiled when it is asked for: of thousands of lists of parents nobody may want more than a page. */
  where(): Where;
  readonly zone: Zone;
}

interface Reads {
  totals(): Promise<Totals>;
  count(): Promise<number>;
  readonly part: ReadPart;
}

/** Of a list by itself. */
export function readsOf({ session, where, zone }: Omit<OpenedList, 'order'>): Reads {
  return {
    totals: () => readTotals(session, where),
    count: () => countMatches(session, where),
    part: partsOf(session)({ where, zone, keys: [] }, []),
  };
}

export const figuresOf = (list: Omit<OpenedList, 'order'>, read = readsOf(list)): ListFigures =>
  figuresBy({ ...list, where: () => list.where }, read);

export function figuresBy(
  { session, zone, where }: Pick<ListFigures, 'session' | 'zone' | 'where'>,
  read: Reads,
): ListFigures {
  let summed = false;
  const totals = lazy(() => {
    summed = true;
    return read.totals();
  });
  const count = lazy(async () => {
    // Siblings are resolved in the same turn: whoever wants sums has said so by the next, and the sums bring the count.
    await Promise.resolve();
    return summed ? countOf(await totals()) : read.count();
  });
  return { session, where, zone, totals, count, part: read.part };
}

export const listArguments = (t: Arguments) => ({
  ...withinArgument(t, 'Only those of a group: its `drillDown`. What matches the other arguments as well is meant.'),
  ...viewArgument(t, 'opportunities'),
  filter: t.arg({ type: OpportunityFilter, description: 'Which opportunities; all without one.' }),
  query: t.arg.string({
    description:
      'A search, as people type it: `status_type:won value > 5k rocket sort:-value`. What matches it and `filter` is meant. The language is in docs/search.md; `explainQuery` tells what a search means.',
  }),
  leadQuery: t.arg.string({
    description: 'A search for leads, whose opportunities are meant: `status:Customer has:contacts`.',
  }),
  timeZone: t.arg.string({
    description:
      'In whose days bare dates and periods are meant: an IANA name such as `Europe/Berlin`. Without it the header `x-tz-offset`, else UTC.',
  }),
});
