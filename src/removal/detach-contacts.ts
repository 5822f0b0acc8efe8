/** Takes contacts that are about to go out of what names them: opportunities, and custom fields of opportunities and leads. */
import type { Caller } from '../caller.ts';
import type { CustomFieldChange } from '../custom-field/change.ts';
import type { Session } from '../db/client.ts';
import { lockById } from '../db/versioned.ts';
import { updateLead } from '../lead/update.ts';
import { readGoneWith } from '../opportunity/gone.ts';
import type { OpportunityInput } from '../opportunity/input.ts';
import { openPlanner } from '../opportunity/update.ts';
import { storeUpdates } from '../opportunity/update-store.ts';
import { toDate } from '../value/period.ts';

/**
 * A change like any other of those objects: it counts in their version, and subscribers are told. `leadId`: the lead that goes
 * with the contacts.
 */
export async function detachContacts(
  session: Session,
  caller: Caller,
  contactIds: readonly string[],
  leadId?: string,
): Promise<void> {
  if (contactIds.length === 0) return;
  const uses = await readUses(session, caller.organizationId, contactIds);
  // Before anything is changed, so that all of it is of one moment.
  const leadIds = uses.flatMap((use) => use.lead_id ?? []);
  if (leadIds.length > 0) await lockById(session, 'lead', caller.organizationId, leadIds);
  await detachOpportunities(session, caller, { contactIds, leadId }, uses);
  for (const id of new Set(uses.map((use) => use.lead_id))) {
    const customFields = removals(uses.filter((use) => use.lead_id === id));
    if (id !== null) await updateLead(session, caller, { id, change: { customFields } });
  }
  if (leadId !== undefined) return;
  for (const table of ['task', 'note'] as const) await detachFrom(table, session, caller, contactIds);
}

/** What is about the lead of the contacts, and stays. */
async function detachFrom(
  table: 'task' | 'note',
  session: Session,
  { organizationId, ...caller }: Caller,
  contactIds: readonly string[],
): Promise<void> {
  const { kysely, dialect, moment } = session;
  const { userId, now } = moment.of(caller);
  await kysely
    .updateTable(table)
    .set((eb) => ({
      ...{ contact_id: null, updated_by: userId, date_updated: toDate(now) },
      version: eb('version', '+', 1),
    }))
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('contact_id'), contactIds))
    .execute();
}

type Use = Awaited<ReturnType<typeof readUses>>[number];

function readUses({ kysely, dialect }: Session, organizationId: string, contactIds: readonly string[]) {
  return kysely
    .selectFrom('custom_field_value')
    .select(['opportunity_id', 'lead_id', 'custom_field_id', 'contact_id'])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('contact_id'), contactIds))
    .orderBy('lead_id')
    .execute();
}

const removals = (uses: readonly Use[]): readonly CustomFieldChange[] =>
  uses.map((use) => ({ fieldId: use.custom_field_id, kind: 'remove', value: use.contact_id }));

async function detachOpportunities(
  session: Session,
  caller: Caller,
  { contactIds, leadId }: { readonly contactIds: readonly string[]; readonly leadId: string | undefined },
  uses: readonly Use[],
): Promise<void> {
  const { kysely, dialect } = session;
  const named = await kysely
    .selectFrom('opportunity')
    .select('id')
    .where('organization_id', '=', caller.organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('contact_id'), contactIds))
    .execute();
  const ids = [...named.map(({ id }) => id), ...uses.flatMap((use) => use.opportunity_id ?? [])];
  const rows = [...(await lockById(session, 'opportunity', caller.organizationId, ids)).values()];
  const changes = rows.map(
    (row): OpportunityInput => ({
      ...(row.contact_id !== null && contactIds.includes(row.contact_id) && { contactId: null }),
      customFields: removals(uses.filter((use) => use.opportunity_id === row.id)),
    }),
  );
  const { plan } = await openPlanner(session, caller, rows, changes);
  await storeUpdates(
    session,
    caller,
    rows.map((row, index) => plan(row, changes[index] ?? {})),
    rows.length === 0 ? {} : await readGoneWith(session, caller.organizationId, { contactIds, leadId }),
  );
}
