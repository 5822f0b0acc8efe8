/** Amounts and numbers as people write them: `$1,234.50`, `1.234,50 €`, `(1,000)`, `12k`. Never through a float. */
import { symbolOf } from '../../value/money.ts';
import { isNothing, type Reading, type Recognizer, unclear } from './reading.ts';

export type DecimalMark = '.' | ',';

export interface AmountOptions {
  /** How many decimals there may be; a currency says. */
  readonly decimals: number;
  /** ISO 4217: amounts in others are not read. Undefined for plain numbers, which have no sign of one. */
  readonly currency: string | undefined;
  /** What people said. */
  readonly mark: DecimalMark | undefined;
}

const codes = new Set(Intl.supportedValuesOf('currency'));
const thousands: Readonly<Record<string, number>> = { k: 3, m: 6, mio: 6, mn: 6, bn: 9 };
const groupSeparators = { '.': ",'’", ',': ".'’" };

interface Parts {
  readonly sign: '' | '-';
  readonly body: string;
  readonly zeros: number;
  readonly currency: string | undefined;
}

/** Sign, currency and thousands taken off; undefined where more than a number is left. */
function partsOf(text: string): Parts | undefined {
  const plain = text
    .trim()
    .replaceAll('−', '-')
    .replaceAll(/[\u00a0\u202f]/g, ' ');
  const bracketed = /^\((.*)\)$/.exec(plain)?.[1];
  const [, sign = '', start = '', body = '', factor = '', end = '', after = ''] =
    /^([+-]?)\s*([A-Z]{3}|[A-Z]{0,2}\p{Sc})?\s*([+-]?[\d.,'’ ]*\d[.,]?)\s*(k|mio|mn|m|bn)?\.?\s*([A-Z]{3}|\p{Sc})?\s*(-?)$/iu.exec(
      bracketed ?? plain,
    ) ?? [];
  if (body === '') return undefined;
  const signs = [sign, /^[+-]/.exec(body)?.[0] ?? '', after, bracketed === undefined ? '' : '-'].filter(
    (s) => s === '-',
  );
  if (signs.length > 1) return undefined;
  return {
    sign: signs.length === 1 ? '-' : '',
    body: body.replace(/^[+-]/, '').trim(),
    zeros: thousands[factor.toLowerCase()] ?? 0,
    currency: (start || end).toUpperCase() || undefined,
  };
}

/** `1,234.50` -> `1234.5`, by one decimal mark; undefined for what is no number by it. */
function numberOf({ sign, body, zeros }: Parts, mark: DecimalMark, decimals: number): string | undefined {
  const [whole = '', fraction = '', ...more] = body.split(mark);
  if (more.length > 0 || /[^\d]/.test(fraction)) return undefined;
  const digits = ungrouped(whole, mark);
  if (digits === undefined || (digits === '' && fraction === '')) return undefined;
  const shifted = fraction.padEnd(zeros, '0');
  const rest = shifted.slice(zeros).replace(/0+$/, '');
  if (rest.length > decimals) return undefined;
  const all = `${digits}${shifted.slice(0, zeros)}`.replace(/^0+(?=\d)/, '') || '0';
  return `${sign}${all}${rest && `.${rest}`}`;
}

function ungrouped(whole: string, mark: DecimalMark): string | undefined {
  if (/^\d*$/.test(whole)) return whole;
  const [separator] = /[^\d]/.exec(whole) ?? [];
  if (separator === undefined || !`${groupSeparators[mark]} `.includes(separator)) return undefined;
  const [first = '', ...groups] = whole.split(separator);
  const fits = /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  // Lakhs: 12,34,567.
  const indian =
    /^\d{1,2}$/.test(first) &&
    groups.length > 1 &&
    groups.slice(0, -1).every((g) => /^\d\d$/.test(g)) &&
    /^\d{3}$/.test(groups.at(-1) ?? '');
  return fits || indian ? `${first}${groups.join('')}` : undefined;
}

function isIn(found: string | undefined, currency: string | undefined): boolean {
  if (found === undefined) return true;
  if (currency === undefined) return false;
  if (codes.has(found)) return found === currency;
  const own = symbolOf(currency);
  // `US$`, `C$`: a letter or two say which dollars.
  const [, country = '', symbol = ''] = /^([A-Z]*)(\p{Sc})$/u.exec(found) ?? [];
  return symbol === own && (country === '' || currency.startsWith(country));
}

/** The currency that a cell names: its code, or its sign where that is of one only. */
export function currencyIn(text: string): string | undefined {
  const found = partsOf(text)?.currency;
  if (found === undefined) return undefined;
  return codes.has(found) ? found : { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₽': 'RUB', '₩': 'KRW' }[found];
}

export function recognizeAmounts({ decimals, currency, mark: said }: AmountOptions): Recognizer {
  /** How many cells can be read in one way only. */
  const only = { '.': 0, ',': 0 };
  let open: string | undefined;

  const waysOf = (text: string) => {
    const parts = partsOf(text);
    if (!parts || !isIn(parts.currency, currency)) return undefined;
    const comma = numberOf(parts, ',', decimals);
    // Three digits behind a point may be a fraction too long as well as a thousand. Behind a comma they hardly ever are.
    const fraction = numberOf(parts, '.', longestFraction);
    const isOpen = fraction !== undefined && comma !== undefined && fraction !== comma;
    return { '.': numberOf(parts, '.', decimals), ',': comma, fraction, isOpen };
  };
  const reading = (mark: DecimalMark, isSure = true): Reading => ({
    label: mark === '.' ? 'decimal point' : 'decimal comma',
    read(text) {
      const ways = waysOf(text);
      return ways && (isSure || !ways.isOpen) ? ways[mark] : undefined;
    },
  });
  return {
    see(text) {
      const ways = isNothing(text) ? undefined : waysOf(text);
      if (!ways) return;
      if (ways.isOpen) open ??= text.trim();
      else if (ways[','] === undefined && ways['.'] !== undefined) only['.'] += 1;
      else if (ways['.'] === undefined && ways[','] !== undefined) only[','] += 1;
    },
    settle(column) {
      if (said !== undefined) return reading(said);
      const mark = only['.'] >= only[','] ? '.' : ',';
      // Written in both ways, a column does not tell how a cell is meant that can be read in two: that is for its row to say.
      if (only['.'] > 0 && only[','] > 0) return reading(mark, false);
      if (open === undefined || only[mark] > 0) return reading(mark);
      const ways = `${waysOf(open)?.fraction} and as ${waysOf(open)?.[',']}`;
      const advice = 'Say --decimal point or --decimal comma.';
      throw unclear(column, `${JSON.stringify(open)} can be read as ${ways}, and no other cell tells. ${advice}`);
    },
  };
}

const longestFraction = 15;
