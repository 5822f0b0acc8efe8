/** `sort:-value,created`: the order that a search asks for. */
import { maximumKeys, type Order } from '../filter/order.ts';
import { fieldOf } from '../filter/where.ts';
import type { SortKey } from '../search/syntax.ts';
import type { QueryField } from './field.ts';
import { lookUp } from './lookup.ts';
import { badComparison } from './mistakes.ts';
import { coreTable, type Reading } from './reading.ts';

/** @throws SEARCH_SYNTAX */
export function orderFromQuery(keys: readonly SortKey[], reading: Reading): Order {
  const tooMany = keys[maximumKeys];
  if (tooMany) {
    throw badComparison(tooMany, reading, `a search is sorted by at most ${maximumKeys} fields`, ['a term', 'the end']);
  }
  return keys.flatMap((key) => {
    if (isAlikeForAll(key, reading)) return [];
    const named = lookUp(key.field, reading);
    const field = sortFieldOf(named);
    // The oldest was there first.
    const descending = key.descending !== (named.kind === 'age');
    if (field !== undefined && fieldOf(coreTable(reading), field).sort) return [{ field, descending }];
    throw badComparison(key, reading, 'one cannot sort by what may have several values', ['a field with one value']);
  });
}

/** Scripts of the source API read leads by their activities. None are kept here: all leads have as many. */
function isAlikeForAll({ field: { text } }: SortKey, { table, warn }: Reading): boolean {
  if (table.name !== 'lead' || text.toLowerCase() !== 'activities') return false;
  warn('Activities are not kept here, so sort:activities changes nothing.');
  return true;
}

/** What is named is sorted by name. */
function sortFieldOf(field: QueryField): string | undefined {
  if (field.kind === 'column') return field.field;
  if (field.kind === 'age') return field.since;
  return field.kind === 'reference' ? field.name : undefined;
}
