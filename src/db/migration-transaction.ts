/** PostgreSQL's migrations in one transaction: a start that was killed within one left three tables, and needed hands. */
import { PrismaPg } from '@prisma/adapter-pg';
import {
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { ignoreBreaks } from './postgres-pool.ts';

/** All that `work` does is stored, or nothing of it. The engine opens no transaction of its own on PostgreSQL. */
export async function inTransaction<T>(
  url: string,
  work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<T>,
): Promise<T> {
  // With one connection that stays, whatever asks the pool asks the transaction.
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  ignoreBreaks(pool);
  const failures: unknown[] = [];
  try {
    await pool.query('begin');
    const result = await work(noting(new PrismaPg(pool), (failure) => failures.push(failure)));
    await pool.query('commit');
    return result;
  } catch (error) {
    throw reasonOf(failures[0]) ?? error;
  } finally {
    await pool.end();
  }
}

/** After a statement has failed, the engine tells only that it could not even note that. */
function reasonOf(failure: unknown): Error | undefined {
  if (!isDriverAdapterError(failure)) return undefined;
  return new Error(`The migration cannot be applied: ${failure.cause.originalMessage ?? failure.message}.`);
}

function noting(factory: PrismaPg, note: (failure: unknown) => void): SqlMigrationAwareDriverAdapterFactory {
  const noted = <Args extends readonly unknown[], Result>(run: (...args: Args) => Promise<Result>) => {
    return (...args: Args) =>
      run(...args).catch((failure: unknown) => {
        note(failure);
        throw failure;
      });
  };
  const watched = (adapter: SqlDriverAdapter): SqlDriverAdapter => ({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    queryRaw: noted(adapter.queryRaw.bind(adapter)),
    executeRaw: noted(adapter.executeRaw.bind(adapter)),
    executeScript: noted(adapter.executeScript.bind(adapter)),
    startTransaction: adapter.startTransaction.bind(adapter),
    dispose: adapter.dispose.bind(adapter),
  });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => watched(await factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}
