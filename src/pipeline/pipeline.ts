/** Pipelines: created, renamed, put in order and removed. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import {
  type Entry,
  entryById,
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
import { addStatuses, checkStatuses, type NewStatus } from './status.ts';

const pipelines: OrderedList = {
  ...{ table: 'pipeline', label: 'name', one: 'a pipeline' },
  usedBy: {
    ...{ table: 'opportunity_status', column: 'pipeline_id', shown: 'label' },
    message: (label) => `The pipeline still has statuses (${JSON.stringify(label)} is one): move or delete them first.`,
  },
};

const within = (organizationId: string) => ({ organization_id: organizationId });

const readPipelines = (session: Session, organizationId: string): Promise<readonly Entry[]> =>
  readEntries(session, pipelines, within(organizationId));

export interface NewPipeline {
  readonly name: string;
  /** In their order; may be added later. */
  readonly statuses?: readonly NewStatus[];
}

/** It comes last. @returns its id */
export async function createPipeline(session: Session, caller: Caller, input: NewPipeline): Promise<string> {
  const { organizationId, userId } = caller;
  await lockSetUp(session, caller);
  const others = await readPipelines(session, organizationId);
  const name = newLabel(pipelines, others, input.name);
  const statuses = checkStatuses(input.statuses ?? []);
  const [id, now] = [newId('pipeline'), toDate(session.moment.of(caller).now)];
  await session.kysely
    .insertInto('pipeline')
    .values({
      ...{ id, organization_id: organizationId, name, name_folded: fold(name), position: others.length },
      ...{ created_by: userId, updated_by: userId, date_created: now, date_updated: now },
    })
    .execute();
  await placeLast(session, pipelines, within(organizationId), [id]);
  await addStatuses(session, caller, id, statuses);
  return id;
}

export interface PipelineChange {
  readonly name?: string;
}

/** @throws NOT_FOUND */
export async function updatePipeline(session: Session, caller: Caller, id: string, change: PipelineChange) {
  await lockSetUp(session, caller);
  const among = await readPipelines(session, caller.organizationId);
  const { label } = entryById(pipelines, among, id);
  const stamp = { updated_by: caller.userId };
  await renameEntry(session, pipelines, {
    id,
    to: change.name ?? label,
    among,
    now: session.moment.of(caller).now,
    stamp,
  });
}

/** Those that are not named follow in the order they have. */
export async function reorderPipelines(session: Session, caller: Caller, ids: readonly string[]) {
  await lockSetUp(session, caller);
  await reorderEntries(session, pipelines, within(caller.organizationId), ids);
}

/** @throws NOT_FOUND; IN_USE while it has statuses, and for the last one */
export async function deletePipeline(session: Session, caller: Caller, id: string): Promise<void> {
  await lockSetUp(session, caller);
  const all = await readPipelines(session, caller.organizationId);
  await removeEntry(session, pipelines, within(caller.organizationId), id, all);
}
