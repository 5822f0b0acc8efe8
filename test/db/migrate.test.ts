/** Migration at start: once, whoever else is starting; and never over a history that is not ours. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import type { Provider } from '../../src/db/provider.ts';

async function execute(url: string, sql: string): Promise<void> {
  if (url.startsWith('file:')) {
    const file = new BetterSqlite3(url.slice('file:'.length));
    file.exec(sql);
    file.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe.each<Provider>(['sqlite', 'postgresql'])('migrating %s', (provider) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-migrate-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const empty = async (name: string): Promise<string> => {
    if (provider === 'sqlite') return `file:${join(folder, `${name}.db`)}`;
    const url = new URL(inject('postgresTemplate'));
    await execute(new URL('/postgres', url).href, `create database migrate_${name}`);
    return new URL(`/migrate_${name}`, url).href;
  };

  test('five instances starting together migrate once, and a later start changes nothing', async () => {
    const url = await empty('together');
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
    const names = applied.flat();
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(await migrate(url)).toEqual([]);
  });

  test('a database that is newer than the program is refused, by name', async () => {
    const url = await empty('newer');
    await migrate(url);
    await execute(
      url,
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count) select 'x', 'x', '29990101000000_later', finished_at, started_at, 1 from _prisma_migrations limit 1",
    );
    await expect(migrate(url)).rejects.toThrow('newer than this program: it has migration 29990101000000_later');
  });

  test('an applied migration whose file was edited is refused', async () => {
    const url = await empty('edited');
    await migrate(url);
    await execute(url, "update _prisma_migrations set checksum = 'another'");
    await expect(migrate(url)).rejects.toThrow('was edited after it had been applied');
  });
});
