/** `serve`: configuration, migration, demo data, HTTP, and an orderly end. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServerAdapter } from '@whatwg-node/server';
import { type App, createApp } from '../app.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { demoRule } from '../demo.ts';
import { closeServer } from '../http/close-server.ts';
import { createLogger } from '../http/log.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import { authenticate } from '../organization/authenticate.ts';

/** How long requests under way may take to end once the process was told to stop, in milliseconds. */
const gracePeriod = 10_000;

export async function serve(): Promise<void> {
  const config = readConfig();
  const applied = await migrate(config.databaseUrl);
  if (applied.length > 0) print(`Migrated: ${applied.join(', ')}`);
  const demo = demoRule(config);
  if (demo.warning) process.stderr.write(`\n${demo.warning}\n\n`);
  const database = openDatabase(config.databaseUrl, config);
  const demoKey = demo.isAllowed ? await prepareDemo(config, database) : undefined;
  const inPage = isLoopbackHost(config.host) && demoKey !== undefined;
  const app = createApp({ ...config, database, refusedKeys: demo.refusedKeys, ...(inPage && { demoKey }) });
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
async function prepareDemo(config: Config, database: Database): Promise<string | undefined> {
  if (await isEmpty(database)) {
    // The words and names of the demo are loaded by those who make one.
    const { makeDemo } = await import('./seed.ts');
    if (await makeDemo(config)) print('Made a demo organization, for the database was empty.');
  }
  return (await authenticate(database, config.seedApiKey, systemClock())) && config.seedApiKey;
}

const isEmpty = async (database: Database) =>
  (await database.read(({ kysely }) => kysely.selectFrom('organization').select('id').limit(1).execute())).length === 0;

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
