/** The inputs that compare one field with values, one a type of value, and how each becomes a filter and back. */
import type { When } from '../../caller.ts';
import { DomainError } from '../../errors.ts';
import { compareAge } from '../../filter/age.ts';
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
  lt: 'Less than this.',
  lte: 'At most this.',
  gt: 'More than this.',
  gte: 'At least this.',
  contains: 'Has this text in it, anywhere and in any case; `%` and `_` mean themselves.',
  isNull: 'true: only those without a value. false: only those with one.',
};

const ofDays: Partial<typeof texts> = {
  lt: 'Before this day.',
  lte: 'On this day or before.',
  gt: 'After this day.',
  gte: 'On this day or after.',
};

const ofMoments: Partial<typeof texts> = {
  eq: 'At this moment. A bare date: on that day.',
  lt: 'Before this moment. A bare date: before that day begins.',
  lte: 'Up to this moment. A bare date: up to the end of that day.',
  gt: 'After this moment. A bare date: after the end of that day.',
  gte: 'From this moment on. A bare date: from the start of that day.',
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
  own: Partial<typeof texts> = {},
) {
  return builder.inputRef<{ [operator: string]: unknown }>(name).implement({
    description: `${about} All of the operators given must hold, and one must be given.`,
    fields: (t) => ({
      ...Object.fromEntries(
        operators.map((operator) => [
          operator,
          t.field({ type: operator === 'in' ? [type] : type, description: own[operator] ?? texts[operator] }),
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
  figure: comparison(
    'FigureComparison',
    'Compares a figure: a number of opportunities, or an amount in minor units (cents).',
    'Money',
    ['eq', 'in', ...order],
  ),
  integer: comparison('IntComparison', 'Compares a whole number.', 'Int', ['eq', 'in', ...order]),
  number: comparison('FloatComparison', 'Compares a number.', 'Float', ['eq', 'in', ...order]),
  date: comparison('DateComparison', 'Compares a calendar date.', 'Date', ['eq', 'in', ...order], ofDays),
  instant: comparison(
    'InstantComparison',
    'Compares an instant with another; or the day that clocks show at it, in the time zone, with a bare date.',
    'DateOrDateTime',
    ['eq', ...order],
    ofMoments,
  ),
};

export type ComparisonName = keyof typeof comparisons;

/** @throws DomainError with the operator as its path */
export function comparisonToFilter(
  field: string,
  name: ComparisonName,
  input: ComparisonInput,
  { zone }: Pick<When, 'zone'>,
): Filter {
  return eachOperator(input, (operator, operand) => termOf(field, name, operator, operand, zone));
}

/** Of whole days since an instant. @throws DomainError with the operator as its path */
export function ageToFilter(field: string, input: ComparisonInput, { now, zone }: When): Filter {
  return eachOperator(input, (operator, operand) => {
    const age = (compared: Operator, days: unknown) => compareAge(field, compared, days as number, now);
    if (operator === 'in') return { kind: 'or', filters: (operand as unknown[]).map((days) => age('eq', days)) };
    if (operator === 'isNull' || operator === 'contains') return termOf(field, 'instant', operator, operand, zone);
    return age(operator, operand);
  });
}

function eachOperator(input: ComparisonInput, read: (operator: OperatorName, operand: unknown) => Filter): Filter {
  const given = Object.entries(input).filter(([, operand]) => operand !== undefined);
  if (given.length === 0) throw saysNothing('{}', 'Give an operator, such as eq.');
  return and(
    ...given.map(([operator, operand]) =>
      saidAt(operator, () => {
        if (operand === null) throw saysNothing('null', 'To find what has no value, use isNull: true.');
        return read(operator as OperatorName, operand);
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
