/** From parameters to what the core is asked: a compiled filter, and the order that a search may have named itself. */
import type { Caller } from '../caller.ts';
import { type Catalog, catalogOf, plainCatalog } from '../catalog.ts';
import { readCustomFields } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import { at } from '../errors.ts';
import { and, type Filter } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { compileWhere, type Where } from '../filter/where.ts';
import { filterFromQuery } from '../query/filter-from-query.ts';
import { invalid } from '../value/input.ts';
import { openViews } from '../view/meaning.ts';
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
  readonly table: Exclude<keyof Catalog, 'tables'>;
  readonly filter: Filter;
  readonly searches?: readonly SearchParam[];
  readonly views?: readonly ViewParam[];
}

/** A parameter that holds the id of a saved search. */
export interface ViewParam extends SearchParam {
  readonly table: 'opportunity' | 'lead';
}

/** @throws SEARCH_SYNTAX with the name of the parameter as its path, FILTER_TOO_COMPLEX */
export async function openQuestion(
  session: Session,
  caller: Caller,
  params: Params,
  { table, filter, searches = [], views = [] }: Asking,
): Promise<Question> {
  const given = searches.flatMap((search) => {
    const text = params.text(search.name)?.trim();
    return text ? [{ search, text }] : [];
  });
  const saved = await openSaved(session, caller, params, views);
  const definitions =
    saved?.definitions ?? (given.length > 0 ? await readCustomFields(session, caller.organizationId) : []);
  const found = given.map(({ search, text }) =>
    at(search.name, () => ({
      search,
      ...filterFromQuery(text, { table: search.table, caller, definitions, forPrograms: true }),
    })),
  );
  const catalog = definitions.length > 0 ? catalogOf(definitions) : plainCatalog;
  const scope = { organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables };
  const asked = [...(saved?.found ?? []), ...found];
  const all = and(filter, ...asked.map(({ search, filter: one }) => search.related?.(one) ?? one));
  return {
    where: compileWhere(catalog[table], all, scope),
    order: asked.flatMap(({ search, order }) => (search.related ? [] : order)),
  };
}

/** Undefined where no saved search is asked for. @throws INVALID_INPUT for one that there is not */
async function openSaved(session: Session, caller: Caller, params: Params, views: readonly ViewParam[]) {
  const given = views.flatMap((search) => {
    const id = params.text(search.name)?.trim();
    return id ? [{ search, id }] : [];
  });
  if (given.length === 0) return undefined;
  const { definitions, byId } = await openViews(session, caller, { ids: given.map(({ id }) => id) });
  const found = given.map(({ search, id }) => {
    const meaning = at(search.name, () => byId(id, search.table));
    if (meaning) return { search, ...meaning };
    throw invalid(search.name, `There is no saved search of this id that finds ${plural[search.table]}.`);
  });
  return { definitions, found };
}

const plural = { lead: 'leads', opportunity: 'opportunities' } as const;
