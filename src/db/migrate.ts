/**
 * `migrate(url)`: brings a database to the newest migration, by Prisma's own engine and in Prisma's own format, so that
 * `prisma migrate` still works for whoever has a network. Run at every start; a database that is up to date costs two queries.
 *
 * Refuses, with a sentence, a database that is newer than this program, or whose applied migrations were edited since.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import BetterSqlite3 from 'better-sqlite3';
import { asset } from '../assets.ts';
import { ensureHistory, letTablesGo } from './history/install.ts';
import { inTransaction } from './migration-transaction.ts';
import { withPostgres } from './postgres-client.ts';
import { type Provider, providerOf } from './provider.ts';
import { everyTable, withSchemaEngine } from './schema-engine.ts';
import { pathOf } from './sqlite-file.ts';
import { gatherStatistics } from './statistics.ts';
import { ensureSummary } from './summary/install.ts';
import { ensureTextIndexes } from './text-index.ts';

const folder = asset('migrations/');

/** Any number, the same in every instance of this program. */
const advisoryLock = 7_016_996_765_293_437;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: unknown;
}

/** @returns the names of the migrations that this call applied. */
export async function migrate(url: string): Promise<readonly string[]> {
  const provider = providerOf(url);
  const migrations = await readMigrations(provider);
  const lock = provider === 'sqlite' ? sqliteLock(url) : postgresLock(url);
  return lock(async (applied) => {
    assertKnown(migrations, applied);
    const isPending = applied.length < migrations.length;
    if (isPending && provider === 'sqlite') letTablesGo(url);
    const names = isPending ? await inTransaction(url, (adapter) => applyAll(provider, adapter, migrations)) : [];
    await ensureTextIndexes(url);
    await ensureHistory(url);
    await ensureSummary(url);
    // A table that was rebuilt has lost its own.
    if (names.length > 0) await gatherStatistics(url);
    return names;
  });
}

async function readMigrations(provider: Provider): Promise<readonly Migration[]> {
  const root = new URL(`${provider}/`, folder);
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, root), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function assertKnown(migrations: readonly Migration[], applied: readonly Applied[]): void {
  for (const row of applied) {
    const known = migrations.find((migration) => migration.name === row.migration_name);
    const name = `migration ${row.migration_name}`;
    if (!known) throw new Error(`The database is newer than this program: it has ${name}, which is not here.`);
    if (row.finished_at === null)
      throw new Error(`An earlier start was interrupted within ${name}: see docs/operations.md.`);
    if (row.checksum !== known.checksum) throw new Error(`The file of ${name} was edited after it had been applied.`);
  }
}

async function applyAll(
  provider: Provider,
  adapter: SqlMigrationAwareDriverAdapterFactory,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  // The engine reads the provider from it and nothing else.
  const datamodel = `datasource db {\n  provider = "${provider}"\n}\n`;
  const lockfile = { path: 'migration_lock.toml', content: `provider = "${provider}"` };
  const migrationDirectories = migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
  }));
  const baseDir = fileURLToPath(new URL(`${provider}/`, folder));
  const { appliedMigrationNames } = await withSchemaEngine(adapter, datamodel, (engine) =>
    engine.applyMigrations({
      migrationsList: { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories },
      filters: everyTable,
    }),
  );
  return appliedMigrationNames;
}

type Lock = <T>(work: (applied: readonly Applied[]) => Promise<T>) => Promise<T>;

const readApplied = 'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null';

/** Two processes starting on one file: the lock is a second, empty database file, which the system frees if we die. */
function sqliteLock(url: string): Lock {
  const path = pathOf(url);
  mkdirSync(dirname(path), { recursive: true });
  return async (work) => {
    const guard = new BetterSqlite3(`${path}-migrate`, { timeout: 0 });
    try {
      await untilFree(() => guard.exec('begin exclusive'));
      const file = new BetterSqlite3(path);
      file.pragma('journal_mode = wal');
      const exists = file.prepare("select 1 from sqlite_master where name = '_prisma_migrations'").get();
      const applied = exists ? (file.prepare(readApplied).all() as Applied[]) : [];
      file.close();
      return await work(applied);
    } finally {
      guard.close();
    }
  };
}

async function untilFree(take: () => void): Promise<void> {
  for (;;) {
    try {
      take();
      return;
    } catch (error) {
      if (!(error instanceof BetterSqlite3.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
      await sleep(20);
    }
  }
}

/** The end of the connection is that of the lock. */
function postgresLock(url: string): Lock {
  return (work) =>
    withPostgres(url, async (client) => {
      await client.query('select pg_advisory_lock($1)', [advisoryLock]);
      const exists = await client.query("select to_regclass('_prisma_migrations') as name");
      return work(exists.rows[0]?.name ? (await client.query<Applied>(readApplied)).rows : []);
    });
}
