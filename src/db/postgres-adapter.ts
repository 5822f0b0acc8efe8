/**
 * Prisma's pg adapter, made to end with its requests: when a deadline is over the statement under way is cancelled, and no
 * other is sent.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { currentDeadline, type Deadline, endingInTime, inTime, isEnd } from './deadline.ts';
import { stop } from './postgres-pool.ts';

export function postgresAdapter(pool: pg.Pool): SqlDriverAdapterFactory {
  const inner = new PrismaPg(pool);
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => bounded(await inner.connect()),
  };
}

function bounded(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const start = async (...args: Parameters<SqlDriverAdapter['startTransaction']>) => {
    const deadline = currentDeadline();
    if (deadline?.isOver()) throw cancelled();
    const started = adapter.startTransaction(...args);
    return boundedTransaction(await inTime(deadline, started, cancelled, giveBack), deadline);
  };
  return new Proxy(adapter, {
    get: (target, name) => {
      if (name === 'startTransaction') return start;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function boundedTransaction(transaction: Transaction, deadline: Deadline | undefined): Transaction {
  const send = async <T>(query: SqlQuery, run: (query: SqlQuery) => Promise<T>) => {
    deadline?.noteStatement();
    if (!deadline || isEnd(query)) return run(query);
    if (deadline.isOver()) throw cancelled();
    return stoppable(run(query), transaction, deadline);
  };
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => send(query, (sent) => transaction.queryRaw(sent)),
    executeRaw: (query) =>
      endingInTime(query, deadline, cancelled, (wanted) => send(wanted, (sent) => transaction.executeRaw(sent))),
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
  };
}

async function stoppable<T>(statement: Promise<T>, transaction: Transaction, { signal }: Deadline): Promise<T> {
  let stopping: Promise<void> | undefined;
  const onAbort = () => {
    stopping = stop(connectionOf(transaction), statement);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await statement;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await stopping;
  }
}

/** The adapter keeps it to itself, and there is no other way to learn which of the pool a transaction has been given. */
const connectionOf = (transaction: Transaction) => Reflect.get(transaction, 'client') as pg.PoolClient;

async function giveBack(transaction: Transaction): Promise<void> {
  await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] }).catch(() => {});
  await transaction.rollback();
}

/** As PostgreSQL itself says it. */
const cancelled = () =>
  new DriverAdapterError({
    ...{ kind: 'postgres', code: '57014', originalCode: '57014', severity: 'ERROR' },
    ...{ message: 'the deadline of the request is over', detail: undefined, column: undefined, hint: undefined },
  });
