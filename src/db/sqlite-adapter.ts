/**
 * Prisma's better-sqlite3 adapter, made safe for the writer of a server.
 *
 * The adapter has ONE connection and lets statements outside a transaction run inside another request's: a dirty read
 * and an acknowledged write lost by the other's rollback were seen. So every statement here waits for the transaction
 * under way. It also begins with plain BEGIN, which fails at the first write when another process holds the lock
 * (56 of 200 failed); a writer must BEGIN IMMEDIATE. And where its BEGIN fails it never frees its own lock, so we hold ours.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { Mutex } from 'async-mutex';
import { currentDeadline, type Deadline, endingInTime, inTime, isEnd } from './deadline.ts';

export interface SqliteOptions {
  readonly path: string;
  /** How long a writer waits for another process to finish its transaction, in milliseconds. */
  readonly busyTimeout: number;
}

export function sqliteAdapter(options: SqliteOptions): SqlDriverAdapterFactory {
  const inner = new PrismaBetterSqlite3(
    // The driver's own busy handler sleeps on the event loop; `begin` waits without blocking instead.
    { url: options.path, timeout: 0 },
    { timestampFormat: 'unixepoch-ms' },
  );
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => serialize(await inner.connect(), options),
  };
}

/** SQLite's own. Prisma takes it for 999, and refused relations of a thousand rows that it could read. */
const maxBindValues = 32_766;

async function serialize(connection: SqlDriverAdapter, options: SqliteOptions): Promise<SqlDriverAdapter> {
  const mutex = new Mutex();
  const run = (sql: string) => connection.executeRaw({ sql, args: [], argTypes: [] });
  await connection.executeScript(pragmas);

  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    getConnectionInfo: () => ({ supportsRelationJoins: false, ...connection.getConnectionInfo?.(), maxBindValues }),
    queryRaw: (query) => mutex.runExclusive(() => connection.queryRaw(query)),
    executeRaw: (query) => mutex.runExclusive(() => connection.executeRaw(query)),
    executeScript: (script) => mutex.runExclusive(() => connection.executeScript(script)),
    dispose: () => mutex.runExclusive(() => connection.dispose()),
    async startTransaction() {
      const deadline = currentDeadline();
      const release = await inTime(deadline, mutex.acquire(), interrupted, (unwanted) => unwanted());
      try {
        await begin(run, options, deadline);
        return transaction(connection, run, release, deadline);
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

/**
 * What was written is carried from the log into the file after 16,384 pages (64 MB): after 1,000, which is SQLite's own, each batch of
 * an import did so, and pages that many batches change were carried each time.
 */
const pragmas =
  'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 16384; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 0;';

/**
 * SQLite works synchronously: without a turn of the event loop a busy server starved it for 1.3 s, and nobody would hear
 * of a client that has left.
 */
async function mayGoOn(deadline: Deadline | undefined): Promise<void> {
  await nextTurn();
  if (deadline?.isOver()) throw interrupted();
}

async function begin(
  run: (sql: string) => Promise<number>,
  { busyTimeout }: SqliteOptions,
  deadline: Deadline | undefined,
): Promise<void> {
  await mayGoOn(deadline);
  for (let waited = 0; ; waited += 5) {
    try {
      await run('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const busy = isDriverAdapterError(error) && error.cause.kind === 'SocketTimeout';
      if (!busy || waited >= busyTimeout) throw error;
      await sleep(5);
      await mayGoOn(deadline);
    }
  }
}

/** Prisma sends COMMIT and ROLLBACK as statements itself; the two functions are told afterwards. */
function transaction(
  connection: SqlDriverAdapter,
  run: (sql: string) => Promise<number>,
  release: () => void,
  deadline: Deadline | undefined,
): Transaction {
  const done = async () => release();
  let ended = false;
  const send = async <T>(query: SqlQuery, statement: (query: SqlQuery) => Promise<T>) => {
    deadline?.noteStatement();
    if (isEnd(query)) ended = true;
    else if (deadline) await mayGoOn(deadline);
    // While it waited its transaction may have been given up: the connection is another's now.
    if (ended && !isEnd(query)) throw interrupted();
    return statement(query);
  };
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    options: { usePhantomQuery: false },
    queryRaw: (query) => send(query, (sent) => connection.queryRaw(sent)),
    executeRaw: (query) =>
      endingInTime(query, deadline, interrupted, (wanted) => send(wanted, (sent) => connection.executeRaw(sent))),
    commit: done,
    rollback: done,
    createSavepoint: async (name) => void (await run(`SAVEPOINT ${name}`)),
    rollbackToSavepoint: async (name) => void (await run(`ROLLBACK TO ${name}`)),
    releaseSavepoint: async (name) => void (await run(`RELEASE SAVEPOINT ${name}`)),
  };
}

/** As SQLite itself says it. A statement under way is not: it keeps the program from noticing that its time is up. */
const interrupted = () =>
  new DriverAdapterError({
    ...{ kind: 'sqlite', extendedCode: 9, originalCode: 'SQLITE_INTERRUPT' },
    message: 'the deadline of the request is over',
  });
