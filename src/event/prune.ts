/**
 * Events, and what became of their deliveries, are kept for some days. What is older is deleted in the background, in portions so
 * small that no writer waits for long.
 */
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import { type Repeated, type RepeatOptions, repeatedly } from '../repeatedly.ts';
import { type Instant, toDate } from '../value/period.ts';

const portion = 1000;
const day = 24 * 60 * 60 * 1000;

/** What is kept for some days, each row with the moment at which it was written. */
export type Pruned = 'event' | 'webhook_delivery';

/** A portion: the oldest were written first. @returns how many were deleted */
export async function pruneOldest(database: Database, table: Pruned, before: Instant): Promise<number> {
  const from = sql.table(table);
  return database.write(async ({ kysely, dialect }) => {
    const { rows } = await sql<{ readonly row_key: number }>`
      delete from ${from} where row_key in (
        select row_key from (select row_key, date_created from ${from} order by row_key limit ${portion} ${dialect.lockFreeRows})
        as oldest where date_created < ${toDate(before)})
      returning row_key`.execute(kysely);
    return rows.length;
  });
}

export interface PruningOptions extends Pick<RepeatOptions, 'report'> {
  readonly tables: readonly Pruned[];
  readonly days: number;
  readonly clock: Clock;
  /** @default ten minutes */
  readonly every?: RepeatOptions['every'];
}

export function keepPruning(
  database: Database,
  { tables, days, clock, report, every = 600_000 }: PruningOptions,
): Repeated {
  const run = async (isClosed: () => boolean) => {
    const before = (clock() - days * day) as Instant;
    for (const table of tables) while (!isClosed() && (await pruneOldest(database, table, before)) > 0);
  };
  return repeatedly(run, { every, report });
}
