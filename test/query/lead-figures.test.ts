/** Figures of leads over their opportunities: counts and sums, averages, largest and smallest. */
import { both, gt, gte, has, is, lt, lte, not } from './filters.ts';
import type { Deal, Lead } from './office-model.ts';
import { describeLeadSearches, type Search } from './searches.ts';

const counting =
  (which: (deal: Deal) => boolean, holds: (count: number) => boolean) =>
  ({ deals }: Lead) =>
    holds(deals.filter(which).length);

const types = ['active', 'won', 'lost'] as const;
const periods = ['annual', 'monthly', 'one_time'] as const;

const eachCount: readonly Search<Lead>[] = [
  ...types.map(
    (type): Search<Lead> => [
      `num_${type}_opportunities > 0`,
      gt(`num_${type}_opportunities`, 0),
      counting(
        (deal) => deal.type === type,
        (count) => count > 0,
      ),
    ],
  ),
  ...periods.map(
    (period): Search<Lead> => [
      `num_${period}_opportunities = 1`,
      is(`num_${period}_opportunities`, 1),
      counting(
        (deal) => deal.period === period,
        (count) => count === 1,
      ),
    ],
  ),
];

type Value = (deal: Deal) => number | undefined;
const annualized: Value = ({ annualized }) => annualized;
const ofPeriod =
  (period: Deal['period']): Value =>
  (deal) =>
    deal.period === period ? deal.value : undefined;
const ofType =
  (type: Deal['type'], value: Value): Value =>
  (deal) =>
    deal.type === type ? value(deal) : undefined;

const valuesOf = ({ deals }: Lead, value: Value) => deals.map(value).filter((one) => one !== undefined);
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
const measures = {
  total: sum,
  avg: (values: readonly number[]) => (values.length === 0 ? undefined : sum(values) / values.length),
  max: (values: readonly number[]) => (values.length === 0 ? undefined : Math.max(...values)),
  min: (values: readonly number[]) => (values.length === 0 ? undefined : Math.min(...values)),
};
const measured =
  (measure: keyof typeof measures, value: Value, holds: (amount: number) => boolean) =>
  (lead: Lead): boolean => {
    const amount = measures[measure](valuesOf(lead, value));
    return amount !== undefined && holds(amount);
  };

describeLeadSearches('figures of leads', {
  counts: [
    [
      'opportunities:0',
      is('num_opportunities', 0),
      counting(
        () => true,
        (count) => count === 0,
      ),
    ],
    [
      'opportunities > 2',
      gt('num_opportunities', 2),
      counting(
        () => true,
        (count) => count > 2,
      ),
    ],
    [
      'opportunities:2..3',
      both(gte('num_opportunities', 2), lte('num_opportunities', 3)),
      ({ deals }) => [2, 3].includes(deals.length),
    ],
    ['num_opportunities != 3', not(is('num_opportunities', 3)), ({ deals }) => deals.length !== 3],
    ...eachCount,
  ],
  amounts: [
    [
      'total_annualized_opportunity_value > 20k',
      gt('total_annualized_opportunity_value', 2_000_000n),
      measured('total', annualized, (amount) => amount > 20_000),
    ],
    [
      'total_annualized_opportunity_value:0',
      is('total_annualized_opportunity_value', 0n),
      measured('total', annualized, (amount) => amount === 0),
    ],
    [
      'total_annualized_won_opportunity_value >= 11750',
      gte('total_annualized_won_opportunity_value', 1_175_000n),
      measured('total', ofType('won', annualized), (amount) => amount >= 11_750),
    ],
    [
      'total_monthly_opportunity_value > 500',
      gt('total_monthly_opportunity_value', 50_000n),
      measured('total', ofPeriod('monthly'), (amount) => amount > 500),
    ],
    [
      'total_one_time_lost_opportunity_value = 8k',
      is('total_one_time_lost_opportunity_value', 800_000n),
      measured('total', ofType('lost', ofPeriod('one_time')), (amount) => amount === 8000),
    ],
    [
      'avg_annualized_opportunity_value < 5000',
      lt('avg_annualized_opportunity_value', 500_000n),
      measured('avg', annualized, (amount) => amount < 5000),
    ],
    [
      'avg_annualized_won_opportunity_value = 5875',
      is('avg_annualized_won_opportunity_value', 587_500n),
      measured('avg', ofType('won', annualized), (amount) => amount === 5875),
    ],
    [
      'max_annualized_opportunity_value = 12k',
      is('max_annualized_opportunity_value', 1_200_000n),
      measured('max', annualized, (amount) => amount === 12_000),
    ],
    [
      'min_annualized_opportunity_value < 0',
      lt('min_annualized_opportunity_value', 0n),
      measured('min', annualized, (amount) => amount < 0),
    ],
    [
      'min_monthly_active_opportunity_value:*',
      has('min_monthly_active_opportunity_value'),
      measured('min', ofType('active', ofPeriod('monthly')), () => true),
    ],
    [
      'max_annual_won_opportunity_value:""',
      not(has('max_annual_won_opportunity_value')),
      (lead) => valuesOf(lead, ofType('won', ofPeriod('annual'))).length === 0,
    ],
    [
      'total_annualized_opportunity_value > 999,999,999,999,999',
      gt('total_annualized_opportunity_value', 99_999_999_999_999_900n),
      () => false,
    ],
  ],
});
