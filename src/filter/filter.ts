/**
 * A filter is data before it is SQL. GraphQL inputs, REST parameters and the search language all become this one shape;
 * `where.ts` compiles it. Relative things (today, me, a day in somebody's zone) are resolved before a filter is made,
 * so that the same filter means the same rows to everyone who is handed it.
 */
import { DomainError } from '../errors.ts';

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
  /** One of the object's texts has these words, whole and in this order. */
  | { readonly kind: 'phrase'; readonly text: string }
  /** Some related object matches `filter`, all of it on the same one. */
  | { readonly kind: 'some'; readonly relation: string; readonly filter: Filter };

export const every: Filter = { kind: 'every' };

/** All of them; says nothing more than it must, so that equal questions give equal SQL. */
export function and(...filters: readonly Filter[]): Filter {
  const parts = filters.filter((filter) => filter.kind !== 'every');
  const [only] = parts;
  if (only === undefined) return every;
  return parts.length === 1 ? only : { kind: 'and', filters: parts };
}

export const limits = { depth: 20, terms: 500, values: 1000 } as const;

/** @throws FILTER_TOO_COMPLEX for a filter that would cost more to compile and run than anyone means to ask. */
export function assertBounded(filter: Filter): void {
  let terms = 0;
  const visit = (part: Filter, depth: number): void => {
    if (depth > limits.depth) throw tooComplex(`is nested more than ${limits.depth} deep`);
    terms += 1;
    if (terms > limits.terms) throw tooComplex(`has more than ${limits.terms} terms`);
    if (part.kind === 'in' && part.values.length > limits.values) {
      throw tooComplex(`has a list of ${part.values.length} values; ${limits.values} are allowed`);
    }
    for (const child of childrenOf(part)) visit(child, depth + 1);
  };
  visit(filter, 1);
}

/** How many levels of conditions there are; one for a single condition. */
export function depthOf(filter: Filter): number {
  return 1 + Math.max(0, ...childrenOf(filter).map(depthOf));
}

/** Every field that a filter names, here or in related objects. */
export function fieldNamesOf(filter: Filter): readonly string[] {
  return 'field' in filter ? [filter.field] : childrenOf(filter).flatMap(fieldNamesOf);
}

function childrenOf(filter: Filter): readonly Filter[] {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters;
  if (filter.kind === 'not' || filter.kind === 'some') return [filter.filter];
  return [];
}

function tooComplex(what: string): DomainError {
  return new DomainError(
    'FILTER_TOO_COMPLEX',
    `The filter ${what}. Ask in several requests, or filter by a common field.`,
  );
}
