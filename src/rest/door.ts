/** The REST door: from a request to a route, and from what it gives, or throws, to an answer in the words of the source API. */
import type { Database, Session } from '../db/client.ts';
import type { Replicas } from '../db/replica/replicas.ts';
import { until } from '../db/until.ts';
import { mediaTypes } from '../export/formats.ts';
import { keyHashOf } from '../http/caller.ts';
import type { RequestScope } from '../http/scope.ts';
import type { UnderWay } from '../http/under-way.ts';
import { signatureOf } from '../organization/signature.ts';
import { kindOfId } from '../value/id.ts';
import type { AddressRule } from '../webhook/address.ts';
import type { Admit, Headers } from './admission.ts';
import { respond, respondTo } from './answer.ts';
import { createDocumentation } from './documentation.ts';
import type { Stream } from './export/stream.ts';
import { openApi } from './openapi.ts';
import { problem } from './problem.ts';
import { readAsked } from './request.ts';
import { createRouter, type Match } from './route.ts';
import { routes, schemas } from './routes.ts';

export const restPath = '/api/v1';

/** Slashes too many do not matter, here or anywhere in the path. */
export function isRestPath(pathname: string): boolean {
  return `${oneSlashEach(pathname)}/`.startsWith(`${restPath}/`);
}

const oneSlashEach = (pathname: string) => pathname.replaceAll(/\/+/g, '/');

export type RestDoor = (request: Request, scope: RequestScope) => Promise<Response>;

export interface RestOptions {
  readonly database: Database;
  readonly admit: Admit;
  readonly underWay: UnderWay;
  readonly replicas: Replicas;
  readonly addresses: AddressRule;
  /** For lists that are wanted as a file. */
  readonly stream: Stream;
}

export function createRestDoor(options: RestOptions): RestDoor {
  const { addresses, admit, replicas, stream, underWay } = options;
  const route = createRouter(routes);
  const pages = createDocumentation(openApi(routes, schemas, restPath), restPath);

  return async (request, scope) => {
    const { deadline, report, requestId, tell } = scope;
    const { pathname, origin } = new URL(request.url);
    const path = pathBelow(pathname);
    const page = pages(request, path);
    if (page) return page;
    let resource = '';
    let limits: Headers = {};
    try {
      const admitted = await admit(request, until(options.database, deadline));
      const caller = { ...admitted.caller, requestId };
      const database = until(replicas.readFor(options.database, caller.apiKeyId), deadline);
      limits = admitted.limits;
      tell({ organization: caller.organizationId, keyPrefix: caller.keyPrefix });
      const { method, params, body } = await readAsked(request);
      const matched = choose(route(path), method, path);
      const { route: chosen } = matched;
      resource = chosen.resource;
      tell({ operation: `${chosen.method} ${chosen.path}` });
      const asked = {
        ...{ caller, database, viewer: { caller, origin }, params, body, path: matched.path, addresses },
        idempotencyKey: request.headers.get('idempotency-key') ?? undefined,
        operation: `${chosen.method} ${path}`,
        right: chosen.right,
        sign: (text: string) => signatureOf(keyHashOf(request), text),
      };
      const { csv } = chosen;
      if (csv && wantsCsv(request)) {
        const headers = { ...limits, 'content-type': mediaTypes.csv, vary: 'accept' };
        const open = (session: Session) => csv(session, { caller, params, body });
        return await stream({ request, caller: caller.apiKeyId, headers, report, open });
      }
      const answer = await underWay.inTurn(caller.apiKeyId, deadline, async () => chosen.handle(asked));
      return respond(request, chosen.status ?? 200, answer, limits);
    } catch (thrown) {
      return respondTo(thrown, { ...scope, request, resource, limits });
    }
  };
}

/** `/api/v1//lead/x` -> `/lead/x/`: clients that put paths together leave a slash out here and add one there. */
function pathBelow(pathname: string): string {
  return oneSlashEach(`${pathname}/`).slice(restPath.length);
}

const wantsCsv = (request: Request) => /^\s*text\/csv\b/i.test(request.headers.get('accept') ?? '');

/** @throws Problem */
function choose(matches: readonly Match[], method: string, path: string): Match {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const match = matches.find(({ route }) => route.method === wanted);
  if (match) return match;
  const nothing = () => problem(404, `There is nothing at ${restPath}${path.slice(0, 200)}.`);
  if (matches.length === 0) throw nothing();
  const methods = matches.map(({ route }) => route.method);
  if (wanted === 'POST' && methods.includes('PUT')) {
    // `/lead/divide/` has the form of `/lead/{id}/`, but names no lead.
    const namesOne = matches.some((candidate) => kindOfId(candidate.path.id ?? '') !== undefined);
    throw namesOne ? problem(404, 'Did you mean to use PUT?') : nothing();
  }
  throw problem(405, `${method.slice(0, 20)} is not possible here, but ${methods.join(' and ')}.`, {
    allow: methods.join(', '),
  });
}
