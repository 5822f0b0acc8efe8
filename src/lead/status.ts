/** Lead statuses: which there are, and their creation, renaming, order and removal. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import {
  type Entry,
  newLabel,
  type OrderedList,
  placeLast,
  readEntries,
  removeEntry,
  renameEntry,
  reorderEntries,
} from '../db/ordered-list.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';

export type LeadStatus = Entry;

const leadStatuses: OrderedList = {
  ...{ table: 'lead_status', label: 'label', one: 'a lead status' },
  usedBy: {
    ...{ table: 'lead', column: 'status_id', shown: 'id' },
    message: (id) => `Leads still have this status (${id} is one): move them first.`,
  },
};

const within = (organizationId: string) => ({ organization_id: organizationId });

/** In their order: the first is the default. */
export function readLeadStatuses(session: Session, organizationId: string): Promise<readonly LeadStatus[]> {
  return readEntries(session, leadStatuses, within(organizationId));
}

/** It comes last. @returns its id */
export async function createLeadStatus(session: Session, caller: Caller, input: { label: string }): Promise<string> {
  const { organizationId } = caller;
  await lockSetUp(session, caller);
  const { now } = session.moment.of(caller);
  const others = await readLeadStatuses(session, organizationId);
  const label = newLabel(leadStatuses, others, input.label);
  const id = newId('status');
  await session.kysely
    .insertInto('lead_status')
    .values({
      ...{ id, organization_id: organizationId, label, label_folded: fold(label), position: others.length },
      ...{ date_created: toDate(now), date_updated: toDate(now) },
    })
    .execute();
  await placeLast(session, leadStatuses, within(organizationId), [id]);
  return id;
}

/** @throws NOT_FOUND */
export async function renameLeadStatus(session: Session, caller: Caller, id: string, input: { label: string }) {
  await lockSetUp(session, caller);
  const among = await readLeadStatuses(session, caller.organizationId);
  await renameEntry(session, leadStatuses, { id, to: input.label, among, now: session.moment.of(caller).now });
}

/** Those that are not named follow in the order they have. */
export async function reorderLeadStatuses(session: Session, caller: Caller, ids: readonly string[]) {
  await lockSetUp(session, caller);
  await reorderEntries(session, leadStatuses, within(caller.organizationId), ids);
}

/** @throws NOT_FOUND; IN_USE while leads have it, and for the last one */
export async function deleteLeadStatus(session: Session, caller: Caller, id: string): Promise<void> {
  await lockSetUp(session, caller);
  const all = await readLeadStatuses(session, caller.organizationId);
  await removeEntry(session, leadStatuses, within(caller.organizationId), id, all);
}
