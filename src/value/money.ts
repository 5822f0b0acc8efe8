/**
 * Money: integers in minor units (cents for USD), as bigint. No float comes near it.
 *
 * `weighted` is an amount times a confidence in percent: hundredths of a minor unit, kept unrounded so that sums stay exact.
 */
import { DomainError } from '../errors.ts';

/** The largest amount, either way: sums of any realistic number of such rows stay exact. */
export const maximumValue = 99_999_999_999_999n;

export type ValuePeriod = 'one_time' | 'monthly' | 'annual';
export const valuePeriods: readonly ValuePeriod[] = ['one_time', 'monthly', 'annual'];

/** How often a period's value is paid in a year; one-time values count at face value. */
export const timesAYear: Readonly<Record<ValuePeriod, bigint>> = { one_time: 1n, monthly: 12n, annual: 1n };

/** Half away from zero. The divisor is not 0. */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const [up, down] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor];
  return (2n * up + (up < 0n ? -down : down)) / (2n * down);
}

/** Hundredths to whole minor units, half away from zero. */
export const roundWeighted = (weighted: bigint): bigint => roundedQuotient(weighted, 100n);

/** The smallest weighted amount that rounds to at least `expected`: filters on rounded figures use the unrounded column. */
export function leastWeighted(expected: bigint): bigint {
  return expected > 0n ? expected * 100n - 50n : expected * 100n - 49n;
}

/** Far beyond any single amount, and yet a number of both databases when it is multiplied by a hundred. */
const farthest = 2n ** 56n;

/** Compares with every stored amount as `amount` does, however large that is: a database fails at what it cannot hold. */
export function withinReach(amount: bigint): bigint {
  if (amount > farthest) return farthest;
  return amount < -farthest ? -farthest : amount;
}

/** A JSON number is exact up to 2^53-1; beyond it an honest error beats a rounded figure. */
export function toJsonNumber(amount: bigint): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER) || amount < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw new DomainError(
      'AMOUNT_OVERFLOW',
      `The amount ${amount} is beyond 9007199254740991, the largest that a JSON number holds exactly. Narrow the filter.`,
      { extra: { amount: amount.toString() } },
    );
  }
  return Number(amount);
}

/** How many decimals a currency has (ISO 4217): USD 2, JPY 0, KWD 3. */
export function exponentOf(currency: string): number {
  return currencyOf(currency).exponent;
}

export function symbolOf(currency: string): string {
  return currencyOf(currency).symbol;
}

/** Why a text is no amount in major units. */
export type NoAmount = 'form' | 'digits' | 'decimals' | 'ambiguous';

/** `1234.5` -> 123450n for USD. Digits with at most one point; never through a float. */
export function readMajor(text: string, currency: string): bigint | NoAmount {
  const [all, sign, whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  if (all === undefined) return 'form';
  if (whole.length > 15) return 'digits';
  const exponent = exponentOf(currency);
  // Half of the world groups thousands by a point: 1.000 was taken for 1. In 0.500 and 1000.000 it can only be a fraction's.
  if (exponent < 3 && /^[1-9]\d{0,2}$/.test(whole) && /^\d\d0$/.test(decimals)) return 'ambiguous';
  const significant = decimals.replace(/0+$/, '');
  if (significant.length > exponent) return 'decimals';
  const minor = BigInt(whole + significant.padEnd(exponent, '0'));
  return sign ? -minor : minor;
}

/** What `readMajor` reads: 123450n -> `1234.5` for USD. */
export function formatMajor(minor: bigint, currency: string): string {
  const { sign, whole, decimals } = partsOf(minor, currency);
  const significant = decimals.replace(/0+$/, '');
  return `${sign}${whole}${significant && `.${significant}`}`;
}

/** `$1,234.50`; decimals only when there are any, as the source API prints amounts. */
export function formatMoney(minor: bigint, currency: string): string {
  const { sign, whole, decimals } = partsOf(minor, currency);
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${symbolOf(currency)}${grouped}${/[1-9]/.test(decimals) ? `.${decimals}` : ''}`;
}

function partsOf(minor: bigint, currency: string) {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  return { sign: minor < 0n ? '-' : '', whole: digits.slice(0, point), decimals: digits.slice(point) };
}

interface Currency {
  readonly exponent: number;
  readonly symbol: string;
}

const currencies = new Map<string, Currency>();

/** Looked up once: for each amount of a list it was a tenth of what the list cost. */
function currencyOf(code: string): Currency {
  const known = currencies.get(code);
  if (known) return known;
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' });
  const symbol = format.formatToParts(0).find((part) => part.type === 'currency');
  const found = { exponent: format.resolvedOptions().maximumFractionDigits ?? 2, symbol: symbol?.value ?? code };
  currencies.set(code, found);
  return found;
}
