/**
 * `openDatabase(url)`: one shape for both databases. All reading happens in a snapshot and all writing in a transaction,
 * so that the numbers of one answer always belong together.
 */
import type { Driver, Dialect as KyselyDialect } from 'kysely';
import { Kysely } from 'kysely';
import kyselyExtension from 'prisma-extension-kysely';
import { type Dialect, dialects } from './dialect.ts';
import { type Prisma, PrismaClient } from './generated/postgresql/client.ts';
import { PrismaClient as SqliteClient } from './generated/sqlite/client.ts';
import type { Tables } from './generated/tables.ts';
import { postgresAdapter } from './postgres-adapter.ts';
import { type Provider, providerOf } from './provider.ts';
import { createRowReader, type RowReader } from './rows/reader.ts';
import { kyselyOver, sqlOf } from './snapshot/kysely.ts';
import { postgresSnapshots } from './snapshot/postgres.ts';
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
  /** Told each SQL statement that is sent, transaction control included. */
  readonly onStatement?: (sql: string) => void;
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const provider = providerOf(url);
  const { client, snapshots } = provider === 'sqlite' ? openSqlite(url, options) : openPostgres(url, options);
  const dialect = dialects[provider];

  const openSnapshot: Database['openSnapshot'] = () => {
    const snapshot = snapshots.open();
    const kysely = kyselyOver(snapshot, provider);
    return { session: { kysely, rows: createRowReader(kysely, dialect), dialect }, close: snapshot.close };
  };

  return {
    provider,
    openSnapshot,
    async read(work) {
      const { session, close } = openSnapshot();
      try {
        return await work(session);
      } finally {
        close();
      }
    },
    write: (work) =>
      client.$transaction((tx) =>
        work({
          // Extending a client changes its types, not its methods.
          prisma: tx as unknown as Transaction,
          kysely: tx.$kysely,
          rows: createRowReader(tx.$kysely, dialect),
          dialect,
        }),
      ),
    async close() {
      await client.$disconnect();
      await snapshots.close();
    },
  };
}

interface Opened {
  /** Prisma's, which writes. */
  readonly client: ReturnType<typeof extend>;
  readonly snapshots: Snapshots;
}

const nobody = () => {};

function openSqlite(url: string, options: DatabaseOptions): Opened {
  const path = url.replace(/^file:/, '');
  const adapter = sqliteAdapter({ path, busyTimeout: options.maxWait ?? 5000 });
  // The two generated clients have one shape (they come from one schema); this is the only place that says so.
  const client = new SqliteClient(settings(adapter, options)) as unknown as PrismaClient;
  const snapshots = sqliteSnapshots({ path, onStatement: options.onStatement ?? nobody });
  return { client: extend(client, options, sqlOf.sqlite), snapshots };
}

function openPostgres(url: string, options: DatabaseOptions): Opened {
  const { poolSize = 10, maxWait = 5000, onStatement = nobody } = options;
  const client = new PrismaClient(settings(postgresAdapter({ url, poolSize, maxWait }), options));
  const snapshots = postgresSnapshots({ url, poolSize, maxWait, onStatement });
  return { client: extend(client, options, sqlOf.postgresql), snapshots };
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
