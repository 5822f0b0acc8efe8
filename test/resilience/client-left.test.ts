/** A client that goes away before it has its answer: nothing is wrong with the program. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('a client that has left', (opened) => {
  let mine: Sample;
  let app: App;
  let client: AbortController;
  let onStatement: (sql: string) => void;

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 1));
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience, onStatement: (sql) => onStatement(sql) });
  });
  beforeEach(() => {
    client = new AbortController();
    onStatement = () => {};
  });
  afterAll(() => app.close());

  const ask = (body: BodyInit) =>
    app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json' },
        body,
        duplex: 'half',
        signal: client.signal,
      } as RequestInit),
    );
  const counted = async () => {
    const text = await (await app.fetch(new Request('http://gateway.test/metrics'))).text();
    return [...text.matchAll(/seconds_count\{door="graphql",status="(\d+)"\} (\d+)/g)].map(
      ([, status, count]) => `${count} x ${status}`,
    );
  };

  test('during its question, or before the end of its body, is counted as such and not as a fault', async () => {
    onStatement = (sql) => {
      if (/from "?opportunity"?/.test(sql)) client.abort();
    };
    const during = await ask(JSON.stringify({ query: '{ opportunities { totalCount nodes { id lead { name } } } }' }));
    expect([during.status, client.signal.aborted]).toEqual([499, true]);

    onStatement = () => {};
    client = new AbortController();
    const endless = ask(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"query":')) }));
    setTimeout(() => client.abort(), 20);
    expect((await endless).status).toBe(499);
    expect(await counted()).toEqual(['2 x 499']);
  });
});
