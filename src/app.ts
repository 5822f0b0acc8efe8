/** The composition root: options in, `{ fetch, close }` out. Importing it starts nothing. */
import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from './clock.ts';
import type { QuestionLimits } from './config.ts';
import { type Database, type DatabaseOptions, openDatabase } from './db/client.ts';
import { domainErrorOf } from './db/db-errors.ts';
import { createDeadline } from './db/deadline.ts';
import { openReplicas } from './db/replica/replicas.ts';
import { retryingConflicts } from './db/retry.ts';
import { statusOf } from './errors.ts';
import { keepPruning } from './event/prune.ts';
import { filesPath } from './graphql/explorer/files.ts';
import { createGraphiqlPage } from './graphql/explorer/graphiql.ts';
import { refusalOf, unexpected } from './graphql/request/refusal.ts';
import { createGraphqlDoor, graphqlPath } from './graphql/request/server.ts';
import { createSocketDoor } from './graphql/request/sockets.ts';
import type { TrustedDocuments } from './graphql/request/trusted-documents.ts';
import { addBrowserHeaders } from './http/browser-headers.ts';
import { createIdentify, createIdentifySigner } from './http/caller.ts';
import { compressJson } from './http/compression.ts';
import { createCors, isPreflight } from './http/cors.ts';
import { createLogger, reportTo } from './http/log.ts';
import { createMetrics } from './http/metrics.ts';
import { createPipelinePage, pageFilesPath } from './http/pipeline-page.ts';
import { openRateLimiting, type RateLimits } from './http/rate-limit/limiter.ts';
import { checkReadiness } from './http/readiness.ts';
import type { RequestScope, Told } from './http/scope.ts';
import type { Sockets } from './http/sockets.ts';
import { createUnderWay } from './http/under-way.ts';
import { createSender } from './http/webhook-sender.ts';
import { lazyFeed } from './live/lazy.ts';
import { announcingChanges } from './live/outbox.ts';
import type { McpDoor } from './mcp/door.ts';
import { authenticate } from './organization/authenticate.ts';
import { noticingKeyChanges } from './organization/key-change.ts';
import { createKeyUse } from './organization/key-use.ts';
import { createKeyWatch } from './organization/key-watch.ts';
import { createKnownKeys } from './organization/known-keys.ts';
import { createAdmission, createSignedAdmission } from './rest/admission.ts';
import { createRestDoor, isRestPath, restPath } from './rest/door.ts';
import { toldEvents } from './rest/event/told.ts';
import { createExportDoor, isExportPath } from './rest/export/door.ts';
import { createStreaming } from './rest/export/stream.ts';
import { inRequestSpan } from './trace.ts';
import { addressRule } from './webhook/address.ts';
import { keepDelivering, longestAttempt } from './webhook/deliver.ts';

export interface AppOptions {
  readonly databaseUrl: string;
  /** The same, opened already; it is closed with the app. @default opened here */
  readonly database?: Database;
  /** The same by way of a pooler, to answer requests from. @default none */
  readonly pooledUrl?: string | undefined;
  /** Copies of it to read from. @default none */
  readonly replicaUrls?: readonly string[];
  /** The most PostgreSQL connections at once. @default 10 */
  readonly poolSize?: number;
  /** @default silent */
  readonly logLevel?: string;
  /** The key that GraphiQL and the page carry; none without it. */
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
  /** How long a file may take to be sent, in milliseconds. @default 600000 */
  readonly exportTimeout?: number;
  /** How many days events are kept. @default 30 */
  readonly eventDays?: number;
  /** Given, webhooks are told of what happens. @default events wait for a gateway that does */
  readonly webhooks?: { readonly privateAllowed: boolean };
  /** The most requests under way, in all and of one caller. @default 1000 and 500 */
  readonly requests?: { readonly inAll: number; readonly ofOne: number };
  /** Whether the schema may be asked for. @default true */
  readonly introspection?: boolean;
  /** Documents that are known by their ids. @default none */
  readonly trustedDocuments?: TrustedDocuments | undefined;
  /** Whether `/metrics` is there. @default true */
  readonly hasMetrics?: boolean;
  /** What it wants as Bearer token. @default nothing */
  readonly metricsKey?: string | undefined;
  /** Whether browsers are given GraphiQL. @default true */
  readonly explorer?: boolean;
  /** Whether `/` is the page of the pipeline. @default true */
  readonly page?: boolean;
  /** @default the system's */
  readonly clock?: Clock;
  /** Told each SQL statement that is sent. */
  readonly onStatement?: (sql: string) => void;
}

/** @default of `requestTimeout` */
const longest = 10_000;

/**
 * Ten minutes: a million opportunities are made in two or three, and sent in as long over ten megabits a second. Until then
 * PostgreSQL keeps what others change for this one, and SQLite its log.
 */
