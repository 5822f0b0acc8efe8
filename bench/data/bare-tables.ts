/**
 * Tables without what is kept for each row as it comes in and can be made for all at once: indexes, foreign keys, the text
 * index of SQLite. A million rows go in ten times as fast so. Triggers and unique indexes stay: what they keep is data.
 */
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { providerOf } from '../../src/db/provider.ts';
import { ensureTextIndexes } from '../../src/db/text-index.ts';

/** @returns what puts everything back, and counts what the tables hold for the planner */
export async function strip(url: string, tables: readonly string[]): Promise<() => Promise<void>> {
  return providerOf(url) === 'sqlite' ? stripSqlite(url, tables) : stripPostgres(url, tables);
}

interface Removable {
  readonly drop: string;
  readonly create: string;
}

const postgresObjects = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
  from pg_constraint where contype = 'f' and conrelid = any($1::text[]::regclass[])
  union all
  select format('drop index %I', indexname), indexdef
  from pg_indexes where schemaname = current_schema() and tablename = any($1::text[]) and indexdef not like 'CREATE UNIQUE%'`;

async function stripPostgres(url: string, tables: readonly string[]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Removable>(postgresObjects, [tables]);
  for (const { drop } of rows) await client.query(drop);
  return async () => {
    await client.query("set maintenance_work_mem = '512MB'");
    // Those it refers to are looked up by indexes: indexes first.
    for (const { create } of rows.toReversed()) await client.query(create);
    await client.query('vacuum analyze');
    await client.end();
  };
}

async function stripSqlite(url: string, tables: readonly string[]) {
  const path = url.replace(/^file:/, '');
  const file = new BetterSqlite3(path);
  const indexes = file
    .prepare(
      "select name, tbl_name as 'table', sql from sqlite_master where type = 'index' and sql like 'create index%'",
    )
    .all() as readonly { readonly name: string; readonly table: string; readonly sql: string }[];
  const removed = indexes.filter(({ table }) => tables.includes(table));
  for (const { name } of removed) file.exec(`drop index "${name}"`);
  // Without its triggers the text index is made anew.
  for (const table of tables) file.exec(`drop trigger if exists "${table}_text_insert"`);
  file.close();
  return async () => {
    await ensureTextIndexes(url);
    const again = new BetterSqlite3(path);
    again.pragma('cache_size = -500000');
    for (const { sql } of removed) again.exec(sql);
    again.exec('analyze');
    again.pragma('wal_checkpoint(truncate)');
    again.close();
  };
}
