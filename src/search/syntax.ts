/**
 * The syntax tree of a search: what was written and where, without knowing which fields there are or what a value means.
 *
 * Positions count UTF-16 code units from 0, as JavaScript indexes text. A node spans the text it was read from, the
 * parentheses around it included. Trees are in normal form: `and` and `or` have two terms at least, none of their own kind.
 */

export const searchLimits = { characters: 2000, terms: 100, depth: 20 } as const;

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a field or a relation is called, quotes removed: `custom."Source CRM"` and `"custom.Source CRM"` are one name. */
export interface Name extends Span {
  readonly text: string;
}

/** A value as typed: `5k`, `won`, `30 days ago` (its words one blank apart), or quoted text with its escapes undone. */
export interface Value extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

export const comparators = [':', '=', '!=', '<', '<=', '>', '>='] as const;
export type Comparator = (typeof comparators)[number];

export type Syntax = Span &
  (
    | { readonly kind: 'every' }
    /** Matches the beginning of a word. */
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'phrase'; readonly text: string }
    | { readonly kind: 'compare'; readonly field: Name; readonly comparator: Comparator; readonly value: Value }
    /** `1000..5000`, both ends included; one of them may be missing. */
    | { readonly kind: 'range'; readonly field: Name; readonly from?: Value; readonly to?: Value }
    | { readonly kind: 'in'; readonly field: Name; readonly values: readonly Value[] }
    /** `field:*`, the field has a value. */
    | { readonly kind: 'present'; readonly field: Name }
    /** `name(…)`: some related object matches all of the inner query. */
    | { readonly kind: 'nested'; readonly name: Name; readonly query: Syntax }
    | { readonly kind: 'and' | 'or'; readonly terms: readonly Syntax[] }
    | { readonly kind: 'not'; readonly term: Syntax }
  );

export interface SortKey extends Span {
  readonly field: Name;
  readonly descending: boolean;
}

/** A whole search. What `sort:` asked for stands apart, because it has no part in what matches. */
export interface Query {
  readonly tree: Syntax;
  readonly sort: readonly SortKey[];
}

/** Terms joined in normal form; the first and the last give the span. */
export function join(kind: 'and' | 'or', first: Syntax, ...others: readonly Syntax[]): Syntax {
  const last = others.at(-1);
  if (!last) return first;
  const terms = [first, ...others].flatMap((term) => (term.kind === kind ? term.terms : [term]));
  return { kind, terms, start: first.start, end: last.end };
}
