/** The composition root: options in, `{ fetch, close }` out. Importing it starts nothing. */
import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock.ts';
import { type Database, openDatabase } from './db/client.ts';
import { domainErrorOf } from './db/db-errors.ts';
import { retryingConflicts } from './db/retry.ts';
import { createGraphiqlPage } from './graphql/explorer/graphiql.ts';
import { refusalOf, unexpected } from './graphql/request/refusal.ts';
import { createGraphqlDoor, graphqlPath } from './graphql/request/server.ts';
import { addBrowserHeaders } from './http/browser-headers.ts';
import { createIdentify } from './http/caller.ts';
import { createCors, isPreflight } from './http/cors.ts';
import { createLogger } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import type { RateLimit } from './http/rate-limit.ts';
import { lazyFeed } from './live/lazy.ts';
import { announcingChanges } from './live/outbox.ts';
import { noticingKeyChanges } from './organization/key-change.ts';
import { createKeyUse } from './organization/key-use.ts';
import { createKeyWatch } from './organization/key-watch.ts';
import { createRestDoor, isRestPath, restPath } from './rest/door.ts';

export interface AppOptions {
  readonly databaseUrl: string;
  /** The same, opened already; it is closed with the app. @default opened here */
  readonly database?: Database;
  /** @default silent */
  readonly logLevel?: string;
  /** The key that GraphiQL carries; none without it. */
  readonly demoKey?: string;
  /** Keys that open nothing, whatever is stored. @default none */
  readonly refusedKeys?: readonly string[];
  /** Of one API key over REST. @default told in every answer, but nobody is turned away */
  readonly rateLimit?: RateLimit;
  /** Of pages that may use the gateway from elsewhere. @default none but its own */
  readonly corsOrigins?: readonly string[];
  /** @default the system's */
  readonly clock?: Clock;
  /** Told each SQL statement that is sent. */
  readonly onStatement?: (sql: string) => void;
}

export interface App {
  readonly database: Database;
  fetch(request: Request): Promise<Response>;
  /** Ends the streams of subscribers, which would keep a server from closing. */
  endSubscriptions(): Promise<void>;
  close(): Promise<void>;
}

/** Nobody reads the answer of a client that has left: the status is for the log and the metrics, where nginx has it too. */
const clientLeft = 499;

type Door = 'graphql' | 'rest' | 'page' | 'other';

export function createApp(options: AppOptions): App {
  const { databaseUrl, onStatement, demoKey, rateLimit, clock = systemClock } = options;
  const { refusedKeys = [], corsOrigins = [] } = options;
  const log = createLogger(options.logLevel ?? 'silent');
  const metrics = createMetrics();
  const feed = lazyFeed(databaseUrl);
  const opened = options.database ?? openDatabase(databaseUrl, { onStatement });
  const database = noticingKeyChanges(announcingChanges(retryingConflicts(opened), feed), () => keyWatch.lookNow());
  const keyWatch = createKeyWatch(database, clock);
  const keyUse = createKeyUse(database);
  const identify = createIdentify({ database, clock, keyUse, refusedKeys });
  const graphql = createGraphqlDoor({ database, feed, keyWatch, clock, identify });
  const graphiql = createGraphiqlPage(demoKey);
  const cors = createCors(corsOrigins);
  const rest = createRestDoor({ database, clock, identify, rateLimit });

  const answer = async (request: Request, door: Door, requestId: string): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const report = (fault: unknown) => log.error({ requestId, err: fault }, 'unexpected error');
    if (isPreflight(request)) return new Response(null, { status: 204 });
    if (door === 'page') return graphiql(request);
    if (door === 'graphql') return graphql(request, { requestId, report });
    if (door === 'rest') return rest(request, { requestId, report });
    switch (pathname) {
      case '/':
        return new Response(null, { status: 302, headers: { location: graphqlPath } });
      case '/health':
        return json(200, { status: 'ok' });
      case '/ready':
        return readiness(database);
      case '/metrics':
        return metrics.respond();
      default:
        return json(404, {
          error: `There is nothing at ${pathname}. GraphQL is at ${graphqlPath}, REST at ${restPath}.`,
        });
    }
  };

  const fetch: App['fetch'] = async (request) => {
    const requestId = randomUUID();
    const began = performance.now();
    const door = doorOf(request);
    const response = await answer(request, door, requestId).catch((thrown: unknown) => {
      if (request.signal.aborted && thrown === request.signal.reason) return new Response(null, { status: clientLeft });
      const known = domainErrorOf(thrown);
      if (known) return refusalOf(known);
      log.error({ requestId, err: thrown }, 'unexpected error');
      return unexpected(requestId);
    });
    const milliseconds = performance.now() - began;
    metrics.observe(door, response.status, milliseconds / 1000);
    log.info(
      { requestId, method: request.method, door, status: response.status, ms: Math.round(milliseconds) },
      'request',
    );
    response.headers.set('x-request-id', requestId);
    addBrowserHeaders(response.headers);
    cors.addHeaders(request, response.headers);
    return response;
  };

  const close = async () => {
    keyWatch.close();
    await feed.close();
    await keyUse.close();
    await database.close();
  };
  return { database, fetch, endSubscriptions: feed.close, close };
}

function doorOf(request: Request): Door {
  const { pathname, searchParams } = new URL(request.url);
  if (isRestPath(pathname)) return 'rest';
  if (pathname !== graphqlPath) return 'other';
  const wantsPage = request.method === 'GET' && /\btext\/html\b/.test(request.headers.get('accept') ?? '');
  return wantsPage && !searchParams.has('query') ? 'page' : 'graphql';
}

async function readiness(database: Database): Promise<Response> {
  try {
    await database.read(({ rows }) => rows.organization.findFirst({ select: { id: true } }));
    return json(200, { status: 'ready' });
  } catch {
    return json(503, { status: 'unavailable' });
  }
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}
