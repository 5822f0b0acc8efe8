/** The form that `printFilter` keeps of a filter: all that it may change is written here. */
import type { Filter, Value } from '../../src/filter/filter.ts';

/** Fields of moments: those in a list are compared one by one. */
export type IsMoment = (field: string) => boolean;
const moments: ReadonlySet<string> = new Set(['date', 'date_created', 'date_updated', 'date_lost']);

/** `and` and `or` without one of their own kind inside, or of one; a list of one value is that value. */
export function canonical(filter: Filter, isMoment: IsMoment = (field) => moments.has(field)): Filter {
  return listed(flat(filter), isMoment);
}

function flat(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(filter.kind, filter.filters.map(flat));
    case 'not':
    case 'some':
      return { ...filter, filter: flat(filter.filter) };
    case 'in':
      return filter.values.length < 2 ? joined('or', filter.values.map(equalTo(filter.field))) : filter;
    default:
      return filter;
  }
}

function joined(kind: 'and' | 'or', filters: readonly Filter[]): Filter {
  const parts = filters.flatMap((part) => (part.kind === kind ? part.filters : [part]));
  const [only, ...others] = parts;
  if (!only) return kind === 'and' ? { kind: 'every' } : { kind: 'not', filter: { kind: 'every' } };
  return others.length === 0 ? only : { kind, filters: parts };
}

function listed(filter: Filter, isMoment: IsMoment): Filter {
  if (filter.kind === 'and' || filter.kind === 'or') {
    return { ...filter, filters: filter.filters.map((part) => listed(part, isMoment)) };
  }
  if (filter.kind === 'not' || filter.kind === 'some') return { ...filter, filter: listed(filter.filter, isMoment) };
  if (filter.kind !== 'in' || !isMoment(filter.field)) return filter;
  return { kind: 'or', filters: filter.values.map(equalTo(filter.field)) };
}

const equalTo =
  (field: string) =>
  (value: Value): Filter => ({ kind: 'compare', field, operator: 'eq', value });
