/**
 * `filterFromQuery`: the text of a search to a filter and an order, for whoever asks it. Nothing is read from a database:
 * names and labels are compared there, so that one which nobody has simply finds nothing.
 */
import { depthOf, every, type Filter, limits } from '../filter/filter.ts';
import type { Order } from '../filter/order.ts';
import { parse } from '../search/parser.ts';
import type { Name, Syntax } from '../search/syntax.ts';
import { syntaxError } from '../search/syntax-error.ts';
import { nearest } from '../value/text.ts';
import { compare, not, present, within } from './comparison.ts';
import { some } from './field.ts';
import { lookUp, whyUnanswerable } from './lookup.ts';
import { kindsNotKept, nothing } from './names.ts';
import { orderFromQuery } from './order-from-query.ts';
import { openReading, type QueryOptions, type Reading } from './reading.ts';
import { compareList, compareRange } from './several.ts';

export interface QueryMeaning {
  readonly filter: Filter;
  /** Empty unless the search has a `sort:`. */
  readonly order: Order;
  /** What is probably not meant, or may surprise. */
  readonly warnings: readonly string[];
}

/** Room for what a search is combined with: another filter, and the leads whose opportunities are asked for. */
const maximumDepth = limits.depth - 2;

/**
 * `filterFromQuery('status_type:won value > 5k sort:-value', { table: 'opportunity', … })`
 * @throws SEARCH_SYNTAX with position, what was expected and what was probably meant; INVALID_INPUT for what is no text
 */
export function filterFromQuery(text: string, options: QueryOptions): QueryMeaning {
  const { tree, sort } = parse(text);
  const warnings = new Set<string>();
  const reading = openReading(text, options, (warning) => warnings.add(warning));
  const filter = read(tree, reading, 1);
  return { filter, order: orderFromQuery(sort, reading), warnings: [...warnings] };
}

function read(tree: Syntax, reading: Reading, depth: number): Filter {
  const filter = meaning(tree, reading, depth);
  if (depth + depthOf(filter) - 1 > maximumDepth) {
    throw syntaxError({
      position: tree.start,
      expected: [`at most ${maximumDepth} levels`],
      found: reading.source.slice(tree.start, tree.end),
      problem: `the conditions are nested more than ${maximumDepth} deep`,
      advice: 'Parentheses that change between and and or count, and not, and the fields of related objects.',
    });
  }
  return filter;
}

function meaning(tree: Syntax, reading: Reading, depth: number): Filter {
  switch (tree.kind) {
    case 'every':
      return every;
    case 'word':
    case 'phrase':
      return { kind: tree.kind, text: tree.text };
    case 'compare': {
      const { comparator, value } = tree;
      return compare(lookUp(tree.field, reading), { comparator, value, span: tree }, reading);
    }
    case 'range':
      return compareRange(lookUp(tree.field, reading), { ...tree, span: tree }, reading);
    case 'in':
      return compareList(lookUp(tree.field, reading), tree.values, tree, reading);
    case 'present':
      return present(lookUp(tree.field, reading), tree, reading);
    case 'nested':
      return nested(tree.name, tree.query, reading, depth);
    case 'and':
    case 'or':
      return { kind: tree.kind, filters: tree.terms.map((term) => read(term, reading, depth + 1)) };
    case 'not':
      return not(read(tree.term, reading, depth + 1));
  }
}

function nested(name: Name, query: Syntax, reading: Reading, depth: number): Filter {
  const { table } = reading;
  const called = name.text.toLowerCase();
  // `opportunity(…)` around a search for opportunities is how reports of the source API write it.
  if (called === table.name) return read(query, reading, depth);
  if (table.relations.has(called)) return some(called, read(query, within(reading, called), depth + 1));
  if (reading.forPrograms && kindsNotKept.has(called)) return nothing;
  const expected = [...table.relations].map((relation) => `${relation}(…)`);
  const isField = table.names.has(called);
  const meant = isField ? undefined : nearest(called, table.relations);
  const suggestion = isField ? `${called}:` : meant && `${meant}(`;
  throw syntaxError({
    ...{ position: name.start, expected, found: name.text, suggestion },
    problem: `${table.plural} have nothing called \`${name.text}\` to look into`,
    advice: whyUnanswerable(called) ?? `There is ${expected.join(', ')}.`,
  });
}
