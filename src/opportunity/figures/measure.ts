/**
 * The figures of opportunities, each with its formula: what the doors show, sort and compare by, and write into tables. All are
 * made of the totals and of the parts they name; where they name none, they are sums, as whoever keeps sums can tell.
 */
import { roundedQuotient, timesAYear, type ValuePeriod, valuePeriods } from '../../value/money.ts';
import { countOf, expectedValue, type Span, type Totals, totalValue } from '../aggregates.ts';
import type { Middle, PartName, Parts } from './part.ts';

/** How a figure is kept: amounts in minor units, rates in millionths, days in tenths. */
export type Unit = 'count' | 'money' | 'rate' | 'days';

/** One of a unit as people read it. */
export const scaleOf: Readonly<Record<Unit, number>> = { count: 1, money: 1, rate: 1_000_000, days: 10 };

export interface Known extends Partial<Parts> {
  readonly totals: Totals;
}

export interface Measure {
  /** `average_value_annualized` */
  readonly name: string;
  readonly unit: Unit;
  /** The formula, what it leaves out, how it is rounded, and what null means. */
  readonly description: string;
  readonly needs: readonly PartName[];
  /** Whether those of the groups of a list add up to that of the list. */
  readonly isSum: boolean;
  /** Null where there is nothing to tell. The parts that it needs must be known. */
  readonly of: (known: Known) => bigint | null;
}

function measure<Name extends PartName = never>(
  [name, unit]: readonly [name: string, unit: Unit],
  description: string,
  needs: readonly Name[],
  of: (known: { readonly totals: Totals } & Pick<Parts, Name>) => bigint | null,
): Measure {
  // Whoever asks has read what it needs.
  return { name, unit, description, needs, isSum: false, of: of as Measure['of'] };
}

const sum: typeof measure = (...given) => ({ ...measure(...given), isSum: true });

const spansOf = (several: string): readonly (readonly [span: Span, of: string])[] => [
  ['one_time', `${several} paid once`],
  ['monthly', `${several} paid monthly, per month`],
  ['annual', `${several} paid annually, per year`],
  ['annualized', `all ${several}, for a year: monthly values twelve times, the others at face value`],
];

const overflow = 'Null only beside an AMOUNT_OVERFLOW error, when the sum is beyond 9007199254740991.';
const valuedOnly = 'Those without a value are left out.';
const closedDays =
  'Left out are those whose closing day is not known, or lies before the day they were created (imports bring such). Days are calendar days in the time zone.';

