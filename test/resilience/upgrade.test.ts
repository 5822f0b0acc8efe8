/** What was stored by an earlier version is there after its migration: data written between two of them, then looked for. */
import { readdir, readFile } from 'node:fs/promises';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import type { Provider } from '../../src/db/provider.ts';
import { providers } from '../describe-databases.ts';

interface Raw {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

async function openRaw(provider: Provider): Promise<Raw> {
  if (provider === 'sqlite') {
    const database = new BetterSqlite3(':memory:');
    return {
      run: async (sql) => void database.exec(sql),
      rows: async (sql) => database.prepare(sql).all(),
      close: async () => void database.close(),
    };
  }
  const template = new URL(inject('postgresTemplate'));
  const asAdministrator = async (sql: string) => {
    const client = new pg.Client({ connectionString: new URL('/postgres', template).href });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const name = `upgrade_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await asAdministrator(`create database ${name}`);
  const client = new pg.Client({ connectionString: new URL(`/${name}`, template).href });
  await client.connect();
  return {
    run: async (sql) => void (await client.query(sql)),
    rows: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    async close() {
      await client.end();
      await asAdministrator(`drop database ${name}`);
    },
  };
}

async function migrationsOf(provider: Provider): Promise<ReadonlyMap<string, string>> {
  const folder = new URL(`../../prisma/migrations/${provider}/`, import.meta.url);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const texts = names.sort().map(async (name) => {
    return [name.replace(/^\d+_/, ''), await readFile(new URL(`${name}/migration.sql`, folder), 'utf8')] as const;
  });
  return new Map(await Promise.all(texts));
}

/** Applies all before the one named, then `before`, then the one named and those after it. */
async function upgraded(provider: Provider, name: string, before: string): Promise<Raw> {
  const raw = await openRaw(provider);
  for (const [migration, sql] of await migrationsOf(provider)) {
    if (migration === name) await raw.run(before);
    await raw.run(sql);
  }
  return raw;
}

describe.each(providers)('an upgrade on %s', (provider) => {
  test('leaves people their names, in each organization they belong to, and keys their owners', async () => {
    const moment = provider === 'sqlite' ? '1781519400000' : "'2026-06-15T10:30:00Z'";
    const raw = await upgraded(
      provider,
      'keys_and_roles',
      `insert into organization values ('orga_1', 'One', 'USD', ${moment}, ${moment}), ('orga_2', 'Two', 'USD', ${moment}, ${moment});
       insert into "user" (id, email, first_name, last_name, full_name, name_folded, image, date_created, date_updated) values
         ('user_1', 'ada@example.com', 'Ada', 'King', 'Ada King', 'ada king', null, ${moment}, ${moment}),
         ('user_2', null, 'Émile', '', 'Émile', 'émile', 'https://example.com/e.png', ${moment}, ${moment});
       insert into membership (id, organization_id, user_id, role, is_active, date_created, date_updated) values
         ('memb_1', 'orga_1', 'user_1', 'admin', true, ${moment}, ${moment}),
         ('memb_2', 'orga_2', 'user_1', 'user', false, ${moment}, ${moment}),
         ('memb_3', 'orga_1', 'user_2', 'user', true, ${moment}, ${moment});
       insert into api_key (id, organization_id, user_id, key_hash, name, date_created) values
         ('api_1', 'orga_1', 'user_1', 'hash', 'Old', ${moment});`,
    );
    const members = await raw.rows(
      'select id, user_id, role, case when is_active then 1 else 0 end as active, first_name, last_name, full_name, name_folded, image from membership order by id',
    );
    const ada = { first_name: 'Ada', last_name: 'King', full_name: 'Ada King', name_folded: 'ada king', image: null };
    expect(members).toEqual([
      { id: 'memb_1', user_id: 'user_1', role: 'admin', active: 1, ...ada },
      { id: 'memb_2', user_id: 'user_1', role: 'user', active: 0, ...ada },
      {
        ...{ id: 'memb_3', user_id: 'user_2', role: 'user', active: 1, first_name: 'Émile', last_name: '' },
        ...{ full_name: 'Émile', name_folded: 'émile', image: 'https://example.com/e.png' },
      },
    ]);
    expect(await raw.rows('select id, email from "user" order by id')).toEqual([
      { id: 'user_1', email: 'ada@example.com' },
      { id: 'user_2', email: null },
    ]);
    const [key] = await raw.rows('select id, prefix, role, date_expires, date_revoked, date_last_used from api_key');
    expect(key).toEqual({
      ...{ id: 'api_1', prefix: '', role: null, date_expires: null, date_revoked: null, date_last_used: null },
    });
    await raw.run("update membership set role = 'read_only' where id = 'memb_3'");
    await expect(raw.run("update membership set role = 'owner' where id = 'memb_3'")).rejects.toThrow(/check/i);
    await expect(raw.run("update api_key set role = 'owner'")).rejects.toThrow(/check/i);
    // A reference that hung in the air would show at the next writing of it.
    await expect(raw.run("delete from membership where id = 'memb_1'")).rejects.toThrow(/foreign key/i);
    await raw.close();
  });

  test('tells the past of deals as far as it is known: by their changes of status, and by their end', async () => {
    const day = (number: number) => Date.UTC(2026, 0, number);
    const at = (number: number) =>
      provider === 'sqlite' ? String(day(number)) : `'${new Date(day(number)).toISOString()}'`;
    const deal = (id: string, status: string, value: number, dates: string, updated: number) =>
      `('${id}', 'orga_1', 'lead_1', '${status}', ${value}, 'one_time', 80, ${dates}, ${at(1)}, ${at(updated)})`;
    const change = (id: string, from: string, to: string, value: number, number: number) =>
      `('${id}', 'orga_1', 'oppo_moved', 'lead_1', '${from}', '${from}', '${from}', 'active', 'pipe_1', 'Sales', '${to}', '${to}', '${to}',
        '${to === 'stat_won' ? 'won' : 'active'}', 'pipe_1', 'Sales', ${value}, 'one_time', 60, ${at(number)}, ${at(number)})`;
    const raw = await upgraded(
      provider,
      'versions',
      `insert into organization values ('orga_1', 'One', 'USD', ${at(1)}, ${at(1)});
       insert into pipeline (id, organization_id, name, name_folded, position, date_created, date_updated) values
         ('pipe_1', 'orga_1', 'Sales', 'sales', 0, ${at(1)}, ${at(1)});
       insert into opportunity_status (id, organization_id, pipeline_id, label, label_folded, type, position, date_created, date_updated) values
         ('stat_open', 'orga_1', 'pipe_1', 'Open', 'open', 'active', 0, ${at(1)}, ${at(1)}),
         ('stat_won', 'orga_1', 'pipe_1', 'Won', 'won', 'won', 1, ${at(1)}, ${at(1)});
       insert into lead_status (id, organization_id, label, label_folded, position, date_created, date_updated) values
         ('stat_lead', 'orga_1', 'Potential', 'potential', 0, ${at(1)}, ${at(1)});
       insert into lead (id, organization_id, name, name_folded, status_id, addresses, date_created, date_updated) values
         ('lead_1', 'orga_1', 'Acme', 'acme', 'stat_lead', '[]', ${at(1)}, ${at(1)});
       insert into opportunity (id, organization_id, lead_id, status_id, value, value_period, confidence, date_won, date_created, date_updated) values
         ${deal('oppo_new', 'stat_open', 1, 'null', 1)}, ${deal('oppo_touched', 'stat_open', 2, 'null', 5)},
         ${deal('oppo_won', 'stat_won', 3, "'2026-01-04'", 9)}, ${deal('oppo_moved', 'stat_won', 40, "'2026-01-07'", 7)};
       insert into status_change (id, organization_id, opportunity_id, lead_id, old_status_id, old_status_label, old_status_label_folded, old_status_type, old_pipeline_id, old_pipeline_name,
         new_status_id, new_status_label, new_status_label_folded, new_status_type, new_pipeline_id, new_pipeline_name, opportunity_value, opportunity_value_period, opportunity_confidence, date_created, date_updated) values
         ${change('c1', 'stat_gone', 'stat_open', 20, 3)}, ${change('c2', 'stat_open', 'stat_won', 30, 7)};`,
    );
    const rows = (await raw.rows(
      'select opportunity_id, status_id, value, confidence, valid_from, valid_to, is_assumed from opportunity_version order by opportunity_id, valid_from',
    )) as Record<string, unknown>[];
    const dayOf = (moment: unknown) => new Date(moment as number | Date).getUTCDate();
    const told = rows.map((row) => [
      ...[row.opportunity_id, row.status_id, Number(row.value), row.confidence],
      ...[dayOf(row.valid_from), dayOf(row.valid_to), Boolean(row.is_assumed)],
    ]);
    expect(told).toEqual([
      ['oppo_moved', 'stat_gone', 20, 60, 1, 3, true],
      ['oppo_moved', 'stat_open', 20, 60, 3, 7, true],
      ['oppo_touched', 'stat_open', 2, 80, 1, 5, true],
      ['oppo_won', 'stat_open', 3, 50, 1, 4, true],
      ['oppo_won', 'stat_won', 3, 80, 4, 9, true],
    ]);
    expect(await raw.rows('select id, label, type from former_status')).toEqual([
      { id: 'stat_gone', label: 'stat_gone', type: 'active' },
    ]);
    await raw.close();
  });
});
