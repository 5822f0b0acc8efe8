/**
 * Changes of opportunities. Only what a request names is written, on top of whatever the row is at that moment, so that two
 * callers who change different fields both get what they asked for; of two who change the same field, the later one does.
 * A request that says what is so already changes nothing: neither version nor date_updated, and nobody is told.
 */
import type { Caller } from '../caller.ts';
import { readStoredRows } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { assertCurrent, lockById } from '../db/versioned.ts';
import { invalid } from '../value/input.ts';
import { type Attempt, assertBatch, attempt, type BatchOptions, type BatchResult, planOf, settle } from './batch.ts';
import type { OpportunityInput, OpportunityRow } from './input.ts';
import { readReferences } from './references.ts';
import { changeTimeOf } from './status-rules.ts';
import { assertChange, type PlannedUpdate, planUpdate } from './update-plan.ts';
import { storeUpdates } from './update-store.ts';

export interface OpportunityUpdate {
  readonly id: string;
  readonly change: OpportunityInput;
  /** The version that the caller has seen: the update is refused if it is another one by now. */
  readonly expectedVersion?: number | null;
}

/** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT with the name of the field as its path */
export async function updateOpportunity(session: Session, caller: Caller, update: OpportunityUpdate): Promise<void> {
  const plans = (await planAll(session, caller, [update])).map(planOf);
  await storeUpdates(session, caller, plans);
}

/** All of them or none, unless `partial`. @throws INVALID_INPUT with `extra.errors`, one for each wrong row */
export async function updateOpportunities(
  session: Session,
  caller: Caller,
  updates: readonly OpportunityUpdate[],
  options: BatchOptions = {},
): Promise<BatchResult> {
  assertBatch('updates', updates);
  const attempts = await planAll(session, caller, updates);
  const { plans, errors } = settle(attempts, options);
  await storeUpdates(session, caller, plans);
  return { ids: attempts.map((attempted) => ('plan' in attempted ? attempted.plan.row.id : null)), errors };
}

async function planAll(session: Session, caller: Caller, updates: readonly OpportunityUpdate[]) {
  const ids = updates.map(({ id }) => id);
  const rows = await lockById(session, 'opportunity', caller.organizationId, ids);
  const { plan } = await openPlanner(
    session,
    caller,
    [...rows.values()],
    updates.map(({ change }) => change),
  );
  return updates.map(
    ({ id, change, expectedVersion }, index): Attempt<PlannedUpdate> =>
      attempt(() => {
        const row = rows.get(id);
        assertCurrent(row, 'opportunity', expectedVersion);
        if (ids.indexOf(id) !== index) throw invalid('id', `${id} is in the batch already: say all of it in one row.`);
        return plan(row, change);
      }),
  );
}

export interface Planner {
  /** @throws INVALID_INPUT */
  plan(row: OpportunityRow, change: OpportunityInput): PlannedUpdate;
  /** @throws INVALID_INPUT for what would be wrong with the change of any row */
  assertChange(change: OpportunityInput): void;
}

/** Reads what planning needs to know, for locked rows and changes that may be made to them. */
export async function openPlanner(
  session: Session,
  caller: Caller,
  rows: readonly OpportunityRow[],
  changes: readonly OpportunityInput[],
): Promise<Planner> {
  const references = await readReferences(session, caller, changes);
  const touched = changes.some(({ customFields = [] }) => customFields.length > 0) ? rows.map(({ id }) => id) : [];
  const stored = await readStoredRows(session, caller.organizationId, 'opportunity', touched);
  const time = changeTimeOf(session, caller);
  return {
    plan: (row, change) => planUpdate(row, stored.get(row.id) ?? [], change, references, time),
    assertChange: (change) => assertChange(change, references),
  };
}
