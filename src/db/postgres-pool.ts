/** Connections to PostgreSQL: how they are opened, and how one is stopped that is busy with what nobody waits for. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface PoolOptions {
  readonly url: string;
  /** The most connections. */
  readonly size: number;
  /** How long to wait for one, in milliseconds. */
  readonly maxWait: number;
  /** How long a statement may take, and a transaction wait for its next one, in milliseconds: PostgreSQL sees to it itself. */
  readonly timeout: number;
}

export function openPool({ url, size, maxWait, timeout }: PoolOptions, config: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: maxWait,
    keepAlive: true,
    // Instants were stored hours wrong where the server's zone is not UTC.
    options: `-c TimeZone=UTC -c statement_timeout=${timeout} -c idle_in_transaction_session_timeout=${timeout}`,
    ...config,
  });
  ignoreBreaks(pool);
  return pool;
}

/**
 * A connection that breaks tells whoever waits for a statement, and the pool replaces it. It tells itself besides, and where
 * nobody listens the process ends: one did that was told of a shutdown in the breath in which it had been opened, before
 * whoever had asked for it could listen.
 */
export function ignoreBreaks(pool: pg.Pool): void {
  pool.on('error', ignored);
  pool.on('connect', (client) => client.on('error', ignored));
}

const ignored = () => {};

/** How long PostgreSQL may take to stop a statement before its connection is cut, in milliseconds. */
const patience = 2000;

/**
 * Stops the statement that a connection is busy with; of one whose client had left SQL ran on for 9.6 s. Resolves when
 * `statement` has ended and PostgreSQL is done with cancelling, which would hit the next statement else.
 *
 * `spare`: other connections, for all of the same pool may be busy with what is to be stopped.
 */
export async function stop(client: pg.PoolClient, statement: Promise<unknown>, spare: pg.Pool): Promise<void> {
  const { processID } = client as pg.PoolClient & { readonly processID: number | null };
  const asked = spare.query('select pg_cancel_backend($1)', [processID]);
  const done = new AbortController();
  const cutting = sleep(patience, undefined, { signal: done.signal, ref: false }).then(() => cut(client));
  await Promise.race([Promise.allSettled([asked, statement]), cutting]);
  done.abort();
  await cutting.catch(() => {});
}

/** By its socket, for a connection with statements under way says goodbye only when they have ended. */
function cut(client: pg.PoolClient): void {
  const { connection } = client as pg.PoolClient & { readonly connection: { readonly stream: { destroy(): void } } };
  connection.stream.destroy();
}
