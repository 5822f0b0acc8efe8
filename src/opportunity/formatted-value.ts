/** A value as people read it: `$1,500 monthly`. */
import { formatMoney } from '../value/money.ts';

const suffixes: Readonly<Record<string, string>> = { monthly: ' monthly', annual: ' annual' };

/** Empty for 0 as for no value, as the source API prints them. */
export function formatOpportunityValue(
  { value, valuePeriod }: { readonly value: bigint | null; readonly valuePeriod: string },
  currency: string,
): string {
  return value ? `${formatMoney(value, currency)}${suffixes[valuePeriod] ?? ''}` : '';
}
