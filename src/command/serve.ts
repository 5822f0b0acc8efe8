/** `serve`: configuration, migration, demo data, HTTP, and an orderly end. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, createApp, openServed } from '../app.ts';
import { systemClock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import type { Database } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { keepStatistics } from '../db/statistics.ts';
import { keepFolded } from '../db/summary/fold.ts';
import { demoRule } from '../demo.ts';
import { closeServer } from '../http/close-server.ts';
import { createCors } from '../http/cors.ts';
import { createLogger } from '../http/log.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import { createHttpServer } from '../http/server.ts';
import { createStarting } from '../http/starting.ts';
import { authenticate } from '../organization/authenticate.ts';
import { complain } from './complain.ts';

/** How long requests under way may take to end once the process was told to stop, in milliseconds. */
const gracePeriod = 10_000;

/** It listens first: while it waits for its database, whoever asks for its health is told. */
export async function serve(): Promise<void> {
  const config = readConfig();
  let served = createStarting(createCors(config.corsOrigins));
  const server = createHttpServer(() => served, config);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  try {
    const { app, demoKey } = await open(config);
    await app.warmUp();
    served = app;
    welcome(server, config, demoKey);
    const log = createLogger(config.logLevel);
    const report = (what: string) => (fault: unknown) => log.error({ err: fault }, what);
    const kept = [
      keepStatistics(config.databaseUrl, {
        command: itself('analyze'),
        report: report('statistics could not be gathered'),
      }),
      keepFolded(config.databaseUrl, { report: report('deltas could not be folded') }),
    ];
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop(server, app, kept));
    }
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

async function open(config: Config): Promise<{ readonly app: App; readonly demoKey: string | undefined }> {
  const applied = await startDatabase({ ...config, onWait: complain });
  if (applied.length > 0) print(`Migrated: ${applied.join(', ')}`);
  const demo = demoRule(config);
  if (demo.warning) complain(`\n${demo.warning}\n`);
  const database = openServed(config);
  const demoKey = demo.isAllowed ? await prepareDemo(config, database) : undefined;
  const isLocal = isLoopbackHost(config.host);
  const inPage = isLocal && demoKey !== undefined;
  const hasMetrics = isLocal || config.metricsKey !== undefined;
  const app = createApp({ ...config, database, refusedKeys: demo.refusedKeys, hasMetrics, ...(inPage && { demoKey }) });
  // A promise that nobody awaits is a fault of one request; to end for it would be one of all requests.
  const log = createLogger(config.logLevel);
  process.on('unhandledRejection', (fault) => log.error({ err: fault }, 'unhandled rejection'));
  return { app, demoKey };
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

function welcome(server: Server, { page }: Config, demoKey: string | undefined): void {
  const { address, family, port } = server.address() as AddressInfo;
  const origin = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const key = demoKey ?? 'YOUR_API_KEY';
  if (page) print(`Pipeline   ${origin}/`);
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

async function stop(server: Server, app: App, kept: readonly { close(): Promise<void> }[]): Promise<void> {
  const closed = closeServer(server, gracePeriod);
  await app.endSubscriptions();
  await closed;
  for (const { close } of kept) await close();
  await app.close();
}

/** How this program is started for another command. */
const itself = (command: string): [string, ...string[]] => [
  process.execPath,
  ...process.execArgv,
  ...process.argv.slice(1, 2),
  command,
];
