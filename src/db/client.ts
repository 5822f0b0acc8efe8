/**
 * `openDatabase(url)`: one shape for both databases. All reading happens in a snapshot and all writing in a transaction,
 * so that the numbers of one answer always belong together.
 */
import type { Driver, Dialect as KyselyDialect } from 'kysely';
import { Kysely } from 'kysely';
import kyselyExtension from 'prisma-extension-kysely';
import type { Clock } from '../clock.ts';
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
import { sqliteAdapter } from './sqlite-adapter.ts';

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
  /** A read-only view of one moment, for as long as a request is answered. The caller must close it. */
  openSnapshot(): OpenSnapshot;
  /** Reads in a snapshot of its own. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** As `read`, on connections that are kept for what every request needs first, however busy the others are. */
  lookUp<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: all of it is stored, or none. */
  write<T>(work: (session: WriteSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The most PostgreSQL connections in use at once. @default 10 */
  readonly poolSize?: number;
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
  const { client, snapshots, spare, close } =
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
    async close() {
      await client.$disconnect();
      await close();
    },
  };
}

interface Opened {
  /** Prisma's, which writes. */
  readonly client: ReturnType<typeof extend>;
  readonly snapshots: Snapshots;
  /** Snapshots on connections of their own. */
  readonly spare: Snapshots;
  close(): Promise<void>;
}

const nobody = () => {};

function openSqlite(url: string, options: DatabaseOptions): Opened {
  const path = url.replace(/^file:/, '');
  const adapter = sqliteAdapter({ path, busyTimeout: options.maxWait ?? 5000 });
  // The two generated clients have one shape (they come from one schema); this is the only place that says so.
  const client = new SqliteClient(settings(adapter, options)) as unknown as PrismaClient;
  const snapshots = sqliteSnapshots({ path, onStatement: options.onStatement ?? nobody });
  // Each has a connection to itself as it is.
  return { client: extend(client, options, sqlOf.sqlite), snapshots, spare: snapshots, close: snapshots.close };
}

/** Beside the pool: for keys, and for whether the database answers. */
const spareConnections = 2;

function openPostgres(url: string, options: DatabaseOptions): Opened {
  const { poolSize = 10, maxWait = 5000, timeout = 30_000, onStatement = nobody } = options;
  const open = (size: number, config?: Parameters<typeof openPool>[1]) =>
    openPool({ url, size, maxWait, timeout }, config);
  const [writing, reading] = [open(poolSize), open(poolSize, snapshotConfig)];
  const [canceller, spare] = [open(1), open(spareConnections, snapshotConfig)];
  const client = new PrismaClient(settings(postgresAdapter(writing, canceller), options));
  return {
    client: extend(client, options, sqlOf.postgresql),
    snapshots: postgresSnapshots(reading, canceller, onStatement),
    spare: postgresSnapshots(spare, canceller, onStatement),
    close: async () => {
      await Promise.all([writing, reading, spare, canceller].map((pool) => pool.end()));
    },
  };
}

function settings<Adapter>(adapter: Adapter, { maxWait = 5000, timeout = 30_000 }: DatabaseOptions) {
  const log = [{ emit: 'event' as const, level: 'query' as const }];
  return { adapter, log, errorFormat: 'minimal' as const, transactionOptions: { maxWait, timeout } };
}

function extend(
  client: PrismaClient,
  { onStatement }: DatabaseOptions,
  compiler: Pick<KyselyDialect, 'createAdapter' | 'createQueryCompiler'>,
) {
  // Prisma types $on by the log settings, which an intermediate variable loses.
  const events = client as unknown as { $on(name: 'query', listener: (event: { query: string }) => void): void };
  if (onStatement) events.$on('query', (event) => onStatement(event.query));
  return client.$extends(
    kyselyExtension({
      kysely: (driver: Driver) =>
        new Kysely<Tables>({
          dialect: {
            ...compiler,
            createDriver: () => driver,
            createIntrospector: () => {
              throw new Error('the gateway does not introspect its database');
            },
          },
        }),
    }),
  );
}
