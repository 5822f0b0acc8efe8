/** Changes of status, kept with what the statuses were called and what the opportunity was worth at that moment. */
import type { Insertable } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import type { Status } from '../pipeline/statuses.ts';
import { newId } from '../value/id.ts';
import { type Instant, toDate } from '../value/period.ts';
import type { OpportunityRow } from './input.ts';

type Subject = Pick<
  OpportunityRow,
  'id' | 'organization_id' | 'lead_id' | 'contact_id' | 'value' | 'value_period' | 'confidence' | 'date_won'
>;

/** `after`: the opportunity as the change leaves it. The statuses may be renamed or removed later. */
export function statusChangeRow(
  { userId, now }: { readonly userId: string | null; readonly now: Instant },
  after: Subject,
  from: Status | undefined,
  to: Status,
  id = newId('activity'),
) {
  return {
    ...{ id, organization_id: after.organization_id, opportunity_id: after.id },
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
  } satisfies Insertable<Tables['status_change']>;
}

/** The history of opportunities is where they are: with their old lead it would go when that is deleted. */
export async function moveHistory(
  { kysely, dialect }: Session,
  organizationId: string,
  opportunityIds: readonly string[],
): Promise<void> {
  if (opportunityIds.length === 0) return;
  await kysely
    .updateTable('status_change')
    .set((eb) => ({
      lead_id: eb
        .selectFrom('opportunity as o')
        .select('o.lead_id')
        .whereRef('o.id', '=', 'status_change.opportunity_id'),
    }))
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('opportunity_id'), opportunityIds))
    .execute();
}
