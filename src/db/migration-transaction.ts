/** Migrations in one transaction: a start that was killed within one left three tables, and needed hands. */
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { ignoreBreaks } from './postgres-pool.ts';
import { providerOf } from './provider.ts';
import { pathOf } from './sqlite-file.ts';

type Work<T> = (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<T>;

/** All that `work` does is stored, or nothing of it. The engine opens no transaction of its own. */
export async function inTransaction<T>(url: string, work: Work<T>): Promise<T> {
  const failures: unknown[] = [];
  const note = (failure: unknown) => void failures.push(failure);
  try {
    return await (providerOf(url) === 'sqlite' ? onSqlite : onPostgres)(url, note, work);
  } catch (error) {
    throw reasonOf(failures[0]) ?? error;
  }
}

type Note = (failure: unknown) => void;

async function onPostgres<T>(url: string, note: Note, work: Work<T>): Promise<T> {
  // With one connection that stays, whatever asks the pool asks the transaction.
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  ignoreBreaks(pool);
  try {
    await pool.query('begin');
    const factory = new PrismaPg(pool);
    const result = await work(given(factory, async () => noting(await factory.connect(), note)));
    await pool.query('commit');
    return result;
  } finally {
    await pool.end();
  }
}

/**
 * Foreign keys are let go before, for migrations make tables anew: in a transaction SQLite does not hear of it. It ends with
 * its connection, or with the process.
 */
async function onSqlite<T>(url: string, note: Note, work: Work<T>): Promise<T> {
  const factory = new PrismaBetterSqlite3({ url: pathOf(url) }, { timestampFormat: 'unixepoch-ms' });
  const connection = await factory.connect();
  try {
    await connection.executeScript('pragma foreign_keys = off; begin immediate');
    const result = await work(given(factory, async () => noting(connection, note)));
    await connection.executeScript('commit');
    return result;
  } finally {
    await connection.dispose();
  }
}

/** After a statement has failed, the engine tells only that it could not even note that. */
function reasonOf(failure: unknown): Error | undefined {
  if (!isDriverAdapterError(failure)) return undefined;
  return new Error(`The migration cannot be applied: ${failure.cause.originalMessage ?? failure.message}.`);
}

const given = (
  factory: SqlMigrationAwareDriverAdapterFactory,
  connect: () => Promise<SqlDriverAdapter>,
): SqlMigrationAwareDriverAdapterFactory => ({
  ...{ provider: factory.provider, adapterName: factory.adapterName, connect },
  connectToShadowDb: () => factory.connectToShadowDb(),
});

/** It stays open when the engine has done: what was done is stored later. */
function noting(adapter: SqlDriverAdapter, note: Note): SqlDriverAdapter {
  const noted =
    <Args extends readonly unknown[], Result>(run: (...args: Args) => Promise<Result>) =>
    async (...args: Args) => {
      try {
        return await run(...args);
      } catch (failure) {
        note(failure);
        throw failure;
      }
    };
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    queryRaw: noted(adapter.queryRaw.bind(adapter)),
    executeRaw: noted(adapter.executeRaw.bind(adapter)),
    executeScript: noted(adapter.executeScript.bind(adapter)),
    startTransaction: adapter.startTransaction.bind(adapter),
    dispose: async () => {},
  };
}
