/** SQLite's planner knows how many rows have what: after a migration and an import, and as tables grow while the gateway runs. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seedDemo } from '../../prisma/seed.ts';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { openDatabase } from '../../src/db/client.ts';
import { gatherStatistics, isOutgrown, keepStatistics } from '../../src/db/statistics.ts';
import { freshDatabase } from '../describe-databases.ts';
import { documentedDay } from '../documented-day.ts';

const commandFor = (url: string) =>
  ['/usr/bin/env', `DATABASE_URL=${url}`, process.execPath, program, 'analyze'] as const;
beforeAll(buildIfChanged);

const opened: { url: string; remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { remove } of opened.splice(0)) await remove();
});

async function fresh(provider: 'sqlite' | 'postgresql') {
  const database = await freshDatabase(provider);
  opened.push(database);
  return { url: database.url, path: database.url.replace('file:', '') };
}

async function fill(url: string, opportunities: number): Promise<void> {
  const database = openDatabase(url);
  await seedDemo(database, { now: documentedDay, opportunities });
  await database.close();
}

/** How many rows the planner takes a table to have. */
function known(path: string, table: string): number {
  const file = new BetterSqlite3(path, { readonly: true });
  try {
    const row = file.prepare('select max(cast(stat as integer)) as rows from sqlite_stat1 where tbl = ?').get(table);
    return Number((row as { rows: number | null }).rows ?? 0);
  } finally {
    file.close();
  }
}

function add(path: string, sql: string): void {
  const file = new BetterSqlite3(path);
  file.exec(sql);
  file.close();
}

/** Rows of which the planner need not know more than that they are there. */
const moreChanges = (count: number) => `
  with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
  insert into status_change (id, organization_id, opportunity_id, lead_id, new_status_id, new_status_label,
    new_status_label_folded, new_status_type, new_pipeline_id, new_pipeline_name, opportunity_value_period,
    opportunity_confidence, date_created, date_updated)
  select 'more_' || (select max(row_key) from status_change) || '_' || i, organization_id, o.id, lead_id, status_id, 'x', 'x', 'won', 'p', 'p', 'annual', 1, 0, 0
  from n, (select * from opportunity limit 1) o`;

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (holds()) return;
    await sleep(100);
  }
  throw new Error('it did not come to that within forty seconds');
}

describe('statistics of SQLite', () => {
  test('a table outgrows them when it has more than twice the rows, and not while it is small', async () => {
    const { url, path } = await fresh('sqlite');
    expect(isOutgrown(path)).toBe(false);
    await fill(url, 60);
    expect(isOutgrown(path)).toBe(false);
    add(path, moreChanges(2000));
    expect(isOutgrown(path)).toBe(true);
    await gatherStatistics(url);
    expect(isOutgrown(path)).toBe(false);
    const rows = known(path, 'status_change');
    expect(rows).toBeGreaterThan(2000);
    add(path, moreChanges(rows));
    expect(isOutgrown(path)).toBe(false);
    add(path, moreChanges(1500));
    expect(isOutgrown(path)).toBe(true);
  });

  test('rows that are gone do not count', async () => {
    const { url, path } = await fresh('sqlite');
    await fill(url, 60);
    add(path, moreChanges(3000));
    add(path, `delete from status_change where id like 'more_%' and row_key % 100 <> 0`);
    // The event log tells of all of them.
    add(path, 'delete from event');
    expect(isOutgrown(path)).toBe(false);
  });

  test('they are gathered while the gateway runs, and connections that are open notice', async () => {
    const { url, path } = await fresh('sqlite');
    await fill(url, 2000);
    const reader = new BetterSqlite3(path, { readonly: true });
    const version = () => reader.pragma('schema_version', { simple: true });
    const before = version();
    const faults: unknown[] = [];
    const kept = keepStatistics(url, { command: commandFor(url), every: 50, report: (fault) => faults.push(fault) });
    try {
      await until(() => version() !== before);
      expect(known(path, 'opportunity')).toBe(2000);
      add(path, moreChanges(20_000));
      await until(() => known(path, 'status_change') > 20_000);
    } finally {
      await kept.close();
      reader.close();
    }
    expect(faults).toEqual([]);
  });

  test('what cannot be gathered is reported, and ends nothing', async () => {
    const { url, path } = await fresh('sqlite');
    await fill(url, 2000);
    await opened.pop()?.remove();
    const faults: unknown[] = [];
    await keepStatistics(url, { command: commandFor(url), report: (fault) => faults.push(fault) }).close();
    expect(faults.map(String)).toEqual([
      expect.stringMatching(/unable to open database file|directory does not exist/),
    ]);
    expect(path).not.toBe('');
  });

  test('an import leaves them behind', async () => {
    const { url, path } = await fresh('sqlite');
    const rows = Array.from({ length: 1500 }, (_, i) => `Company ${i % 50},Open,active,${i}`);
    const file = `${path}.csv`;
    await writeFile(file, `lead_name,status_label,status_type,value\n${rows.join('\n')}\n`);
    const importer = [program, 'import', file, '--organization', 'Mine'];
    await promisify(execFile)(process.execPath, importer, { env: { ...process.env, DATABASE_URL: url } });
    expect(known(path, 'opportunity')).toBe(1500);
    expect(isOutgrown(path)).toBe(false);
  });
});

test('PostgreSQL gathers by itself, and after an import at once', async () => {
  const { url } = await fresh('postgresql');
  await fill(url, 60);
  await gatherStatistics(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("select reltuples from pg_class where relname = 'opportunity'");
  await client.end();
  expect(rows).toEqual([{ reltuples: 60 }]);
  await keepStatistics(url, { command: commandFor(url), report: () => {} }).close();
});
