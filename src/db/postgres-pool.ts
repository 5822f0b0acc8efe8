/** Connections to PostgreSQL: how they are opened, and how one is stopped that is busy with what nobody waits for. */
import { once } from 'node:events';
import { connect } from 'node:net';
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
  /** A pooler has the connections, and gives no settings on. @default false */
  readonly isPooled?: boolean;
}

export function openPool({ url, size, maxWait, timeout, isPooled }: PoolOptions, config: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: maxWait,
    keepAlive: true,
    // Instants were stored hours wrong where the server's zone is not UTC.
    ...(!isPooled && { options: settingsOf(timeout) }),
    ...config,
  });
  ignoreBreaks(pool);
  pool.on('connect', readInTurns);
  return pool;
}

/** In bytes: so much is some milliseconds of making rows. */
const readAtOnce = 256 * 1024;

/**
 * A socket is read for as long as there is something: 60,000 rows, which came as fast as they were read, kept everybody else
 * waiting for 0.2 s.
 */
function readInTurns({ connection: { stream } }: pg.PoolClient): void {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes < readAtOnce) return;
    bytes = 0;
    stream.pause();
    setImmediate(() => stream.resume());
  });
}

const settingsOf = (timeout: number) =>
  `-c TimeZone=UTC -c statement_timeout=${timeout} -c idle_in_transaction_session_timeout=${timeout}`;

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
 */
export async function stop(client: pg.PoolClient, statement: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const cutting = sleep(patience, undefined, { signal: done.signal, ref: false }).then(() => cut(client));
  await Promise.race([Promise.allSettled([cancel(client), statement]), cutting]);
  done.abort();
  await cutting.catch(() => {});
}

/** What the driver knows of a connection, and its types do not tell. */
interface Addressed {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
  readonly connection: { readonly stream: { destroy(): void } };
}

const addressOf = (client: pg.PoolClient) => client as unknown as Addressed;

/** "Cancel request" of PostgreSQL's protocol: not SQL by another connection, for a pooler knows only its own processes. */
async function cancel(client: pg.PoolClient): Promise<void> {
  const { host, port, processID, secretKey } = addressOf(client);
  const message = Buffer.alloc(16);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(cancelRequest, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.write(message);
  // Nothing is ever answered: it is closed when the signal has been sent, by the other side. Where this one closes it first, be it in part,
  // PgBouncer 1.18 may come to close it twice, and ends: https://github.com/pgbouncer/pgbouncer/pull/846.
  socket.setTimeout(forgotten, () => socket.destroy());
  socket.resume();
  await once(socket, 'close');
}

const cancelRequest = 80_877_102;
/** When the other side is taken for gone, in milliseconds; nobody waits so long. */
const forgotten = 60_000;

/** By its socket, for a connection with statements under way says goodbye only when they have ended. */
function cut(client: pg.PoolClient): void {
  addressOf(client).connection.stream.destroy();
}
