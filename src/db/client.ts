/**
 * `openDatabase(url)`: one shape for both databases. All reading happens in a snapshot and all writing in a transaction,
 * so that the numbers of one answer always belong together.
 */
import { availableParallelism } from 'node:os';
import { Mutex } from 'async-mutex';
import type { CompiledQuery, DatabaseConnection, Driver } from 'kysely';
import { Kysely } from 'kysely';
import kyselyExtension from 'prisma-extension-kysely';
import type { Clock } from '../clock.ts';
import { inStatementSpan } from '../trace.ts';
import { type Dialect, dialects } from './dialect.ts';
import { type Prisma, PrismaClient } from './generated/postgresql/client.ts';
import { PrismaClient as SqliteClient } from './generated/sqlite/client.ts';
import type { Tables } from './generated/tables.ts';
import { createMoment, type Moment } from './moment.ts';
import { postgresAdapter } from './postgres-adapter.ts';
import { openPool } from './postgres-pool.ts';
import { type Provider, providerOf } from './provider.ts';
import { createRowReader, type RowReader } from './rows/reader.ts';
import { kyselyOver, sqlOf } from './snapshot/kysely.ts';
import { postgresSnapshots, snapshotConfig } from './snapshot/postgres.ts';
import type { Snapshots } from './snapshot/snapshot.ts';
import { sqliteSnapshots } from './snapshot/sqlite.ts';
import { openReaders, openReadersHere } from './snapshot/sqlite-readers.ts';
import { createStatementNames } from './snapshot/statement-names.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';
import { pathOf } from './sqlite-file.ts';

/** Nested transactions are not for us: a session is one transaction already. */
export type Transaction = Omit<Prisma.TransactionClient, '$transaction'>;

/** What core functions are handed: the two ways to ask one open transaction, and what its database is like. */
export interface Session {
  readonly rows: RowReader;
  readonly kysely: Kysely<Tables>;
  readonly dialect: Dialect;
  /** When what the transaction changes is said to have changed. */
  readonly moment: Moment;
}

/** A transaction that may write. */
export interface WriteSession extends Session {
  readonly prisma: Transaction;
}

export interface OpenSnapshot {
  readonly session: Session;
  /** Nothing is read after it. */
  close(): void;
}

export interface Database {
  readonly provider: Provider;
  /** How many snapshots can be read from at once; the next ones wait. */
  readonly readers: number;
  /** Where this one may read from a copy: what it is a copy of, to be asked when the copy fails. */
  readonly original?: Database;
  /** A read-only view of one moment, for as long as a request is answered. The caller must close it. */
  openSnapshot(): OpenSnapshot;
  /** Reads in a snapshot of its own. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** As `read`, on connections that are kept for what every request needs first, however busy the others are. */
  lookUp<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: all of it is stored, or none. */
  write<T>(work: (session: WriteSession) => Promise<T>): Promise<T>;
  /** Loads what the first write would wait for, and with it everybody: Prisma's engine, for 0.3 s. Changes nothing. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The most PostgreSQL connections in use at once. @default 10 */
  readonly poolSize?: number;
  /** `url` leads to a pooler that gives each transaction any connection: they are as the role is set up. @default false */
  readonly isPooled?: boolean;
  /** How long a request waits for a connection or lock before SERVICE_UNAVAILABLE, in ms. @default 5000 */
  readonly maxWait?: number;
  /** How long one transaction may last, in ms. @default 30000 */
  readonly timeout?: number;
  /** Tells the moment of changes. @default the moment of the request that asked for them */
  readonly clock?: Clock;
  /** Told each SQL statement that is sent, transaction control included. */
  readonly onStatement?: (sql: string) => void;
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const provider = providerOf(url);
  const { client, readers, snapshots, spare, close } =
    provider === 'sqlite' ? openSqlite(url, options) : openPostgres(url, options);
  const dialect = dialects[provider];

  const openFrom = (source: Snapshots): OpenSnapshot => {
    const snapshot = source.open();
    const kysely = kyselyOver(snapshot, provider);
    return {
      session: { kysely, rows: createRowReader(kysely, dialect), dialect, moment: createMoment() },
      close: snapshot.close,
    };
  };

  const readFrom = async <T>(source: Snapshots, work: (session: Session) => Promise<T>): Promise<T> => {
    const snapshot = openFrom(source);
    try {
      return await work(snapshot.session);
    } finally {
      snapshot.close();
    }
  };

