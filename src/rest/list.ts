/** The two kinds of list beside opportunities: what an organization has set up, shown whole, and what is searched. */
import { countMatches } from '../filter/count.ts';
import { newestFirst, type Order } from '../filter/order.ts';
import { sliceOf } from '../filter/slice.ts';
import { askedFields } from './asked.ts';
import type { Identified, Resource } from './field.ts';
import { type FilterParam, readFilters } from './filters.ts';
import { type PageBounds, readPaging } from './paging.ts';
import { fieldsParam, filterParams, pagingParams, searchParams } from './parameters.ts';
import type { Params } from './params.ts';
import { type Asking, openQuestion, type SearchParam, type ViewParam } from './question.ts';
import { readBodies, readFound } from './read.ts';
import { answerOf, pageOf } from './resource-schema.ts';
import type { Parameter, RestRequest, Route } from './route.ts';
import { described, integer, oneOf } from './schema.ts';

export interface WholeList {
  /** `pipelines` */
  readonly several: string;
  readonly orderBy: object;
  /** Which of them. */
  readonly where?: (request: RestRequest) => object;
  /** What `where` reads. */
  readonly parameters?: readonly Parameter[];
}

const wholeBounds: PageBounds = { limit: 1000 };

export function wholeList<Row extends Identified>(
  resource: Resource<Row>,
  path: string,
  { several, orderBy, where = () => ({}), parameters = [] }: WholeList,
): Route {
  return {
    ...{ method: 'GET', path, resource: resource.name, summary: `List ${several}` },
    parameters: [...parameters, fieldsParam, ...pagingParams(wholeBounds)],
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
  readonly views?: readonly ViewParam[];
  /** @default newest first */
  readonly order?: Order;
  /** What `_order_by` may name, and the fields of the core that it sorts by. */
  readonly orders?: Readonly<Record<string, readonly string[]>>;
  readonly bounds: PageBounds;
  /** Whether to tell how many match on all pages. @default false */
  readonly counted?: boolean;
}

export function searchedList<Row extends Identified>(resource: Resource<Row>, path: string, list: SearchedList): Route {
  const { several, table, filters, searches = [], views = [], bounds, counted = false } = list;
  const { order: usual = newestFirst, orders = {} } = list;
  return {
    ...{ method: 'GET', path, resource: resource.name, summary: `List ${several}` },
    parameters: [
      ...[...filterParams(filters), ...searchParams([...searches, ...views]), ...orderParams(orders)],
      ...[fieldsParam, ...pagingParams(bounds)],
    ],
    answer: pageOf(
      answerOf(resource),
      counted ? { total_results: described(integer, 'How many match, on all pages.') } : {},
    ),
    handle({ caller, database, viewer, params }) {
      const { skip, limit } = readPaging(params, bounds);
      const filter = readFilters(filters, params, caller);
      const asked = askedFields(resource, params);
      return database.read(async (session) => {
        const { where, order } = await openQuestion(session, caller, params, { table, filter, searches, views });
        const searched = order.length > 0 ? order : usual;
        const sorted = readOrder(params, orders) ?? searched;
        const [read, count] = await Promise.all([
          readFound(session, viewer, resource, asked, sliceOf(where, sorted, { skip, limit: limit + 1 })),
          counted ? countMatches(session, where) : undefined,
        ]);
        const data = read.slice(0, limit).map(({ body }) => body);
        return { data, has_more: read.length > limit, ...(count !== undefined && { total_results: count }) };
      });
    },
  };
}

export const orderParams = (orders: NonNullable<SearchedList['orders']>) => {
  const names = Object.keys(orders).flatMap((name) => [name, `-${name}`]);
  const description = 'What to sort by; `-` reverses. Anything else is ignored.';
  return names.length === 0 ? [] : [{ name: '_order_by', schema: oneOf(names), description }];
};

/** Undefined where none is named that there is: the source API passes over what it does not know. */
export function readOrder(params: Params, orders: NonNullable<SearchedList['orders']>): Order | undefined {
  const name = params.text('_order_by') ?? '';
  const descending = name.startsWith('-');
  const fields = new Map(Object.entries(orders)).get(name.replace('-', ''));
  return fields?.map((field) => ({ field, descending }));
}
