/**
 * A filter is data before it is SQL. GraphQL inputs, REST parameters and the search language all become this one shape;
 * `where.ts` compiles it. Relative things (today, me, a day in somebody's zone) are resolved before a filter is made,
 * so that the same filter means the same rows to everyone who is handed it.
 */

import type { ValuePeriod } from '../value/money.ts';

/** Text, ids and calendar dates are strings; instants (ms) and numbers are numbers; money is a bigint. */
export type Value = string | number | bigint;

export type Operator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

export type Filter =
  | { readonly kind: 'every' }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: Value }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Value[] }
  /** The field has a value: it is neither null nor empty text. */
  | { readonly kind: 'present'; readonly field: string }
  /** The field's text has this text in it, anywhere and in any case. */
  | { readonly kind: 'contains'; readonly field: string; readonly text: string }
  /** One of the object's texts (`Table.searched`) has a word that begins with this, in any case. */
  | { readonly kind: 'word'; readonly text: string }
  /** One of the object's texts has these words, whole and side by side: between them are blanks, of any kind and number. */
  | { readonly kind: 'phrase'; readonly text: string }
  /** One of as many parts as there are, 1 being the first: every row is in exactly one of them, and stays there. */
  | { readonly kind: 'part'; readonly number: number; readonly of: number }
  /** Some related object matches `filter`, all of it on the same one. */
  | { readonly kind: 'some'; readonly relation: string; readonly filter: Filter }
  /** A figure over related objects is as `is` asks of the field `figure`. */
  | { readonly kind: 'figure'; readonly figure: Figure; readonly is: Filter };

/** How many of the opportunities of a lead match, or what those are worth. */
export interface Figure {
  readonly measure: 'count' | 'total' | 'avg' | 'max' | 'min';
  /** Of those paid so only, per period; without it of all, amounts for a year. */
  readonly period?: ValuePeriod;
  readonly of: Filter;
}

export const every: Filter = { kind: 'every' };

/** All of them; says nothing more than it must, so that equal questions give equal SQL. */
export function and(...filters: readonly Filter[]): Filter {
  const parts = filters.filter((filter) => filter.kind !== 'every');
  const [only] = parts;
  if (only === undefined) return every;
  return parts.length === 1 ? only : { kind: 'and', filters: parts };
}

/** Whether all match, because nothing is asked: by what it says, not by what there is. */
export function asksNothing(filter: Filter): boolean {
  switch (filter.kind) {
    case 'every':
      return true;
    case 'and':
      return filter.filters.every(asksNothing);
    case 'or':
      return filter.filters.some(asksNothing);
    case 'some':
      return asksNothing(filter.filter);
    case 'contains':
      return filter.text === '';
    case 'word':
    case 'phrase':
      return filter.text.trim() === '';
    case 'part':
      return filter.of === 1;
    case 'not':
    case 'compare':
    case 'in':
    case 'present':
    case 'figure':
      return false;
  }
}

export const limits = { depth: 20, terms: 500, values: 1000, parts: 1000 } as const;

/** Whether there can be such a part. */
export function isPart(number: number, of: number): boolean {
  const all = [number, of].every(Number.isInteger);
  return all && number >= 1 && number <= of && of <= limits.parts;
}

/** How many levels of conditions there are; one for a single condition. */
export function depthOf(filter: Filter): number {
  return 1 + Math.max(0, ...childrenOf(filter).map(depthOf));
}

/** Every field that a filter names, here or in related objects. */
export function fieldNamesOf(filter: Filter): readonly string[] {
  return 'field' in filter ? [filter.field] : childrenOf(filter).flatMap(fieldNamesOf);
}

export function childrenOf(filter: Filter): readonly Filter[] {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters;
  if (filter.kind === 'not' || filter.kind === 'some') return [filter.filter];
  if (filter.kind === 'figure') return [filter.figure.of, filter.is];
  return [];
}
