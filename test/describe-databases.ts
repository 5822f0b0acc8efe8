/** Runs the same promises on SQLite and on PostgreSQL, each on a fresh, migrated, empty database. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { type Database, openDatabase } from '../src/db/client.ts';
import type { Provider } from '../src/db/provider.ts';

export interface TestDatabase {
  readonly provider: Provider;
  readonly url: string;
  readonly database: Database;
  /** The SQL statements sent since it was last emptied (`length = 0`), transaction control left out. */
  readonly statements: string[];
}

/** BEGIN and its kind are not counted among the statements of a question. */
export const isTransactionControl = (sql: string): boolean =>
  /^(BEGIN|COMMIT|ROLLBACK|SET TRANSACTION|SAVEPOINT|RELEASE)/.test(sql);

export const providers: readonly Provider[] = ['sqlite', 'postgresql'];

/**
 * `body` is called once for each database; what it is handed can be read from `beforeAll` on.
 * @param on those that have what it is about @default both
 */
export function describeDatabases(title: string, body: (opened: TestDatabase) => void, on = providers): void {
  for (const provider of on) {
    describe(`${title} (${provider})`, () => {
      const opened = { provider } as { -readonly [Key in keyof TestDatabase]: TestDatabase[Key] };
      let remove = async () => {};
      beforeAll(async () => {
        const fresh = await freshDatabase(provider);
        remove = fresh.remove;
        opened.url = fresh.url;
        opened.statements = [];
        opened.database = openDatabase(fresh.url, {
          onStatement: (sql) => {
            if (!isTransactionControl(sql)) opened.statements.push(sql);
          },
        });
      });
      afterAll(async () => {
        await opened.database.close();
        await remove();
      });
      body(opened);
    });
  }
}

/** A migrated, empty database of one's own, for tests that start processes or close what they opened. */
export async function freshDatabase(provider: Provider): Promise<{ url: string; remove: () => Promise<void> }> {
  return provider === 'sqlite' ? copySqlite() : copyPostgres();
}

async function copySqlite() {
  const path = join(await mkdtemp(join(tmpdir(), 'opportunity-gateway-sqlite-')), 'test.db');
  await copyFile(inject('sqliteTemplate'), path);
  return { url: `file:${path}`, remove: () => rm(dirname(path), { recursive: true, force: true }) };
}

async function copyPostgres() {
  const template = new URL(inject('postgresTemplate'));
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  const asAdministrator = async (sql: string) => {
    const client = new pg.Client({ connectionString: new URL('/postgres', template).href });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  // Copied as files: what PostgreSQL does unless told, page by page and through its log, takes about twice the time.
  await asAdministrator(`create database ${name} template ${template.pathname.slice(1)} strategy file_copy`);
  return { url: url.href, remove: () => asAdministrator(`drop database ${name} with (force)`) };
}
