/**
 * `npm run bench:search [-- ROWS [sqlite|postgresql]]`: how long searches take over many opportunities, through the whole
 * program: the first page with totals, median of 20 calls one after another, once the program is warm. On both databases,
 * unless one is named.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createApp } from '../src/app.ts';
import type { Session } from '../src/db/client.ts';
import { openDatabase } from '../src/db/client.ts';
import { chunksOf, insertRows } from '../src/db/insert.ts';
import { migrate } from '../src/db/migrate.ts';
import { createApiKey } from '../src/organization/api-key.ts';
import { addSalesProcess, createOrganization, salesProcess } from '../src/organization/create.ts';
import { addMembers } from '../src/organization/member.ts';
import { newId } from '../src/value/id.ts';
import { type Instant, toDate } from '../src/value/period.ts';
import { fold } from '../src/value/text.ts';
import { startPostgres } from '../test/postgres.ts';

const [, , count = '200000', only] = process.argv;
const rows = Number(count);
const calls = 20;
const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;

const searches = [
  'note:zephyr',
  'zephyr',
  '"zephyr garden"',
  '"call email"',
  '"l e"',
  'note:discount',
  'discount pilot',
  'note:ze',
  'on',
  'lead_name:"company 777"',
  'status_type:won value > 90k',
  'lead(num_won_opportunities > 8)',
  'status_change(new_status:won date:last week)',
];

const vocabulary = [
  ...['renewal', 'upgrade', 'discount', 'contract', 'pilot', 'budget', 'decision', 'legal', 'security', 'rollout'],
  ...['training', 'support', 'licence', 'invoice', 'quarter', 'demo', 'follow', 'meeting', 'proposal', 'champion'],
  ...['vendor', 'integration', 'timeline', 'procurement', 'approved', 'waiting', 'feedback', 'call', 'email', 'next'],
];

/** Numbers that look random and are the same in each run. */
let state = 7;
const below = (limit: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};

function noteOf(index: number): string {
  const words = Array.from({ length: 12 }, () => vocabulary[below(vocabulary.length)]);
  return `${words.join(' ')}${index % 10_007 === 5 ? ', zephyr garden' : ''}`;
}

/** @returns an API key */
async function fill(session: Session): Promise<string> {
  const making = { now };
  const process = { pipelines: [], leadStatuses: [] };
  const organizationId = await createOrganization(session, { name: 'Bench', process }, making);
  const { pipelines, leadStatuses } = await addSalesProcess(session, organizationId, salesProcess, making);
  const people = Array.from({ length: 20 }, (_, i) => ({ firstName: 'Person', lastName: `No. ${i}` }));
  const userIds = await addMembers(session, organizationId, people, making);
  const statuses = pipelines.flatMap((pipeline) => pipeline.statuses);
  const dates = { date_created: toDate(now), date_updated: toDate(now) };
  const leads = Array.from({ length: rows / 10 }, (_, i) => ({
    ...{ id: newId('lead'), organization_id: organizationId, status_id: leadStatuses[0]?.id ?? '', ...dates },
    ...{ name: `Company ${i}`, name_folded: fold(`Company ${i}`), addresses: [] },
  }));
  await insertRows(session, 'lead', leads);
  const opportunities = Array.from({ length: rows }, (_, i) => {
    const note = noteOf(i);
    return {
      ...{ id: newId('opportunity'), organization_id: organizationId, lead_id: leads[below(leads.length)]?.id ?? '' },
      ...{ user_id: userIds[below(userIds.length)] ?? null, status_id: statuses[below(statuses.length)]?.id ?? '' },
      ...{ value: BigInt(below(10_000_000)), confidence: below(101), note, note_folded: fold(note) },
      ...{ value_period: ['one_time', 'monthly', 'annual'][below(3)] ?? '' },
      ...{ date_created: toDate((now - below(1_000_000) * 60_000) as Instant), date_updated: toDate(now) },
    };
  });
  for (const chunk of chunksOf(opportunities)) await insertRows(session, 'opportunity', chunk);
  return createApiKey(session, { organizationId, userId: userIds[0] ?? '', name: 'bench' }, making);
}

async function measure(title: string, url: string, afterwards: () => Promise<void>): Promise<void> {
  await migrate(url);
  const began = performance.now();
  const database = openDatabase(url, { timeout: 600_000 });
  const apiKey = await database.write(fill);
  await database.close();
  await afterwards();
  print(
    `${title}: ${rows} opportunities in ${Math.round((performance.now() - began) / 1000)} s, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const app = createApp({ databaseUrl: url, clock: () => now });
  const query = `query ($query: String!) {
    opportunities(query: $query) { totalCount nodes { id note value } aggregates { totalValueAnnualized expectedValueAnnualized } }
  }`;
  const ask = async (search: string): Promise<number> => {
    const response = await app.fetch(
      new Request('http://bench/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { query: search } }),
      }),
    );
    const { data, errors } = (await response.json()) as {
      data: { opportunities: { totalCount: number } };
      errors?: unknown;
    };
    if (errors) throw new Error(JSON.stringify(errors));
    return data.opportunities.totalCount;
  };
  for (let call = 0; call < calls; call++) await ask('id:nobody');
  for (const search of searches) {
    const found = await ask(search);
    const times: number[] = [];
    for (let call = 0; call < calls; call++) {
      const start = performance.now();
      await ask(search);
      times.push(performance.now() - start);
    }
    const median = times.toSorted((a, b) => a - b)[calls / 2] ?? 0;
    print(`  ${search.padEnd(46)} ${String(found).padStart(7)} found ${median.toFixed(1).padStart(8)} ms`);
  }
  await app.close();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function measureSqlite(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-bench-'));
  await measure('SQLite', `file:${join(folder, 'bench.db')}`, async () => {});
  await rm(folder, { recursive: true });
}

async function measurePostgres(): Promise<void> {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase('bench');
  await measure('PostgreSQL', url, async () => {
    // What autovacuum does by itself within a minute.
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('vacuum analyze');
    await client.end();
  });
  await postgres.stop();
}

if (only !== 'postgresql') await measureSqlite();
if (only !== 'sqlite') await measurePostgres();
