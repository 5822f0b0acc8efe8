/**
 * Searches as trees of JSON, as the source API's Advanced Filtering has them: which objects are wanted, and what they must be.
 * They become the same filters as searches in words do.
 */
import { catalogOf } from '../../catalog.ts';
import type { CustomFieldDefinition } from '../../custom-field/definition.ts';
import { at } from '../../errors.ts';
import type { Table, Tables } from '../../filter/field.ts';
import { and, every, type Filter, limits } from '../../filter/filter.ts';
import type { Order } from '../../filter/order.ts';
import { saidAt } from '../../filter/place.ts';
import { phraseOf, wordsOf } from '../../filter/words.ts';
import { type Asker, conditionOf } from './condition.ts';
import { fieldIn, notKept, partOf } from './field.ts';
import { chosen, flagOf, type Json, listOf, objectOf, textOf, wrong } from './json.ts';

export const treeObjects = ['lead', 'contact', 'opportunity', 'task'] as const;
export type TreeObject = (typeof treeObjects)[number];

export interface TreeOptions {
  readonly caller: Asker;
  readonly definitions: readonly CustomFieldDefinition[];
  /** What a saved view finds, of the kind that is asked about; undefined where there is none of that id. */
  readonly view: (id: string, object: string) => Filter | undefined;
}

interface Reading extends TreeOptions {
  readonly tables: Tables;
  readonly table: Table;
}

/** What is wanted. @throws INVALID_FILTER where the tree does not say it */
export function objectOfTree(tree: unknown): TreeObject {
  const found = objectsIn(tree, 0)[0];
  const known = treeObjects.find((name) => name === found);
  if (known !== undefined) return known;
  const what =
    found === undefined ? 'Say what is wanted' : `${JSON.stringify(found.slice(0, 60))} is not searched here`;
  throw wrong(`${what}: {"type": "object_type", "object_type": …} with one of ${treeObjects.join(', ')}.`);
}

/** In the parts that all must hold. */
function objectsIn(value: unknown, depth: number): readonly string[] {
  const { type, object_type: object, queries } = (value ?? {}) as Json;
  if (type === 'object_type' && typeof object === 'string') return [object];
  if (type !== 'and' || !Array.isArray(queries) || depth > limits.depth) return [];
  return queries.flatMap((query) => objectsIn(query, depth + 1));
}

/** @throws INVALID_FILTER with its place in the tree, FILTER_TOO_COMPLEX */
export function filterFromTree(tree: unknown, object: TreeObject, options: TreeOptions): Filter {
  const { tables } = catalogOf(options.definitions);
  return read(tree, { ...options, tables, table: tableOf(tables, object) });
}

/** @throws INVALID_FILTER */
export function orderFromTree(sort: unknown, object: TreeObject, { definitions }: TreeOptions): Order {
  const table = tableOf(catalogOf(definitions).tables, object);
  return listOf({ sort: sort ?? [] }, 'sort', (item) => {
    const key = objectOf(item, 'What to sort by');
    const { name } = at('field', () => fieldIn(table, key.field));
    return { field: name, descending: chosen(key, 'direction', { asc: 'asc', desc: 'desc' }) === 'desc' };
  });
}

function tableOf(tables: Tables, name: string): Table {
  const table = tables.get(name);
  if (!table) throw new Error(`no table ${name} is registered`);
  return table;
}

function read(value: unknown, reading: Reading): Filter {
  const query = objectOf(value, 'A query');
  const filter = chosen(query, 'type', kinds)(query, reading);
  return flagOf(query, 'negate') ? { kind: 'not', filter } : filter;
}

const nothing: Filter = { kind: 'or', filters: [] };

/** What is wrong with the text shows when it is compiled. */
const inValue = (filter: Filter) => saidAt('value', () => filter);

const kinds: Readonly<Record<string, (query: Json, reading: Reading) => Filter>> = {
  and: (query, reading) => and(...parts(query, reading)),
  or: (query, reading) => ({ kind: 'or', filters: parts(query, reading) }),
  match_all: () => every,
  object_type: (query, { table }) => (textOf(query, 'object_type') === table.name ? every : nothing),
  id: (query) => inValue({ kind: 'compare', field: 'id', operator: 'eq', value: textOf(query, 'value') }),
  text: (query) => inValue((query.mode === 'phrase' ? phraseOf : wordsOf)(textOf(query, 'value'))),
  field_condition: (query, { table, caller }) => {
    const field = at('field', () => fieldIn(table, query.field));
    return saidAt('condition', () => conditionOf(query.condition, field, caller));
  },
  has_related: related,
  saved_search: (query, { table, view }) => {
    const found = view(textOf(query, 'saved_search_id'), table.name);
    if (found) return found;
    return at('saved_search_id', () => {
      throw wrong(`There is no saved search of this id that finds a ${table.name}.`);
    });
  },
};

function parts(query: Json, reading: Reading): readonly Filter[] {
  const filters = listOf(query, 'queries', (part) => part);
  return filters.map((part, index) => saidAt('queries', () => saidAt(index, () => read(part, reading))));
}

function related(query: Json, reading: Reading): Filter {
  const { table, tables } = reading;
  const own = query.this_object_type === undefined ? table.name : textOf(query, 'this_object_type');
  if ((partOf[own] ?? own) !== table.name) {
    at('this_object_type', () => {
      throw wrong(`Here it is about a ${table.name}.`);
    });
  }
  const asked = textOf(query, 'related_object_type');
  if (notKept.has(asked)) return nothing;
  const name = partOf[asked] ?? asked;
  const asks = (within: Reading) => (query.related_query == null ? every : read(query.related_query, within));
  // An address of a contact is looked for where the contact is.
  if (name === table.name) return saidAt('related_query', () => asks(reading));
  const relation = table.relations.get(name);
  if (!relation) {
    return at('related_object_type', () => {
      throw wrong(`A ${table.name} has ${[...table.relations.keys()].join(', ')} to look into.`);
    });
  }
  const filter = saidAt('related_query', () => asks({ ...reading, table: tableOf(tables, relation.table) }));
  return { kind: 'some', relation: name, filter };
}
