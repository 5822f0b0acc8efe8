/** A moment that has passed, to be asked as the present is. */
import { sql } from 'kysely';
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { pastTables, sessionAsOf } from '../../db/history/as-of.ts';
import { DomainError, inPlace } from '../../errors.ts';
import { childrenOf, type Filter } from '../../filter/filter.ts';
import { placeOf } from '../../filter/place.ts';
import type { Where } from '../../filter/where.ts';
import { invalid } from '../../value/input.ts';
import { formatInstant, type Instant, toDate, toInstant } from '../../value/period.ts';

export interface Past {
  readonly moment: Instant;
  readonly session: Session;
  /** For compiling filters: what stands in the query is not in the indexes of texts. */
  readonly rowsInQuery: ReadonlySet<string>;
}

/**
 * What changed at the moment has changed.
 * @param argument what the moment was given as
 * @throws INVALID_INPUT with that as its path for one that has not come, was forgotten, or lies before the first opportunity that there is
 */
export async function openPast(
  session: Session,
  { organizationId, now }: Caller,
  moment: Instant,
  argument = 'moment',
): Promise<Past> {
  if (moment > now) {
    throw invalid(argument, `${formatInstant(moment)} has not come: it is ${formatInstant(now)} now.`);
  }
  const { rows } = await sql<Record<'known' | 'forgotten', boolean | number>>`
    select exists (select 1 from organization where id = ${organizationId} and known_since > ${toDate(moment)}) as forgotten,
      exists (select 1 from opportunity where organization_id = ${organizationId} and date_created <= ${toDate(moment)})
      or exists (select 1 from opportunity_version where organization_id = ${organizationId} and valid_from <= ${toDate(moment)})
      or not exists (select 1 from opportunity where organization_id = ${organizationId})
      as known`.execute(session.kysely);
  if (rows[0]?.forgotten) throw await forgotten(session, organizationId, moment, argument);
  if (!rows[0]?.known) {
    throw invalid(argument, `Nothing is known of ${formatInstant(moment)}: the first opportunity is of a later time.`);
  }
  return { moment, session: sessionAsOf(session, organizationId, moment), rowsInQuery: pastTables };
}

/** Why nothing is told of a moment that `forget --before` has erased. */
async function forgotten({ kysely }: Session, organizationId: string, moment: Instant, argument: string) {
  const organization = kysely.selectFrom('organization').select('known_since').where('id', '=', organizationId);
  const since = (await organization.executeTakeFirst())?.known_since;
  const known = since ? ` It is known since ${formatInstant(toInstant(since))}.` : '';
  return invalid(argument, `What was at ${formatInstant(moment)} has been forgotten.${known}`);
}

/** @throws INVALID_INPUT with the argument as its path for a moment, where one is given, of which all was forgotten */
export async function assertRemembered(
  session: Session,
  organizationId: string,
  moment: Instant | null | undefined,
  argument: string,
): Promise<void> {
  if (moment == null) return;
  const { rows } = await sql`
    select 1 from organization where id = ${organizationId} and known_since > ${toDate(moment)}`.execute(
    session.kysely,
  );
  if (rows.length > 0) throw await forgotten(session, organizationId, moment, argument);
}

/** @throws INVALID_FILTER with the place of a condition that asks what is not kept */
export function assertKept(filter: Filter): void {
  if ('field' in filter && filter.field === 'note') {
    const message = 'What notes said in the past is not kept. Ask for something else, or ask the present.';
    inPlace(placeOf(filter), () => {
      throw new DomainError('INVALID_FILTER', message);
    });
  }
  // Of leads and changes of status nothing is left out.
  if (filter.kind !== 'some') for (const child of childrenOf(filter)) assertKept(child);
}

/** How many of those that match nobody saw at the time, but were concluded from what is known since. */
export async function countAssumed({ session }: Past, { table, expression }: Where): Promise<number> {
  const { rows } = await sql<{ readonly count: number | bigint }>`
    select count(*) as count from opportunity as ${sql.ref(table.alias)}
    where ${expression} and ${sql.ref(`${table.alias}.is_assumed`)}`.execute(session.kysely);
  return Number(rows[0]?.count ?? 0);
}
