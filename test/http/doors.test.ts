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

  test('the root leads to GraphiQL, and what is nowhere is a 404 that tells where to look', async () => {
    const root = await get('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
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

  test('a browser gets GraphiQL, compressed where it may be; a program that sends the same key gets an answer', async () => {
    const page = await get('/graphql', { accept: 'text/html', 'accept-encoding': 'gzip' });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect((await page.arrayBuffer()).byteLength).toBeLessThan(4_000_000);
    const query = encodeURIComponent('{ viewer { id } }');
    const answer = await get(`/graphql?query=${query}`, { authorization: `Bearer ${mine.apiKey}` });
    expect(await answer.json()).toEqual({ data: { viewer: { id: mine.caller.userId } } });
  });

  test('a browser that has the page already is not sent it again', async () => {
    const first = await get('/graphql', { accept: 'text/html' });
    const again = await get('/graphql', { accept: 'text/html', 'if-none-match': first.headers.get('etag') ?? '' });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    const other = await get('/graphql', { accept: 'text/html', 'if-none-match': 'W/"of another version"' });
    expect(other.status).toBe(200);
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
