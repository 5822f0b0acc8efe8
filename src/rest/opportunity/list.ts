/** The list of opportunities: a page, or a page in groups, with figures over all that match; all of one snapshot. */
import type { Session } from '../../db/client.ts';
import { newestFirst, type Order } from '../../filter/order.ts';
import { type Slice, sliceOf } from '../../filter/slice.ts';
import type { Where } from '../../filter/where.ts';
import { countOf, readTotals, type Totals } from '../../opportunity/aggregates.ts';
import { openGrouping, readGroups, sumOf } from '../../opportunity/groups/groups.ts';
import { type Asked, askedFields } from '../asked.ts';
import type { Body, Viewer } from '../field.ts';
import { readPaging } from '../paging.ts';
import { openQuestion } from '../question.ts';
import { readByIds, readFound } from '../read.ts';
import type { RestRequest } from '../route.ts';
import { type OpportunityRow, opportunity } from './fields.ts';
import { groupBody, readParts } from './groups.ts';
import {
  type GroupingAsked,
  opportunitySearches,
  opportunityViews,
  readGrouping,
  readOpportunityFilter,
  readOrder,
} from './params.ts';
import { totalsBody } from './totals.ts';

export const largestPage = 250;

interface List {
  readonly viewer: Viewer;
  readonly asked: Asked<OpportunityRow>;
  readonly where: Where;
  readonly order: Order;
  readonly page: Slice;
}

interface Page {
  readonly data: readonly Body[];
  readonly totals: Totals;
}

export async function listOpportunities({ caller, database, viewer, params }: RestRequest): Promise<Body> {
  const page = readPaging(params, { limit: largestPage });
  const filter = readOpportunityFilter(params, caller);
  const order = readOrder(params);
  const grouped = readGrouping(params);
  const asked = askedFields(opportunity, params);
  return database.read(async (session) => {
    const question = await openQuestion(session, caller, params, {
      ...{ table: 'opportunity', filter, searches: opportunitySearches, views: opportunityViews },
    });
    const searched = question.order.length > 0 ? question.order : newestFirst;
    const list = { viewer, asked, where: question.where, order: order ?? searched, page };
    const { data, totals } = await (grouped ? readGrouped(session, list, grouped) : readPlain(session, list));
    const hasMore = countOf(totals) > page.skip + page.limit;
    return { data, has_more: hasMore, ...totalsBody(totals, caller.currency) };
  });
}

async function readPlain(session: Session, { viewer, asked, where, order, page }: List): Promise<Page> {
  const [read, totals] = await Promise.all([
    readFound(session, viewer, opportunity, asked, sliceOf(where, order, page)),
    readTotals(session, where),
  ]);
  return { data: read.map(({ body }) => body), totals };
}

/** All groups are read, but only those on the page are opened; their sums are the totals. */
async function readGrouped(session: Session, list: List, { by, descending }: GroupingAsked): Promise<Page> {
  const { viewer, asked, where, order, page } = list;
  const grouping = await openGrouping(session, where, [by], viewer.caller.zone);
  const groups = await readGroups(session, grouping, { by: 'key', descending });
  const parts = await readParts(session, grouping, groups, order, page);
  const ids = parts.flatMap((part) => part.ids);
  const read = await readByIds(session, viewer, opportunity, asked, ids);
  const bodies = new Map(read.map(({ id, body }) => [id, body]));
  return {
    data: parts.map((part) => {
      const objects = part.ids.map((id) => bodies.get(id)).filter((body) => body !== undefined);
      return groupBody(by, part, objects, viewer.caller.currency);
    }),
    totals: sumOf(groups),
  };
}