/** @param several what they are figures of, as descriptions call it */
export function measuresOf(several: string): readonly Measure[] {
  /** One measure for each span. */
  const overSpans = (make: (span: Span, of: string) => Measure): readonly Measure[] =>
    spansOf(several).map(([span, of]) => make(span, of));
  return [
    sum(['count', 'count'], `How many ${several} match.`, [], ({ totals }) => BigInt(countOf(totals))),
    sum(['count_with_value', 'count'], 'How many of them have a value.', ['valued'], ({ valued }) =>
      BigInt(valuePeriods.reduce((sum, period) => sum + valued[period], 0)),
    ),
    ...overSpans((span, of) =>
      sum([`total_value_${span}`, 'money'], `The sum of the values of ${of}. ${overflow}`, [], ({ totals }) =>
        totalValue(totals, span),
      ),
    ),
    ...overSpans((span, of) =>
      sum(
        [`expected_value_${span}`, 'money'],
        `The sum of value times confidence of ${of}, rounded once, half away from zero. ${overflow}`,
        [],
        ({ totals }) => expectedValue(totals, span),
      ),
    ),
    ...overSpans((span, of) =>
      measure(
        [`average_value_${span}`, 'money'],
        `The sum of the values of ${of}, divided by how many have a value; rounded once, half away from zero. ${valuedOnly} Null without any.`,
        ['valued'],
        ({ totals, valued }) => quotient(totalValue(totals, span), BigInt(over(span, (period) => valued[period]))),
      ),
    ),
    ...overSpans((span, of) =>
      measure(
        [`median_value_${span}`, 'money'],
        `The value in the middle, of ${of}: as many are smaller as are larger. Of an even number the mean of the two in the middle, rounded half away from zero. ${valuedOnly} Null without any.`,
        span === 'annualized' ? ['middleOfYear'] : ['middleOfPeriod'],
        (parts) => meanOf(span === 'annualized' ? parts.middleOfYear : parts.middleOfPeriod[span], 1n),
      ),
    ),
    ...overSpans((span, of) =>
      measure(
        [`smallest_value_${span}`, 'money'],
        `The smallest value of ${of}. ${valuedOnly} Null without any.`,
        ['extremes'],
        ({ extremes }) =>
          extreme(
            span,
            (period) => extremes[period]?.smallest,
            (a, b) => a < b,
          ),
      ),
    ),
    ...overSpans((span, of) =>
      measure(
        [`largest_value_${span}`, 'money'],
        `The largest value of ${of}. ${valuedOnly} Null without any.`,
        ['extremes'],
        ({ extremes }) =>
          extreme(
            span,
            (period) => extremes[period]?.largest,
            (a, b) => a > b,
          ),
      ),
    ),
    measure(
      ['win_rate', 'rate'],
      'How many were won, divided by how many were won or lost: 0.25 for one of four. Active ones are left out. Rounded to six decimals, half away from zero. Null when none is closed.',
      ['closed'],
      ({ closed: { won, lost } }) => quotient(millionths(BigInt(won.count)), BigInt(won.count + lost.count)),
    ),
    measure(
      ['win_rate_by_value', 'rate'],
      'The values of those won, divided by the values of those won or lost, for a year each. Active ones and those without a value are left out. Rounded to six decimals, half away from zero. Null when the values of the closed come to 0.',
      ['closed'],
      ({ closed: { won, lost } }) => quotient(millionths(won.value), won.value + lost.value),
    ),
    measure(
      ['average_days_to_close', 'days'],
      `How many days it took on average from creation to closing: to the day won, or the day lost. Rounded to one decimal, half away from zero. ${closedDays} Null without any.`,
      ['cycle'],
      ({ cycle }) => quotient(BigInt(cycle.days) * 10n, BigInt(cycle.count)),
    ),
    measure(
      ['median_days_to_close', 'days'],
      `The days from creation to closing in the middle: as many took fewer as took more. Of an even number the mean of the two in the middle, a whole or a half. ${closedDays} Null without any.`,
      ['middleDays'],
      ({ middleDays }) => meanOf(middleDays, 10n),
    ),
  ];
}

export const measures: ReadonlyMap<string, Measure> = new Map(
  measuresOf('opportunities').map((one) => [one.name, one]),
);

/** @throws where there is none of the name, which is for the doors to see to */
export function measureOf(name: string): Measure {
  const found = measures.get(name);
  if (!found) throw new Error(`there is no measure ${name}`);
  return found;
}

/** As people read it: amounts and counts as they are, rates and days with their decimals. */
export const shown = ({ unit }: Pick<Measure, 'unit'>, amount: bigint): number => Number(amount) / scaleOf[unit];

const quotient = (sum: bigint, number: bigint) => (number === 0n ? null : roundedQuotient(sum, number));
const millionths = (amount: bigint) => amount * 1_000_000n;
const meanOf = (middle: Middle | null, scale: bigint) => middle && roundedQuotient((middle[0] + middle[1]) * scale, 2n);

function over(span: Span, number: (period: ValuePeriod) => number): number {
  return span === 'annualized' ? valuePeriods.reduce((sum, period) => sum + number(period), 0) : number(span);
}

/** For a year: of each period the one that is the extreme of a year too, for twelve times keeps the order. */
function extreme(
  span: Span,
  of: (period: ValuePeriod) => bigint | undefined,
  beats: (a: bigint, b: bigint) => boolean,
): bigint | null {
  if (span !== 'annualized') return of(span) ?? null;
  const yearly = valuePeriods.flatMap((period) => {
    const value = of(period);
    return value === undefined ? [] : [value * timesAYear[period]];
  });
  return yearly.reduce<bigint | null>((best, value) => (best === null || beats(value, best) ? value : best), null);
}