const longestExport = 600_000;

function settingsOf(options: AppOptions): DatabaseOptions {
  const { poolSize = 10, onStatement, clock = systemClock, requestTimeout = longest } = options;
  return {
    ...{ poolSize, onStatement, clock },
    // The deadline comes first, and says what it is.
    ...{ maxWait: requestTimeout / 2, timeout: requestTimeout + 1000 },
  };
}

/** The database as requests are answered from it, for whoever needs it before there is an app. */
export const openServed = (options: AppOptions): Database =>
  openDatabase(options.pooledUrl ?? options.databaseUrl, {
    ...settingsOf(options),
    isPooled: options.pooledUrl !== undefined,
  });

export interface App {
  readonly database: Database;
  fetch(request: Request): Promise<Response>;
  /** Does what only the first question would wait for. */
  warmUp(): Promise<void>;
  /** For a connection that is to become a socket. */
  readonly upgrade: Sockets['upgrade'];
  /** Ends the streams of subscribers, which would keep a server from closing. */
  endSubscriptions(): Promise<void>;
  close(): Promise<void>;
}

/** Nobody reads the answer of a client that has left: the status is for the log and the metrics, where nginx has it too. */
const clientLeft = 499;

/** What is asked for, told by the address. */
interface Asked {
  readonly door: Door;
  readonly pathname: string;
}

type Door = 'graphql' | 'rest' | 'mcp' | 'export' | 'explorer' | 'page' | 'other';

const mcpPath = '/mcp';

