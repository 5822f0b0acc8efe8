/** Changes of a lead and of its custom fields. */
import type { Caller } from '../caller.ts';
import { changeContacts } from '../contact/update.ts';
import { planCustomFields } from '../custom-field/plan.ts';
import { readCustomFieldReferences } from '../custom-field/references.ts';
import { readStoredRows, storeCustomFields } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import { assertCurrent, differences, lockById, updateRows } from '../db/versioned.ts';
import { toDate } from '../value/period.ts';
import { type LeadChange, leadColumns } from './input.ts';
import { readLeadStatuses } from './status.ts';
import { recordLeadStatusChange } from './status-change.ts';

export interface LeadUpdate {
  readonly id: string;
  readonly change: LeadChange;
  readonly expectedVersion?: number | null;
}

/** What is the same already changes nothing, the version included; nor do its contacts count in that. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT */
export async function updateLead(session: Session, caller: Caller, update: LeadUpdate): Promise<void> {
  const { organizationId } = caller;
  const { id, change, expectedVersion } = update;
  const row = (await lockById(session, 'lead', organizationId, [id])).get(id);
  assertCurrent(row, 'lead', expectedVersion);
  const statuses = change.statusId === undefined ? [] : await readLeadStatuses(session, organizationId);
  const patch = differences(row, leadColumns(change, statuses));
  const plan = await planFields(session, caller, update);
  const { contacts = [] } = change;
  if (contacts.length > 0) await changeContacts(session, caller, id, contacts);
  if (Object.keys(patch).length === 0 && plan.changed.length === 0) return;
  const author = session.moment.of(caller);
  const stamp = { updated_by: author.userId, date_updated: toDate(author.now) };
  await updateRows(session, 'lead', organizationId, [id], { ...patch, ...stamp });
  await storeCustomFields(session, author, [plan]);
  if (patch.status_id === undefined) return;
  await recordLeadStatusChange(session, author, { leadId: id, from: row.status_id, to: patch.status_id }, statuses);
}

async function planFields(session: Session, caller: Caller, { id, change }: LeadUpdate) {
  const changes = change.customFields ?? [];
  const references = await readCustomFieldReferences(session, caller, changes);
  const stored = changes.length === 0 ? [] : [id];
  const current = await readStoredRows(session, caller.organizationId, 'lead', stored);
  return planCustomFields(references, { type: 'lead', id }, current.get(id) ?? [], changes);
}
