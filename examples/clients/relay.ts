/** Relay: the environment. What lists show, and how they grow, stands in its documents: `@connection`, `@appendEdge`. */
import { createClient } from 'graphql-ws';
import { Environment, type FetchFunction, Network, Observable, RecordSource, Store } from 'relay-runtime';

export function createRelay(url: string, key: string): Environment {
  const authorization = `Bearer ${key}`;
  const socket = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { authorization } });
  const ask: FetchFunction = async ({ text }, variables) => {
    const headers = { authorization, 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const body = JSON.stringify({ query: text, variables });
    const answer = await fetch(url, { method: 'POST', headers, body });
    return answer.json();
  };
  const network = Network.create(ask, ({ text }, variables) =>
    Observable.create((sink) => socket.subscribe({ query: text ?? '', variables }, sink as never)),
  );
  return new Environment({ network, store: new Store(new RecordSource()) });
}
