/** PostgreSQL stopped and started under load: nothing but 503 meanwhile, nothing acknowledged lost, and back at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { openDatabase } from '../../src/db/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { patience } from '../patience.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { createSamples, type Sample } from '../sample.ts';
import { change, doors, other, question, type Told } from './asking.ts';

let postgres: Postgres;
let url: string;
let app: App;
let mine: Sample;
const faults: unknown[] = [];
const note = (fault: unknown) => faults.push(fault instanceof Error ? fault.stack : fault);

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase('restarted');
  await migrate(url);
  const database = openDatabase(url);
  ({ mine } = await createSamples(database, 20));
  await database.close();
  app = createApp({ databaseUrl: url, requestTimeout: 4000, logLevel: 'error' });
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
  await app.close();
  await postgres.stop();
});

test('a PostgreSQL that is stopped and comes back: 503 until then, and no change that was acknowledged is gone', async () => {
  let running = true;
  let isUp = true;
  let cameUp = 0;
  let firstAnswer = Number.POSITIVE_INFINITY;
  const told: Told[] = [];
  const made = new Set<string>();
  const client = async (number: number) => {
    for (let i = number; running; i++) {
      const door = doors[i % 2] ?? 'rest';
      const ask = [change, question, other][i % 3] ?? question;
      const answer = await ask[door](app, mine.apiKey);
      told.push(answer);
      if (answer.status === 200 && isUp && cameUp > 0) firstAnswer = Math.min(firstAnswer, performance.now());
      const id = ask === change && answer.status === 200 && idOf(answer.body);
      if (id) made.add(id);
      await sleep(5);
    }
  };
  const clients = Array.from({ length: 8 }, (_, number) => client(number));
  for (let round = 0; round < 2; round++) {
    await sleep(500);
    isUp = false;
    await postgres.halt();
    await sleep(1000);
    await postgres.start();
    isUp = true;
    cameUp = performance.now();
    firstAnswer = Number.POSITIVE_INFINITY;
    const answered = told.length;
    while (told.slice(answered).filter(({ status }) => status === 200).length < 20) await sleep(20);
    expect(firstAnswer - cameUp).toBeLessThan(patience / 10);
  }
  running = false;
  await Promise.all(clients);

  const statuses = new Map<string, number>();
  for (const { status, code } of told) {
    const kind = `${status} ${code ?? ''}`.trim();
    statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
  }
  const possible = ['200', '503', '503 SERVICE_UNAVAILABLE', '503 OVERLOADED', '504', '504 TIMEOUT'];
  expect([...statuses.keys()].filter((kind) => !possible.includes(kind))).toEqual([]);
  const refused = told.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(10);
  expect(new Set(refused.map(({ retryAfter }) => retryAfter))).toEqual(new Set(['1']));
  // No answer tells where the database is.
  expect(told.filter(({ body }) => /127\.0\.0\.1|:\d{4,5}\b.*gateway|ECONN/.test(JSON.stringify(body)))).toEqual([]);
  expect(made.size).toBeGreaterThan(10);
  const leads = await app.database.read(({ kysely }) => kysely.selectFrom('lead').select('id').execute());
  const stored = new Set(leads.map(({ id }) => id));
  expect([...made].filter((id) => !stored.has(id))).toEqual([]);
  expect(faults).toEqual([]);
});

function idOf(body: unknown): string | undefined {
  return /lead_[0-9A-Za-z]{43}/.exec(JSON.stringify(body))?.[0];
}
