/** What the gateway's words are called on the page. */
import type { StatusType, ValuePeriod } from '../generated/documents.ts';

export const periodNames: Readonly<Record<ValuePeriod, string>> = {
  ONE_TIME: 'one-time',
  MONTHLY: 'monthly',
  ANNUAL: 'annual',
};

/** Behind an amount: nothing where it is paid once. */
export const periodSigns: Readonly<Record<ValuePeriod, string>> = { ONE_TIME: '', MONTHLY: '/mo', ANNUAL: '/yr' };

export const statusTypeNames: Readonly<Record<StatusType, string>> = { ACTIVE: 'Active', WON: 'Won', LOST: 'Lost' };
