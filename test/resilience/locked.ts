/** A PostgreSQL whose table is locked by somebody else: whoever asks it waits, for as long as `work` lasts. */
import pg from 'pg';
import type { TestDatabase } from '../describe-databases.ts';

export interface Watch {
  /** How many connections of the database wait for a lock. */
  countWaiting(): Promise<number>;
}

export async function whileLocked<T>(url: string, table: string, work: (watch: Watch) => Promise<T>): Promise<T> {
  // Within a transaction the activity that one sees stands still.
  const [locking, watching] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
  await Promise.all([locking.connect(), watching.connect()]);
  try {
    await locking.query('begin');
    await locking.query(`lock table ${table} in access exclusive mode`);
    return await work({ countWaiting: () => countWaiting(watching) });
  } finally {
    await Promise.all([locking.end(), watching.end()]);
  }
}

/** Whoever would write a lead waits, for as long as `work` lasts. */
export async function whileWritersWait<T>(
  { provider, url, database }: TestDatabase,
  work: () => Promise<T>,
): Promise<T> {
  return provider === 'postgresql' ? whileLocked(url, 'lead', work) : database.write(work);
}

async function countWaiting(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows[0].waiting;
}
