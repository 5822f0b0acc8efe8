/**
 * The statuses of the rows, by pipeline, label and type. Without a pipeline a row means the default one (the first), or the
 * one that its opportunity is in, where that has the status. What is missing is created.
 */
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { readStatuses, type Status, type Statuses, statusById } from '../pipeline/statuses.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';
import type { StatusType } from '../value/status-type.ts';
import { fold } from '../value/text.ts';
import { unreadable } from './file/source.ts';
import { typeOfStage } from './mapping/words.ts';
import type { ImportRow } from './row.ts';
import type { Target } from './target.ts';

type Named = Pick<ImportRow, 'pipeline_name' | 'status_label' | 'status_type'>;

export interface EnsuredStatuses {
  /** `current`: the status that the opportunity has. */
  of(row: Named, current?: string): Status;
  byId(id: string): Status;
  /** Of a pipeline. */
  firstActive(pipelineId: string): Status | undefined;
  readonly created: number;
}

export async function ensureStatuses(
  session: Session,
  target: Target,
  rows: readonly Named[],
): Promise<EnsuredStatuses> {
  const pipelines = await ensurePipelines(session, target, rows);
  const before = await readStatuses(session, target.organizationId);
  const [first] = before.pipelineIds;
  if (first === undefined) throw unreadable('The organization has no pipeline to import into.');
  const wantedOf = (row: Named): Wanted => {
    const { pipeline_name: name, status_label: label, status_type: type } = row;
    return { pipelineId: name == null ? first : (pipelines.get(fold(name)) ?? ''), label, type };
  };
  const missing = new Map<string, NewStatus>();
  for (const row of rows) {
    const wanted = wantedOf(row);
    if (findStatus(before.all, wanted)) continue;
    const made = newStatus(wanted);
    missing.set(`${made.pipelineId} ${made.type} ${fold(made.label)}`, made);
  }
  await insertStatuses(session, target, [...missing.values()], before);
  const after = missing.size === 0 ? before : await readStatuses(session, target.organizationId);
  const find = remembered((wanted) => findStatus(after.all, wanted));
  const byId = new Map(after.all.map((status) => [status.id, status]));
  return {
    byId: (id) => byId.get(id) ?? statusById(after, id),
    of(row, current) {
      const status = current === undefined ? undefined : byId.get(current);
      const stays = row.pipeline_name == null && status && isMeant(status, row);
      return stays ? status : required(find(wantedOf(row)), 'the status of a row');
    },
    firstActive: (pipeline) => after.all.find((status) => status.pipelineId === pipeline && status.type === 'active'),
    created: missing.size,
  };
}

/** A status as a row wants it; what is not said does not matter. */
interface Wanted {
  readonly pipelineId: string;
  readonly label: string | null | undefined;
  readonly type: StatusType | null | undefined;
}

interface NewStatus {
  readonly pipelineId: string;
  readonly label: string;
  readonly type: StatusType;
}

/** Labels are a vocabulary: `won` means Won. */
function isMeant({ labelFolded, type }: Status, row: Pick<Named, 'status_label' | 'status_type'>): boolean {
  const isCalled = row.status_label == null || labelFolded === fold(row.status_label);
  return isCalled && (row.status_type == null || type === row.status_type);
}

/** Of several, the first. */
function findStatus(statuses: readonly Status[], { pipelineId, label, type }: Wanted): Status | undefined {
  return statuses.find(
    (status) => status.pipelineId === pipelineId && isMeant(status, { status_label: label, status_type: type }),
  );
}

/** A file has many rows, and few statuses. */
function remembered(find: (wanted: Wanted) => Status | undefined) {
  const known = new Map<string, Status | undefined>();
  return (wanted: Wanted) => {
    const key = JSON.stringify([wanted.pipelineId, wanted.label, wanted.type]);
    if (!known.has(key)) known.set(key, find(wanted));
    return known.get(key);
  };
}

const usualLabels: Readonly<Record<StatusType, string>> = { active: 'Active', won: 'Won', lost: 'Lost' };

/** A stage alone says by its name what it means. */
function newStatus({ pipelineId, label, type: said }: Wanted): NewStatus {
  const type = said ?? (label == null ? 'active' : typeOfStage(label));
  return { pipelineId, type, label: label ?? usualLabels[type] };
}

async function readPipelines(session: Session, { organizationId }: Target): Promise<ReadonlyMap<string, string>> {
  const pipelines = await session.kysely
    .selectFrom('pipeline')
    .select(['id', 'name_folded'])
    .where('organization_id', '=', organizationId)
    .orderBy('position', 'desc')
    .execute();
  return new Map(pipelines.map(({ id, name_folded }) => [name_folded, id]));
}

/** @returns the ids by folded name; none are read where none is named */
async function ensurePipelines(
  session: Session,
  target: Target,
  rows: readonly Named[],
): Promise<ReadonlyMap<string, string>> {
  const names = rows.flatMap(({ pipeline_name: name }) => (name == null ? [] : name));
  if (names.length === 0) return new Map();
  const known = await readPipelines(session, target);
  const missing = new Map(names.filter((name) => !known.has(fold(name))).map((name) => [fold(name), name]));
  const stamp = { date_created: toDate(target.now), date_updated: toDate(target.now) };
  const made = [...missing].map(([name_folded, name], i) => ({
    ...{ id: newId('pipeline'), organization_id: target.organizationId, name, name_folded },
    ...{ position: known.size + i, ...stamp },
  }));
  await insertRows(session, 'pipeline', made);
  return new Map([...known, ...made.map(({ id, name_folded }) => [name_folded, id] as const)]);
}

async function insertStatuses(
  session: Session,
  { organizationId, now }: Target,
  statuses: readonly NewStatus[],
  { all }: Statuses,
): Promise<void> {
  const next = new Map<string, number>();
  for (const { pipelineId } of all) next.set(pipelineId, (next.get(pipelineId) ?? 0) + 1);
  const rows = statuses.map(({ label, type, pipelineId }) => {
    const position = next.get(pipelineId) ?? 0;
    next.set(pipelineId, position + 1);
    return {
      ...{ id: newId('status'), organization_id: organizationId, pipeline_id: pipelineId },
      ...{ label, label_folded: fold(label), type, position },
      ...{ date_created: toDate(now), date_updated: toDate(now) },
    };
  });
  await insertRows(session, 'opportunity_status', rows);
}
