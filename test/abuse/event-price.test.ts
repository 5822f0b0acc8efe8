/** What is told of changes is paid by what is selected of it: a deep selection with each event would be read for nothing. */
import { expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { openDesk } from '../graphql/desk.ts';
import { openStream } from '../graphql/stream.ts';
import { patience } from '../patience.ts';

const shallow = 'subscription { opportunityChanged { kind opportunity { id value } } }';
const deep =
  'subscription { opportunityChanged { opportunity { lead { opportunities(first: 200) { nodes { id note user { fullName } } aggregates { totalValueOneTime } } } } } }';

describeDatabases('an event', (opened) => {
  const desk = openDesk(opened);
  const create = 'mutation { createOpportunity(input: { value: 3 }) { __typename } }';

  /** Changes something until the stream ends, at most six times. @returns what the stream told */
  async function follow(query: string): Promise<readonly string[]> {
    const app = createApp({
      ...{ databaseUrl: opened.url, clock: () => desk.now, requestTimeout: patience },
      rateLimits: { seconds: 1000, requests: 0, cost: 30_000 },
    });
    const stream = await openStream(app.fetch, 'http://gateway.test/graphql', desk.keys.ada, { query });
    const headers = { authorization: `Bearer ${desk.keys.bo}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query: create }) };
    const told: string[] = [];
    try {
      while (told.length < 6 && !told.includes('RATE_LIMITED')) {
        expect((await app.fetch(new Request('http://gateway.test/graphql', init))).status).toBe(200);
        told.push(String((await stream.next())?.errors?.[0]?.extensions?.code ?? 'told'));
      }
    } finally {
      await stream.close();
      await app.close();
    }
    return told;
  }

  test('costs next to nothing where little is asked of it', async () => {
    expect(await follow(shallow)).toEqual(Array.from({ length: 6 }, () => 'told'));
  });

  test('costs what a question for the same would, and the stream ends in words when that is used up', async () => {
    const told = await follow(deep);
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)).toBe('RATE_LIMITED');
  });
});
