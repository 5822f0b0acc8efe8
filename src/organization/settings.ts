/** What an organization settles for all of its people. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { invalid } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { keysChange } from './key-change.ts';

export const mostStalledDays = 3650;

/** After how many days without a change an active deal stands still; null: none ever does. @throws INVALID_INPUT */
export async function setStalledAfterDays(session: Session, caller: Caller, days: number | null): Promise<void> {
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= mostStalledDays)) {
    throw invalid(
      'stalledAfterDays',
      `Give a whole number of days from 1 to ${mostStalledDays}, or null, not ${days}.`,
    );
  }
  await session.kysely
    .updateTable('organization')
    .set({ stalled_after_days: days, date_updated: toDate(caller.now) })
    .where('id', '=', caller.organizationId)
    .execute();
  // Who is let in by a key is told of it with the key.
  keysChange(session);
}
