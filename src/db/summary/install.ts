/**
 * The summary of opportunities: tables and triggers that are derived of others. Made at every start that finds them missing or
 * other than they should be, with all that there is; like the triggers of versions, and for the same reasons.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { withPostgres } from '../postgres-client.ts';
import { providerOf } from '../provider.ts';
import { type SqliteFile, withSqlite } from '../sqlite-file.ts';
import { postgresFill, postgresHold, postgresObjects } from './postgres.ts';
import { sqliteFill, sqliteObjects } from './sqlite.ts';

/** @returns whether anything had to be made, or made again */
export async function ensureSummary(url: string): Promise<boolean> {
  return providerOf(url) === 'sqlite' ? withSqlite(url, onSqlite) : withPostgres(url, onPostgres);
}

function onSqlite(file: SqliteFile): boolean {
  const stored = file.prepare('select lower(sql) from sqlite_master where name = ?').pluck();
  if (sqliteObjects.every(({ name, sql }) => stored.get(name) === sql.toLowerCase())) return false;
  const make = file.transaction(() => {
    for (const { type, name } of sqliteObjects.toReversed()) file.exec(`drop ${type} if exists ${name}`);
    for (const { sql } of sqliteObjects) file.exec(sql);
    file.exec(sqliteFill);
  });
  make.immediate();
  return true;
}

/** Told by a comment, because PostgreSQL keeps a text of its own. */
const fingerprint = createHash('sha256').update(postgresObjects).digest('hex');

async function onPostgres(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select obj_description(to_regclass('opportunity_cell'), 'pg_class') as mark",
  );
  if (rows[0]?.mark === fingerprint) return false;
  await client.query(`
    begin; ${postgresHold} ${postgresObjects} ${postgresFill}
    comment on view opportunity_cell is '${fingerprint}'; commit`);
  return true;
}

/** From the rows themselves. On PostgreSQL nobody writes opportunities meanwhile, on SQLite nobody writes. */
export async function rebuildSummary(url: string): Promise<void> {
  if (providerOf(url) === 'sqlite')
    withSqlite(url, (file) => file.transaction(() => file.exec(sqliteFill)).immediate());
  else await withPostgres(url, (client) => client.query(`begin; ${postgresHold} ${postgresFill} commit`));
}
