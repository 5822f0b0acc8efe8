/** Carries out planned updates: rows that get the same change take one statement together. */
import type { Caller } from '../caller.ts';
import { storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { updateRows } from '../db/versioned.ts';
import { groupBy } from '../value/group-by.ts';
import { toJson } from '../value/json.ts';
import { toDate } from '../value/period.ts';
import { statusChangeRow } from './history.ts';
import { fieldsOf, tellUpdated, type UpdatedOpportunity } from './news.ts';
import { changesNothing, type PlannedUpdate } from './update-plan.ts';

/** For rows that the transaction has locked. @returns how many are really changed */
export async function storeUpdates(session: Session, caller: Caller, plans: readonly PlannedUpdate[]): Promise<number> {
  const changed = plans.filter((plan) => !changesNothing(plan));
  const { organizationId } = caller;
  const stamp = { updated_by: caller.userId, date_updated: toDate(caller.now) };
  for (const [, alike] of groupBy(changed, ({ patch }) => toJson(patch))) {
    const ids = alike.map(({ row }) => row.id);
    const patch = alike[0]?.patch ?? {};
    await updateRows(session, 'opportunity', organizationId, ids, { ...patch, ...stamp });
    if (patch.lead_id !== undefined) await moveHistory(session, caller, ids, patch.lead_id);
  }
  await insertRows(
    session,
    'status_change',
    changed.flatMap((plan) => statusChangeOf(caller, plan)),
  );
  await storeCustomFields(
    session,
    organizationId,
    changed.map(({ customFields }) => customFields),
  );
  await tellUpdated(session, organizationId, changed.map(newsOf));
  return changed.length;
}

/** The history of an opportunity is where it is: with its old lead it would go when that is deleted. */
async function moveHistory(
  { kysely, dialect }: Session,
  { organizationId }: Caller,
  opportunityIds: readonly string[],
  leadId: string,
): Promise<void> {
  await kysely
    .updateTable('status_change')
    .set({ lead_id: leadId })
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('opportunity_id'), opportunityIds))
    .execute();
}

function statusChangeOf(caller: Caller, { row, patch, statusChange }: PlannedUpdate) {
  return statusChange ? [statusChangeRow(caller, { ...row, ...patch }, statusChange.from, statusChange.to)] : [];
}

function newsOf({ row, patch, customFields, stored }: PlannedUpdate): UpdatedOpportunity {
  const { changed } = customFields;
  return { row, fields: [...fieldsOf(patch), ...changed], stored: changed.length > 0 ? stored : null };
}
