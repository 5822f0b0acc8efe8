/** A version of a deal in words: what became of what. */
import { showDay } from '../format/dates.ts';
import { showMoney } from '../format/money.ts';
import { periodNames } from '../format/words.ts';
import type { HistoryQuery } from '../generated/documents.ts';
import { signedIn } from '../state/session.ts';

export type Version = NonNullable<NonNullable<HistoryQuery['opportunity']>['history']>['nodes'][number];
type Values = Version['values'];

/** By the name of the changed field, what it is called and how its value is shown. */
const shown: Readonly<Record<string, readonly [name: string, show: (values: Values) => string]>> = {
  status: ['status', ({ statusLabel }) => statusLabel],
  value: ['value', ({ value }) => showMoney(value, signedIn().organization.currency)],
  valuePeriod: ['billing', ({ valuePeriod }) => periodNames[valuePeriod]],
  confidence: ['confidence', ({ confidence }) => `${confidence}%`],
  dateWon: ['close date', ({ dateWon }) => showDay(dateWon)],
  user: ['owner', ({ user }) => user?.fullName ?? 'unassigned'],
};

const plain = (field: string) => field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export function sayChange({ changedFields, values }: Version, before: Version | undefined): string {
  const said = changedFields.map((field) => {
    const [name, show] = shown[field] ?? [plain(field), undefined];
    if (!show) return name;
    const [old, now] = [before && show(before.values), show(values)];
    return old === undefined || old === now ? `${name} ${now}` : `${name} ${old} → ${now}`;
  });
  return said.join(', ') || `created in ${values.statusLabel}`;
}
