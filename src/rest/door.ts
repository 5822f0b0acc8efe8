/** The REST door: from a request to a route, and from what it gives, or throws, to an answer in the words of the source API. */
import type { Database } from '../db/client.ts';
import { domainErrorOf } from '../db/db-errors.ts';
import { until } from '../db/until.ts';
import { type Identify, limitKeyOf } from '../http/caller.ts';
import { challengeOf } from '../http/challenge.ts';
import type { Allowance } from '../http/rate-limit/bucket.ts';
import { limitHeaders } from '../http/rate-limit/headers.ts';
import type { Limiter } from '../http/rate-limit/limiter.ts';
import type { RequestScope } from '../http/scope.ts';
import type { UnderWay } from '../http/under-way.ts';
import { kindOfId } from '../value/id.ts';
import { createDocumentation } from './documentation.ts';
import type { Body } from './field.ts';
import { openApi } from './openapi.ts';
import { Problem, problem, problemOf } from './problem.ts';
import { readAsked } from './request.ts';
import { createRouter, type Match } from './route.ts';
import { routes, schemas } from './routes.ts';
import { toWire } from './wire.ts';

export const restPath = '/api/v1';

/** Slashes too many do not matter, here or anywhere in the path. */
export function isRestPath(pathname: string): boolean {
  return `${oneSlashEach(pathname)}/`.startsWith(`${restPath}/`);
}

const oneSlashEach = (pathname: string) => pathname.replaceAll(/\/+/g, '/');

export type RestDoor = (request: Request, scope: RequestScope) => Promise<Response>;

export interface RestOptions {
  readonly database: Database;
  readonly identify: Identify;
  readonly limiter: Limiter;
  readonly underWay: UnderWay;
}

type Headers = Readonly<Record<string, string>>;

export function createRestDoor(options: RestOptions): RestDoor {
  const { identify, limiter, underWay } = options;
  const route = createRouter(routes);
  const pages = createDocumentation(openApi(routes, schemas, restPath), restPath);

  return async (request, { requestId, report, deadline }) => {
    const database = until(options.database, deadline);
    const { pathname, origin } = new URL(request.url);
    const path = pathBelow(pathname);
    const page = pages(request, path);
    if (page) return page;
    let resource = '';
    let limits: Headers = {};
    try {
      const key = limitKeyOf(request);
      const refused = limiter.refused(key);
      if (refused) throw tooMany(refused);
      const caller = await identify(request, database);
      if (!caller) throw problem(401, 'Unauthorized', { 'www-authenticate': challengeOf(request) });
      const allowance = await limiter.take(key);
      limits = limitHeaders(allowance);
      if (!allowance.allowed) throw tooMany(allowance);
      const { method, params, body } = await readAsked(request);
      const matched = choose(route(path), method, path);
      const { route: chosen } = matched;
      resource = chosen.resource;
      const asked = {
        ...{ caller, database, viewer: { caller, origin }, params, body, path: matched.path },
        idempotencyKey: request.headers.get('idempotency-key') ?? undefined,
        operation: `${chosen.method} ${path}`,
        right: chosen.right,
      };
      const answer = await underWay.inTurn(caller.apiKeyId, deadline, async () => chosen.handle(asked));
      return respond(request, chosen.status ?? 200, answer, limits);
    } catch (thrown) {
      const known = problemOf(thrown, resource);
      if (known && known.status >= 500) report(domainErrorOf(thrown) ?? thrown);
      if (known) return respond(request, known.status, known.body, { ...limits, ...known.headers });
      report(thrown);
      return respond(request, 500, { error: 'Unexpected error.', request_id: requestId }, limits);
    }
  };
}

/** `/api/v1//lead/x` -> `/lead/x/`: clients that put paths together leave a slash out here and add one there. */
function pathBelow(pathname: string): string {
  return oneSlashEach(`${pathname}/`).slice(restPath.length);
}

/** @throws Problem */
function choose(matches: readonly Match[], method: string, path: string): Match {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const match = matches.find(({ route }) => route.method === wanted);
  if (match) return match;
  const nothing = () => problem(404, `There is nothing at ${restPath}${path.slice(0, 200)}.`);
  if (matches.length === 0) throw nothing();
  const methods = matches.map(({ route }) => route.method);
  if (wanted === 'POST' && methods.includes('PUT')) {
    // `/lead/merge/` has the form of `/lead/{id}/`, but names no lead.
    const namesOne = matches.some((candidate) => kindOfId(candidate.path.id ?? '') !== undefined);
    throw namesOne ? problem(404, 'Did you mean to use PUT?') : nothing();
  }
  throw problem(405, `${method.slice(0, 20)} is not possible here, but ${methods.join(' and ')}.`, {
    allow: methods.join(', '),
  });
}

function respond(request: Request, status: number, body: Body | string, headers: Headers): Response {
  if (status === 204) return new Response(null, { status, headers });
  const text = typeof body === 'string' ? body : toWire(body);
  return new Response(request.method === 'HEAD' ? null : text, {
    status,
    // What goes over the wire is ASCII: its length is its bytes.
    headers: { ...headers, 'content-type': 'application/json', 'content-length': String(text.length) },
  });
}

/** Older clients read how long to wait from the body, some inside `error` and some beside it. */
function tooMany(allowance: Allowance): Problem {
  const { limit, window, reset } = allowance;
  const error = {
    message: 'API call count exceeded for this period.',
    ...{ rate_limit: limit, rate_window: window, rate_reset: reset },
    ...{ rate_limit_type: 'key', rate_endpoint_group: 'default' },
  };
  return new Problem(429, { error, rate_reset: reset }, limitHeaders(allowance));
}
