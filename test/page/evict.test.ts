/** The cache of the page: what nobody looks at goes out of it, and what somebody looks at, or did a moment ago, stays. */
import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { expect, test } from 'vitest';
import { evicting } from '../../src/page/api/evict.ts';

const document = gql`
  query Deals($query: String, $after: String) {
    opportunities(query: $query, after: $after) { nodes { id note } }
  }
`;

/** Answers each page with a deal of its own. */
async function answer(_url: unknown, { body = '' }: { readonly body?: unknown } = {}): Promise<Response> {
  const { variables } = JSON.parse(String(body)) as { variables: { after: string } };
  const nodes = [{ __typename: 'Opportunity', id: `oppo_${variables.after}`, note: 'none' }];
  const data = { opportunities: { __typename: 'OpportunityConnection', nodes } };
  return new Response(JSON.stringify({ data }), { headers: { 'content-type': 'application/json' } });
}

function openClient(): Client {
  const { exchange, updates } = evicting();
  return new Client({
    ...{ url: 'http://localhost/graphql', preferGetMethod: false, fetch: answer as typeof fetch },
    exchanges: [exchange, cacheExchange({ keys: { OpportunityConnection: () => null }, updates }), fetchExchange],
  });
}

const variablesOf = (page: number) => ({ query: 'status_type:won', after: String(page) });

/** Looks at the page until it is told to stop. */
const look = (client: Client, page: number): Promise<() => void> =>
  new Promise((resolve) => {
    const { unsubscribe } = client.query(document, variablesOf(page)).subscribe(({ data }) => {
      if (data) setTimeout(() => resolve(unsubscribe));
    });
  });

const isKnown = (client: Client, page: number) =>
  client.readQuery(document, variablesOf(page), { requestPolicy: 'cache-only' })?.data != null;

test('of a hundred pages that were scrolled past the last ones are known, and the one that is still looked at', async () => {
  const client = openClient();
  const stop = await look(client, 0);
  for (let page = 1; page <= 100; page++) (await look(client, page))();
  const known = Array.from({ length: 101 }, (_, page) => page).filter((page) => isKnown(client, page));
  expect(known[0]).toBe(0);
  expect(known.slice(1)).toEqual(Array.from({ length: known.length - 1 }, (_, i) => 102 - known.length + i));
  expect(known.length).toBeGreaterThan(15);
  expect(known.length).toBeLessThan(30);
  stop();
});
