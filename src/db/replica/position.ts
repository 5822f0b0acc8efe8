/**
 * How far a PostgreSQL has come, as a place in its log. Asked a few times a second, so that no question has to ask; a place that
 * a copy had reached it has reached for good.
 */
import type pg from 'pg';
import { openPool } from '../postgres-pool.ts';

/** A number of bytes. */
export type Position = bigint;

export interface Positions {
  /** Where the log ends, of everything that was committed before it was asked. */
  ofOriginal(): Promise<Position>;
  /** What a copy has taken over, so that it can be read there; undefined where it cannot be asked, or is a copy no more. */
  ofCopies(): Promise<readonly (Position | undefined)[]>;
  close(): Promise<void>;
}

const end = "select (pg_current_wal_lsn() - '0/0')::text as position";
const replayed =
  "select (pg_last_wal_replay_lsn() - '0/0')::text as position from (select pg_is_in_recovery() as is_copy) as _ where is_copy";

/** Who does not answer in that time is as good as gone, in milliseconds. */
const patience = 1000;

export function openPositions(original: string, copies: readonly string[]): Positions {
  const open = (url: string) =>
    openPool({ url, size: 1, maxWait: patience, timeout: patience }, { query_timeout: patience });
  const ask = async (pool: pg.Pool, sql: string) => {
    const { rows } = await pool.query<{ readonly position: string | null }>(sql);
    const [{ position } = { position: null }] = rows;
    return position === null ? undefined : BigInt(position);
  };
  const [first, others] = [open(original), copies.map(open)];
  return {
    async ofOriginal() {
      const position = await ask(first, end);
      if (position === undefined) throw new Error('PostgreSQL told no place in its log');
      return position;
    },
    ofCopies: () => Promise.all(others.map((pool) => ask(pool, replayed).catch(() => undefined))),
    async close() {
      await Promise.all([first, ...others].map((pool) => pool.end()));
    },
  };
}
