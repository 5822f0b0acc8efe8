/** Carries out planned updates: rows that get the same change take one statement together. */
import type { Caller } from '../caller.ts';
import { storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { updateRows } from '../db/versioned.ts';
import { groupBy } from '../value/group-by.ts';
import { toJson } from '../value/json.ts';
import { toDate } from '../value/period.ts';
import type { Gone } from './gone.ts';
import { moveHistory, statusChangeRow } from './history.ts';
import { fieldsOf, tellUpdated, type UpdatedOpportunity } from './news.ts';
import { changesNothing, type PlannedUpdate } from './update-plan.ts';

/** For rows that the transaction has locked. `gone`: what they are about to lose. @returns how many are really changed */
export async function storeUpdates(
  session: Session,
  caller: Caller,
  plans: readonly PlannedUpdate[],
  gone: Gone = {},
): Promise<number> {
  const changed = plans.filter((plan) => !changesNothing(plan));
  const author = session.moment.of(caller);
  const { organizationId } = author;
  const stamp = { updated_by: author.userId, date_updated: toDate(author.now) };
  for (const [, alike] of groupBy(changed, ({ patch }) => toJson(patch))) {
    const ids = alike.map(({ row }) => row.id);
    await updateRows(session, 'opportunity', organizationId, ids, { ...alike[0]?.patch, ...stamp });
  }
  const moved = changed.filter(({ patch }) => patch.lead_id !== undefined);
  await moveHistory(
    session,
    organizationId,
    moved.map(({ row }) => row.id),
  );
  await insertRows(
    session,
    'status_change',
    changed.flatMap((plan) => statusChangeOf(author, plan)),
  );
  await storeCustomFields(
    session,
    author,
    changed.map(({ customFields }) => customFields),
  );
  await tellUpdated(session, organizationId, changed.map(newsOf), gone);
  return changed.length;
}

function statusChangeOf(caller: Caller, { row, patch, statusChange }: PlannedUpdate) {
  return statusChange ? [statusChangeRow(caller, { ...row, ...patch }, statusChange.from, statusChange.to)] : [];
}

function newsOf({ row, patch, customFields, stored }: PlannedUpdate): UpdatedOpportunity {
  const { changed } = customFields;
  return { row, fields: [...fieldsOf(patch), ...changed], stored: changed.length > 0 ? stored : null };
}
