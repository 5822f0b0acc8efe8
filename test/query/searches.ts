/** Tables of searches: text -> filter -> rows, on both databases, in an organization beside one that has the same rows. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/caller.ts';
import { catalogOf } from '../../src/catalog.ts';
import type { Filter } from '../../src/filter/filter.ts';
import type { Order } from '../../src/filter/order.ts';
import { readPage } from '../../src/filter/page.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { filterFromQuery } from '../../src/query/filter-from-query.ts';
import { printFilter } from '../../src/query/print-filter.ts';
import type { QueryOptions } from '../../src/query/reading.ts';
import { describeDatabases, type TestDatabase } from '../describe-databases.ts';
import { canonical } from './canonical.ts';
import { createOffices, type Office } from './office.ts';
import { type Deal, dealRows, type Expected, type Lead, leadRows } from './office-model.ts';

export type Table = QueryOptions['table'];

export interface SearchedOffice {
  readonly office: Office;
  /** `{ada}` in a text or a filter stands for the id of what is called so. */
  named<T>(text: T): T;
  options(table: Table, caller?: Partial<Caller>): QueryOptions;
  /** What is found, by what it is called; in the order asked for, else alphabetically. */
  find(table: Table, filter: Filter, order?: Order): Promise<readonly string[]>;
}

export function openOffice(opened: TestDatabase): SearchedOffice {
  let office: Office;
  beforeAll(async () => {
    office = (await createOffices(opened.database)).mine;
  });
  return {
    get office() {
      return office;
    },
    named: (given) => substitute(given, office.ids),
    options: (table, caller = {}) => ({
      table,
      caller: { ...office.caller, ...caller },
      definitions: office.definitions,
    }),
    find: (table, filter, order = []) =>
      opened.database.read(async (session) => {
        const catalog = catalogOf(office.definitions);
        const context = { organizationId: office.caller.organizationId, tables: catalog.tables };
        const where = compileWhere(catalog[table], filter, { ...context, dialect: session.dialect });
        const { rows } = await readPage(session, where, order, {});
        const names = rows.map(({ id }) => office.nameOf(id));
        return order.length > 0 ? names : names.toSorted();
      }),
  };
}

function substitute<T>(given: T, ids: Office['ids']): T {
  if (typeof given === 'string') return given.replaceAll(/\{([^{}]+)\}/g, (all, name) => ids[name] ?? all) as T;
  if (Array.isArray(given)) return given.map((part) => substitute(part, ids)) as T;
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, substitute(value, ids)])) as T;
}

export type Search<Row> = readonly [text: string, filter: Filter, rows: Expected<Row>];

/** Searches by subject; who asks, where another than Ada in UTC does. */
export type Searches<Row> = Readonly<Record<string, Subject<Row>>>;
type Subject<Row> =
  | readonly Search<Row>[]
  | { readonly caller: Partial<Caller>; readonly searches: readonly Search<Row>[] };

export function describeDealSearches(title: string, searches: Searches<Deal>): void {
  describeSearches(title, 'opportunity', dealRows, searches);
}

export function describeLeadSearches(title: string, searches: Searches<Lead>): void {
  describeSearches(title, 'lead', leadRows, searches);
}

function describeSearches<Row extends { readonly key: string }>(
  title: string,
  table: Table,
  rows: readonly Row[],
  subjects: Searches<Row>,
) {
  describeDatabases(title, (opened) => {
    const searched = openOffice(opened);
    describe.each(Object.entries(subjects).map(([subject, given]) => ({ subject, given })))('$subject', ({ given }) => {
      const { caller = {}, searches } = 'searches' in given ? given : { searches: given };
      test.each(searches.map(([text, filter, expected]) => ({ text, filter, expected })))(
        '$text',
        async ({ text, filter, expected }) => {
          const options = searched.options(table, caller);
          const meant = filterFromQuery(searched.named(text), options).filter;
          expect(meant).toEqual(searched.named(filter));
          const wanted = rows.filter(expected).map(({ key }) => key);
          expect(await searched.find(table, meant)).toEqual(wanted.toSorted());
          const inFull = printFilter(meant, options);
          expect(filterFromQuery(inFull, options).filter, inFull).toEqual(canonical(meant));
        },
      );
    });
  });
}
