/** What is kept of deals already: how much of it was seen, and is not to be told otherwise; what is assumed, and what a file told before. */

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import type { Tables } from '../../db/generated/tables.ts';
import type { OpportunityRow } from '../../opportunity/input.ts';
import { groupBy } from '../../value/group-by.ts';
import { type Instant, toInstant } from '../../value/period.ts';
import { readStored } from '../stored.ts';
import type { Target } from '../target.ts';

type VersionRow = Selectable<Tables['opportunity_version']>;
export type ValueVersion = Selectable<Tables['custom_field_version']>;
export type ValueRow = Selectable<Tables['custom_field_value']>;

export interface Kept {
  readonly opportunity: OpportunityRow;
  /** From here … */
  readonly begin: Instant;
  /** … to here a file may tell what it was: from then on it was seen. */
  readonly seen: Instant;
  /** All of these are the oldest first. */
  readonly versions: readonly VersionRow[];
  readonly changes: readonly Selectable<Tables['status_change']>[];
  /** What its custom fields hold, and held. */
  readonly values: readonly ValueRow[];
  readonly pastValues: readonly ValueVersion[];
}

/** By what the file calls them; locked until the batch is written. Seven statements for all. */
export async function readKept(
  session: Session,
  target: Target,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, Kept>> {
  const { kysely, dialect } = session;
  const { organizationId } = target;
  const stored = await readStored(
    session,
    target,
    externalIds.map((external_id) => ({ external_id })),
  );
  const ids = [...new Set([...stored.values()].map(({ opportunity }) => opportunity.id))];
  const isOurs = sql<boolean>`organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref('opportunity_id'), ids)}`;
  const versions = await kysely
    .selectFrom('opportunity_version')
    .selectAll()
    .where(isOurs)
    .orderBy('valid_from')
    .execute();
  const changes = await kysely
    .selectFrom('status_change')
    .selectAll()
    .where(isOurs)
    .orderBy('date_created')
    .orderBy('row_key')
    .execute();
  const values = await kysely.selectFrom('custom_field_value').selectAll().where(isOurs).orderBy('position').execute();
  const past = await kysely
    .selectFrom('custom_field_version')
    .selectAll()
    .where(isOurs)
    .orderBy('valid_to')
    .orderBy('position')
    .execute();
  const organization = kysely.selectFrom('organization').select('known_since').where('id', '=', organizationId);
  const known = (await organization.executeTakeFirst())?.known_since;
  const since = known ? toInstant(known) : Number.NEGATIVE_INFINITY;
  const of = <Row extends { readonly opportunity_id: string | null }>(rows: readonly Row[]) => {
    const byDeal = groupBy(rows, (row) => row.opportunity_id ?? '');
    return (id: string) => byDeal.get(id) ?? [];
  };
  const [versionsOf, changesOf, valuesOf, pastOf] = [of(versions), of(changes), of(values), of(past)];
  return new Map(
    [...stored].map(([name, { opportunity }]) => {
      const { id } = opportunity;
      const own = { versions: versionsOf(id), changes: changesOf(id), values: valuesOf(id), pastValues: pastOf(id) };
      const begin = Math.max(toInstant(opportunity.date_created), since) as Instant;
      return [name, { opportunity, begin, seen: seenSince(opportunity, own), ...own }];
    }),
  );
}

/** Told by a file: by nothing that the gateway saw, which counts versions from 1. */
const isTold = ({ version, is_assumed }: VersionRow) => Number(version) === 0 && !is_assumed;

/** What was told reaches to what was seen. Where nothing was, the first version or change of status that was seen says it. */
function seenSince(opportunity: OpportunityRow, { versions, changes }: Pick<Kept, 'versions' | 'changes'>): Instant {
  const told = versions.findLast(isTold);
  if (told) return toInstant(told.valid_to);
  const seen = versions.find(({ is_assumed }) => !is_assumed);
  const moments = [seen?.valid_from, changes[0]?.date_created, opportunity.date_updated];
  return Math.min(...moments.flatMap((date) => (date ? toInstant(date) : []))) as Instant;
}

/** What it was at a moment, as the deal itself would say. */
export function stateAt(
  { opportunity, versions }: Kept,
  moment: Instant,
): OpportunityRow & { readonly is_assumed: boolean } {
  const version = versions.find(
    ({ valid_from, valid_to }) => toInstant(valid_from) <= moment && moment < toInstant(valid_to),
  );
  if (!version) return { ...opportunity, is_assumed: false };
  const { row_key, opportunity_id, valid_from, valid_to, closed_by, is_assumed, ...columns } = version;
  return { ...opportunity, ...columns, is_assumed: Boolean(is_assumed) };
}
