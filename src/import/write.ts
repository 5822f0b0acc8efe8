/** Writes the changes of a batch: a fixed number of statements, however many rows it has. */
import { storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { insertFrom, insertRows } from '../db/insert.ts';
import type { Status } from '../pipeline/statuses.ts';
import { transitionColumns } from '../pipeline/transition.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
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
  await upsertOpportunities(session, target, changes);
  await storeCustomFields(
    session,
    target.organizationId,
    changes.map(({ customFields }) => customFields),
  );
  await insertRows(
    session,
    'status_change',
    changes.flatMap((change) => statusChangeOf(target, statuses, change)),
  );
  await moveHistory(session, target, changes);
}

/** Rows that differ from each other in every column are updated in one statement by being inserted again. */
async function upsertOpportunities(session: Session, { organizationId, now }: Target, changes: readonly Change[]) {
  const rows = changes.map(({ id, row, columns }) => ({
    ...{ id, organization_id: organizationId, external_id: row.external_id ?? null, ...columns },
    date_updated: toDate(now),
  }));
  const changing = Object.keys(changes[0]?.columns ?? {}) as (keyof Change['columns'])[];
  await insertFrom(session, 'opportunity', rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        ...Object.fromEntries(changing.map((column) => [column, eb.ref(`excluded.${column}`)])),
        date_updated: toDate(now),
        // An import acts for no user.
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
  return from && from.id !== to.id ? [statusChangeRow(target, change, from, to)] : [];
}

function statusChangeRow({ organizationId, now }: Target, { id, columns }: Change, from: Status, to: Status) {
  return {
    ...{ id: newId('statusChange'), organization_id: organizationId, opportunity_id: id },
    ...{ lead_id: columns.lead_id, contact_id: columns.contact_id, user_id: null },
    ...transitionColumns(from, to),
    ...{ opportunity_value: columns.value, opportunity_value_period: columns.value_period },
    ...{ opportunity_confidence: columns.confidence, opportunity_date_won: columns.date_won },
    ...{ date_created: toDate(now), date_updated: toDate(now) },
  };
}

/** History goes with the opportunity: left behind, it would be deleted with the former lead. */
async function moveHistory(session: Session, { organizationId }: Target, changes: readonly Change[]) {
  const moved = changes.filter(({ stored, columns }) => stored && stored.opportunity.lead_id !== columns.lead_id);
  if (moved.length === 0) return;
  const ids = moved.map(({ id }) => id);
  await session.kysely
    .updateTable('status_change')
    .set((eb) => ({
      lead_id: eb
        .selectFrom('opportunity as o')
        .select('o.lead_id')
        .whereRef('o.id', '=', 'status_change.opportunity_id'),
    }))
    .where('organization_id', '=', organizationId)
    .where((eb) => session.dialect.isOneOf(eb.ref('opportunity_id'), ids))
    .execute();
}
