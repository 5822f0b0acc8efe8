/** Parameters that filter a list, as a table: `field`, `field__exact`, `field__in` and the comparisons of dates become one Filter. */
import type { Caller } from '../caller.ts';
import { compareInstant } from '../filter/compare-instant.ts';
import { and, every, type Filter, type Operator } from '../filter/filter.ts';
import { invalid, textOf, wordOf } from '../value/input.ts';
import type { Zone } from '../value/period.ts';
import type { Params } from './params.ts';
import { boolean, day, instant, oneOf, type Schema, text } from './schema.ts';
import { writtenDate } from './time.ts';

export interface FilterParam {
  readonly name: string;
  readonly schema: Schema;
  readonly description: string;
  readonly operators: readonly Suffix[];
  /** One value and how it is compared. An empty value never comes here. */
  readonly compare: (operator: Operator, value: string, caller: Caller) => Filter;
  /** What `name=` finds: those without a value. */
  readonly absent: Filter;
}

type Suffix = '' | '__exact' | '__in' | '__lt' | '__lte' | '__gt' | '__gte';

const equality: readonly Suffix[] = ['', '__exact', '__in'];
const comparisons: readonly Suffix[] = ['', '__exact', '__lt', '__lte', '__gt', '__gte'];
const operatorOf = { __lt: 'lt', __lte: 'lte', __gt: 'gt', __gte: 'gte' } as const;

const none: Filter = { kind: 'or', filters: [] };

const without = (field: string): Filter => ({ kind: 'not', filter: { kind: 'present', field } });

/** Compared as it is. `field`: what the core calls it, where that is another name. */
export function exactly(name: string, description: string, schema: Schema = text, field = name): FilterParam {
  const compare: FilterParam['compare'] = (operator, value) => ({
    kind: 'compare',
    field,
    operator,
    value: textOf(name, value),
  });
  return { name, schema, description, operators: equality, compare, absent: without(field) };
}

export function word(name: string, description: string, words: readonly string[], field = name): FilterParam {
  const param = exactly(name, description, oneOf(words), field);
  return {
    ...param,
    compare: (operator, value, caller) => param.compare(operator, wordOf(name, value, words), caller),
  };
}

/** A day is the whole day in the caller's zone. */
export function moment(
  name: string,
  description: string,
  field = name,
  compared = (operator: Operator, value: string, zone: Zone) => compareInstant(field, operator, value, zone),
): FilterParam {
  return {
    ...{ name, description, schema: { anyOf: [day, text] }, operators: comparisons, absent: without(field) },
    compare(operator, value, { zone }) {
      const filter = compared(operator, value, zone);
      if (filter) return filter;
      throw invalid(name, `${shown(value)} is no date: write it as 2026-03-31 or 2026-03-31T14:00:00Z.`);
    },
  };
}

/** Yes or no: only `false` (or `0`) means no, as in the source API. */
export function flag(
  name: string,
  description: string,
  filterOf: (value: boolean, caller: Caller) => Filter,
): FilterParam {
  return {
    ...{ name, description, schema: boolean, operators: ['', '__exact'], absent: every },
    compare: (_, value, caller) => filterOf(!['false', '0'].includes(value.toLowerCase()), caller),
  };
}

/** Of a date with a time the date counts, as it is written. */
export function calendarDay(name: string, description: string): FilterParam {
  return {
    ...{ name, description, schema: { anyOf: [day, instant] }, operators: comparisons, absent: without(name) },
    compare(operator, value) {
      const date = writtenDate(value);
      if (date !== undefined) return { kind: 'compare', field: name, operator, value: date };
      throw invalid(name, `${shown(value)} is no date: write it as 2026-03-31.`);
    },
  };
}

/** What is the same for all rows that the caller sees: all of them match, or none does. */
export function forAll(
  name: string,
  description: string,
  schema: Schema,
  holds: (value: string, caller: Caller) => boolean,
): FilterParam {
  const compare: FilterParam['compare'] = (_, value, caller) => (holds(value, caller) ? every : none);
  return { name, schema, description, operators: equality, compare, absent: none };
}

export const ownOrganization = forAll(
  'organization_id',
  'Your own organization; any other has nothing for you.',
  text,
  (id, { organizationId }) => id === organizationId,
);

/** @throws INVALID_INPUT with the name of the parameter as its path */
export function readFilters(table: readonly FilterParam[], params: Params, caller: Caller): Filter {
  return and(...table.flatMap((param) => param.operators.map((suffix) => readParam(param, suffix, params, caller))));
}

function readParam(param: FilterParam, suffix: Suffix, params: Params, caller: Caller): Filter {
  const name = `${param.name}${suffix}`;
  if (suffix === '__in') {
    const values = params.list(name);
    return values === undefined ? every : anyOf(param, values, caller);
  }
  const value = params.text(name);
  if (value === undefined) return every;
  if (suffix === '' || suffix === '__exact') return value === '' ? param.absent : param.compare('eq', value, caller);
  // A form that was left empty bounds nothing.
  return value === '' ? every : param.compare(operatorOf[suffix], value, caller);
}

/** Equal values of one field are one `in`, which databases take in any number. */
function anyOf(param: FilterParam, values: readonly string[], caller: Caller): Filter {
  const filters = values.map((value) => (value === '' ? param.absent : param.compare('eq', value, caller)));
  const compared = filters.filter((filter) => filter.kind === 'compare');
  const [first] = compared;
  const others = filters.filter((filter) => filter.kind !== 'compare');
  const among: readonly Filter[] = first
    ? [{ kind: 'in', field: first.field, values: compared.map(({ value }) => value) }]
    : [];
  return { kind: 'or', filters: [...among, ...new Set(others)] };
}

const shown = (value: string) => JSON.stringify(value.slice(0, 60));
