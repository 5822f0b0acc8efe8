/** The inputs that compare one field with values, one a type of value, and how each becomes a filter and back. */
import { DomainError } from '../../errors.ts';
import { compareInstant } from '../../filter/compare-instant.ts';
import type { FieldType } from '../../filter/field.ts';
import { and, type Filter, type Operator, type Value } from '../../filter/filter.ts';
import { saidAt } from '../../filter/place.ts';
import { formatInstant, type Instant, type Zone } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { StatusType, ValuePeriod } from '../enums.ts';

/** What a comparison looks like once GraphQL has checked the type of each operand. */
export type ComparisonInput = { readonly [operator in Operator | 'in' | 'contains' | 'isNull']?: unknown };

const texts = {
  eq: 'Equal to this.',
  in: 'Equal to one of these, at most 1,000.',
  lt: 'Less, or earlier, than this.',
  lte: 'At most this. A bare date: up to the end of that day.',
  gt: 'More than this. A bare date: after the end of that day.',
  gte: 'At least this. A bare date: from the start of that day.',
  contains: 'Has this text in it, anywhere and in any case; `%` and `_` mean themselves.',
  isNull: 'true: only those without a value. false: only those with one.',
};

type OperandType =
  | 'ID'
  | 'String'
  | 'Money'
  | 'Int'
  | 'Float'
  | 'Date'
  | 'DateOrDateTime'
  | typeof StatusType
  | typeof ValuePeriod;
type OperatorName = keyof typeof texts;

function comparison(
  name: string,
  about: string,
  type: OperandType,
  operators: readonly Exclude<OperatorName, 'isNull'>[],
) {
  return builder.inputRef<{ [operator: string]: unknown }>(name).implement({
    description: `${about} All of the operators given must hold, and one must be given.`,
    fields: (t) => ({
      ...Object.fromEntries(
        operators.map((operator) => [
          operator,
          t.field({ type: operator === 'in' ? [type] : type, description: texts[operator] }),
        ]),
      ),
      isNull: t.boolean({ description: texts.isNull }),
    }),
  });
}

const order = ['lt', 'lte', 'gt', 'gte'] as const;

export const comparisons = {
  id: comparison('IdComparison', 'Compares an id, exactly.', 'ID', ['eq', 'in']),
  text: comparison('TextComparison', 'Compares text, in any case.', 'String', ['eq', 'in', 'contains']),
  statusType: comparison('StatusTypeComparison', 'Compares the type of a status.', StatusType, ['eq', 'in']),
  valuePeriod: comparison('ValuePeriodComparison', 'Compares how often the value is paid.', ValuePeriod, ['eq', 'in']),
  money: comparison('MoneyComparison', 'Compares an amount, in minor units (cents).', 'Money', ['eq', 'in', ...order]),
  integer: comparison('IntComparison', 'Compares a whole number.', 'Int', ['eq', 'in', ...order]),
  number: comparison('FloatComparison', 'Compares a number.', 'Float', ['eq', 'in', ...order]),
  date: comparison('DateComparison', 'Compares a calendar date.', 'Date', ['eq', 'in', ...order]),
  instant: comparison(
    'InstantComparison',
    'Compares an instant with another; or the day that clocks show at it, in the time zone, with a bare date.',
    'DateOrDateTime',
    ['eq', ...order],
  ),
};

export type ComparisonName = keyof typeof comparisons;

/** @throws DomainError with the operator as its path */
export function comparisonToFilter(field: string, name: ComparisonName, input: ComparisonInput, zone: Zone): Filter {
  const given = Object.entries(input).filter(([, operand]) => operand !== undefined);
  if (given.length === 0) throw saysNothing('{}', 'Give an operator, such as eq.');
  return and(
    ...given.map(([operator, operand]) =>
      saidAt(operator, () => {
        if (operand === null) throw saysNothing('null', 'To find what has no value, use isNull: true.');
        return termOf(field, name, operator as OperatorName, operand, zone);
      }),
    ),
  );
}

/**
 * A variable that is not set is left out of the input by GraphQL, and one that is null is null in it: read as «not asked»,
 * either turned «of this lead» into «all».
 */
export function saysNothing(given: '{}' | 'null', hint: string): DomainError {
  const message = `${given} in a filter asks nothing, and could be taken for all: leave it out if that is meant. ${hint}`;
  return new DomainError('INVALID_FILTER', message);
}

function termOf(field: string, name: ComparisonName, operator: OperatorName, operand: unknown, zone: Zone): Filter {
  switch (operator) {
    case 'in':
      return { kind: 'in', field, values: operand as Value[] };
    case 'contains':
      return { kind: 'contains', field, text: operand as string };
    case 'isNull': {
      const present: Filter = { kind: 'present', field };
      return operand === true ? { kind: 'not', filter: present } : present;
    }
    default:
      return compare(field, name, operator, operand, zone);
  }
}

function compare(field: string, name: ComparisonName, operator: Operator, value: unknown, zone: Zone): Filter {
  const instant = name === 'instant' ? compareInstant(field, operator, value as string, zone) : undefined;
  return instant ?? { kind: 'compare', field, operator, value: value as Value };
}

/** The value as it goes into the JSON of a filter. */
export function operandJson(type: FieldType, value: Value): string | number {
  if (type === 'instant') return formatInstant(Number(value) as Instant);
  if (type === 'enum') return String(value).toUpperCase();
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}
