/** A migration that ends half-way, killed or refused: nothing of it is there, and the next start does it all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { migrate } from '../../src/db/migrate.ts';
import type { Provider } from '../../src/db/provider.ts';
import { providers } from '../describe-databases.ts';
import { patience } from '../patience.ts';

interface Empty {
  readonly url: string;
  tables(): Promise<readonly string[]>;
  run(sql: string): Promise<unknown>;
  remove(): Promise<void>;
}

const template = new URL(inject('postgresTemplate'));
const sqliteTables = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name";

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const postgresTables = async (client: pg.Client) => {
  const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public' order by tablename");
  return rows.map(({ tablename }) => tablename as string);
};

async function emptyDatabase(provider: Provider, name: string): Promise<Empty> {
  if (provider === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-killed-'));
    const path = join(folder, `${name}.db`);
    const file = new BetterSqlite3(path);
    return {
      url: `file:${path}`,
      tables: async () => file.prepare(sqliteTables).pluck().all() as string[],
      run: async (sql) => file.exec(sql),
      async remove() {
        file.close();
        await rm(folder, { recursive: true });
      },
    };
  }
  const administrator = await connect(new URL('/postgres', template).href);
  await administrator.query(`create database ${name}_${process.pid}`);
  const url = new URL(`/${name}_${process.pid}`, template).href;
  const client = await connect(url);
  return {
    url,
    tables: () => postgresTables(client),
    run: (sql) => client.query(sql),
    async remove() {
      await client.end();
      await administrator.query(`drop database ${name}_${process.pid} with (force)`);
      await administrator.end();
    },
  };
}

/** KILL_ROUNDS says how often it is killed. */
const rounds = Number(process.env.KILL_ROUNDS ?? 3);
/** MIGRATION_CUTS=all stops at each table. */
const every = process.env.MIGRATION_CUTS === 'all' ? 1 : 6;

/** All that a start makes. */
const whole: { [Key in Provider]?: readonly string[] } = {};
beforeAll(async () => {
  buildIfChanged();
  const client = await connect(template.href);
  whole.postgresql = await postgresTables(client);
  await client.end();
  const file = new BetterSqlite3(inject('sqliteTemplate'), { readonly: true });
  whole.sqlite = file.prepare(sqliteTables).pluck().all() as string[];
  file.close();
});

const start = (url: string) =>
  spawn(process.execPath, [program, 'migrate'], { env: { ...process.env, DATABASE_URL: url }, stdio: 'ignore' });

test('killed while it waits in the middle of a transaction of PostgreSQL, it leaves nothing behind', async () => {
  const { url, tables, run, remove } = await emptyDatabase('postgresql', 'killed');
  const other = await connect(url);
  // Whoever makes a table of this name waits until it is known whether there will be one.
  await other.query('begin');
  await other.query('create table "status_change" (id int)');
  const child = start(url);
  const waiting = async () => {
    const { rows } = (await run(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )) as pg.QueryResult;
    return rows.length;
  };
  await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: patience, interval: 100 });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await other.query('rollback');
  await other.end();
  // PostgreSQL notices that nobody is there when it would answer.
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: patience, interval: 100 });
  await vi.waitFor(async () => expect(await tables()).toEqual([]), { timeout: patience, interval: 100 });
  expect((await migrate(url)).length).toBeGreaterThan(0);
  expect(await tables()).toEqual(whole.postgresql);
  await remove();
});

test('killed at any moment on SQLite, it leaves nothing behind or all of it, and the next start makes it whole', async () => {
  for (let round = 0; round < rounds; round++) {
    const { url, tables, remove } = await emptyDatabase('sqlite', `killed${round}`);
    const child = start(url);
    const ended = once(child, 'exit');
    // With the lock it begins.
    const lock = `${url.replace('file:', '')}-migrate`;
    await vi.waitFor(() => stat(lock), { timeout: patience, interval: 5 });
    await sleep(Math.random() * 150);
    child.kill('SIGKILL');
    await ended;
    const left = await tables();
    if (left.length > 0) expect(left).toEqual(expect.arrayContaining([...(await planned('sqlite'))]));
    await migrate(url);
    expect(await tables()).toEqual(whole.sqlite);
    await remove();
  }
});

describe.each(providers)('on %s', (provider) => {
  test('whichever of its tables it cannot make, it says so, leaves nothing behind, and does it all once it can', async () => {
    const { url, tables, run, remove } = await emptyDatabase(provider, 'refused');
    const names = await planned(provider);
    expect(names.length).toBeGreaterThan(20);
    // What has its name already, and is no table.
    const [kind, content] = provider === 'sqlite' ? ['view', 'as select 1'] : ['sequence', ''];
    for (const name of names.filter((_, index) => index % every === 0)) {
      await run(`create ${kind} "${name}" ${content}`);
      await expect(migrate(url), name).rejects.toThrow(/^The migration cannot be applied: .*already/);
      expect([name, await tables()]).toEqual([name, []]);
      await run(`drop ${kind} "${name}"`);
    }
    expect((await migrate(url)).length).toBeGreaterThan(0);
    expect(await tables()).toEqual(whole[provider]);
    await remove();
  });
});

/** The tables of the migrations, in the order in which they are made. */
async function planned(provider: Provider): Promise<readonly string[]> {
  const folder = new URL(`../../prisma/migrations/${provider}/`, import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.sql')).sort();
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/^create table "(\w+)"/gim)].map(([, name = '']) => name));
  return names.filter((name) => !name.startsWith('new_'));
}
