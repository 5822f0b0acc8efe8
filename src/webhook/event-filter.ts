/** What an event must be beside its kind, in the words of the source API (`extra_filter`): a tree of conditions about its fields. */
import { at } from '../errors.ts';
import { invalid } from '../value/input.ts';

export type EventFilter =
  | { readonly type: 'equals' | 'not_equals' | 'contains'; readonly value: unknown }
  | { readonly type: 'is_null' | 'non_null' }
  | { readonly type: 'and' | 'or'; readonly filters: readonly EventFilter[] }
  | { readonly type: 'not' | 'any_array_value'; readonly filter: EventFilter }
  | { readonly type: 'field_accessor'; readonly field: string; readonly filter: EventFilter };

const types = [
  ...['equals', 'not_equals', 'contains', 'is_null', 'non_null'],
  ...['and', 'or', 'not', 'any_array_value', 'field_accessor'],
];

/** More is no condition that anybody wrote. */
const deepest = 20;

/** @throws INVALID_INPUT with the place */
export function readEventFilter(given: unknown, depth = 0): EventFilter {
  if (depth > deepest) throw invalid('type', `Conditions may stand ${deepest} deep in each other.`);
  if (!isObject(given)) throw invalid('type', 'A filter is an object with a type.');
  const { type, value, filter, filters, field } = given;
  const inner = (part: unknown) => readEventFilter(part, depth + 1);
  switch (type) {
    case 'equals':
    case 'not_equals':
    case 'contains':
      if (value === undefined)
        throw invalid('value', `What it ${type === 'contains' ? 'contains' : 'is compared with'} is missing.`);
      if (typeof value === 'object' && value !== null)
        throw invalid('value', 'Compare with a text, a number, true, false or null.');
      return { type, value };
    case 'is_null':
    case 'non_null':
      return { type };
    case 'and':
    case 'or':
      if (!Array.isArray(filters)) throw invalid('filters', 'A list of filters is missing.');
      return { type, filters: filters.map((one, index) => at('filters', () => at(index, () => inner(one)))) };
    case 'not':
    case 'any_array_value':
      return { type, filter: at('filter', () => inner(filter)) };
    case 'field_accessor':
      if (typeof field !== 'string' || field === '') throw invalid('field', 'The name of a field is missing.');
      return { type, field, filter: at('filter', () => inner(filter)) };
    default:
      throw invalid('type', `There is no such type of filter. Use one of ${types.join(', ')}.`);
  }
}

/** @param value the event, or what a condition looks at within it */
export function matches(filter: EventFilter, value: unknown): boolean {
  switch (filter.type) {
    case 'equals':
      return isSame(value, filter.value);
    case 'not_equals':
      return !isSame(value, filter.value);
    case 'contains':
      if (Array.isArray(value)) return value.some((item) => isSame(item, filter.value));
      return typeof value === 'string' && typeof filter.value === 'string' && value.includes(filter.value);
    case 'is_null':
      return value == null;
    case 'non_null':
      return value != null;
    case 'and':
      return filter.filters.every((one) => matches(one, value));
    case 'or':
      return filter.filters.some((one) => matches(one, value));
    case 'not':
      return !matches(filter.filter, value);
    case 'any_array_value':
      return Array.isArray(value) && value.some((item) => matches(filter.filter, item));
    case 'field_accessor':
      return matches(filter.filter, isObject(value) && Object.hasOwn(value, filter.field) ? value[filter.field] : null);
  }
}

/** Amounts are bigints until they are printed. */
const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : (value ?? null));

const isSame = (value: unknown, other: unknown) => plain(value) === plain(other);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
