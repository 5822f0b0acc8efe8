/** The two kinds of list beside opportunities: what an organization has set up, shown whole, and what is searched. */
import { countMatches } from '../filter/count.ts';
import { newestFirst, type Order } from '../filter/order.ts';
import { readSlice } from '../filter/slice.ts';
import { askedFields } from './asked.ts';
import type { Identified, Resource } from './field.ts';
import { type FilterParam, readFilters } from './filters.ts';
import { type PageBounds, readPaging } from './paging.ts';
import { fieldsParam, filterParams, pagingParams, searchParams } from './parameters.ts';
import { type Asking, openQuestion, type SearchParam } from './question.ts';
import { readBodies, readByIds } from './read.ts';
import { answerOf, pageOf } from './resource-schema.ts';
import type { RestRequest, Route } from './route.ts';
import { described, integer } from './schema.ts';

export interface WholeList {
  /** `pipelines` */
  readonly several: string;
  readonly orderBy: object;
  /** Which of them. */
  readonly where?: (request: RestRequest) => object;
}

const wholeBounds: PageBounds = { limit: 1000 };

export function wholeList<Row extends Identified>(
  resource: Resource<Row>,
  path: string,
  { several, orderBy, where = () => ({}) }: WholeList,
): Route {
  return {
    ...{ method: 'GET', path, resource: resource.name, summary: `List ${several}` },
    parameters: [fieldsParam, ...pagingParams(wholeBounds)],
    answer: pageOf(answerOf(resource)),
    async handle(request) {
      const { database, viewer, params } = request;
      const { skip, limit } = readPaging(params, wholeBounds);
      const asked = askedFields(resource, params);
      // One more than is shown tells whether there are more.
      const query = { where: where(request), orderBy, skip, take: limit + 1 };
      const found = await database.read((session) => readBodies(session, viewer, resource, asked, query));
      return { data: found.slice(0, limit).map(({ body }) => body), has_more: found.length > limit };
    },
  };
}

export interface SearchedList {
  readonly several: string;
  readonly table: Asking['table'];
  readonly filters: readonly FilterParam[];
  readonly searches?: readonly SearchParam[];
  /** @default newest first */
  readonly order?: Order;
  readonly bounds: PageBounds;
  /** Whether to tell how many match on all pages. @default false */
  readonly counted?: boolean;
}

export function searchedList<Row extends Identified>(resource: Resource<Row>, path: string, list: SearchedList): Route {
  const { several, table, filters, searches = [], bounds, counted = false } = list;
  const { order: usual = newestFirst } = list;
  return {
    ...{ method: 'GET', path, resource: resource.name, summary: `List ${several}` },
    parameters: [...filterParams(filters), ...searchParams(searches), fieldsParam, ...pagingParams(bounds)],
    answer: pageOf(
      answerOf(resource),
      counted ? { total_results: described(integer, 'How many match, on all pages.') } : {},
    ),
    handle({ caller, database, viewer, params }) {
      const { skip, limit } = readPaging(params, bounds);
      const filter = readFilters(filters, params, caller);
      const asked = askedFields(resource, params);
      return database.read(async (session) => {
        const { where, order } = await openQuestion(session, caller, params, { table, filter, searches });
        const found = await readSlice(session, where, order.length > 0 ? order : usual, { skip, limit: limit + 1 });
        const total = counted ? { total_results: await countMatches(session, where) } : {};
        const read = await readByIds(session, viewer, resource, asked, found.slice(0, limit));
        return { data: read.map(({ body }) => body), has_more: found.length > limit, ...total };
      });
    },
  };
}
