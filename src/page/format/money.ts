/** Amounts are whole minor units. They are shown and read as texts of digits: no fraction is ever a number. */

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const name = `${currency} ${JSON.stringify(options)}`;
  const known = formats.get(name) ?? new Intl.NumberFormat(undefined, { style: 'currency', currency, ...options });
  formats.set(name, known);
  return known;
}

const digitsOf = (currency: string) => formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** `123450` of dollars is `1234.50`. */
export function decimalOf(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? '-' : ''}${whole}${digits ? `.${text.slice(-digits)}` : ''}`;
}

/** Cents are left out where there are none. */
export function showMoney(minor: number | null | undefined, currency: string): string {
  if (minor === null || minor === undefined) return '–';
  const decimal = decimalOf(minor, currency);
  const format = formatOf(currency, /\.0+$/.test(decimal) ? { maximumFractionDigits: 0 } : {});
  return format.format(decimal as Intl.StringNumericLiteral);
}

/** For headings and axes: `$1.2M`. */
export function showRoughMoney(minor: number | null | undefined, currency: string): string {
  if (minor === null || minor === undefined) return '–';
  const format = formatOf(currency, { notation: 'compact', maximumSignificantDigits: 3 });
  return format.format(decimalOf(minor, currency) as Intl.StringNumericLiteral);
}

/** What somebody typed: `1,234.5`. @returns undefined for what is no amount of the currency */
export function readMoney(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text.replaceAll(/[\s,$€£¥']/g, '')) ?? [];
  if (whole === '' || fraction.length > digits) return undefined;
  const minor = Number(`${whole}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}
