/** Lead statuses: which there are, and their creation, renaming, order and removal. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { lockOrganization } from '../db/lock-organization.ts';
import { type OrderedTable, orderWith, storePositions } from '../db/positions.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { nameOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';

export interface LeadStatus {
  readonly id: string;
  readonly label: string;
}

/** In their order: the first is the default. */
export async function readLeadStatuses({ kysely }: Session, organizationId: string): Promise<readonly LeadStatus[]> {
  const query = kysely.selectFrom('lead_status').select(['id', 'label']).where('organization_id', '=', organizationId);
  return query.orderBy('position').orderBy('id').execute();
}

/** It comes last. @returns its id */
export async function createLeadStatus(session: Session, caller: Caller, input: { label: string }): Promise<string> {
  const { organizationId } = caller;
  await lockOrganization(session, organizationId);
  const others = (await readLeadStatuses(session, organizationId)).map((status) => status.id);
  const id = newId('status');
  const label = nameOf('label', input.label);
  const dates = { date_created: toDate(caller.now), date_updated: toDate(caller.now) };
  await session.kysely
    .insertInto('lead_status')
    .values({
      id,
      organization_id: organizationId,
      label,
      label_folded: fold(label),
      position: others.length,
      ...dates,
    })
    .execute();
  await storePositions(session, listOf(organizationId), [...others, id]);
  return id;
}

/** @throws NOT_FOUND */
export async function renameLeadStatus(session: Session, caller: Caller, id: string, input: { label: string }) {
  const { organizationId } = caller;
  await lockOrganization(session, organizationId);
  const statuses = await readLeadStatuses(session, organizationId);
  const label = nameOf('label', input.label);
  if (existing(statuses, id).label === label) return;
  await session.kysely
    .updateTable('lead_status')
    .set({ label, label_folded: fold(label), date_updated: toDate(caller.now) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Those that are not named follow in the order they have. */
export async function reorderLeadStatuses(session: Session, { organizationId }: Caller, ids: readonly string[]) {
  await lockOrganization(session, organizationId);
  const current = (await readLeadStatuses(session, organizationId)).map((status) => status.id);
  await storePositions(session, listOf(organizationId), orderWith('ids', current, ids));
}

/** @throws NOT_FOUND; IN_USE while leads have it, and for the last one */
export async function deleteLeadStatus(session: Session, { organizationId }: Caller, id: string): Promise<void> {
  await lockOrganization(session, organizationId);
  const statuses = await readLeadStatuses(session, organizationId);
  existing(statuses, id);
  if (statuses.length === 1) throw new DomainError('IN_USE', 'An organization keeps at least one lead status.');
  const user = await session.kysely
    .selectFrom('lead')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('status_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (user) throw new DomainError('IN_USE', `Leads still have this status (${user.id} is one): move them first.`);
  const query = session.kysely.deleteFrom('lead_status').where('organization_id', '=', organizationId);
  await query.where('id', '=', id).execute();
  const rest = statuses.map((status) => status.id).filter((other) => other !== id);
  await storePositions(session, listOf(organizationId), rest);
}

const listOf = (organizationId: string): OrderedTable => ({
  table: 'lead_status',
  key: 'id',
  list: { organization_id: organizationId },
});

function existing(statuses: readonly LeadStatus[], id: string): LeadStatus {
  const status = statuses.find((candidate) => candidate.id === id);
  if (status === undefined) throw new DomainError('NOT_FOUND', 'There is no lead status with this id.');
  return status;
}
