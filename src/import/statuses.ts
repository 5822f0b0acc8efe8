/** The statuses of the rows, by label and type, in the default pipeline (the first); those that are missing are created there. */
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { readStatuses, type Status, statusById } from '../pipeline/statuses.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';
import type { ImportRow } from './row.ts';
import { unreadable } from './source.ts';
import type { Target } from './target.ts';

type Named = Pick<ImportRow, 'status_label' | 'status_type'>;

export interface EnsuredStatuses {
  of(row: Named): Status;
  byId(id: string): Status;
  readonly created: number;
}

export async function ensureStatuses(
  session: Session,
  target: Target,
  rows: readonly Named[],
): Promise<EnsuredStatuses> {
  const before = await readStatuses(session, target.organizationId);
  const [pipelineId] = before.pipelineIds;
  if (pipelineId === undefined) throw unreadable('The organization has no pipeline to import into.');
  const known = byKey(before.all, pipelineId);
  const missing = new Map(rows.filter((row) => !known.has(keyOfRow(row))).map((row) => [keyOfRow(row), row]));
  await insertStatuses(session, target, pipelineId, [...missing.values()], known.size);
  const after = missing.size === 0 ? before : await readStatuses(session, target.organizationId);
  const all = byKey(after.all, pipelineId);
  return {
    byId: (id) => statusById(after, id),
    of: (row) => statusById(after, all.get(keyOfRow(row)) ?? ''),
    created: missing.size,
  };
}

/** Labels are a vocabulary: `won` means Won. */
const keyOf = (labelFolded: string, type: string) => `${type} ${labelFolded}`;

const keyOfRow = ({ status_label, status_type }: Named) => keyOf(fold(status_label), status_type);

/** Of two alike, the first. */
function byKey(statuses: readonly Status[], pipelineId: string): ReadonlyMap<string, string> {
  const own = statuses.filter((status) => status.pipelineId === pipelineId).toReversed();
  return new Map(own.map(({ id, labelFolded, type }) => [keyOf(labelFolded, type), id]));
}

async function insertStatuses(
  session: Session,
  { organizationId, now }: Target,
  pipelineId: string,
  statuses: readonly Named[],
  firstPosition: number,
): Promise<void> {
  const rows = statuses.map(({ status_label: label, status_type: type }, i) => ({
    ...{ id: newId('status'), organization_id: organizationId, pipeline_id: pipelineId },
    ...{ label, label_folded: fold(label), type, position: firstPosition + i },
    ...{ date_created: toDate(now), date_updated: toDate(now) },
  }));
  await insertRows(session, 'opportunity_status', rows);
}
