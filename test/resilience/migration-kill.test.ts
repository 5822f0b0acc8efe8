/** A process killed in the middle of a migration of PostgreSQL: nothing of it is there, and the next start does it all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { patience } from '../patience.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

const tablesOf = async (client: pg.Client) => {
  const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public' order by tablename");
  return rows.map(({ tablename }) => tablename as string);
};

async function emptyDatabase(name: string) {
  const template = new URL(inject('postgresTemplate'));
  const administrator = await connect(new URL('/postgres', template).href);
  await administrator.query(`create database ${name}`);
  const remove = async () => {
    await administrator.query(`drop database ${name} with (force)`);
    await administrator.end();
  };
  return { url: new URL(`/${name}`, template).href, remove };
}

test('a migration that is killed half-way leaves nothing behind, and the next start finishes it', async () => {
  const { url, remove } = await emptyDatabase(`killed_${process.pid}`);
  const [other, watching] = [await connect(url), await connect(url)];
  // Whoever makes a table of this name waits until it is known whether there will be one.
  await other.query('begin');
  await other.query('create table "status_change" (id int)');
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', 'migrate'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'ignore',
  });
  const waiting = async () => {
    const { rows } = await watching.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.length;
  };
  await vi.waitFor(async () => expect(await waiting()).toBe(1), { timeout: patience, interval: 100 });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await other.query('rollback');
  await other.end();
  // PostgreSQL notices that nobody is there when it would answer.
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: patience, interval: 100 });
  await vi.waitFor(async () => expect(await tablesOf(watching)).toEqual([]), { timeout: patience, interval: 100 });
  const applied = await migrate(url);
  expect(applied.length).toBeGreaterThan(0);
  const whole = await connect(inject('postgresTemplate'));
  expect(await tablesOf(watching)).toEqual(await tablesOf(whole));
  await whole.end();
  await watching.end();
  await remove();
});

test('a migration that cannot be applied says why, and leaves nothing behind', async () => {
  const { url, remove } = await emptyDatabase(`refused_${process.pid}`);
  const client = await connect(url);
  await client.query('create sequence "status_change"');
  await expect(migrate(url)).rejects.toThrow('"status_change" already exists');
  expect(await tablesOf(client)).toEqual([]);
  await client.query('drop sequence "status_change"');
  expect((await migrate(url)).length).toBeGreaterThan(0);
  await client.end();
  await remove();
});
