/**
 * What a value means for a field that has an order: amounts in major units, numbers, days and instants. An operand knows
 * what each comparison with it asks.
 */

import type { DomainError } from '../errors.ts';
import { compareAge } from '../filter/age.ts';
import { compareWithDays } from '../filter/compare-instant.ts';
import type { Field } from '../filter/field.ts';
import type { Filter, Value as FilterValue, Operator } from '../filter/filter.ts';
import { readAmount } from '../search/amounts.ts';
import { type DateValue, interpretDate, nearestDate } from '../search/dates.ts';
import type { Value } from '../search/syntax.ts';
import { isInt32 } from '../value/int32.ts';
import { exponentOf } from '../value/money.ts';
import { type CalendarDate, dayOf, formatInstant, parseCalendarDate } from '../value/period.ts';
import { badValue } from './mistakes.ts';
import type { Reading } from './reading.ts';

export interface Operand {
  compare(operator: Operator): Filter;
  /** As an end of a range, where what was long ago comes first. */
  bound(operator: 'gte' | 'lte'): Filter;
  /** For telling whether a range ends before it begins. */
  readonly place: string | number | bigint;
}

/** Undefined for fields without an order: texts, ids and words. @throws SEARCH_SYNTAX for a value that is none of the field's type */
export function operandOf(field: Field, value: Value, reading: Reading): Operand | undefined {
  switch (field.type) {
    case 'money':
    case 'weighted':
      return exactly(field.name, amount(value, reading));
    case 'integer':
      return exactly(field.name, integer(value, reading));
    case 'number':
      return exactly(field.name, number(value, reading));
    case 'date':
      return dayOperand(field.name, value, reading);
    case 'instant':
      return instantOperand(field.name, value, reading);
    case 'text':
    case 'id':
    case 'enum':
      return undefined;
  }
}

function exactly(field: string, value: FilterValue): Operand {
  const compare = (operator: Operator): Filter => ({ kind: 'compare', field, operator, value });
  return { compare, bound: compare, place: value };
}

/** Whole days since a moment. @throws SEARCH_SYNTAX */
export function ageOf(since: string, value: Value, reading: Reading): Operand {
  const days = integer(value, reading);
  const compare = (operator: Operator) => compareAge(since, operator, days, reading.caller.now);
  return { compare, bound: compare, place: days };
}

/** Sums are larger than amounts; all that `readAmount` can read is a number of both databases. */
const largestSum = 10n ** 18n;

function amount(value: Value, reading: Reading): bigint {
  const { currency } = reading.caller;
  const read = readAmount(value.text, currency, largestSum);
  if (typeof read === 'bigint') return read;
  const exponent = exponentOf(currency);
  switch (read) {
    case 'form':
      throw badValue(value, reading, `an amount in ${currency}, such as 5000, 5,000${exponent > 0 ? '.50' : ''} or 5k`);
    case 'digits':
      throw badValue(value, reading, `an amount in ${currency} of at most 15 digits before the point`);
    case 'decimals': {
      const most = exponent > 0 ? `at most ${exponent} digits after the point` : 'no digits after a point';
      throw badValue(value, reading, `an amount in ${currency}, which has ${most}`, thousandsOf(value));
    }
    case 'ambiguous':
      throw twoReadings(value, reading);
  }
}

/** A currency's sign or a minus, and what stands on both sides of a point that may stand between thousands. */
const pointed = ({ text }: Value) => /^(\D*)([1-9]\d{0,2})\.(\d{3})$/.exec(text.trim());

function thousandsOf(value: Value): string | undefined {
  const [, sign = '', thousands, rest] = pointed(value) ?? [];
  return thousands && `${sign}${thousands},${rest}`;
}

function twoReadings(value: Value, reading: Reading): DomainError {
  const [, sign = '', whole, decimals = ''] = pointed(value) ?? [];
  const fraction = decimals.replace(/0+$/, '');
  const readings = `${thousandsOf(value)} or ${sign}${whole}${fraction && `.${fraction}`}`;
  return badValue(value, reading, `${readings}, for a point may stand before a fraction and between thousands`);
}

