/** Two leads that are one: what belongs to the first goes to the second, and the first is gone. */
import { type Selectable, sql } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { assertCurrent, lockById, updateRows } from '../db/versioned.ts';
import { tellMerge } from '../event/merge.ts';
import { storedAddresses } from '../lead/address.ts';
import { readGoneWith } from '../opportunity/gone.ts';
import type { OpportunityInput } from '../opportunity/input.ts';
import { openPlanner } from '../opportunity/update.ts';
import { storeUpdates } from '../opportunity/update-store.ts';
import { invalid } from '../value/input.ts';
import { toDate } from '../value/period.ts';

export interface Merge {
  /** Is gone afterwards. */
  readonly sourceId: string;
  readonly destinationId: string;
}

type Lead = Selectable<Tables['lead']>;

/**
 * What both say, the destination keeps; what only the source says, it takes: address of the web, description, values of custom
 * fields. Postal addresses are put together. @throws NOT_FOUND, INVALID_INPUT
 */
export async function mergeLeads(session: Session, caller: Caller, { sourceId, destinationId }: Merge): Promise<void> {
  const { organizationId } = caller;
  if (sourceId === destinationId) throw invalid('destinationId', 'A lead cannot be merged with itself.');
  const leads = await lockById(session, 'lead', organizationId, [sourceId, destinationId]);
  const source = leads.get(sourceId);
  const destination = leads.get(destinationId);
  assertCurrent(source, 'source lead');
  assertCurrent(destination, 'destination lead');
  // People first: deals that name them move with them.
  await moveOthers(session, caller, 'contact', source, destination);
  await moveOpportunities(session, caller, source, destination);
  for (const table of ['task', 'note'] as const) await moveOthers(session, caller, table, source, destination);
  await moveRest(session, caller, source, destination);
  await session.kysely
    .deleteFrom('lead')
    .where('organization_id', '=', organizationId)
    .where('id', '=', sourceId)
    .execute();
  const { userId, now } = session.moment.of(caller);
  const patch = {
    ...{ url: destination.url ?? source.url, description: destination.description || source.description },
    addresses: [...storedOf(destination), ...storedOf(source)],
    external_id: destination.external_id ?? source.external_id,
  };
  const stamp = { updated_by: userId, date_updated: toDate(now) };
  await updateRows(session, 'lead', organizationId, [destinationId], { ...patch, ...stamp });
  await tellMerge(session, caller, { sourceId, destinationId });
}

/** SQLite hands over the text. */
const storedOf = ({ addresses }: Lead) =>
  storedAddresses(typeof addresses === 'string' ? JSON.parse(addresses) : addresses);

/** A change like any other of each of them: it counts in their version, and subscribers are told. */
async function moveOpportunities(session: Session, caller: Caller, source: Lead, destination: Lead): Promise<void> {
  const { organizationId } = caller;
  const found = await session.kysely
    .selectFrom('opportunity')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('lead_id', '=', source.id)
    .execute();
  if (found.length === 0) return;
  const ids = found.map(({ id }) => id);
  const rows = [...(await lockById(session, 'opportunity', organizationId, ids)).values()];
  const changes = rows.map(
    ({ contact_id: contactId }): OpportunityInput => ({
      leadId: destination.id,
      ...(contactId !== null && { contactId }),
    }),
  );
  const { plan } = await openPlanner(session, caller, rows, changes);
  const plans = rows.map((row, index) => plan(row, changes[index] ?? {}));
  await storeUpdates(session, caller, plans, await readGoneWith(session, organizationId, { leadId: source.id }));
}

async function moveOthers(
  session: Session,
  caller: Caller,
  table: 'contact' | 'task' | 'note',
  source: Lead,
  destination: Lead,
): Promise<void> {
  const { userId, now } = session.moment.of(caller);
  await session.kysely
    .updateTable(table)
    .set((eb) => ({
      ...{ lead_id: destination.id, updated_by: userId, date_updated: toDate(now) },
      version: eb('version', '+', 1),
    }))
    .where('organization_id', '=', caller.organizationId)
    .where('lead_id', '=', source.id)
    .execute();
}

/** What happened stays as it was told, at the lead that there is; of custom fields the destination takes what it has not. */
async function moveRest(
  { kysely }: Session,
  { organizationId }: Caller,
  source: Lead,
  destination: Lead,
): Promise<void> {
  for (const table of ['lead_status_change', 'task_completion'] as const) {
    await kysely
      .updateTable(table)
      .set({ lead_id: destination.id })
      .where('organization_id', '=', organizationId)
      .where('lead_id', '=', source.id)
      .execute();
  }
  await sql`
    update custom_field_value set lead_id = ${destination.id}
    where organization_id = ${organizationId} and lead_id = ${source.id} and custom_field_id not in (
      select v.custom_field_id from custom_field_value as v
      where v.organization_id = ${organizationId} and v.lead_id = ${destination.id})`.execute(kysely);
}
