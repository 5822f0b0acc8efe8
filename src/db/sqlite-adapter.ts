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
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { Mutex } from 'async-mutex';

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
      const release = await mutex.acquire();
      try {
        // SQLite works synchronously; without a turn of the event loop a busy server starved it for 1.3 s.
        await nextTurn();
        await begin(run, options);
        return transaction(connection, run, release);
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

const pragmas =
  'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 0;';

async function begin(run: (sql: string) => Promise<number>, { busyTimeout }: SqliteOptions): Promise<void> {
  for (let waited = 0; ; waited += 5) {
    try {
      await run('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      const busy = isDriverAdapterError(error) && error.cause.kind === 'SocketTimeout';
      if (!busy || waited >= busyTimeout) throw error;
      await sleep(5);
    }
  }
}

/** Prisma sends COMMIT and ROLLBACK as statements itself; the two functions are told afterwards. */
function transaction(
  connection: SqlDriverAdapter,
  run: (sql: string) => Promise<number>,
  release: () => void,
): Transaction {
  const done = async () => release();
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    options: { usePhantomQuery: false },
    queryRaw: (query: SqlQuery) => connection.queryRaw(query),
    executeRaw: (query: SqlQuery) => connection.executeRaw(query),
    commit: done,
    rollback: done,
    createSavepoint: async (name) => void (await run(`SAVEPOINT ${name}`)),
    rollbackToSavepoint: async (name) => void (await run(`ROLLBACK TO ${name}`)),
    releaseSavepoint: async (name) => void (await run(`RELEASE SAVEPOINT ${name}`)),
  };
}
