import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAmount } from '../../src/search/amounts.ts';
import { formatMoney } from '../../src/value/money.ts';

test.each([
  ['5000', 'USD', 500_000n],
  ['$5,000', 'USD', 500_000n],
  ['$ 5,000', 'USD', 500_000n],
  ['5k', 'USD', 500_000n],
  ['5K', 'USD', 500_000n],
  ['1.5m', 'USD', 150_000_000n],
  ['2.5M', 'USD', 250_000_000n],
  ['1b', 'USD', 100_000_000_000n],
  ['$1.2345k', 'USD', 123_450n],
  ['1.23456k', 'USD', 123_456n],
  ['-100', 'USD', -10_000n],
  ['-$1,234.50', 'USD', -123_450n],
  ['£5', 'GBP', 500n],
  ['1,234.50', 'USD', 123_450n],
  ['1,234,567', 'USD', 123_456_700n],
  ['0.1', 'USD', 10n],
  ['0', 'USD', 0n],
  ['5.00', 'JPY', 5n],
  ['¥5k', 'JPY', 5_000n],
  ['1.234', 'KWD', 1_234n],
  ['1.000', 'KWD', 1_000n],
  ['0.500', 'USD', 50n],
  ['1000.000', 'USD', 100_000n],
  ['1,000.000', 'USD', 100_000n],
  ['1.500k', 'USD', 150_000n],
  ['1.0000', 'USD', 100n],
  ['11999999999999.88', 'USD', 1_199_999_999_999_988n],
] as const)('%s in %s is %s minor units', (text, currency, minor) => {
  expect(readAmount(text, currency)).toBe(minor);
});

test.each([
  ['', 'USD', 'form'],
  ['-', 'USD', 'form'],
  ['$', 'USD', 'form'],
  ['five', 'USD', 'form'],
  ['1,23', 'USD', 'form'],
  ['12,34,567', 'USD', 'form'],
  ['1.5', 'JPY', 'decimals'],
  ['0.001', 'USD', 'decimals'],
  ['5.005', 'USD', 'decimals'],
  ['1.000001k', 'USD', 'decimals'],
  ['£5', 'USD', 'form'],
  ['$$5', 'USD', 'form'],
  ['--5', 'USD', 'form'],
  ['1e5', 'USD', 'form'],
  ['5kk', 'USD', 'form'],
  ['.5', 'USD', 'form'],
  ['5.', 'USD', 'form'],
  ['Infinity', 'USD', 'form'],
  ['0x10', 'USD', 'form'],
  ['30 days ago', 'USD', 'form'],
  ['1.000.000', 'USD', 'form'],
  ['11999999999999.89', 'USD', 'digits'],
  ['999999b', 'USD', 'digits'],
  ['9'.repeat(2000), 'USD', 'digits'],
  ['1.000', 'USD', 'ambiguous'],
  ['-1.500', 'USD', 'ambiguous'],
  ['$999.990', 'USD', 'ambiguous'],
  ['1.000', 'JPY', 'ambiguous'],
] as const)('%j is no amount in %s, by its %s', (text, currency, why) => {
  expect(readAmount(text, currency)).toBe(why);
});

test('an amount as it is printed is the amount itself, in each currency', () => {
  const minor = fc.bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n });
  fc.assert(
    fc.property(minor, fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'GBP', 'CHF'), (amount, currency) => {
      expect(readAmount(formatMoney(amount, currency), currency)).toBe(amount);
    }),
  );
});
