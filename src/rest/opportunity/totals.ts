/** The figures of a list or group of opportunities, exact however large: REST prints integers beyond 2^53 as they are. */
import { countOf, expectedValue, type Span, type Totals, totalValue } from '../../opportunity/aggregates.ts';
import { formatMoney, valuePeriods } from '../../value/money.ts';
import type { Body } from '../field.ts';
import { described, integer, nullable, type Schema, text } from '../schema.ts';

interface Figure {
  readonly name: string;
  readonly schema: Schema;
  readonly value: (totals: Totals, currency: string) => unknown;
}

const spans: readonly Span[] = [...valuePeriods, 'annualized'];

const sums = [
  ['total_value', totalValue, 'sum of the values'],
  ['expected_value', expectedValue, 'sum of value times confidence, rounded once,'],
] as const;

const countByPeriod = {
  type: 'object',
  properties: Object.fromEntries(
    valuePeriods.map((period) => [period, described(integer, `How many ${period} ones.`)]),
  ),
  additionalProperties: false,
};

const figures: readonly Figure[] = [
  { name: 'total_results', schema: described(integer, 'How many match, on all pages.'), value: countOf },
  {
    name: 'count_by_value_period',
    schema: described(countByPeriod, 'How many there are of each value period that occurs.'),
    value: (totals) =>
      Object.fromEntries(
        valuePeriods.flatMap((period) => (totals[period].count > 0 ? [[period, totals[period].count]] : [])),
      ),
  },
  ...sums.flatMap(([prefix, sum, what]) => spans.flatMap((span) => sumFigures(`${prefix}_${span}`, span, sum, what))),
];

function sumFigures(name: string, span: Span, sum: typeof totalValue, what: string): readonly Figure[] {
  const of = span === 'annualized' ? 'all for a year, monthly ones times 12' : `the ${span} ones`;
  return [
    { name, schema: described(integer, `The ${what} of ${of}, in minor units.`), value: (totals) => sum(totals, span) },
    {
      name: `${name}_formatted`,
      schema: described(nullable(text), 'The same for people; null when it is 0.'),
      value: (totals, currency) => {
        const amount = sum(totals, span);
        return amount === 0n ? null : formatMoney(amount, currency);
      },
    },
  ];
}

export const totalsSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  figures.map(({ name, schema }) => [name, schema]),
);

export function totalsBody(totals: Totals, currency: string): Body {
  return Object.fromEntries(figures.map(({ name, value }) => [name, value(totals, currency)]));
}
