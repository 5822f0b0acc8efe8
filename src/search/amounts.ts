/** Amounts as people type them, in major units: `5000`, `$5,000`, `5k`, `1.5m`, `-1,234.50`. Digits are moved, never multiplied. */
import { maximumValue, type NoAmount, readMajor, symbolOf, timesAYear } from '../value/money.ts';

const pattern = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([kmb]?)$/i;
const zeros: ReadonlyMap<string, number> = new Map([
  ['k', 3],
  ['m', 6],
  ['b', 9],
]);

/** No single amount is beyond it. */
const largestAmount = maximumValue * timesAYear.monthly;

/**
 * Minor units, or why it is no amount: another currency's sign is none (`£5` is not five dollars). Sums may be larger than any
 * amount.
 */
export function readAmount(text: string, currency: string, largest = largestAmount): bigint | NoAmount {
  const minus = text.trim().startsWith('-') ? '-' : '';
  const unsigned = text.trim().slice(minus.length);
  const symbol = symbolOf(currency);
  const bare = unsigned.startsWith(symbol) ? unsigned.slice(symbol.length).trimStart() : unsigned;
  const match = pattern.exec(bare);
  if (!match) return 'form';
  const [, whole = '', decimals = '', suffix = ''] = match;
  const places = zeros.get(suffix.toLowerCase()) ?? 0;
  const moved = whole.replaceAll(',', '') + decimals.slice(0, places).padEnd(places, '0');
  const rest = decimals.slice(places);
  const minor = readMajor(`${minus}${moved}${rest && `.${rest}`}`, currency);
  if (typeof minor === 'bigint' && (minor > largest || minor < -largest)) return 'digits';
  return minor;
}
