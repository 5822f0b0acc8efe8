/** Changes of status, of rows that change it and of nothing else. */
import { differences } from '../../db/versioned.ts';
import { statusChangeRow } from '../../opportunity/history.ts';
import { toInstant } from '../../value/period.ts';
import type { Kept } from './kept.ts';
import type { Told } from './told.ts';
import { columnsThen, type Names } from './versions.ts';

export interface StatusChanges {
  /** Row keys of those that a file told before, and that are told otherwise now. */
  readonly remove: readonly number[];
  readonly insert: readonly ReturnType<typeof statusChangeRow>[];
}

export function statusChangesOf(kept: Kept, told: readonly Told[], names: Names): StatusChanges {
  const telling = told.filter(({ tellsStatus }) => tellsStatus);
  if (telling.length === 0) return { remove: [], insert: [] };
  const wanted = telling.flatMap((one, index) => {
    const before = telling[index - 1];
    const [from, to] = [before && names.statusOf(before.row, kept), names.statusOf(one.row, kept)];
    if (!from || from.id === to.id) return [];
    const { opportunity } = kept;
    const after = { ...opportunity, ...columnsThen(kept, one, one.moment, names), contact_id: opportunity.contact_id };
    const userId = names.userOf(one.row.changed_by_name) ?? null;
    return [statusChangeRow({ userId, now: one.moment }, { ...after, lead_id: opportunity.lead_id }, from, to)];
  });
  const earlier = kept.changes.filter(({ date_created }) => toInstant(date_created) < kept.seen);
  const isAlike = (stored: (typeof earlier)[number], { id, ...change }: (typeof wanted)[number]) =>
    Object.keys(differences(stored, change as Partial<typeof stored>)).length === 0;
  return {
    remove: earlier.filter((stored) => !wanted.some((change) => isAlike(stored, change))).map(({ row_key }) => row_key),
    insert: wanted.filter((change) => !earlier.some((stored) => isAlike(stored, change))),
  };
}
