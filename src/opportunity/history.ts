/** Changes of status, kept with what the statuses were called and what the opportunity was worth at that moment. */
import type { Insertable } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Tables } from '../db/generated/tables.ts';
import type { Status } from '../pipeline/statuses.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import type { OpportunityRow } from './input.ts';

/** `after`: the opportunity as the same request leaves it. */
export function statusChangeRow(
  { userId, now }: Caller,
  after: OpportunityRow,
  from: Status | undefined,
  to: Status,
): Insertable<Tables['status_change']> {
  return {
    id: newId('statusChange'),
    ...{ organization_id: after.organization_id, opportunity_id: after.id },
    ...{ lead_id: after.lead_id, contact_id: after.contact_id },
    ...{ old_status_id: from?.id ?? null, old_status_label: from?.label ?? null },
    ...{ old_status_label_folded: from?.labelFolded ?? null, old_status_type: from?.type ?? null },
    ...{ old_pipeline_id: from?.pipelineId ?? null, old_pipeline_name: from?.pipelineName ?? null },
    ...{ new_status_id: to.id, new_status_label: to.label },
    ...{ new_status_label_folded: to.labelFolded, new_status_type: to.type },
    ...{ new_pipeline_id: to.pipelineId, new_pipeline_name: to.pipelineName },
    ...{ opportunity_value: after.value, opportunity_value_period: after.value_period },
    ...{ opportunity_confidence: after.confidence, opportunity_date_won: after.date_won },
    user_id: userId,
    ...{ date_created: toDate(now), date_updated: toDate(now) },
  };
}
