/** A PostgreSQL whose disk is full: on a small disk in memory, which only root can make. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { migrate } from '../../src/db/migrate.ts';
import { patience } from '../patience.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { createSamples, type Sample } from '../sample.ts';
import { change, doors, question, type Told } from './asking.ts';

/** The whole of PostgreSQL's catalog is copied there, too. */
const megabytes = 96;

/** @returns undefined where this user may not */
function mountDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'opportunity-gateway-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('chown', ['postgres', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write('PostgreSQL on a full disk was SKIPPED: no disk can be mounted here.\n');
    return undefined;
  }
}

const disk = mountDisk();

describe.skipIf(!disk)('PostgreSQL on a full disk', () => {
  let postgres: Postgres;
  let template: URL;
  let url: string;
  let app: App;
  let mine: Sample;

  async function run(address: string, ...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  beforeAll(async () => {
    // One of its own: it cannot write a checkpoint any more, which others wait for who copy a database.
    postgres = await startPostgres();
    template = new URL(await postgres.createDatabase('template_gateway'));
    await migrate(template.href);
    url = new URL('/full_disk', template).href;
    await run(
      new URL('/postgres', template).href,
      `create tablespace full_disk location '${disk}'`,
      `create database full_disk template ${template.pathname.slice(1)} tablespace full_disk`,
    );
    app = createApp({ databaseUrl: url, requestTimeout: patience });
    ({ mine } = await createSamples(app.database, 20));
    await run(url, 'create table filler (text text)', 'alter table filler alter column text set storage external');
    // In ever smaller pieces, to the last page.
    for (const size of [4_000_000, 100_000, 2000]) {
      const fill = Array.from({ length: 500 }, () => `insert into filler select repeat('x', ${size})`);
      await expect(run(url, ...fill)).rejects.toMatchObject({ code: '53100' });
    }
  }, 2 * patience);
  afterAll(async () => {
    await app.close();
    await postgres.stop();
    execFileSync('umount', [disk ?? '']);
    rmSync(disk ?? '', { recursive: true, force: true });
  });

  test.each(doors)('%s refuses changes with 507, and answers questions', async (door) => {
    const answers: Told[] = [];
    // What is free within the pages of the tables is used first.
    for (let i = 0; i < 200 && !answers.some(({ status }) => status === 507); i++)
      answers.push(await change[door](app, mine.apiKey));
    expect(answers.filter(({ status }) => status !== 200 && status !== 507)).toEqual([]);
    const full = answers.at(-1);
    expect(full).toMatchObject({ status: 507, retryAfter: '1' });
    if (door === 'graphql') expect(full?.code).toBe('STORAGE_FULL');
    expect(await question[door](app, mine.apiKey)).toMatchObject({ status: 200 });
  });

  test('once there is room again, changes are stored again', async () => {
    await run(url, 'drop table filler');
    for (const door of doors) expect(await change[door](app, mine.apiKey)).toMatchObject({ status: 200 });
  });
});
