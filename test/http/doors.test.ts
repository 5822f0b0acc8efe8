/** What every caller meets before a question is answered: keys, ids of requests, health, and places where there is nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { readApiKey } from '../../src/http/credentials.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('HTTP', (opened) => {
  let mine: Sample;
  let app: App;
  const get = (path: string, headers: Record<string, string> = {}, host = 'gateway.test') =>
    app.fetch(new Request(`http://${host}${path}`, { headers }));

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 5));
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience, demoKey: 'api_</script><script>' });
  });
  afterAll(() => app.close());

  test('health tells that the process lives, ready that the database answers, metrics what was asked', async () => {
    expect(await (await get('/health')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/ready')).json()).toEqual({ status: 'ready' });
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toContain('gateway_request_seconds_count{door="other",status="200"}');
  });

  test('metrics are for who brings their key, where they have one, and nowhere else', async () => {
    const options = { databaseUrl: opened.url, database: opened.database };
    const ask = async (more: object, headers = {}) =>
      (await createApp({ ...options, ...more }).fetch(new Request('http://gateway.test/metrics', { headers }))).status;
    const metricsKey = 'key-of-the-metrics';
    expect(await ask({ metricsKey })).toBe(401);
    expect(await ask({ metricsKey }, { authorization: `Bearer ${mine.apiKey}` })).toBe(401);
    expect(await ask({ metricsKey }, { authorization: `Bearer ${metricsKey}` })).toBe(200);
    expect(await ask({ hasMetrics: false })).toBe(404);
  });

  test('at the root is the page of the pipeline, and what is nowhere is a 404 that tells where to look', async () => {
    const root = await get('/');
    expect([root.status, root.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const nowhere = await get('/nowhere');
    expect(nowhere.status).toBe(404);
    expect(await nowhere.text()).toContain('/graphql');
  });

  test('every answer has an id of its own', async () => {
    const ids = await Promise.all(
      [get('/health'), get('/nowhere'), get('/graphql')].map(async (answer) =>
        (await answer).headers.get('x-request-id'),
      ),
    );
    expect(new Set(ids).size).toBe(3);
  });

  test('a browser gets GraphiQL; a program that sends the same key gets an answer', async () => {
    const page = await get('/graphql', { accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const query = encodeURIComponent('{ viewer { id } }');
    const answer = await get(`/graphql?query=${query}`, { authorization: `Bearer ${mine.apiKey}` });
    expect(await answer.json()).toEqual({ data: { viewer: { id: mine.caller.userId } } });
  });

  test('a browser asks whether the page has changed, and for its 9 MB once: they are kept for a year', async () => {
    const first = await get('/graphql', { accept: 'text/html' });
    const again = await get('/graphql', { accept: 'text/html', 'if-none-match': first.headers.get('etag') ?? '' });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    const other = await get('/graphql', { accept: 'text/html', 'if-none-match': 'W/"of another version"' });
    expect(other.status).toBe(200);

    const page = await first.text();
    expect(page.length).toBeLessThan(10_000);
    const files = [...page.matchAll(/"(\/graphql\/page\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files).toHaveLength(6);
    for (const path of files) {
      const file = await get(path, { 'accept-encoding': 'gzip' });
      expect([path, file.status, file.headers.get('content-encoding')]).toEqual([path, 200, 'gzip']);
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await file.arrayBuffer()).byteLength).toBeLessThan(2_000_000);
      const kept = await get(path, { 'if-none-match': file.headers.get('etag') ?? '' });
      expect([kept.status, (await kept.arrayBuffer()).byteLength]).toEqual([304, 0]);
    }
  });

  test('of another version of the page there is nothing, and nothing to keep', async () => {
    for (const path of ['/graphql/page/0123456789abcdef/graphiql.js', '/graphql/page/', '/graphql/page/x']) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, null]);
    }
  });

  test('the page has the demo key only under a name of this machine: any other name may be that of a page elsewhere', async () => {
    const hasKey = async (host: string) =>
      (await (await get('/graphql', { accept: 'text/html' }, host)).text()).includes('Bearer api_');
    for (const host of ['127.0.0.1:4000', 'localhost:4000', '[::1]:4000'])
      expect([host, await hasKey(host)]).toEqual([host, true]);
    for (const host of ['gateway.test', '127.0.0.1.rebound.test', 'localhost.test'])
      expect([host, await hasKey(host)]).toEqual([host, false]);
  });

  test('a key cannot end the script it stands in', async () => {
    const page = await (await get('/graphql', { accept: 'text/html' }, '127.0.0.1')).text();
    expect(page).not.toContain('api_</script>');
    expect(page).toContain('api_\\u003c/script>');
  });

  test('a body that is no JSON, or too large, is the sender’s error', async () => {
    const post = (body: string) =>
      app.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json' },
          body,
        }),
      );
    expect((await post('{"query":')).status).toBe(400);
    expect(
      (await post(JSON.stringify({ query: '{ viewer { id } }', variables: { x: 'x'.repeat(1_100_000) } }))).status,
    ).toBe(413);
  });
});

test('a key is read from Basic and from Bearer, and from nothing else', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const cases: [header: string | null, key: string | undefined][] = [
    [basic('api_x:'), 'api_x'],
    [basic('api_x:a password'), 'api_x'],
    [basic('api_x'), 'api_x'],
    ['basic  YXBpX3g6', 'api_x'],
    ['Bearer api_x', 'api_x'],
    ['bearer api_x ', 'api_x'],
    [basic(':api_x'), undefined],
    ['Digest api_x', undefined],
    ['api_x', undefined],
    ['Bearer', undefined],
    ['', undefined],
    [null, undefined],
    [`Bearer ${'x'.repeat(600)}`, undefined],
  ];
  for (const [header, key] of cases) expect(readApiKey(header), String(header)).toBe(key);
});
