/**
 * Opportunity statuses: created, renamed, moved, put in order and removed. What a status means (active, won, lost) is
 * fixed when it is created: the dates of the opportunities that have it were set by that meaning.
 */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { lockOrganization } from '../db/lock-organization.ts';
import { orderWith, storePositions } from '../db/positions.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { invalid, nameOf, wordOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import { type StatusType, statusTypes } from '../value/status-type.ts';
import { fold } from '../value/text.ts';
import { readStatuses, type Status, type Statuses } from './statuses.ts';

export interface NewStatus {
  readonly label: string;
  /** active, won or lost. @default 'active' */
  readonly type?: string | null;
}

/** It comes last in its pipeline. @returns its id */
export async function createStatus(
  session: Session,
  caller: Caller,
  input: NewStatus & { /** @default the first pipeline */ readonly pipelineId?: string | null },
): Promise<string> {
  await lockOrganization(session, caller.organizationId);
  const statuses = await readStatuses(session, caller.organizationId);
  const [first] = statuses.pipelineIds;
  const pipelineId = knownPipeline(statuses, input.pipelineId ?? first);
  const [id] = await addStatuses(session, caller, pipelineId, [checkStatus(input)], idsOf(statuses, pipelineId));
  return required(id, 'the new status');
}

export interface CheckedStatus {
  readonly label: string;
  readonly type: StatusType;
}

export function checkStatus({ label, type }: NewStatus): CheckedStatus {
  return { label: nameOf('label', label), type: wordOf('type', type ?? 'active', statusTypes) };
}

/** For a caller that holds the organization's lock. @returns their ids */
export async function addStatuses(
  session: Session,
  { organizationId, now }: Caller,
  pipelineId: string,
  added: readonly CheckedStatus[],
  present: readonly string[] = [],
): Promise<readonly string[]> {
  const dates = { date_created: toDate(now), date_updated: toDate(now) };
  const rows = added.map(({ label, type }, index) => ({
    ...{ id: newId('status'), label, label_folded: fold(label), type, position: present.length + index },
    ...{ organization_id: organizationId, pipeline_id: pipelineId, ...dates },
  }));
  await insertRows(session, 'opportunity_status', rows);
  const ids = rows.map(({ id }) => id);
  await storePositions(session, statusList(organizationId, pipelineId), [...present, ...ids]);
  return ids;
}

export interface StatusDefinitionChange {
  readonly label?: string;
  /** Moves it to the end of another pipeline; opportunities that have it go with it. */
  readonly pipelineId?: string;
}

/** @throws NOT_FOUND */
export async function updateStatus(
  session: Session,
  caller: Caller,
  id: string,
  change: StatusDefinitionChange,
): Promise<void> {
  const { organizationId } = caller;
  await lockOrganization(session, organizationId);
  const statuses = await readStatuses(session, organizationId);
  const status = existing(statuses, id);
  if (change.label !== undefined) {
    const label = nameOf('label', change.label);
    if (label !== status.label) await set(session, caller, [id], { label, label_folded: fold(label) });
  }
  if (change.pipelineId !== undefined && change.pipelineId !== status.pipelineId) {
    const pipelineId = knownPipeline(statuses, change.pipelineId);
    await arrange(session, caller, statuses, pipelineId, [...idsOf(statuses, pipelineId), id]);
  }
}

/** The statuses of a pipeline in this order; one that is now elsewhere moves in, those not named follow as they stand. */
export async function reorderStatuses(session: Session, caller: Caller, pipelineId: string, ids: readonly string[]) {
  await lockOrganization(session, caller.organizationId);
  const statuses = await readStatuses(session, caller.organizationId);
  if (!statuses.pipelineIds.has(pipelineId)) throw new DomainError('NOT_FOUND', 'There is no pipeline with this id.');
  const everywhere = statuses.all.map((status) => status.id);
  const named = orderWith('statusIds', everywhere, ids).slice(0, ids.length);
  const rest = idsOf(statuses, pipelineId).filter((id) => !ids.includes(id));
  await arrange(session, caller, statuses, pipelineId, [...named, ...rest]);
}

/** @throws NOT_FOUND; IN_USE while opportunities have it, and for the organization's last one */
export async function deleteStatus(session: Session, { organizationId }: Caller, id: string): Promise<void> {
  await lockOrganization(session, organizationId);
  const statuses = await readStatuses(session, organizationId);
  const { pipelineId } = existing(statuses, id);
  if (statuses.all.length === 1) throw new DomainError('IN_USE', 'An organization keeps at least one status.');
  const user = await session.kysely
    .selectFrom('opportunity')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('status_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (user)
    throw new DomainError('IN_USE', `Opportunities still have this status (${user.id} is one): move them first.`);
  const query = session.kysely.deleteFrom('opportunity_status').where('organization_id', '=', organizationId);
  await query.where('id', '=', id).execute();
  const rest = idsOf(statuses, pipelineId).filter((other) => other !== id);
  await storePositions(session, statusList(organizationId, pipelineId), rest);
}

async function arrange(
  session: Session,
  caller: Caller,
  statuses: Statuses,
  pipelineId: string,
  order: readonly string[],
): Promise<void> {
  const moved = order.filter((id) => existing(statuses, id).pipelineId !== pipelineId);
  if (moved.length > 0) await set(session, caller, moved, { pipeline_id: pipelineId });
  await storePositions(session, statusList(caller.organizationId, pipelineId), order);
}

async function set(
  { kysely, dialect }: Session,
  { organizationId, now }: Caller,
  ids: readonly string[],
  change: { label: string; label_folded: string } | { pipeline_id: string },
): Promise<void> {
  await kysely
    .updateTable('opportunity_status')
    .set({ ...change, date_updated: toDate(now) })
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('id'), ids))
    .execute();
}

const idsOf = ({ all }: Statuses, pipelineId: string) =>
  all.filter((status) => status.pipelineId === pipelineId).map(({ id }) => id);

const statusList = (organizationId: string, pipelineId: string) =>
  ({
    table: 'opportunity_status',
    key: 'id',
    list: { organization_id: organizationId, pipeline_id: pipelineId },
  }) as const;

function existing({ all }: Statuses, id: string): Status {
  const status = all.find((candidate) => candidate.id === id);
  if (status === undefined) throw new DomainError('NOT_FOUND', 'There is no opportunity status with this id.');
  return status;
}

function knownPipeline({ pipelineIds }: Statuses, id: string | undefined): string {
  if (id !== undefined && pipelineIds.has(id)) return id;
  throw invalid('pipelineId', `There is no pipeline ${JSON.stringify(id ?? null)}.`);
}
