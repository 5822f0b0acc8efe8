/** Writes what deals were: a fixed number of statements, however many deals. What was told alike before is left alone. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { chunksOf, insertRows } from '../../db/insert.ts';
import { differences } from '../../db/versioned.ts';
import { groupBy } from '../../value/group-by.ts';
import { toInstant } from '../../value/period.ts';
import type { Target } from '../target.ts';
import type { Kept } from './kept.ts';
import type { StatusChanges } from './status-changes.ts';
import type { ValueHistory } from './values.ts';
import type { Version } from './versions.ts';

export interface DealHistory {
  readonly kept: Kept;
  readonly versions: readonly Version[];
  readonly values: ValueHistory;
  readonly changes: StatusChanges;
}

type Keyed = 'opportunity_version' | 'custom_field_version' | 'status_change';

/** @returns how many deals are told otherwise than before, and how many versions and changes of status that took */
export async function writeHistories(session: Session, { organizationId }: Target, deals: readonly DealHistory[]) {
  const replaced = deals.map(replacedVersions);
  const versions = replaced.flatMap(({ insert }) => insert);
  const changes = deals.flatMap((deal) => deal.changes.insert);
  const remove = async (table: Keyed, keys: readonly number[]) => {
    for (const rows of chunksOf(keys.map((key) => ({ key })))) {
      const own = session.kysely.deleteFrom(table).where('organization_id', '=', organizationId);
      await own
        .where(
          'row_key',
          'in',
          rows.map(({ key }) => key),
        )
        .execute();
    }
  };
  await remove(
    'opportunity_version',
    replaced.flatMap((one) => one.remove),
  );
  await insertRows(session, 'opportunity_version', versions);
  await remove(
    'custom_field_version',
    deals.flatMap(({ values }) => values.remove),
  );
  await insertRows(
    session,
    'custom_field_version',
    deals.flatMap(({ values }) => values.insert),
  );
  await begin(
    session,
    deals.flatMap(({ values }) => values.begun),
  );
  await remove(
    'status_change',
    deals.flatMap((deal) => deal.changes.remove),
  );
  await insertRows(
    session,
    'status_change',
    [...changes].sort((a, b) => a.date_created.getTime() - b.date_created.getTime()),
  );
  const changed = deals.filter(({ values, changes: own }, index) => {
    const lists = [replaced[index]?.insert, values.remove, values.insert, values.begun, own.remove, own.insert];
    return lists.some((list) => list !== undefined && list.length > 0);
  });
  return { changed: changed.length, versions: versions.length, statusChanges: changes.length };
}

function replacedVersions({ kept, versions }: DealHistory) {
  const stored = kept.versions.filter(({ valid_to }) => toInstant(valid_to) <= kept.seen);
  const isAlike =
    stored.length === versions.length &&
    versions.every((version, index) => {
      const row = stored[index];
      return row !== undefined && Object.keys(differences({ ...row }, { ...version })).length === 0;
    });
  return isAlike ? { remove: [], insert: [] } : { remove: stored.map(({ row_key }) => row_key), insert: versions };
}

/** Since when values hold that are there still, or were seen. */
async function begin({ kysely, dialect }: Session, begun: ValueHistory['begun']): Promise<void> {
  const columns = { custom_field_value: 'date_set', custom_field_version: 'valid_from' } as const;
  for (const [table, rows] of groupBy(begun, ({ table }) => table)) {
    const column = columns[table];
    const given = dialect.rows(
      table,
      ['row_key', column],
      rows.map(({ row_key, at }) => ({ row_key, [column]: at })),
    );
    await sql`
      with given (key, since) as (${given})
      update ${sql.table(table)} set ${sql.ref(column)} = (select since from given where key = row_key)
      where row_key in (select key from given)`.execute(kysely);
  }
}
