/** Short spellings of filters, for tables of them. */
import type { Filter, Operator, Value } from '../../src/filter/filter.ts';

const comparing =
  (operator: Operator) =>
  (field: string, value: Value): Filter => ({ kind: 'compare', field, operator, value });

export const is = comparing('eq');
export const lt = comparing('lt');
export const lte = comparing('lte');
export const gt = comparing('gt');
export const gte = comparing('gte');
export const oneOf = (field: string, ...values: readonly Value[]): Filter => ({ kind: 'in', field, values });
export const has = (field: string): Filter => ({ kind: 'present', field });
export const contains = (field: string, text: string): Filter => ({ kind: 'contains', field, text });
export const word = (text: string): Filter => ({ kind: 'word', text });
export const phrase = (text: string): Filter => ({ kind: 'phrase', text });
export const not = (filter: Filter): Filter => ({ kind: 'not', filter });
export const both = (...filters: readonly Filter[]): Filter => ({ kind: 'and', filters });
export const either = (...filters: readonly Filter[]): Filter => ({ kind: 'or', filters });
export const some = (relation: string, filter: Filter): Filter => ({ kind: 'some', relation, filter });

/** A moment in UTC, as in `2026-06-15` or `2026-06-15T10:30`. */
export const at = (text: string): number => Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00Z`);

/** From the start of the first day to that of the second. */
export const during = (field: string, start: string, end: string): Filter =>
  both(gte(field, at(start)), lt(field, at(end)));
