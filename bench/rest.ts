/**
 * What a page of 100 opportunities with all fields and figures costs over REST, beside the same rows and figures over GraphQL:
 * CPU of the process for each request, the two doors taking turns, on both databases.
 *
 *     npm run bench:rest
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo } from '../prisma/seed.ts';
import { type App, createApp } from '../src/app.ts';
import { systemClock } from '../src/clock.ts';
import { migrate } from '../src/db/migrate.ts';
import { startPostgres } from '../test/postgres.ts';

const key = 'api_bench';
const rounds = 60;
const warmUp = 15;

const figures = ['total', 'expected'].flatMap((kind) =>
  ['OneTime', 'Monthly', 'Annual', 'Annualized'].map((span) => `${kind}Value${span}`),
);
const document = `{ opportunities(first: 100) {
  totalCount pageInfo { hasNextPage }
  aggregates { count countByValuePeriod { oneTime monthly annual } ${figures.join(' ')} }
  nodes {
    id lead { id name } contact { id name } user { id fullName } createdBy { id fullName } updatedBy { id fullName }
    status { id label type pipeline { id name } }
    value valuePeriod valueFormatted expectedValue annualizedValue annualizedExpectedValue confidence
    note noteHtml dateCreated dateUpdated dateWon dateLost
    customFields { field { id } text number date dateTime choices users { id } contacts { id } }
  }
} }`;

type Ask = (app: App) => Promise<string>;

async function textOf(response: Response): Promise<string> {
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return response.text();
}

const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const doors: Readonly<Record<string, Ask>> = {
  rest: async (app) =>
    textOf(await app.fetch(new Request('http://bench.test/api/v1/opportunity/?_limit=100', { headers }))),
  graphql: async (app) => {
    const body = JSON.stringify({ query: document });
    return textOf(await app.fetch(new Request('http://bench.test/graphql', { method: 'POST', headers, body })));
  },
};

async function measure(databaseUrl: string): Promise<Readonly<Record<string, number>>> {
  const app = createApp({ databaseUrl });
  try {
    await seedDemo(app.database, { key, now: systemClock() });
    const samples: Record<string, number[]> = { rest: [], graphql: [] };
    for (let round = 0; round < warmUp + rounds; round++) {
      for (const [name, ask] of Object.entries(doors)) {
        const before = process.cpuUsage();
        await ask(app);
        const { user, system } = process.cpuUsage(before);
        if (round >= warmUp) samples[name]?.push((user + system) / 1000);
      }
    }
    return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
  } finally {
    await app.close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(database: string, { rest = 0, graphql = 0 }: Readonly<Record<string, number>>): void {
  const ratio = (rest / graphql).toFixed(2);
  process.stdout.write(
    `${database.padEnd(11)} REST ${rest.toFixed(1)} ms   GraphQL ${graphql.toFixed(1)} ms   REST is ${ratio} of it\n`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-bench-'));
const postgres = await startPostgres();
try {
  const addresses = { sqlite: `file:${join(folder, 'bench.db')}`, postgresql: await postgres.createDatabase('bench') };
  for (const [database, url] of Object.entries(addresses)) {
    await migrate(url);
    report(database, await measure(url));
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
