/** The statuses of an organization in their order, and which of them an opportunity gets. Read whole: there are few. */
import type { Session } from '../db/client.ts';
import { invalid } from '../value/input.ts';
import type { StatusType } from '../value/status-type.ts';

export interface Status {
  readonly id: string;
  readonly label: string;
  readonly labelFolded: string;
  readonly type: StatusType;
  readonly pipelineId: string;
  readonly pipelineName: string;
}

export interface Statuses {
  /** By the place of the pipeline, then by their own: the first is the organization's default. */
  readonly all: readonly Status[];
  /** Pipelines without statuses among them. */
  readonly pipelineIds: ReadonlySet<string>;
}

export async function readStatuses({ kysely }: Session, organizationId: string): Promise<Statuses> {
  const rows = await kysely
    .selectFrom('pipeline as p')
    .leftJoin('opportunity_status as s', 's.pipeline_id', 'p.id')
    .select(['p.id as pipelineId', 'p.name as pipelineName'])
    .select(['s.id', 's.label', 's.label_folded as labelFolded', 's.type'])
    .where('p.organization_id', '=', organizationId)
    .orderBy('p.position')
    .orderBy('p.id')
    .orderBy('s.position')
    .orderBy('s.id')
    .execute();
  return {
    // A pipeline without statuses is one row of nulls.
    all: rows.filter((row): row is typeof row & Status => row.id !== null),
    pipelineIds: new Set(rows.map((row) => row.pipelineId)),
  };
}

/** @throws INVALID_INPUT unless the status is there */
export function statusById({ all }: Statuses, id: string): Status {
  const status = all.find((candidate) => candidate.id === id);
  if (status === undefined) throw invalid('statusId', `There is no opportunity status ${JSON.stringify(id)}.`);
  return status;
}

export interface StatusChoice {
  readonly statusId?: string | null | undefined;
  readonly pipelineId?: string | null | undefined;
}

/** The status named, or else the first one of the pipeline named, or else the first of all. @throws INVALID_INPUT */
export function chooseStatus(statuses: Statuses, { statusId, pipelineId }: StatusChoice): Status {
  if (pipelineId != null && !statuses.pipelineIds.has(pipelineId)) {
    throw invalid('pipelineId', `There is no pipeline ${JSON.stringify(pipelineId)}.`);
  }
  const within = statuses.all.filter((status) => pipelineId == null || status.pipelineId === pipelineId);
  if (statusId == null) {
    const [first] = within;
    if (first === undefined) throw invalid('pipelineId', 'The pipeline has no statuses yet: add one first.');
    return first;
  }
  const status = statusById(statuses, statusId);
  if (!within.includes(status)) throw invalid('statusId', outside(status, within));
  return status;
}

function outside({ label, pipelineName }: Status, within: readonly Status[]): string {
  const labels = within.map((status) => `${JSON.stringify(status.label)} (${status.id})`).join(', ');
  const hint = labels === '' ? 'It has none yet.' : `It has ${labels}.`;
  return `Status ${JSON.stringify(label)} belongs to pipeline ${JSON.stringify(pipelineName)}, not to the one given. ${hint}`;
}
