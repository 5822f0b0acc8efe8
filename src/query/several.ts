/** Comparisons with more than one value: `value:1000..5000`, `status in (Open, "On hold")`. */
import { and, type Filter } from '../filter/filter.ts';
import { fieldOf } from '../filter/where.ts';
import type { Span, Value } from '../search/syntax.ts';
import { compare, within } from './comparison.ts';
import { type QueryField, some } from './field.ts';
import { badComparison } from './mistakes.ts';
import { ageOf, type Operand, operandOf } from './operand.ts';
import { coreTable, type Reading } from './reading.ts';

export interface Range {
  readonly from?: Value;
  readonly to?: Value;
  readonly span: Span;
}

/** Both ends included. @throws SEARCH_SYNTAX also for one that ends before it begins */
export function compareRange(field: QueryField, range: Range, reading: Reading): Filter {
  if (field.kind === 'related') {
    return some(field.relation, compareRange(field.field, range, within(reading, field.relation)));
  }
  const [from, to] = [range.from, range.to].map((value) => value && operand(field, value, range.span, reading));
  if (from && to && from.place > to.place) {
    throw badComparison(range.span, reading, 'the range ends before it begins', ['a range such as 1000..5000']);
  }
  return and(...(from ? [from.bound('gte')] : []), ...(to ? [to.bound('lte')] : []));
}

function operand(field: QueryField, value: Value, span: Span, reading: Reading): Operand {
  const column = field.kind === 'column' ? fieldOf(coreTable(reading), field.field) : undefined;
  const found = field.kind === 'age' ? ageOf(field.since, value, reading) : column && operandOf(column, value, reading);
  if (found) return found;
  throw badComparison(span, reading, 'only amounts, numbers and dates have ranges', ['one value', 'in (…)']);
}

/** Equal to one of them, texts as a whole. @throws SEARCH_SYNTAX */
export function compareList(field: QueryField, values: readonly Value[], span: Span, reading: Reading): Filter {
  if (field.kind === 'related') {
    return some(field.relation, compareList(field.field, values, span, within(reading, field.relation)));
  }
  // In a list, "" is a text like any other.
  const listed = field.kind === 'column' ? { ...field, verbatim: true } : field;
  return anyOf(
    values.map((value) => compare(listed, { comparator: '=', value, span }, reading)),
    reading,
  );
}

/** One `in` for all that compares the same field. */
function anyOf(filters: readonly Filter[], reading: Reading): Filter {
  const fields = new Map<string, FilterIn>();
  const parts: Filter[] = [];
  for (const filter of filters) {
    const values = valuesOf(filter, reading);
    const known = values && fields.get(values.field);
    if (known) known.values.push(...values.values);
    else if (values) {
      fields.set(values.field, values);
      parts.push(values);
    } else parts.push(filter);
  }
  const [only, ...others] = parts.map(single);
  return only && others.length === 0 ? only : { kind: 'or', filters: parts.map(single) };
}

function single(filter: Filter): Filter {
  const [value, ...more] = filter.kind === 'in' ? filter.values : [];
  if (filter.kind !== 'in' || value === undefined || more.length > 0) return filter;
  return { kind: 'compare', field: filter.field, operator: 'eq', value };
}

type FilterIn = { readonly kind: 'in'; readonly field: string; readonly values: (string | number | bigint)[] };

/** Undefined for what cannot be in a list: moments are compared one by one, as the inputs of GraphQL do. */
function valuesOf(filter: Filter, reading: Reading): FilterIn | undefined {
  if (filter.kind === 'in') return { ...filter, values: [...filter.values] };
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return undefined;
  if (fieldOf(coreTable(reading), filter.field).type === 'instant') return undefined;
  return { kind: 'in', field: filter.field, values: [filter.value] };
}
