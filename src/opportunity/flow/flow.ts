/** What a flow is asked of: the deals that match, a span of time, and the statuses of a pipeline in their order. */
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import type { Where } from '../../filter/where.ts';
import { readStatuses } from '../../pipeline/statuses.ts';
import { invalid } from '../../value/input.ts';
import { formatInstant, type Instant } from '../../value/period.ts';
import type { StatusType } from '../../value/status-type.ts';
import { assertRemembered } from '../past/past.ts';

export interface FlowStatus {
  readonly id: string;
  /** Ends in ` (deleted)` where the status is gone. */
  readonly label: string;
  /** Null where nothing is known of it any more. */
  readonly type: StatusType | null;
  readonly isFormer: boolean;
  readonly pipelineId: string | null;
}

export interface FlowSpan {
  /** What happened at this moment lies before the span. Undefined: from the beginning. */
  readonly from: Instant | undefined;
  /** What happened at this moment is in it. */
  readonly to: Instant;
}

export interface Flow extends FlowSpan {
  readonly where: Where;
  readonly pipelineId: string;
  /** Of all pipelines, each in its order, then those that are gone. */
  readonly statuses: readonly FlowStatus[];
}

interface FlowAsked {
  /** @default the first */
  readonly pipelineId?: string | null | undefined;
  readonly from?: Instant | null | undefined;
  readonly to?: Instant | null | undefined;
}

/** @throws INVALID_INPUT with the path `pipelineId`, `from` or `to` */
export async function openFlow(session: Session, caller: Caller, where: Where, asked: FlowAsked): Promise<Flow> {
  const { organizationId, now } = caller;
  const from = asked.from ?? undefined;
  const to = asked.to ?? now;
  if (to > now) throw invalid('to', `${formatInstant(to)} has not come: it is ${formatInstant(now)} now.`);
  if (from !== undefined && from > to) {
    throw invalid('from', `from (${formatInstant(from)}) must not be later than to (${formatInstant(to)}).`);
  }
  await assertRemembered(session, organizationId, from, 'from');
  const { all, pipelineIds } = await readStatuses(session, organizationId);
  const [first] = pipelineIds;
  const pipelineId = asked.pipelineId ?? first;
  if (pipelineId === undefined) throw invalid('pipelineId', 'There are no pipelines yet: add one first.');
  if (!pipelineIds.has(pipelineId)) {
    throw invalid('pipelineId', `There is no pipeline ${JSON.stringify(pipelineId)}.`);
  }
  const former = await session.kysely
    .selectFrom('former_status')
    .select(['id', 'label', 'type', 'pipeline_id as pipelineId'])
    .where('organization_id', '=', organizationId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  const statusOf = (status: (typeof former)[number], isFormer: boolean): FlowStatus => ({
    ...{ id: status.id, label: isFormer ? `${status.label} (deleted)` : status.label },
    ...{ type: status.type as StatusType, isFormer, pipelineId: status.pipelineId },
  });
  const statuses = [...all.map((status) => statusOf(status, false)), ...former.map((status) => statusOf(status, true))];
  return { where, from, to, pipelineId, statuses };
}

/** Those of the pipeline. */
export const stagesOf = ({ pipelineId, statuses }: Flow): readonly FlowStatus[] =>
  statuses.filter((status) => status.pipelineId === pipelineId);
