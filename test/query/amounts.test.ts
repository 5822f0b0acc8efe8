/** Amounts in major units, and numbers. */
import { both, either, gt, gte, has, is, lt, lte, not, oneOf } from './filters.ts';
import { type Deal, known } from './office-model.ts';
import { describeDealSearches } from './searches.ts';

const valued = (holds: (value: number) => boolean) => known(({ value }: Deal) => value, holds);
const cents = (amount: number) => Math.round(amount * 100);

describeDealSearches('amounts and numbers', {
  amounts: [
    ['value > 5000', gt('value', 500_000n), valued((value) => value > 5000)],
    ['value > 5k', gt('value', 500_000n), valued((value) => value > 5000)],
    ['value > 5,000', gt('value', 500_000n), valued((value) => value > 5000)],
    ['value>=$5,000.00', gte('value', 500_000n), valued((value) => value >= 5000)],
    ['opportunity_value:12K', is('value', 1_200_000n), valued((value) => value === 12_000)],
    ['value:0.012m', is('value', 1_200_000n), valued((value) => value === 12_000)],
    ['value = 4999.50', is('value', 499_950n), valued((value) => value === 4999.5)],
    ['value <= 0', lte('value', 0n), valued((value) => value <= 0)],
    ['value < 0', lt('value', 0n), valued((value) => value < 0)],
    ['value:-250', is('value', -25_000n), valued((value) => value === -250)],
    ['value:-$250', is('value', -25_000n), valued((value) => value === -250)],
    ['value:1000..5000', both(gte('value', 100_000n), lte('value', 500_000n)), valued((v) => v >= 1000 && v <= 5000)],
    ['value:$1k..8k', both(gte('value', 100_000n), lte('value', 800_000n)), valued((v) => v >= 1000 && v <= 8000)],
    ['value:..0', lte('value', 0n), valued((value) => value <= 0)],
    ['value:8k..', gte('value', 800_000n), valued((value) => value >= 8000)],
    ['value in (500, $1,000)', oneOf('value', 50_000n, 100_000n), valued((value) => value === 500 || value === 1000)],
    ['value != 500', not(is('value', 50_000n)), ({ value }) => value !== 500],
    ['value:*', has('value'), ({ value }) => value !== undefined],
    ['not value:*', not(has('value')), ({ value }) => value === undefined],
    ['value:""', not(has('value')), ({ value }) => value === undefined],
    [
      'annualized_value:6000..12000',
      both(gte('annualized_value', 600_000n), lte('annualized_value', 1_200_000n)),
      known(
        ({ annualized }) => annualized,
        (value) => value >= 6000 && value <= 12_000,
      ),
    ],
    [
      'expected_value > 1k',
      gt('expected_value', 100_000n),
      known(
        ({ expected }) => expected,
        (value) => value > 1000,
      ),
    ],
    [
      'expected_value = 1249.88',
      is('expected_value', 124_988n),
      known(
        ({ expected }) => expected,
        (value) => cents(value) === 124_988,
      ),
    ],
    [
      'annualized_expected_value >= 3600',
      gte('annualized_expected_value', 360_000n),
      ({ annualized, confidence }) => annualized !== undefined && annualized * confidence >= 360_000,
    ],
    ['value > 999,999,999,999,999', gt('value', 99_999_999_999_999_900n), () => false],
  ],
  'numbers and periods': [
    ['confidence > 50', gt('confidence', 50), ({ confidence }) => confidence > 50],
    ['confidence:50%', is('confidence', 50), ({ confidence }) => confidence === 50],
    ['confidence < 25', lt('confidence', 25), ({ confidence }) => confidence < 25],
    ['confidence >= -2147483648', gte('confidence', -2147483648), () => true],
    [
      'confidence:25..60',
      both(gte('confidence', 25), lte('confidence', 60)),
      ({ confidence: c }) => c >= 25 && c <= 60,
    ],
    ['confidence in (0, 100)', oneOf('confidence', 0, 100), ({ confidence }) => confidence % 100 === 0],
    ['value_period:monthly', is('value_period', 'monthly'), ({ period }) => period === 'monthly'],
    ['value_period:"one time"', is('value_period', 'one_time'), ({ period }) => period === 'one_time'],
    ['value_period:one-time', is('value_period', 'one_time'), ({ period }) => period === 'one_time'],
    [
      'value_period in (monthly, annual)',
      oneOf('value_period', 'monthly', 'annual'),
      ({ period }) => period !== 'one_time',
    ],
    [
      'value_period:monthly value > 500 or confidence = 0',
      either(both(is('value_period', 'monthly'), gt('value', 50_000n)), is('confidence', 0)),
      ({ period, value = 0, confidence }) => (period === 'monthly' && value > 500) || confidence === 0,
    ],
  ],
  'amounts of a currency without cents': {
    caller: {
      currency: 'JPY',
    },
    searches: [['value > ¥5k', gt('value', 5000n), valued((value) => value > 50)]],
  },
});