export function createApp(options: AppOptions): App {
  const { databaseUrl, demoKey, limits, clock = systemClock } = options;
  const { refusedKeys = [], corsOrigins = [], introspection = true, explorer = true, page = true } = options;
  const { requestTimeout = longest, requests = { inAll: 1000, ofOne: 500 } } = options;
  const { exportTimeout = longestExport } = options;
  const log = createLogger(options.logLevel ?? 'silent');
  const { hasMetrics = true, metricsKey } = options;
  const metrics = createMetrics(metricsKey);
  const feed = lazyFeed(databaseUrl);
  const opened = options.database ?? openServed(options);
  const replicas = openReplicas({ ...settingsOf(options), url: databaseUrl, replicaUrls: options.replicaUrls ?? [] });
  const database = noticingKeyChanges(announcingChanges(retryingConflicts(opened), feed), () => {
    knownKeys.forget();
    keyWatch.lookNow();
  });
  const keyWatch = createKeyWatch(database, clock);
  const keyUse = createKeyUse(database);
  const pruning = keepPruning(database, {
    ...{ tables: ['event', 'webhook_delivery'], days: options.eventDays ?? 30, clock },
    report: (fault) => log.error({ err: fault }, 'old events could not be deleted'),
  });
  const addresses = addressRule(options.webhooks ?? { privateAllowed: false });
  const delivering =
    options.webhooks &&
    keepDelivering(opened, {
      ...{ source: toldEvents(systemClock), clock: systemClock, observe: metrics.countDelivery },
      sender: createSender({ addresses, timeout: longestAttempt }),
      report: (fault) => log.error({ err: fault }, 'webhooks could not be told'),
    });
  const knownKeys = createKnownKeys();
  const identify = createIdentify({ clock, keyUse, knownKeys, refusedKeys });
  // One key leaves the others half of the connections.
  const underWay = createUnderWay({ ...requests, atOnce: Math.max(1, Math.floor(opened.readers / 2)) });
  const limiting = openRateLimiting(options.rateLimits, { clock, log });
  const graphql = createGraphqlDoor({
    ...{ database, replicas, feed, keyWatch, clock, identify, underWay, introspection, addresses },
    ...{ limits, limiter: limiting.graphql, trustedDocuments: options.trustedDocuments },
  });
  const graphiql = createGraphiqlPage(graphqlPath, demoKey);
  const pipelinePage = createPipelinePage(demoKey);
  const cors = createCors(corsOrigins);
  const admit = createAdmission({ identify, limiter: limiting.rest });
  const identifySigner = createIdentifySigner({ clock, keyUse, refusedKeys });
  const admitSigned = createSignedAdmission({ identifySigner, limiter: limiting.rest });
  const stream = createStreaming({ database, underWay, timeout: exportTimeout, atOnce: Math.ceil(opened.readers / 4) });
  let mcpDoor: Promise<McpDoor> | undefined;
  // Its library is loaded by those who have agents.
  const mcp: McpDoor = async (request, scope) => {
    mcpDoor ??= import('./mcp/door.ts').then(({ createMcpDoor }) =>
      createMcpDoor({ operations: graphql.operations, mayUse: cors.mayUse }),
    );
    return (await mcpDoor)(request, scope);
  };
  const rest = createRestDoor({ database, replicas, admit, underWay, stream, addresses });
  const exported = createExportDoor({ database, admit, admitSigned, stream });

  const answer = async (request: Request, { door, pathname }: Asked, scope: RequestScope): Promise<Response> => {
    if (isPreflight(request)) return new Response(null, { status: 204 });
    if (door === 'explorer') return (await graphiql(request)) ?? nothingAt(pathname);
    if (door === 'page') return (await pipelinePage(request)) ?? nothingAt(pathname);
    if (door === 'graphql') return underWay.count(() => graphql.answer(request, scope));
    if (door === 'mcp') return underWay.count(() => mcp(request, scope));
    if (door === 'rest') return underWay.count(() => rest(request, scope));
    if (door === 'export') return underWay.count(() => exported(request, scope));
    switch (pathname) {
      case '/':
        return new Response(null, { status: 302, headers: { location: graphqlPath } });
      case '/health':
        return json(200, { status: 'ok' });
      case '/ready':
        return checkReadiness(database, scope.deadline);
      case '/metrics':
        return hasMetrics ? metrics.respond(request) : nothingAt(pathname);
      default:
        return nothingAt(pathname);
    }
  };

  const openScope = (signal: AbortSignal): RequestScope & { readonly told: Told } => {
    const requestId = randomUUID();
    const told: Told = {};
    return {
      ...{ requestId, told, report: reportTo(log, requestId), deadline: createDeadline(requestTimeout, signal) },
      tell: (more) => void Object.assign(told, more),
    };
  };
  const sockets = createSocketDoor({
    ...{ path: graphqlPath, operations: graphql.operations, keyWatch, most: requests.inAll },
    ...{ mayUse: cors.mayUse, openScope },
  });

  const fetch: App['fetch'] = async (request) => {
    const began = performance.now();
    const asked = askedOf(request, { explorer, page });
    const { door, pathname } = asked;
    const scope = openScope(request.signal);
    const { requestId, report, deadline, told } = scope;
    const answering = () =>
      answer(request, asked, scope).catch((thrown: unknown) => {
        const known = domainErrorOf(thrown);
        if (!known || statusOf[known.code] >= 500) report(known ?? thrown);
        return known ? refusalOf(known) : unexpected(requestId);
      });
    const answered = await inRequestSpan(request, { door, pathname, requestId }, answering, () => told);
    deadline.end();
    const response = request.signal.aborted
      ? new Response(null, { status: clientLeft })
      : await compressJson(request, answered);
    const milliseconds = performance.now() - began;
    metrics.observe(door, response.status, milliseconds / 1000);
    const { status } = response;
    const statements = deadline.statements();
    log.info(
      { requestId, method: request.method, door, ...told, status, statements, ms: Math.round(milliseconds) },
      'request',
    );
    response.headers.set('x-request-id', requestId);
    addBrowserHeaders(response.headers);
    cors.addHeaders(request, response.headers);
    return response;
  };

  const close = async () => {
    await sockets.close();
    keyWatch.close();
    await feed.close();
    await keyUse.close();
    await pruning.close();
    await delivering?.close();
    await limiting.close();
    await replicas.close();
    await database.close();
  };
  const endSubscriptions = async () => {
    // First, so that clients hear that they may come again, and not that there is nothing more.
    await sockets.close();
    await feed.close();
  };
  const warmUp = async () => {
    // What cannot be done now is told to whoever asks for it.
    await Promise.allSettled([graphql.warmUp(), authenticate(database, '', clock()), database.warmUp()]);
  };
  return { database, fetch, warmUp, upgrade: sockets.upgrade, endSubscriptions, close };
}

type Pages = Readonly<Record<'explorer' | 'page', boolean>>;

function askedOf(request: Request, pages: Pages): Asked {
  const url = new URL(request.url);
  return { door: doorOf(url, request, pages), pathname: url.pathname };
}

function doorOf({ pathname, searchParams }: URL, request: Request, { explorer, page }: Pages): Door {
  if (isRestPath(pathname)) return 'rest';
  if (pathname === mcpPath) return 'mcp';
  if (isExportPath(pathname)) return 'export';
  if (explorer && pathname.startsWith(`${filesPath}/`)) return 'explorer';
  if (page && (pathname === '/' || pathname.startsWith(pageFilesPath))) return 'page';
  if (pathname !== graphqlPath) return 'other';
  const wantsPage = explorer && request.method === 'GET' && /\btext\/html\b/.test(request.headers.get('accept') ?? '');
  return wantsPage && !searchParams.has('query') ? 'explorer' : 'graphql';
}

const nothingAt = (pathname: string) =>
  json(404, {
    error: `There is nothing at ${pathname}. GraphQL is at ${graphqlPath}, REST at ${restPath}, MCP at ${mcpPath}.`,
  });

function json(status: number, body: object): Response {
  return Response.json(body, { status });
}
