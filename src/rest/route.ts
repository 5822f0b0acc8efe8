/** Routes as data: what the door dispatches on, and what the OpenAPI document is made of. */
import type { Caller, Right } from '../caller.ts';
import type { Database, Session } from '../db/client.ts';
import type { Pieces } from '../export/format.ts';
import type { AddressRule } from '../webhook/address.ts';
import type { Body, Viewer } from './field.ts';
import type { Params } from './params.ts';
import type { Schema } from './schema.ts';

export type WriteMethod = 'POST' | 'PUT' | 'DELETE';

/** A request that has passed authentication. */
export interface RestRequest {
  readonly caller: Caller;
  readonly database: Database;
  readonly viewer: Viewer;
  readonly params: Params;
  /** The parts of the path that stand in braces in the route. */
  readonly path: Readonly<Record<string, string>>;
  /** The JSON object that was sent; empty where the method takes none. */
  readonly body: Body;
  /** Tells a retry from a new request. */
  readonly idempotencyKey: string | undefined;
  /** Tells operations apart under one idempotency key. */
  readonly operation: string;
  /** Signs with the key of the request, for who comes without it. */
  readonly sign: (text: string) => string;
  /** Where webhooks may lead. */
  readonly addresses: AddressRule;
  /** What the route needs; undefined where it only reads. */
  readonly right: Right | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly schema: Schema;
  readonly description: string;
}

/** What only reads needs no right; what writes must name one. A question may be too long for an address. */
export type Route = RouteBase &
  (
    | { readonly method: 'GET'; readonly right?: undefined }
    | { readonly method: 'POST'; readonly right?: undefined; readonly onlyReads: true }
    | { readonly method: WriteMethod; readonly right: Right }
  );

interface RouteBase {
  /** `/opportunity/{id}/` */
  readonly path: string;
  /** What is missing in «Empty query: … matching query does not exist.» */
  readonly resource: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  /** The body it takes. */
  readonly body?: Schema;
  /** What it answers; absent where there is no body. */
  readonly answer?: Schema;
  /** @default 200, whatever the method: the source API has hardly any other */
  readonly status?: 200 | 201 | 204;
  /** The same as CSV, of all pages, for who asks with `accept: text/csv`. */
  readonly csv?: (session: Session, asked: Pick<RestRequest, 'caller' | 'params' | 'body'>) => Promise<Pieces>;
  /** @returns the body of the answer, or its text where that is ready to be sent */
  handle(request: RestRequest): Promise<Body | string>;
}

export interface Match {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** All routes of a path, whatever their method. A path without braces wins over one with them. */
export type Router = (path: string) => readonly Match[];

export function createRouter(routes: readonly Route[]): Router {
  const split = routes.map((route) => ({ route, parts: partsOf(route.path) }));
  return (path) => {
    const parts = partsOf(path);
    const matches = split.flatMap(({ route, parts: pattern }) => {
      const values = match(pattern, parts);
      return values ? [{ route, path: values }] : [];
    });
    const exact = matches.filter((found) => Object.keys(found.path).length === 0);
    return exact.length > 0 ? exact : matches;
  };
}

const partsOf = (path: string) => path.split('/').filter((part) => part !== '');

function match(pattern: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith('{')) values[expected.slice(1, -1)] = part;
    else if (expected !== part) return undefined;
  }
  return values;
}
