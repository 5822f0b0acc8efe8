/** What a page of another origin can make a browser send is refused, and what a page that was named may do is told to its browser. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

const named = 'https://pipeline.example.com';
const stranger = 'https://elsewhere.example.com';
const write = 'mutation { createLead(input: { name: "Not asked for" }) { lead { id } } }';

describeDatabases('pages of other origins', (opened) => {
  let mine: Sample;
  let app: App;
  let closed: App;

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
    app = createApp({
      databaseUrl: opened.url,
      requestTimeout: patience,
      corsOrigins: [named, 'http://localhost:5173'],
    });
    closed = createApp({ databaseUrl: opened.url, requestTimeout: patience });
  });
  afterAll(async () => {
    await app.close();
    await closed.close();
  });

  const basic = () => ({ authorization: `Basic ${btoa(`${mine.apiKey}:`)}` });
  const bearer = () => ({ authorization: `Bearer ${mine.apiKey}` });
  const send = (path: string, init: RequestInit, to = app) => to.fetch(new Request(`http://gateway.test${path}`, init));
  const codeOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? 'none';
  };
  const countLeads = () => opened.database.write(({ prisma }) => prisma.lead.count());

  describe('send what a browser sends without asking', () => {
    const form = `query=${encodeURIComponent(write)}`;
    const json = JSON.stringify({ query: write });
    const unasked: readonly [type: string | undefined, body: string][] = [
      ['application/x-www-form-urlencoded', form],
      ['APPLICATION/x-www-form-urlencoded ; charset=utf-8', form],
      [
        'multipart/form-data; boundary=x',
        `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${json}\r\n--x--`,
      ],
      ['text/plain', json],
      ['text/plain; application/json', json],
      ['text/plain;charset=application/json', json],
      ['text/plain, application/json', json],
      [undefined, json],
    ];
    test.each(unasked)('%s is no body that GraphQL reads, and nothing is written', async (type, body) => {
      const before = await countLeads();
      const bytes = new Blob([body]);
      for (const to of [app, closed]) {
        const answer = await send(
          '/graphql',
          {
            method: 'POST',
            headers: { ...basic(), origin: stranger, ...(type && { 'content-type': type }) },
            body: bytes,
          },
          to,
        );
        expect([answer.status, await codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      }
      expect(await countLeads()).toBe(before);
    });

    test.each(unasked)('%s is no body that REST reads, and nothing is written', async (type) => {
      const before = await countLeads();
      const answer = await send('/api/v1/lead/', {
        method: 'POST',
        headers: { ...basic(), origin: stranger, ...(type && { 'content-type': type }) },
        body: new Blob(['{"name": "Not asked for"}']),
      });
      expect(answer.status).toBe(type === undefined ? 400 : 415);
      expect(await answer.json()).toEqual({ error: expect.stringContaining('application/json') });
      expect(await countLeads()).toBe(before);
    });

    test.each(['{ viewer { id } }', 'subscription { opportunityChanged { kind } }'])(
      '%s by GET needs a header that no page can set',
      async (query) => {
        const path = `/graphql?query=${encodeURIComponent(query)}`;
        for (const accept of ['*/*', 'text/event-stream', 'application/json']) {
          const answer = await send(path, { headers: { ...basic(), accept } });
          expect([answer.status, await codeOf(answer)]).toEqual([403, 'PREFLIGHT_REQUIRED']);
        }
      },
    );

    test('one such header is enough: a Bearer token, a JSON type, or one of those that clients send for it', async () => {
      const path = `/graphql?query=${encodeURIComponent('{ viewer { id } }')}`;
      const telling = [
        bearer(),
        { ...basic(), 'content-type': 'application/json' },
        { ...basic(), 'x-graphql-yoga-csrf': '1' },
        { ...basic(), 'apollo-require-preflight': 'true' },
      ];
      for (const headers of telling) {
        const answer = await send(path, { headers });
        expect(await answer.json()).toEqual({ data: { viewer: { id: mine.caller.userId } } });
      }
    });
  });

  const seenBy = ({ headers }: Response) => ({
    origin: headers.get('access-control-allow-origin'),
    credentials: headers.get('access-control-allow-credentials'),
  });
  const nobody = { origin: null, credentials: null };

  const asks = ['/graphql', '/api/v1/opportunity/', '/api/v1/nothing/', '/graphql?query={viewer{id}}'];

  test('a page that was named is told so before any key is sent, and what it may send', async () => {
    for (const path of asks) {
      const answer = await send(path, {
        method: 'OPTIONS',
        headers: {
          origin: named,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      });
      expect([path, answer.status, seenBy(answer)]).toEqual([path, 204, { origin: named, credentials: null }]);
      expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'x-tz-offset', 'idempotency-key']),
      );
      expect(answer.headers.get('access-control-allow-methods')).toContain('PUT');
      expect(answer.headers.get('vary')).toMatch(/\borigin\b/i);
    }
  });

  test('it reads every answer, refusals included, and the headers that it needs', async () => {
    const json = { 'content-type': 'application/json', origin: named };
    const body = '{"query":"{ viewer { id } }"}';
    const answers: readonly [status: number, answer: Response][] = [
      [200, await send('/graphql', { method: 'POST', headers: { ...json, ...bearer() }, body })],
      [401, await send('/graphql', { method: 'POST', headers: { ...json, authorization: 'Bearer wrong' }, body })],
      [400, await send('/graphql', { method: 'POST', headers: { ...json, ...bearer() }, body: '{' })],
      [
        415,
        await send('/graphql', {
          method: 'POST',
          headers: { ...bearer(), origin: named, 'content-type': 'text/plain' },
          body,
        }),
      ],
      [401, await send('/api/v1/me/', { headers: { origin: named } })],
      [404, await send('/api/v1/nothing/', { headers: { origin: named, ...bearer() } })],
      [200, await send('/api/v1/me/', { headers: { origin: named, ...bearer() } })],
      [404, await send('/nowhere', { headers: { origin: named } })],
    ];
    for (const [status, answer] of answers) {
      expect([answer.url, answer.status, seenBy(answer)]).toEqual(['', status, { origin: named, credentials: null }]);
      const exposed = answer.headers.get('access-control-expose-headers')?.split(', ') ?? [];
      expect(exposed).toEqual(expect.arrayContaining(['x-request-id', 'retry-after', 'ratelimit-remaining']));
    }
  });

  test('that it has used up what its key may use is an answer that it can read, and when to come again', async () => {
    const narrow = createApp({
      ...{ databaseUrl: opened.url, requestTimeout: patience, corsOrigins: [named] },
      rateLimits: { seconds: 3600, cost: 1, requests: 1 },
    });
    const headers = { ...bearer(), origin: named };
    for (const path of ['/graphql?query={viewer{id}}', '/api/v1/me/']) {
      expect((await send(path, { headers }, narrow)).status).toBe(200);
      const refused = await send(path, { headers }, narrow);
      expect([refused.status, seenBy(refused)]).toEqual([429, { origin: named, credentials: null }]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await narrow.close();
  });

  test('trouble with the database is an answer that it can read, too', async () => {
    const broken = createApp({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/nothing', corsOrigins: [named] });
    for (const path of ['/graphql', '/api/v1/lead/']) {
      const answer = await send(
        path,
        {
          ...{
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: named, ...bearer() },
            body: '{}',
          },
        },
        broken,
      );
      expect([answer.status >= 500, seenBy(answer)]).toEqual([true, { origin: named, credentials: null }]);
    }
    await broken.close();
  });

  test.each([stranger, 'null', `${named}:8443`, `${named}.evil.test`, 'http://pipeline.example.com'])(
    'a page of %s is told nothing, before a request or after it',
    async (origin) => {
      for (const path of asks) {
        const asked = { origin, 'access-control-request-method': 'POST' };
        expect(seenBy(await send(path, { method: 'OPTIONS', headers: asked }))).toEqual(nobody);
        expect(seenBy(await send(path, { headers: { origin, ...bearer() } }))).toEqual(nobody);
      }
    },
  );

  test('without a setting no other page is let in, whatever its origin', async () => {
    for (const origin of [named, stranger, 'null', 'http://gateway.test']) {
      const asked = { origin, 'access-control-request-method': 'POST' };
      expect(seenBy(await send('/graphql', { method: 'OPTIONS', headers: asked }, closed))).toEqual(nobody);
      expect(seenBy(await send('/api/v1/me/', { headers: { origin, ...bearer() } }, closed))).toEqual(nobody);
    }
  });

  test('no page may show an answer in a frame, and answers run nothing', async () => {
    for (const path of ['/graphql', '/api/v1/me/', '/nowhere', '/health', '/api/v1/docs']) {
      for (const accept of ['text/html', 'application/json']) {
        const { headers } = await send(path, { headers: { accept } });
        expect([path, headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual([
          path,
          'DENY',
          'nosniff',
        ]);
        expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
        expect(headers.get('content-security-policy')).not.toContain("script-src 'unsafe");
      }
    }
  });

  test('a browser is not asked for a key that it would keep and send by itself; a program is', async () => {
    const challenge = async (path: string, headers: Record<string, string>) =>
      (await send(path, { headers: { 'x-requested-with': 'test', ...headers } })).headers.get('www-authenticate');
    for (const path of ['/graphql?query={viewer{id}}', '/api/v1/me/']) {
      expect(await challenge(path, {})).toMatch(/^Basic /);
      expect(await challenge(path, { 'sec-fetch-mode': 'navigate' })).toMatch(/^Bearer /);
      expect(await challenge(path, { origin: named })).toMatch(/^Bearer /);
    }
    expect(await challenge('/api/v1/me/', { accept: 'text/html,*/*' })).toMatch(/^Bearer /);
  });
});
