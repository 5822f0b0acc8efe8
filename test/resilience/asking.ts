/** The same question, and the same change, through both doors. */
import type { App } from '../../src/app.ts';

export interface Told {
  readonly status: number;
  /** GraphQL's; REST has none. */
  readonly code: string | undefined;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

export type Ask = (app: Pick<App, 'fetch'>, key: string, signal?: AbortSignal) => Promise<Told>;

const graphql =
  (query: string): Ask =>
  (app, key, signal) =>
    send(app, '/graphql', key, signal, { method: 'POST', body: JSON.stringify({ query }) });

const rest =
  (path: string, body?: object): Ask =>
  (app, key, signal) =>
    send(app, `/api/v1${path}`, key, signal, body ? { method: 'POST', body: JSON.stringify(body) } : {});

async function send({ fetch }: Pick<App, 'fetch'>, path: string, key: string, signal?: AbortSignal, init = {}) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const request = new Request(`http://gateway.test${path}`, { headers, ...init, ...(signal && { signal }) });
  const response = await fetch(request);
  const text = await response.text();
  const body = text === '' ? {} : JSON.parse(text);
  return {
    ...{ status: response.status, code: body.errors?.[0]?.extensions?.code, body },
    retryAfter: response.headers.get('retry-after'),
  };
}

/** Of opportunities, which a test may lock. */
export const question = {
  graphql: graphql('{ opportunities { totalCount nodes { id lead { name } } } }'),
  rest: rest('/opportunity/'),
};

export const change = {
  graphql: graphql('mutation { createLead(input: { name: "Made" }) { lead { id } } }'),
  rest: rest('/lead/', { name: 'Made' }),
};

/** What touches none of them. */
export const other = { graphql: graphql('{ viewer { id } }'), rest: rest('/me/') };

export const doors = ['graphql', 'rest'] as const;
