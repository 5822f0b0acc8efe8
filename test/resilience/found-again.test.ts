/** What goes wrong is found again by its id, in one line of the log that says why; the caller is told no more, and no key is ever logged. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { type GatewayProcess, startGateway } from '../gateway-process.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('faults', (opened) => {
  let mine: Sample;
  let gateway: GatewayProcess;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
    gateway = await startGateway(opened.url, { LOG_LEVEL: 'info' });
    // What nobody foresaw: a table that is not there.
    await opened.database.write(({ kysely }) => sql`drop table task`.execute(kysely));
  });
  afterAll(() => gateway.stop());

  const ask = (path: string, key: string, body?: object) =>
    fetch(`${gateway.address}${path}`, {
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  const lines = () =>
    gateway
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line));

  test('each has an id, which is in one line of the log with its cause, and in the line of its request', async () => {
    const failed: { id: string; text: string }[] = [];
    for (let i = 0; i < 20; i++) {
      const answer =
        i % 2 === 0
          ? await ask('/graphql', mine.apiKey, { query: '{ tasks { nodes { id } } }' })
          : await ask('/api/v1/task/', mine.apiKey);
      failed.push({ id: answer.headers.get('x-request-id') ?? '', text: await answer.text() });
    }
    expect(new Set(failed.map(({ id }) => id)).size).toBe(20);
    await vi.waitFor(() => expect(lines().filter(({ msg }) => msg === 'request')).toHaveLength(20), {
      timeout: patience,
    });
    for (const { id, text } of failed) {
      expect(text).toContain(id);
      expect(text).not.toMatch(/no such table|does not exist|select|prisma|\.js:\d/i);
      const of = lines().filter(({ requestId }) => requestId === id);
      expect(of.map(({ msg }) => msg).sort()).toEqual(['request', 'unexpected error']);
      expect(JSON.stringify(of)).toMatch(/no such table|does not exist/);
    }
  });

  test('no key is in the log: neither one that opens something, nor one that was tried', async () => {
    const tried = 'api_somebodyelses0123456789';
    for (const path of ['/graphql', '/api/v1/me/', `/api/v1/me/?api_key=${tried}`, `/graphql?key=${tried}`])
      for (const key of [mine.apiKey, tried]) await (await ask(path, key)).text();
    const requests = () => lines().filter(({ msg }) => msg === 'request').length;
    await vi.waitFor(() => expect(requests()).toBeGreaterThanOrEqual(28), { timeout: patience });
    for (const key of [mine.apiKey, tried]) expect(gateway.printed()).not.toContain(key);
  });

  test('whatever is asked, there are fewer than 200 series of metrics', async () => {
    const app = createApp({
      databaseUrl: opened.url,
      requestTimeout: patience,
      rateLimits: { seconds: 10, cost: 0, requests: 0 },
    });
    const send = (path: string, init: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json' };
      return app.fetch(new Request(`http://gateway.test${path}`, { headers, ...init }));
    };
    for (let i = 0; i < 400; i++) {
      await Promise.all([
        send('/graphql', { method: 'POST', body: JSON.stringify({ query: `query Name${i} { __typename }` }) }),
        send('/graphql', { method: `X${i}` }),
        send(`/api/v1/name${i}/`),
        send(`/name${i}`, { method: `X${i}` }),
        send(`/api/v1/opportunity/`, { method: 'POST', body: `{"name${i}": ` }),
      ]);
    }
    const text = await (await send('/metrics')).text();
    await app.close();
    const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(series.length).toBeGreaterThan(50);
    expect(series.length).toBeLessThanOrEqual(200);
    expect(text).not.toMatch(/[Nn]ame\d/);
  });
});
