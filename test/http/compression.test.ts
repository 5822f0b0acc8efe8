/** Answers are compressed for whoever reads it: JSON above a kilobyte, over both doors; never a stream of events. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { openStream } from '../graphql/stream.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('compressed answers', (opened) => {
  let mine: Sample;
  let app: App;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 60));
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience });
  });
  afterAll(() => app.close());

  const key = () => ({ authorization: `Bearer ${mine.apiKey}` });
  const get = (path: string, headers: Record<string, string>, method = 'GET') =>
    app.fetch(new Request(`http://gateway.test${path}`, { method, headers: { ...key(), ...headers } }));
  const graphql = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
  const long = graphql('{ opportunities(first: 50) { nodes { id note lead { name } } } }');

  test.each([
    ['GraphQL', long],
    ['GraphQL as it is called now', long, { accept: 'application/graphql-response+json' }],
    ['REST', '/api/v1/opportunity/?_limit=50'],
  ])('%s says the same in fewer bytes', async (_door, path, headers: Record<string, string> = {}) => {
    const plain = await get(path, headers);
    const zipped = await get(path, { ...headers, 'accept-encoding': 'br, gzip' });
    expect([plain.status, plain.headers.get('content-encoding')]).toEqual([200, null]);
    expect([zipped.status, zipped.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(zipped.headers.get('content-type')).toBe(plain.headers.get('content-type'));
    for (const { headers: told } of [plain, zipped]) expect(told.get('vary')).toMatch(/\baccept-encoding\b/);
    const text = await plain.text();
    const bytes = Buffer.from(await zipped.arrayBuffer());
    expect(bytes.byteLength).toBeLessThan(text.length / 2);
    expect(gunzipSync(bytes).toString()).toBe(text);
  });

  test.each([
    ['', null],
    ['identity', null],
    ['gzip;q=0', null],
    ['br', null],
    ['gzip;q=0.5, identity', null],
    ['*', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate, gzip;q=0.8', 'gzip'],
  ])('who accepts «%s» is answered as %s', async (accepted, encoding) => {
    const answer = await get('/api/v1/opportunity/?_limit=50', { 'accept-encoding': accepted });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
  });

  test('what is short, and the head of an answer, stay as they are', async () => {
    const short = await get(graphql('{ viewer { id } }'), { 'accept-encoding': 'gzip' });
    expect(short.headers.get('content-encoding')).toBeNull();
    expect(await short.json()).toEqual({ data: { viewer: { id: mine.caller.userId } } });
    const head = await get('/api/v1/opportunity/?_limit=50', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect([head.status, head.headers.get('content-encoding')]).toEqual([200, null]);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1024);
  });

  test('events are told as they come', async () => {
    const ask = (request: Request) => {
      const headers = new Headers(request.headers);
      headers.set('accept-encoding', 'gzip');
      return app.fetch(new Request(request, { headers }));
    };
    const query = 'subscription { opportunityChanged { kind opportunity { note lead { name } } } }';
    const stream = await openStream(ask, 'http://gateway.test/graphql', mine.apiKey, { query });
    expect(stream.response.headers.get('content-encoding')).not.toBe('gzip');
    const note = 'long '.repeat(1000);
    const body = JSON.stringify({ note });
    const headers = { ...key(), 'content-type': 'application/json' };
    await app.fetch(new Request('http://gateway.test/api/v1/opportunity/', { method: 'POST', headers, body }));
    expect((await stream.next())?.data.opportunityChanged).toMatchObject({ kind: 'CREATED', opportunity: { note } });
    await stream.close();
  });
});
