/** The composition root: options in, `{ fetch, close }` out. Importing it starts nothing. */
import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock.ts';
import type { QuestionLimits } from './config.ts';
import { type Database, openDatabase } from './db/client.ts';
import { domainErrorOf } from './db/db-errors.ts';
import { createDeadline } from './db/deadline.ts';
import { retryingConflicts } from './db/retry.ts';
import { statusOf } from './errors.ts';
import { createGraphiqlPage } from './graphql/explorer/graphiql.ts';
import { refusalOf, unexpected } from './graphql/request/refusal.ts';
import { createGraphqlDoor, graphqlPath } from './graphql/request/server.ts';
import { addBrowserHeaders } from './http/browser-headers.ts';
import { createIdentify } from './http/caller.ts';
import { createCors, isPreflight } from './http/cors.ts';
import { createLogger, reportTo } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { openRateLimiting, type RateLimits } from './http/rate-limit/limiter.ts';
import { checkReadiness } from './http/readiness.ts';
import type { RequestScope } from './http/scope.ts';
import { createUnderWay } from './http/under-way.ts';
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
  /** The most PostgreSQL connections at once. @default 10 */
  readonly poolSize?: number;
  /** @default silent */
  readonly logLevel?: string;
  /** The key that GraphiQL carries; none without it. */
  readonly demoKey?: string;
  /** Keys that open nothing, whatever is stored. @default none */
  readonly refusedKeys?: readonly string[];
  /** Of one GraphQL question. @default those without a setting */
  readonly limits?: QuestionLimits;
  /** Of what one key may use. @default told in every answer, but nobody is turned away */
  readonly rateLimits?: RateLimits;
  /** Of pages that may use the gateway from elsewhere. @default none but its own */
  readonly corsOrigins?: readonly string[];
  /** How long one may take before it is stopped, in milliseconds. @default 10000 */
  readonly requestTimeout?: number;
  /** The most requests under way, in all and of one caller. @default 1000 and 500 */
  readonly requests?: { readonly inAll: number; readonly ofOne: number };
  /** Whether the schema may be asked for. @default true */
  readonly introspection?: boolean;
  /** Whether browsers are given GraphiQL. @default true */
  readonly explorer?: boolean;
  /** @default the system's */
  readonly clock?: Clock;
  /** Told each SQL statement that is sent. */
  readonly onStatement?: (sql: string) => void;
}

/** @default of `requestTimeout` */
const longest = 10_000;

/** The database as requests are answered from it, for whoever needs it before there is an app. */
export function openServed(options: AppOptions): Database {
  const { databaseUrl, poolSize = 10, onStatement, clock = systemClock, requestTimeout = longest } = options;
  return openDatabase(databaseUrl, {
    ...{ poolSize, onStatement, clock },
    // The deadline comes first, and says what it is.
    ...{ maxWait: requestTimeout / 2, timeout: requestTimeout + 1000 },
  });
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
  const { databaseUrl, demoKey, limits, clock = systemClock } = options;
  const { refusedKeys = [], corsOrigins = [], introspection = true, explorer = true } = options;
  const { poolSize = 10, requestTimeout = longest, requests = { inAll: 1000, ofOne: 500 } } = options;
  const log = createLogger(options.logLevel ?? 'silent');
  const metrics = createMetrics();
  const feed = lazyFeed(databaseUrl);
  const opened = options.database ?? openServed(options);
  const database = noticingKeyChanges(announcingChanges(retryingConflicts(opened), feed), () => keyWatch.lookNow());
  const keyWatch = createKeyWatch(database, clock);
  const keyUse = createKeyUse(database);
  const identify = createIdentify({ clock, keyUse, refusedKeys });
  // One key leaves the others half of the connections.
  const underWay = createUnderWay({ ...requests, atOnce: Math.max(1, Math.floor(poolSize / 2)) });
  const limiting = openRateLimiting(options.rateLimits, { clock, log });
  const graphql = createGraphqlDoor({
    ...{ database, feed, keyWatch, clock, identify, underWay, introspection },
    ...{ limits, limiter: limiting.graphql },
  });
  const graphiql = createGraphiqlPage(demoKey);
  const cors = createCors(corsOrigins);
  const rest = createRestDoor({ database, identify, limiter: limiting.rest, underWay });

  const answer = async (request: Request, door: Door, scope: RequestScope): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (isPreflight(request)) return new Response(null, { status: 204 });
    if (door === 'page') return graphiql(request);
    if (door === 'graphql') return underWay.count(() => graphql(request, scope));
    if (door === 'rest') return underWay.count(() => rest(request, scope));
    switch (pathname) {
      case '/':
        return new Response(null, { status: 302, headers: { location: graphqlPath } });
      case '/health':
        return json(200, { status: 'ok' });
      case '/ready':
        return checkReadiness(database, scope.deadline);
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
    const door = doorOf(request, explorer);
    const deadline = createDeadline(requestTimeout, request.signal);
    const report = reportTo(log, requestId);
    const answered = await answer(request, door, { requestId, report, deadline }).catch((thrown: unknown) => {
      const known = domainErrorOf(thrown);
      if (!known || statusOf[known.code] >= 500) report(known ?? thrown);
      return known ? refusalOf(known) : unexpected(requestId);
    });
    deadline.end();
    const response = request.signal.aborted ? new Response(null, { status: clientLeft }) : answered;
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
    await limiting.close();
    await database.close();
  };
  return { database, fetch, endSubscriptions: feed.close, close };
}

function doorOf(request: Request, explorer: boolean): Door {
  const { pathname, searchParams } = new URL(request.url);
  if (isRestPath(pathname)) return 'rest';
  if (pathname !== graphqlPath) return 'other';
  const wantsPage = explorer && request.method === 'GET' && /\btext\/html\b/.test(request.headers.get('accept') ?? '');
  return wantsPage && !searchParams.has('query') ? 'page' : 'graphql';
}

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}
