/**
 * Erases for good what opportunities were, and what the event log tells of them: for those who must. What they are stays; totals
 * of past moments change, and tell nothing of what is gone.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Instant, toDate } from '../../value/period.ts';
import type { Session } from '../client.ts';

/** Of one opportunity, there or deleted; of all that are or were with a lead; or of all that ended before a moment. */
export type PastOf = { readonly opportunity: string } | { readonly lead: string } | { readonly before: Instant };

export interface Kept {
  readonly opportunities: number;
  readonly versions: number;
  readonly customFieldValues: number;
  readonly events: number;
}

/** How much is kept of what they were; undefined where there neither is nor was one. */
export async function countKept(session: Session, organizationId: string, of: PastOf): Promise<Kept | undefined> {
  const { id, opportunityId, event } = which(organizationId, of);
  const { rows } = await sql<Record<keyof Kept | 'known', number | bigint>>`
    select (select count(distinct opportunity_id) from opportunity_version where ${opportunityId}) as opportunities,
      (select count(*) from opportunity_version where ${opportunityId}) as versions,
      (select count(*) from custom_field_version where ${opportunityId}) as "customFieldValues",
      (select count(*) from event where ${event}) as events,
      (select count(*) from opportunity where ${id}) as known`.execute(session.kysely);
  const [row] = rows;
  if (row === undefined) return undefined;
  const kept = {
    opportunities: Number(row.opportunities),
    versions: Number(row.versions),
    customFieldValues: Number(row.customFieldValues),
    events: Number(row.events),
  };
  if ('before' in of) return kept;
  const isAnything = Number(row.known) > 0 || Object.values(kept).some((count) => count > 0);
  return isAnything ? kept : undefined;
}

export async function erasePast({ kysely }: Session, organizationId: string, of: PastOf): Promise<void> {
  const { opportunityId, event } = which(organizationId, of);
  await sql`delete from event where ${event}`.execute(kysely);
  await sql`delete from custom_field_version where ${opportunityId}`.execute(kysely);
  // Last: by them those are found that were with a lead.
  await sql`delete from opportunity_version where ${opportunityId}`.execute(kysely);
  if (!('before' in of)) return;
  const since = toDate(of.before);
  // What is half known is not told at all.
  await sql`
    update organization set known_since = ${since}
    where id = ${organizationId} and (known_since is null or known_since < ${since})`.execute(kysely);
}

/** Conditions on the tables that tell of opportunities. */
function which(organizationId: string, of: PastOf) {
  const own = sql`organization_id = ${organizationId}`;
  if ('before' in of) {
    const before = toDate(of.before);
    const ended = sql<SqlBool>`(${own} and valid_to <= ${before})`;
    return {
      id: sql<SqlBool>`false`,
      opportunityId: ended,
      event: sql<SqlBool>`(${own} and date_created < ${before})`,
    };
  }
  const isOne = (expression: RawBuilder<unknown>): RawBuilder<SqlBool> =>
    'opportunity' in of
      ? sql`${expression} = ${of.opportunity}`
      : sql`${expression} in (
          select opportunity_id from opportunity_version where ${own} and lead_id = ${of.lead}
          union select id from opportunity where ${own} and lead_id = ${of.lead})`;
  const ofChange = isOne(sql`(coalesce(data, previous_data) ->> 'opportunity_id')`);
  return {
    id: sql<SqlBool>`(${own} and ${isOne(sql`id`)})`,
    opportunityId: sql<SqlBool>`(${own} and ${isOne(sql`opportunity_id`)})`,
    event: sql<SqlBool>`(${own} and ((object_type = 'opportunity' and ${isOne(sql`object_id`)})
      or (object_type = 'activity.opportunity_status_change' and ${ofChange})))`,
  };
}
