/** `OpportunityAggregates`: every figure of the REST API's lists, over all matches. Only what is selected is computed. */
import { expectedValue, type Span, type Totals, totalValue } from '../../opportunity/aggregates.ts';
import type { ValuePeriod } from '../../value/money.ts';
import { builder } from '../builder.ts';

/** Functions, because a count alone is cheaper than sums: whoever asks for one does not pay for the other. */
export interface AggregatesSource {
  count(): number | Promise<number>;
  totals(): Totals | Promise<Totals>;
}

const CountByValuePeriod = builder.objectRef<Totals>('CountByValuePeriod').implement({
  description: 'How many opportunities there are of each value period, those without a value included.',
  fields: (t) => ({
    oneTime: t.int({ description: 'Paid once.', resolve: (totals) => totals.one_time.count }),
    monthly: t.int({ description: 'Paid every month.', resolve: (totals) => totals.monthly.count }),
    annual: t.int({ description: 'Paid every year.', resolve: (totals) => totals.annual.count }),
  }),
});

const spans: readonly [suffix: string, span: Span, of: string][] = [
  ['OneTime', 'one_time', 'opportunities paid once'],
  ['Monthly', 'monthly', 'opportunities paid monthly, per month'],
  ['Annual', 'annual', 'opportunities paid annually, per year'],
  ['Annualized', 'annualized', 'all opportunities, for a year: monthly values twelve times, the others at face value'],
];

const overflow = 'Null only beside an AMOUNT_OVERFLOW error, when the sum is beyond 9007199254740991.';

export const OpportunityAggregates = builder.objectRef<AggregatesSource>('OpportunityAggregates').implement({
  description:
    'Exact figures over all matches, whatever page is shown. Amounts are in minor units; opportunities without a value add nothing to sums but are counted.',
  fields: (t) => ({
    count: t.int({ description: 'How many opportunities match.', resolve: (source) => source.count() }),
    countByValuePeriod: t.field({
      type: CountByValuePeriod,
      description: 'How many of them there are of each value period.',
      resolve: (source) => source.totals(),
    }),
    ...Object.fromEntries(
      spans.map(([suffix, span, of]) => [
        `totalValue${suffix}`,
        t.field({
          type: 'Money',
          nullable: true,
          description: `The sum of the values of ${of}. ${overflow}`,
          resolve: async (source) => totalValue(await source.totals(), span),
        }),
      ]),
    ),
    ...Object.fromEntries(
      spans.map(([suffix, span, of]) => [
        `expectedValue${suffix}`,
        t.field({
          type: 'Money',
          nullable: true,
          description: `The sum of value times confidence of ${of}, rounded once, half away from zero. ${overflow}`,
          resolve: async (source) => expectedValue(await source.totals(), span),
        }),
      ]),
    ),
  }),
});

/** What groups can be sorted by, besides their key. */
export const OpportunityMeasure = builder.enumType('OpportunityMeasure', {
  description: 'A figure of a group to sort groups by.',
  values: {
    COUNT: { value: 'count', description: 'How many opportunities it has.' },
    TOTAL_VALUE_ONE_TIME: { value: 'total_value:one_time', description: 'Its sum of values paid once.' },
    TOTAL_VALUE_MONTHLY: { value: 'total_value:monthly', description: 'Its sum of monthly values.' },
    TOTAL_VALUE_ANNUAL: { value: 'total_value:annual', description: 'Its sum of annual values.' },
    TOTAL_VALUE_ANNUALIZED: { value: 'total_value:annualized', description: 'Its sum of values for a year.' },
    EXPECTED_VALUE_ONE_TIME: {
      value: 'expected_value:one_time',
      description: 'Its sum of value times confidence, paid once.',
    },
    EXPECTED_VALUE_MONTHLY: {
      value: 'expected_value:monthly',
      description: 'Its sum of monthly value times confidence.',
    },
    EXPECTED_VALUE_ANNUAL: { value: 'expected_value:annual', description: 'Its sum of annual value times confidence.' },
    EXPECTED_VALUE_ANNUALIZED: {
      value: 'expected_value:annualized',
      description: 'Its sum of value times confidence for a year.',
    },
  } as const,
});

export type MeasureName = 'count' | `${'total_value' | 'expected_value'}:${ValuePeriod | 'annualized'}`;
