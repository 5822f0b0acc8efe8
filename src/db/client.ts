/**
 * `openDatabase(url)`: one shape for both databases. All reading happens in a snapshot and all writing in a transaction,
 * so that the numbers of one answer always belong together.
 */
import type { Driver, Dialect as KyselyDialect } from 'kysely';
import { Kysely, PostgresAdapter, PostgresQueryCompiler, SqliteAdapter, SqliteQueryCompiler } from 'kysely';
import kyselyExtension from 'prisma-extension-kysely';
import { type Dialect, dialects } from './dialect.ts';
import { type Prisma, PrismaClient } from './generated/postgresql/client.ts';
import { PrismaClient as SqliteClient } from './generated/sqlite/client.ts';
import type { Tables } from './generated/tables.ts';
import { postgresAdapter } from './postgres-adapter.ts';
import { type Provider, providerOf } from './provider.ts';
import { createRowReader, type RowReader } from './rows/reader.ts';
import { sqliteAdapter } from './sqlite-adapter.ts';

/** Nested transactions are not for us: a session is one transaction already. */
export type Transaction = Omit<Prisma.TransactionClient, '$transaction'>;

/** What core functions are handed: the two ways to ask one open transaction, and what its database is like. */
export interface Session {
  readonly prisma: Transaction;
  readonly rows: RowReader;
  readonly kysely: Kysely<Tables>;
  readonly dialect: Dialect;
}

export interface OpenSnapshot {
  readonly session: Session;
  close(): Promise<void>;
}

export interface Database {
  readonly provider: Provider;
  /** A read-only view of one moment, for as long as a request is answered. The caller must close it. */
  openSnapshot(): Promise<OpenSnapshot>;
  /** Reads in a snapshot of its own. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction: all of it is stored, or none. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
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
  const { reader, writer } = provider === 'sqlite' ? openSqlite(url, options) : openPostgres(url, options);
  const dialect = dialects[provider];
  // SQLite has one isolation level, and its snapshots are repeatable reads as they are.
  const snapshotLevel = provider === 'sqlite' ? {} : ({ isolationLevel: 'RepeatableRead' } as const);
  // Extending a client changes its types, not its methods.
  const session = (tx: ExtendedTransaction): Session => ({
    prisma: tx as unknown as Transaction,
    rows: createRowReader(tx.$kysely, dialect),
    kysely: tx.$kysely,
    dialect,
  });

  const read: Database['read'] = (work) => reader.$transaction((tx) => work(session(tx)), snapshotLevel);

  return {
    provider,
    read,
    write: (work) => writer.$transaction((tx) => work(session(tx))),
    openSnapshot: () =>
      new Promise((resolve, reject) => {
        let finish = () => {};
        const finished = new Promise<void>((done) => {
          finish = done;
        });
        const transaction = read((opened) => {
          resolve({
            session: opened,
            close: () => {
              finish();
              return transaction;
            },
          });
          return finished;
        });
        transaction.catch(reject);
      }),
    async close() {
      await writer.$disconnect();
      if (reader !== writer) await reader.$disconnect();
    },
  };
}

type Client = ReturnType<typeof extend>;
type ExtendedTransaction = Parameters<Parameters<Client['$transaction']>[0]>[0];

function openSqlite(url: string, options: DatabaseOptions) {
  const path = url.replace(/^file:/, '');
  const open = (mode: 'reader' | 'writer') => {
    const adapter = sqliteAdapter({ path, mode, busyTimeout: options.maxWait ?? 5000 });
    // The two generated clients have one shape (they come from one schema); this is the only place that says so.
    return extend(new SqliteClient(settings(adapter, options)) as unknown as PrismaClient, options, {
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    });
  };
  return { writer: open('writer'), reader: open('reader') };
}

function openPostgres(url: string, options: DatabaseOptions) {
  const { poolSize = 10, maxWait = 5000 } = options;
  const adapter = postgresAdapter({ url, poolSize, maxWait });
  const client = extend(new PrismaClient(settings(adapter, options)), options, {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  });
  return { writer: client, reader: client };
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
