/** Pipelines: created, renamed, put in order and removed. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { lockOrganization } from '../db/lock-organization.ts';
import { type OrderedTable, orderWith, storePositions } from '../db/positions.ts';
import { at, DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { nameOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';
import { addStatuses, checkStatus, type NewStatus } from './status.ts';

export interface NewPipeline {
  readonly name: string;
  /** In their order; may be added later. */
  readonly statuses?: readonly NewStatus[];
}

/** It comes last. @returns its id */
export async function createPipeline(session: Session, caller: Caller, input: NewPipeline): Promise<string> {
  const { organizationId, userId } = caller;
  await lockOrganization(session, organizationId);
  const now = toDate(caller.now);
  const id = newId('pipeline');
  const name = nameOf('name', input.name);
  const statuses = at('statuses', () =>
    (input.statuses ?? []).map((status, index) => at(index, () => checkStatus(status))),
  );
  const others = await pipelineIds(session, organizationId);
  await session.kysely
    .insertInto('pipeline')
    .values({
      ...{ id, organization_id: organizationId, name, name_folded: fold(name), position: others.length },
      ...{ created_by: userId, updated_by: userId, date_created: now, date_updated: now },
    })
    .execute();
  await storePositions(session, pipelineList(organizationId), [...others, id]);
  await addStatuses(session, caller, id, statuses);
  return id;
}

export interface PipelineChange {
  readonly name?: string;
}

/** @throws NOT_FOUND */
export async function updatePipeline(session: Session, caller: Caller, id: string, change: PipelineChange) {
  await lockOrganization(session, caller.organizationId);
  await assertPipeline(session, caller.organizationId, id);
  if (change.name === undefined) return;
  const name = nameOf('name', change.name);
  await session.kysely
    .updateTable('pipeline')
    .set({ name, name_folded: fold(name), updated_by: caller.userId, date_updated: toDate(caller.now) })
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', id)
    .where('name', '!=', name)
    .execute();
}

/** Those that are not named follow in the order they have. */
export async function reorderPipelines(session: Session, { organizationId }: Caller, ids: readonly string[]) {
  await lockOrganization(session, organizationId);
  const order = orderWith('ids', await pipelineIds(session, organizationId), ids);
  await storePositions(session, pipelineList(organizationId), order);
}

/** @throws NOT_FOUND; IN_USE while it has statuses, and for the last one */
export async function deletePipeline(session: Session, { organizationId }: Caller, id: string): Promise<void> {
  await lockOrganization(session, organizationId);
  await assertPipeline(session, organizationId, id);
  const status = await session.kysely
    .selectFrom('opportunity_status')
    .select('label')
    .where('organization_id', '=', organizationId)
    .where('pipeline_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (status) {
    const message = `The pipeline still has statuses (${JSON.stringify(status.label)} is one): move or delete them first.`;
    throw new DomainError('IN_USE', message);
  }
  const rest = (await pipelineIds(session, organizationId)).filter((other) => other !== id);
  if (rest.length === 0) throw new DomainError('IN_USE', 'An organization keeps at least one pipeline.');
  await session.kysely
    .deleteFrom('pipeline')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  await storePositions(session, pipelineList(organizationId), rest);
}

const pipelineList = (organizationId: string): OrderedTable => ({
  table: 'pipeline',
  key: 'id',
  list: { organization_id: organizationId },
});

/** In their order: the first is the default. */
export async function pipelineIds({ kysely }: Session, organizationId: string): Promise<readonly string[]> {
  const query = kysely.selectFrom('pipeline').select('id').where('organization_id', '=', organizationId);
  const rows = await query.orderBy('position').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

async function assertPipeline(session: Session, organizationId: string, id: string): Promise<void> {
  if ((await pipelineIds(session, organizationId)).includes(id)) return;
  throw new DomainError('NOT_FOUND', 'There is no pipeline with this id.');
}
