/** What saved views find: their searches become filters when they are used, for whoever uses them then. */
import { sql } from 'kysely';
import type { Caller } from '../caller.ts';
import { type Catalog, catalogOf } from '../catalog.ts';
import { type CustomFieldDefinition, readCustomFields } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import { at } from '../errors.ts';
import { every, type Filter } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { saidAt } from '../filter/place.ts';
import { compileWhere } from '../filter/where.ts';
import { filterFromQuery } from '../query/filter-from-query.ts';
import { filterFromTree, objectOfTree, orderFromTree, type TreeObject, type TreeOptions } from '../query/tree/tree.ts';
import { invalid } from '../value/input.ts';
import { isText } from '../value/text.ts';
import type { Saying, ViewType } from './input.ts';

export interface Meaning {
  readonly filter: Filter;
  /** Empty unless it says one. */
  readonly order: Order;
}

export interface Views {
  readonly definitions: readonly CustomFieldDefinition[];
  /** @throws INVALID_FILTER, SEARCH_SYNTAX for what it said and cannot be asked any more, as of a field that is gone */
  meaningOf(saying: Saying): Meaning;
  /** Undefined where there is none that the caller sees and that finds these. */
  byId(id: string, type: string): Meaning | undefined;
  /** Whether it is among those that were asked about, or that these name. */
  has(id: string): boolean;
}

/** Each is worked out anew: six that name one another eight times kept the gateway from everybody for more than a minute. */
const mostMentions = 50;

interface StoredView extends Saying {
  readonly id: string;
}

/** With those that others among them name. `ids`: those that are asked about; `trees`: what may name some. */
export async function openViews(
  session: Session,
  caller: Caller,
  { ids = [], trees = [] }: { readonly ids?: readonly string[]; readonly trees?: readonly unknown[] },
): Promise<Views> {
  const definitions = await readCustomFields(session, caller.organizationId);
  const known = new Map<string, StoredView>();
  let wanted = [...ids, ...trees.flatMap(namedIn)];
  while (wanted.length > 0) {
    const found = await readViews(session, caller, wanted);
    for (const view of found) known.set(view.id, view);
    wanted = found.flatMap(({ tree }) => namedIn(tree)).filter((id) => !known.has(id));
  }
  const open: string[] = [];
  let mentions = 0;
  const byId: Views['byId'] = (id, type) => {
    const view = known.get(id);
    if (view?.type !== type) return undefined;
    if (open.includes(id)) throw invalid('saved_search_id', `The saved search ${id} is a part of itself.`);
    mentions += 1;
    if (mentions > mostMentions)
      throw invalid(
        'saved_search_id',
        `With those that they name, saved searches are named more than ${mostMentions} times.`,
      );
    open.push(id);
    const meaning = meaningOf(view);
    open.pop();
    return meaning;
  };
  const options: TreeOptions = { caller, definitions, view: (id, object) => byId(id, object)?.filter };
  const meaningOf: Views['meaningOf'] = ({ type, query, tree }) => {
    if (tree !== null) return at('tree', () => treeMeaning(tree, type, options));
    if (type !== 'contact') {
      return at('query', () => filterFromQuery(query ?? '', { table: type, caller, definitions, forPrograms: true }));
    }
    if (query) throw invalid('query', 'Contacts are searched by a tree (s_query), not in words.');
    return { filter: every, order: [] };
  };
  return { definitions, meaningOf, byId, has: (id) => known.has(id) };
}

/** A tree by itself, or as POST /data/search/ takes it, with an order. */
export function treeMeaning(given: object, type: TreeObject, options: TreeOptions): Meaning {
  const { query = given, sort } = given as { readonly query?: unknown; readonly sort?: unknown };
  const inQuery = <Read>(read: () => Read) => (query === given ? read() : at('query', read));
  const found = inQuery(() => objectOfTree(query));
  if (found !== type) throw invalid('type', `It finds ${found}, not ${type}: say the same in both.`);
  const filterOf = () => filterFromTree(query, type, options);
  return {
    filter: query === given ? filterOf() : saidAt('query', filterOf),
    order: orderFromTree(sort, type, options),
  };
}

/** Whether it can be asked at all. @throws what is wrong with it */
export function assertAskable(session: Session, caller: Caller, views: Views, saying: Saying): void {
  const { filter } = views.meaningOf(saying);
  const catalog: Catalog = catalogOf(views.definitions);
  compileWhere(catalog[saying.type], filter, {
    ...{ organizationId: caller.organizationId, dialect: session.dialect, tables: catalog.tables },
  });
}

/** The ids of saved views that a tree names. */
function namedIn(tree: unknown): readonly string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const own = (tree as { saved_search_id?: unknown }).saved_search_id;
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(tree).flatMap(namedIn)];
}

async function readViews({ kysely, dialect }: Session, { organizationId, userId }: Caller, ids: readonly string[]) {
  const rows = await kysely
    .selectFrom('saved_view')
    .select(['id', 'type', 'query', 'tree'])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('id'), ids.filter(isText)))
    .where((eb) => eb.or([eb('user_id', '=', userId), sql<boolean>`is_shared`]))
    .execute();
  return rows.map(({ tree, type, ...row }): StoredView => ({ ...row, type: type as ViewType, tree: treeOf(tree) }));
}

/** SQLite hands over the text. */
export const treeOf = (stored: unknown): object | null =>
  (typeof stored === 'string' ? JSON.parse(stored) : stored) as object | null;
