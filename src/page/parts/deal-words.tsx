/** Deals in a few words, as all views write them. */
import type { Deal } from '../ask/use-deals.ts';
import { showDay } from '../format/dates.ts';
import { showMoney } from '../format/money.ts';
import { periodSigns } from '../format/words.ts';
import type { StatusType } from '../generated/documents.ts';
import { signedIn } from '../state/session.ts';

export function Value({ value, valuePeriod }: Pick<Deal, 'value' | 'valuePeriod'>) {
  return (
    <span class="amount">
      {showMoney(value, signedIn().organization.currency)}
      {value !== null && <small>{periodSigns[valuePeriod]}</small>}
    </span>
  );
}

export function StatusBadge({ label, type }: { readonly label: string; readonly type: StatusType }) {
  return <span class={`badge ${type.toLowerCase()}`}>{label}</span>;
}

export const closingDay = ({ dateWon, expectedCloseDate }: Deal): string => showDay(dateWon ?? expectedCloseDate);

export function Avatar({ name }: { readonly name: string }) {
  const initials = name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2);
  return (
    <span class="avatar" title={name}>
      <span aria-hidden="true">{initials}</span>
      <span class="unseen">{name}</span>
    </span>
  );
}
