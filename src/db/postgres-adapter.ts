/**
 * Prisma's pg adapter, with the statements of one transaction sent one after another. Resolvers of one operation ask at the
 * same time; the driver queues that today, warns about it, and will refuse it in its next major version.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils';
import { Mutex } from 'async-mutex';

export interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  /** How long to wait for a connection, in milliseconds. */
  readonly maxWait: number;
}

export function postgresAdapter({ url, poolSize, maxWait }: PostgresOptions): SqlDriverAdapterFactory {
  const inner = new PrismaPg({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: maxWait,
    // Instants were stored hours wrong where the server's zone is not UTC.
    options: '-c TimeZone=UTC',
  });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => queueing(await inner.connect()),
  };
}

function queueing(adapter: SqlDriverAdapter): SqlDriverAdapter {
  return new Proxy(adapter, {
    get: (target, name) => {
      if (name === 'startTransaction') {
        return async (...args: Parameters<SqlDriverAdapter['startTransaction']>) =>
          oneByOne(await target.startTransaction(...args));
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function oneByOne(transaction: Transaction): Transaction {
  const mutex = new Mutex();
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => mutex.runExclusive(() => transaction.queryRaw(query)),
    executeRaw: (query) => mutex.runExclusive(() => transaction.executeRaw(query)),
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
  };
}