  return {
    provider,
    readers,
    openSnapshot: () => openFrom(snapshots),
    read: (work) => readFrom(snapshots, work),
    lookUp: (work) => readFrom(spare, work),
    write: (work) =>
      client.$transaction((tx) =>
        work({
          // Extending a client changes its types, not its methods.
          prisma: tx as unknown as Transaction,
          kysely: tx.$kysely,
          rows: createRowReader(tx.$kysely, dialect),
          dialect,
          moment: createMoment(options.clock),
        }),
      ),
    async warmUp() {
      await client.organization.findFirst({ where: { id: '' }, select: { id: true } });
    },
    async close() {
      // Whoever closes the file last brings it up to date, which none of those that only read can.
      await Promise.all([snapshots.close(), spare.close()]);
      await client.$disconnect();
      await close();
    },
  };
}

interface Opened {
  /** Prisma's, which writes. */
  readonly client: ReturnType<typeof extend>;
  readonly readers: number;
  readonly snapshots: Snapshots;
  /** Snapshots on connections of their own. */
  readonly spare: Snapshots;
  close(): Promise<void>;
}

const nobody = () => {};

/** One key may take half of them: others' questions still run beside each other. */
const fewestReaders = 4;

function openSqlite(url: string, options: DatabaseOptions): Opened {
  const path = pathOf(url);
  const adapter = sqliteAdapter({ path, busyTimeout: options.maxWait ?? 5000 });
  // The two generated clients have one shape (they come from one schema); this is the only place that says so.
  const client = new SqliteClient(settings(adapter, options)) as unknown as PrismaClient;
  const { maxWait = 5000, onStatement = nobody } = options;
  const readers = Math.max(fewestReaders, availableParallelism());
  return {
    client: extend(client, options, 'sqlite'),
    readers,
    snapshots: sqliteSnapshots(openReaders({ path, size: readers, maxWait }), onStatement),
    spare: sqliteSnapshots(openReadersHere(path), onStatement),
    close: async () => {},
  };
}

/** Beside the pool: for keys, and for whether the database answers. */
const spareConnections = 2;

function openPostgres(url: string, options: DatabaseOptions): Opened {
  const { poolSize = 10, maxWait = 5000, timeout = 30_000, isPooled = false, onStatement = nobody } = options;
  const open = (size: number, config?: Parameters<typeof openPool>[1]) =>
    openPool({ url, size, maxWait, timeout, isPooled }, config);
  const [writing, reading, spare] = [
    open(poolSize),
    open(poolSize, snapshotConfig),
    open(spareConnections, snapshotConfig),
  ];
  const nameOf = isPooled ? () => undefined : createStatementNames();
  const client = new PrismaClient(settings(postgresAdapter(writing), options));
  return {
    client: extend(client, options, 'postgresql'),
    readers: poolSize,
    snapshots: postgresSnapshots(reading, onStatement, nameOf),
    spare: postgresSnapshots(spare, onStatement, nameOf),
    close: () => writing.end(),
  };
}

function settings<Adapter>(adapter: Adapter, { maxWait = 5000, timeout = 30_000 }: DatabaseOptions) {
  const log = [{ emit: 'event' as const, level: 'query' as const }];
  return { adapter, log, errorFormat: 'minimal' as const, transactionOptions: { maxWait, timeout } };
}

function extend(client: PrismaClient, { onStatement }: DatabaseOptions, provider: Provider) {
  // Prisma types $on by the log settings, which an intermediate variable loses.
  const events = client as unknown as { $on(name: 'query', listener: (event: { query: string }) => void): void };
  if (onStatement) events.$on('query', (event) => onStatement(event.query));
  return client.$extends(
    kyselyExtension({
      kysely: (driver: Driver) =>
        new Kysely<Tables>({
          dialect: {
            ...sqlOf[provider],
            createDriver: () => oneAfterAnother(driver, provider),
            createIntrospector: () => {
              throw new Error('the gateway does not introspect its database');
            },
          },
        }),
    }),
  );
}

/**
 * Of one transaction. Resolvers of one operation ask at the same time: PostgreSQL's driver queues that today, and will refuse
 * it; and Prisma makes a batch of it, of which, when one fails, the others are answered with undefined before it is told why.
 */
function oneAfterAnother(driver: Driver, provider: Provider): Driver {
  const mutex = new Mutex();
  const acquire = async (): Promise<DatabaseConnection> => {
    await mutex.acquire();
    const connection = await driver.acquireConnection();
    return {
      executeQuery: <Row>(query: CompiledQuery) =>
        inStatementSpan(provider, query.sql, () => connection.executeQuery<Row>(query)),
      streamQuery: (query, size) => connection.streamQuery(query, size),
    };
  };
  return new Proxy(driver, {
    get(target, name) {
      if (name === 'acquireConnection') return acquire;
      if (name === 'releaseConnection') return async () => mutex.release();
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
