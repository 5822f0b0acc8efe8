/** An organization has one currency. What a file says of its amounts must agree with it: 5000 EUR are not 5000 USD. */
import { defaultCurrency } from '../organization/create.ts';
import { unreadable } from './file/source.ts';

export interface Currencies {
  /** Of the organization; undefined where it has to be made. */
  readonly own: string | undefined;
  /** What people said: rows in others are left out then. */
  readonly said: string | undefined;
  /** How many amounts of the file are in each. */
  readonly found: ReadonlyMap<string, number>;
}

/** @throws DomainError where they do not agree */
export function currencyOf({ own, said, found }: Currencies): string {
  if (said !== undefined && !Intl.supportedValuesOf('currency').includes(said)) {
    throw unreadable(`${JSON.stringify(said)} is no currency. Use an ISO 4217 code such as USD.`);
  }
  if (own !== undefined && said !== undefined && own !== said) {
    throw unreadable(`The organization has its amounts in ${own}, not in ${said}: one has one currency.`);
  }
  if (said !== undefined) return said;
  const [only, ...others] = [...found.keys()];
  if (others.length > 0) {
    const counts = [...found].map(([code, count]) => `${code} (${count})`).join(', ');
    throw unreadable(
      `The amounts are in ${counts}, and an organization has one currency. --currency ${own ?? only} takes the rows in that.`,
    );
  }
  if (own !== undefined && only !== undefined && only !== own) {
    throw unreadable(
      `The amounts are in ${only}, and the organization has its own in ${own}: they cannot be added up.`,
    );
  }
  return own ?? only ?? defaultCurrency;
}
