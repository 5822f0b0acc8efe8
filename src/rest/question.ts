/** From parameters to what the core is asked: a compiled filter, and the order that a search may have named itself. */
import type { Caller } from '../caller.ts';
import { catalogOf, plainCatalog } from '../catalog.ts';
import { readCustomFields } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import { at } from '../errors.ts';
import { and, type Filter } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { compileWhere, type Where } from '../filter/where.ts';
import { filterFromQuery } from '../query/filter-from-query.ts';
import type { Params } from './params.ts';

export interface Question {
  readonly where: Where;
  /** What `sort:` in a search asked for; empty where none did. */
  readonly order: Order;
}

/** A parameter that holds a search. */
export interface SearchParam {
  readonly name: string;
  readonly description: string;
  /** What it is about. */
  readonly table: 'opportunity' | 'lead';
  /** How what it finds bears on the rows of the list, where it is about others. */
  readonly related?: (filter: Filter) => Filter;
}

export interface Asking {
  readonly table: 'opportunity' | 'lead' | 'contact' | 'statusChange';
  readonly filter: Filter;
  readonly searches?: readonly SearchParam[];
}

/** @throws SEARCH_SYNTAX with the name of the parameter as its path, FILTER_TOO_COMPLEX */
export async function openQuestion(
  session: Session,
  caller: Caller,
  params: Params,
  { table, filter, searches = [] }: Asking,
): Promise<Question> {
  const given = searches.flatMap((search) => {
    const text = params.text(search.name)?.trim();
    return text ? [{ search, text }] : [];
  });
  const definitions = given.length > 0 ? await readCustomFields(session, caller.organizationId) : [];
  const found = given.map(({ search, text }) =>
    at(search.name, () => ({ search, ...filterFromQuery(text, { table: search.table, caller, definitions }) })),
  );
  const catalog = given.length > 0 ? catalogOf(definitions) : plainCatalog;
  const scope = { organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables };
  const all = and(filter, ...found.map(({ search, filter: one }) => search.related?.(one) ?? one));
  return {
    where: compileWhere(catalog[table], all, scope),
    order: found.flatMap(({ search, order }) => (search.related ? [] : order)),
  };
}
