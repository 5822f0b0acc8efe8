/** Opportunities as they were at a moment. */
import type { Selectable } from 'kysely';
import type { Tables } from '../../db/generated/tables.ts';
import type { Past } from './past.ts';

export type Snapshot = Pick<
  Selectable<Tables['opportunity']>,
  | ('id' | 'lead_id' | 'contact_id' | 'user_id' | 'status_id' | 'value' | 'value_period' | 'confidence' | 'weighted')
  | ('annualized_value' | 'annualized_weighted' | 'date_won' | 'date_lost' | 'date_created' | 'date_updated')
  | ('external_id' | 'created_by' | 'updated_by')
> & {
  /** Ends in ` (deleted)` where the status is gone. */
  readonly status_label: string;
  readonly status_type: string;
  readonly is_assumed: boolean;
};

/** One statement for all. Those that were not there then are left out. */
export async function readSnapshots(
  { session: { kysely, dialect } }: Past,
  organizationId: string,
  ids: readonly string[],
): Promise<readonly Snapshot[]> {
  const rows = await kysely
    .selectFrom('opportunity as o')
    .innerJoin('opportunity_status as s', 's.id', 'o.status_id')
    .select(['o.id', 'o.lead_id', 'o.contact_id', 'o.user_id', 'o.status_id', 'o.value', 'o.value_period'])
    .select(['o.confidence', 'o.weighted', 'o.annualized_value', 'o.annualized_weighted', 'o.date_won', 'o.date_lost'])
    .select(['o.date_created', 'o.date_updated', 'o.external_id', 'o.created_by', 'o.updated_by'])
    .select(['s.label as status_label', 's.type as status_type'])
    // A column of the past, which the table of today has not.
    .select((eb) => eb.ref('o.is_assumed' as 'o.id').as('is_assumed'))
    .where('o.organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('o.id'), ids))
    .execute();
  return rows.map((row) => ({ ...row, is_assumed: Boolean(row.is_assumed) }));
}
