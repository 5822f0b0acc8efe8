/** The process: configuration, migration, demo data, HTTP, and an orderly end. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import { seedDemo, seedPatience } from '../prisma/seed.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import { type Database, openDatabase } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { type DemoRule, demoRule } from './demo.ts';
import { closeServer } from './http/close-server.ts';
import { createLogger } from './http/log.ts';
import { isLoopbackHost } from './http/loopback.ts';
import { authenticate } from './organization/authenticate.ts';

/** How long requests under way may take to end once the process was told to stop, in milliseconds. */
const gracePeriod = 10_000;

async function start(config: Config): Promise<void> {
  const applied = await migrate(config.databaseUrl);
  if (applied.length > 0) print(`Migrated: ${applied.join(', ')}`);
  const demo = demoRule(config);
  if (demo.warning) process.stderr.write(`\n${demo.warning}\n\n`);
  const demoKey = await prepareDemo(config, demo);
  const inPage = isLoopbackHost(config.host) && demoKey !== undefined;
  const app = createApp({ ...config, refusedKeys: demo.refusedKeys, ...(inPage && { demoKey }) });
  const server = createServer(
    { keepAliveTimeout: 65_000 },
    createServerAdapter((request) => app.fetch(request)),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  // A promise that nobody awaits is a fault of one request; to end for it would be one of all requests.
  const log = createLogger(config.logLevel);
  process.on('unhandledRejection', (fault) => log.error({ err: fault }, 'unhandled rejection'));
  welcome(server, demoKey);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(server, app));
}

/** @returns the demo key, when there is a demo organization that it opens */
async function prepareDemo({ databaseUrl, seedApiKey }: Config, { isAllowed }: DemoRule): Promise<string | undefined> {
  if (!isAllowed) return undefined;
  const database = openDatabase(databaseUrl, seedPatience);
  try {
    const seeded = await seedDemo(database, { key: seedApiKey, now: systemClock() });
    if (seeded) print('Made a demo organization, for the database was empty.');
    return (await isKey(database, seedApiKey)) ? seedApiKey : undefined;
  } finally {
    await database.close();
  }
}

const isKey = async (database: Database, key: string) =>
  (await authenticate(database, key, systemClock())) !== undefined;

function welcome(server: Server, demoKey: string | undefined): void {
  const { address, family, port } = server.address() as AddressInfo;
  const origin = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const key = demoKey ?? 'YOUR_API_KEY';
  print(`GraphiQL   ${origin}/graphql`);
  print(
    `GraphQL    curl ${origin}/graphql -u ${key}: -H 'content-type: application/json' -d '{"query":"{ opportunities { totalCount } }"}'`,
  );
  print(`REST       ${origin}/api/v1/docs`);
  if (demoKey) print(`API key    ${demoKey}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function stop(server: Server, app: App): Promise<void> {
  const closed = closeServer(server, gracePeriod);
  await app.endSubscriptions();
  await closed;
  await app.close();
}

await start(readConfig()).catch((error: unknown) => {
  // A wrong setting or an unreachable database is told in a sentence; a stack would hide it.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
