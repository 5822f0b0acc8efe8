/** What earlier imports stored of the rows of a batch, by external id or by their own; it is locked until the batch is written. */
import type { StoredRow } from '../custom-field/plan.ts';
import { readStoredRows } from '../custom-field/values.ts';
import type { Session } from '../db/client.ts';
import type { OpportunityRow } from '../opportunity/input.ts';
import type { ImportRow } from './row.ts';
import type { Target } from './target.ts';

export interface Stored {
  readonly opportunity: OpportunityRow;
  readonly values: readonly StoredRow[];
}

export async function readStored(
  session: Session,
  { organizationId }: Target,
  rows: readonly Pick<ImportRow, 'external_id'>[],
): Promise<ReadonlyMap<string, Stored>> {
  const externalIds = rows.map(({ external_id }) => external_id).filter((id) => id != null);
  if (externalIds.length === 0) return new Map();
  const opportunities = await session.kysely
    .selectFrom('opportunity')
    .selectAll()
    .where('organization_id', '=', organizationId)
    // What an export wrote has the opportunity's own id where there is no other.
    .where((eb) =>
      eb.or([
        session.dialect.isOneOf(eb.ref('external_id'), externalIds),
        session.dialect.isOneOf(eb.ref('id'), externalIds),
      ]),
    )
    // In the order of ids, as every writer of opportunities locks them: nobody then waits for each other.
    .orderBy('id')
    .modifyEnd(session.dialect.lockRows)
    .execute();
  session.moment.follow(opportunities);
  const ids = opportunities.map(({ id }) => id);
  const values = await readStoredRows(session, organizationId, 'opportunity', ids);
  const stored = opportunities.map((opportunity) => ({ opportunity, values: values.get(opportunity.id) ?? [] }));
  return new Map([
    ...stored.map((one) => [one.opportunity.id, one] as const),
    ...stored.map((one) => [one.opportunity.external_id ?? '', one] as const),
  ]);
}