function integer(value: Value, reading: Reading): number {
  const digits = value.text
    .trim()
    .replace(/\s*%$/, '')
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const parsed = /^-?\d{1,10}$/.test(digits) ? Number(digits) : Number.NaN;
  if (isInt32(parsed)) return parsed + 0;
  throw badValue(value, reading, 'a whole number');
}

function number(value: Value, reading: Reading): number {
  // Nobody writes 1.250 for 1.25; 1.125 has no shorter form.
  if (pointed(value)?.[3]?.endsWith('0')) throw twoReadings(value, reading);
  const digits = value.text.trim().replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const parsed = /^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(digits) ? Number(digits) : Number.NaN;
  if (Number.isFinite(parsed)) return parsed + 0;
  throw badValue(value, reading, 'a number, such as 12 or 0.5');
}

function date(value: Value, reading: Reading): DateValue {
  const { now, zone } = reading.caller;
  const parsed = interpretDate(value.text, { now, zone });
  if (parsed) return parsed;
  const expected = 'a date, such as 2026-03-31, today, last week or "3 days ago"';
  throw badValue(value, reading, expected, nearestDate(value.text));
}

/** `<` and `>` compare an age as such: younger than 3 days is later than 3 days ago. */
const byAge: Readonly<Record<Operator, Operator>> = { eq: 'eq', lt: 'gt', lte: 'gte', gt: 'lt', gte: 'lte' };

function explainAge(field: string, value: Value, later: string, reading: Reading): void {
  reading.warn(
    `Ages are compared as such: ${field} < "${value.text}" is younger, hence later than ${later}; > is older, hence earlier.`,
  );
}

function dayOperand(field: string, value: Value, reading: Reading): Operand {
  const meant = date(value, reading);
  if (meant.kind === 'period') return daysOperand(field, meant.first, meant.last);
  if (meant.kind === 'day') return exactly(field, meant.day);
  // Of a time that was written the day is meant as it was written, whatever its zone.
  const written = meant.kind === 'instant' ? parseCalendarDate(value.text.trim().slice(0, 10)) : undefined;
  const operand = exactly(field, written ?? dayOf(meant.instant, reading.caller.zone));
  return meant.kind === 'age'
    ? ageOperand(operand, () => explainAge(field, value, String(operand.place), reading))
    : operand;
}

/** A period of a field that holds days. */
function daysOperand(field: string, first: CalendarDate, last: CalendarDate): Operand {
  const term = (operator: Operator, value: CalendarDate): Filter => ({ kind: 'compare', field, operator, value });
  const compare = (operator: Operator): Filter => {
    switch (operator) {
      case 'eq':
        return { kind: 'and', filters: [term('gte', first), term('lte', last)] };
      case 'lt':
      case 'gte':
        return term(operator, first);
      case 'gt':
      case 'lte':
        return term(operator, last);
    }
  };
  return { compare, bound: compare, place: first };
}

function instantOperand(field: string, value: Value, reading: Reading): Operand {
  const meant = date(value, reading);
  const { zone } = reading.caller;
  const within = (first: CalendarDate, last: CalendarDate) => (operator: Operator) =>
    compareWithDays(field, operator, { first, last }, zone);
  switch (meant.kind) {
    case 'day':
      return { compare: within(meant.day, meant.day), bound: within(meant.day, meant.day), place: meant.day };
    case 'period':
      return { compare: within(meant.first, meant.last), bound: within(meant.first, meant.last), place: meant.first };
    case 'instant':
      return { ...exactly(field, meant.instant), place: dayOf(meant.instant, zone) };
    case 'age': {
      const { compare, bound } = exactly(field, meant.instant);
      const day = dayOf(meant.instant, zone);
      const compareAge = (operator: Operator) => (operator === 'eq' ? within(day, day)('eq') : compare(operator));
      return ageOperand({ compare: compareAge, bound, place: day }, () =>
        explainAge(field, value, formatInstant(meant.instant), reading),
      );
    }
  }
}

function ageOperand({ compare, bound, place }: Operand, explain: () => void): Operand {
  return {
    bound,
    place,
    compare: (operator) => {
      if (operator !== 'eq') explain();
      return compare(byAge[operator]);
    },
  };
}
