/**
 * Where in an input a condition was said, for errors that show only when it is compiled: that there is no such custom field,
 * or that it holds numbers. Kept beside the conditions, for a filter means the same wherever it was said.
 */
import { at } from '../errors.ts';
import { childrenOf, type Filter } from './filter.ts';

type Place = readonly (string | number)[];

const places = new WeakMap<Filter, Place>();

/** Undefined for what was said in words, as in a search. */
export const placeOf = (condition: Filter): Place | undefined => places.get(condition);

/** What is wrong with what `read` makes, now or later, is at this segment of the input. */
export function saidAt(segment: string | number, read: () => Filter): Filter {
  const filter = at(segment, read);
  for (const condition of conditionsOf(filter)) {
    places.set(condition, [segment, ...(places.get(condition) ?? [])]);
  }
  return filter;
}

/** `every` is one and the same for all who say nothing. */
function conditionsOf(filter: Filter): readonly Filter[] {
  if ('filters' in filter || 'filter' in filter || 'figure' in filter) return childrenOf(filter).flatMap(conditionsOf);
  return filter.kind === 'every' ? [] : [filter];
}
