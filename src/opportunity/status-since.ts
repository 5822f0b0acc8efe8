/** Since when opportunities stand in their status. */
import type { Session } from '../db/client.ts';
import { type Instant, toInstant } from '../value/period.ts';

/** When the status of each last changed, by one statement; those whose status never did are left out. */
export async function readStatusSince(
  { kysely, dialect }: Session,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await kysely
    .selectFrom('status_change')
    .select((eb) => ['opportunity_id', eb.fn.max('date_created').as('moment')])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('opportunity_id'), ids))
    .groupBy('opportunity_id')
    .execute();
  // Of an expression SQLite does not know that it is a moment.
  const instantOf = (moment: Date | number) =>
    moment instanceof Date ? toInstant(moment) : (Number(moment) as Instant);
  return new Map(rows.map(({ opportunity_id, moment }) => [opportunity_id, instantOf(moment)]));
}
