/** Writes the changes of a batch: a fixed number of statements, however many rows it has. */
import { storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { insertFrom, insertRows } from '../db/insert.ts';
import { moveHistory, statusChangeRow } from '../opportunity/history.ts';
import { toDate } from '../value/period.ts';
import { assumeOpenBefore } from './assumed.ts';
import type { Change } from './change.ts';
import type { EnsuredStatuses } from './statuses.ts';
import type { Target } from './target.ts';

export async function writeChanges(
  session: Session,
  target: Target,
  statuses: EnsuredStatuses,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await assumeOpenBefore(session, target, statuses, changes);
  await upsertOpportunities(session, target, changes);
  await storeCustomFields(
    session,
    session.moment.of(target),
    changes.map(({ customFields }) => customFields),
  );
  await insertRows(
    session,
    'status_change',
    changes.flatMap((change) => statusChangeOf(session.moment.of(target), statuses, change)),
  );
  const moved = changes.filter(({ stored, columns }) => stored && stored.opportunity.lead_id !== columns.lead_id);
  await moveHistory(
    session,
    target.organizationId,
    moved.map(({ id }) => id),
  );
}

/** Rows that differ from each other in every column are updated in one statement by being inserted again. */
async function upsertOpportunities(session: Session, target: Target, changes: readonly Change[]) {
  const { organizationId, authorId, now } = session.moment.of(target);
  const rows = changes.map(({ id, row, columns }) => ({
    ...{ id, organization_id: organizationId, external_id: row.external_id ?? null, ...columns },
    ...{ date_updated: toDate(now), updated_by: authorId },
  }));
  const changing = Object.keys(changes[0]?.columns ?? {}) as (keyof Change['columns'])[];
  await insertFrom(session, 'opportunity', rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        ...Object.fromEntries(changing.map((column) => [column, eb.ref(`excluded.${column}`)])),
        date_updated: toDate(now),
        // Who made the change elsewhere is not known, and it is none of the importer's.
        updated_by: null,
        version: eb('opportunity.version', '+', 1),
      })),
    )
    .execute();
}

/** What an import creates begins with the status it has; what it changes has a history from then on. */
function statusChangeOf(target: Target, statuses: EnsuredStatuses, change: Change) {
  const from = change.stored && statuses.byId(change.stored.opportunity.status_id);
  const to = statuses.byId(change.columns.status_id);
  if (!from || from.id === to.id) return [];
  const after = { id: change.id, organization_id: target.organizationId, ...change.columns };
  // Who moved it is not known.
  return [statusChangeRow({ userId: null, now: target.now }, after, from, to)];
}
