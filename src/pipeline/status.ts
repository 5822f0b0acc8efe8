/**
 * Opportunity statuses: created, renamed, moved, put in order and removed. What a status means (active, won, lost) is
 * fixed when it is created: the dates of the opportunities that have it were set by that meaning.
 */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import {
  entryById,
  newLabel,
  type OrderedList,
  placeLast,
  placesOf,
  removeEntry,
  renameEntry,
} from '../db/ordered-list.ts';
import { orderWith, storePositions } from '../db/positions.ts';
import { at, DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { invalid, wordOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import { type StatusType, statusTypes } from '../value/status-type.ts';
import { fold } from '../value/text.ts';
import { readStatuses, type Status, type Statuses } from './statuses.ts';

/** Of one pipeline. */
const statusList: OrderedList = {
  ...{ table: 'opportunity_status', label: 'label', one: 'an opportunity status' },
  usedBy: {
    ...{ table: 'opportunity', column: 'status_id', shown: 'id' },
    message: (id) => `Opportunities still have this status (${id} is one): move them first.`,
  },
};

const within = (organizationId: string, pipelineId: string) => ({
  ...{ organization_id: organizationId, pipeline_id: pipelineId },
});

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
  await lockSetUp(session, caller);
  const statuses = await readStatuses(session, caller.organizationId);
  const [first] = statuses.pipelineIds;
  const pipelineId = knownPipeline(statuses, input.pipelineId ?? first);
  const present = inPipeline(statuses, pipelineId);
  const [id] = await addStatuses(session, caller, pipelineId, [checkStatus(input, present)], present.length);
  return required(id, 'the new status');
}

export interface CheckedStatus {
  readonly label: string;
  readonly type: StatusType;
}

function checkStatus({ label, type }: NewStatus, present: readonly { readonly label: string }[]): CheckedStatus {
  return { label: newLabel(statusList, present, label), type: wordOf('type', type ?? 'active', statusTypes) };
}

/** Those of a pipeline that is still to be made. @throws INVALID_INPUT */
export function checkStatuses(statuses: readonly NewStatus[]): readonly CheckedStatus[] {
  const checked: CheckedStatus[] = [];
  for (const [index, status] of statuses.entries()) {
    checked.push(at('statuses', () => at(index, () => checkStatus(status, checked))));
  }
  return checked;
}

/** For a caller that holds the lock. `position`: how many there are. @returns their ids */
export async function addStatuses(
  session: Session,
  caller: Caller,
  pipelineId: string,
  added: readonly CheckedStatus[],
  position = 0,
): Promise<readonly string[]> {
  const { organizationId, now } = session.moment.of(caller);
  const dates = { date_created: toDate(now), date_updated: toDate(now) };
  const rows = added.map(({ label, type }, index) => ({
    ...{ id: newId('status'), label, label_folded: fold(label), type, position: position + index },
    ...{ organization_id: organizationId, pipeline_id: pipelineId, ...dates },
  }));
  await insertRows(session, 'opportunity_status', rows);
  const ids = rows.map(({ id }) => id);
  await placeLast(session, statusList, within(organizationId, pipelineId), ids);
  return ids;
}

export interface StatusDefinitionChange {
  readonly label?: string;
  /** What it means stays: deals that have it would be won, or not, without anybody having changed them. */
  readonly type?: string;
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
  await lockSetUp(session, caller);
  const statuses = await readStatuses(session, caller.organizationId);
  const status = entryById(statusList, statuses.all, id);
  assertType(status, change.type);
  const pipelineId = knownPipeline(statuses, change.pipelineId ?? status.pipelineId);
  const to = change.label ?? status.label;
  const among = [...inPipeline(statuses, pipelineId).filter((other) => other !== status), status];
  // It may be called otherwise in order to move.
  await renameEntry(session, statusList, { id, to, among, now: session.moment.of(caller).now });
  if (pipelineId === status.pipelineId) return;
  if (to === status.label) assertMayMove([status], among, 'pipelineId');
  await arrange(session, caller, statuses, pipelineId, [...idsOf(statuses, pipelineId), id]);
}

function assertType({ label, type }: Pick<Status, 'label' | 'type'>, wanted: string | undefined): void {
  if (wanted === undefined || wordOf('type', wanted, statusTypes) === type) return;
  throw invalid(
    'type',
    `${JSON.stringify(label)} means ${type}, and stays so: make another status, and move deals to it.`,
  );
}

/** The statuses of a pipeline in this order; one that is now elsewhere moves in, those not named follow as they stand. */
export async function reorderStatuses(session: Session, caller: Caller, pipelineId: string, ids: readonly string[]) {
  await lockSetUp(session, caller);
  const statuses = await readStatuses(session, caller.organizationId);
  if (!statuses.pipelineIds.has(pipelineId)) throw new DomainError('NOT_FOUND', 'There is no pipeline with this id.');
  const everywhere = statuses.all.map((status) => status.id);
  const named = orderWith('statusIds', everywhere, ids).slice(0, ids.length);
  const rest = idsOf(statuses, pipelineId).filter((id) => !ids.includes(id));
  const guests = statuses.all.filter((status) => ids.includes(status.id) && status.pipelineId !== pipelineId);
  assertMayMove(guests, [...inPipeline(statuses, pipelineId), ...guests], 'statusIds');
  await arrange(session, caller, statuses, pipelineId, [...named, ...rest]);
}

/** @throws NOT_FOUND; IN_USE while opportunities have it, and for the organization's last one */
export async function deleteStatus(session: Session, caller: Caller, id: string): Promise<void> {
  const { organizationId } = caller;
  await lockSetUp(session, caller);
  const { all } = await readStatuses(session, organizationId);
  const { pipelineId } = entryById(statusList, all, id);
  await removeEntry(session, statusList, within(organizationId, pipelineId), id, all);
}

async function arrange(
  session: Session,
  caller: Caller,
  statuses: Statuses,
  pipelineId: string,
  order: readonly string[],
): Promise<void> {
  const { organizationId, now } = session.moment.of(caller);
  const moved = order.filter((id) => entryById(statusList, statuses.all, id).pipelineId !== pipelineId);
  if (moved.length > 0) {
    await session.kysely
      .updateTable('opportunity_status')
      .set({ pipeline_id: pipelineId, date_updated: toDate(now) })
      .where('organization_id', '=', organizationId)
      .where((eb) => session.dialect.isOneOf(eb.ref('id'), moved))
      .execute();
  }
  await storePositions(session, placesOf(statusList, within(organizationId, pipelineId)), order);
}

/** What moves in is called as nothing else in the pipeline that it moves to. @throws INVALID_INPUT */
function assertMayMove(guests: readonly Status[], future: readonly Status[], field: string): void {
  for (const guest of guests) {
    const twin = future.find(({ id, labelFolded }) => id !== guest.id && labelFolded === guest.labelFolded);
    if (twin === undefined) continue;
    const message = `${JSON.stringify(guest.label)} cannot move: ${JSON.stringify(twin.label)} is there already. Rename one of them first.`;
    throw invalid(field, message);
  }
}

const inPipeline = ({ all }: Statuses, pipelineId: string) => all.filter((status) => status.pipelineId === pipelineId);

const idsOf = (statuses: Statuses, pipelineId: string) => inPipeline(statuses, pipelineId).map(({ id }) => id);

function knownPipeline({ pipelineIds }: Statuses, id: string | undefined): string {
  if (id !== undefined && pipelineIds.has(id)) return id;
  throw invalid('pipelineId', `There is no pipeline ${JSON.stringify(id ?? null)}.`);
}
