/** Pages of other origins and other sites in a real browser, one that would send a stored key with whatever it is made to send. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

const servers: Server[] = [];

/** A server of empty pages; under `localhost` they are of another site than `127.0.0.1`, and of another origin under both. */
async function servePages(): Promise<number> {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><body>'),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}

const write = 'mutation { createLead(input: { name: "From elsewhere" }) { lead { id } } }';

let namedPort = 0;
let strangerPort = 0;

describeInBrowser(
  'Pages of others',
  (opened) => {
    let context: BrowserContext;
    const key = { authorization: `Basic ${btoa('api_demo:')}` };

    // What a browser does that was once told the key: it goes with every request to the gateway, whoever made it.
    beforeEach(async () => {
      context = await opened.browser.newContext({ extraHTTPHeaders: key });
    });
    afterEach(() => context.close());
    afterAll(() => {
      for (const server of servers) server.close();
    });

    const at = async (origin: string): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(`${origin}/page`);
      return page;
    };
    const leads = async (): Promise<number> => {
      const answer = await fetch(`${opened.address}/api/v1/lead/?_limit=0`, { headers: key });
      return ((await answer.json()) as { total_results: number }).total_results;
    };
    const strangers = () => [`http://localhost:${strangerPort}`, `http://127.0.0.1:${strangerPort}`];

    test.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])(
      'a form of another page, sent as %s, changes nothing',
      async (enctype) => {
        const before = await leads();
        for (const origin of strangers()) {
          const page = await at(origin);
          await page.setContent(
            `<form method=post enctype="${enctype}" action="${opened.address}/graphql"><input name=query value='${write}'></form>`,
          );
          const [answer] = await Promise.all([
            page.waitForResponse((response) => response.url() === `${opened.address}/graphql`),
            page.evaluate(() => document.forms[0]?.submit()),
          ]);
          expect(answer.request().headers().authorization ?? (await answer.request().allHeaders()).authorization).toBe(
            key.authorization,
          );
          expect(answer.status()).toBe(415);
        }
        expect(await leads()).toBe(before);
      },
    );

    test('a script of another page cannot write without being asked about, nor when it is', async () => {
      const before = await leads();
      const tries: readonly [path: string, init: RequestInit][] = [
        [
          '/graphql',
          {
            method: 'POST',
            mode: 'no-cors',
            headers: { 'content-type': 'text/plain; application/json' },
            body: JSON.stringify({ query: write }),
          },
        ],
        [
          '/graphql',
          { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: write }) },
        ],
        [
          '/api/v1/lead/',
          {
            method: 'POST',
            mode: 'no-cors',
            headers: { 'content-type': 'text/plain; application/json' },
            body: '{"name":"From elsewhere"}',
          },
        ],
        [
          '/api/v1/lead/',
          { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"From elsewhere"}' },
        ],
        [`/graphql?query=${encodeURIComponent(write)}`, { mode: 'no-cors' }],
      ];
      for (const origin of strangers()) {
        const page = await at(origin);
        for (const [path, init] of tries) {
          await page.evaluate(
            ([url, sent]) =>
              fetch(url, { ...sent, credentials: 'include' })
                .catch(() => {})
                .then(() => {}),
            [`${opened.address}${path}`, init] as const,
          );
        }
        // Without a type of its own: a Blob has none.
        await page.evaluate(
          ([url, query]) =>
            fetch(url, {
              method: 'POST',
              mode: 'no-cors',
              credentials: 'include',
              body: new Blob([JSON.stringify({ query })]),
            }).then(
              () => {},
              () => {},
            ),
          [`${opened.address}/graphql`, write] as const,
        );
      }
      expect(await leads()).toBe(before);
    });

    test('a script of another page, or of a frame without an origin, can read nothing', async () => {
      const paths = [`/graphql?query=${encodeURIComponent('{viewer{email}}')}`, '/api/v1/me/'];
      const read = ([url, credentials]: readonly [string, RequestCredentials]) =>
        fetch(url, { credentials }).then(
          (answer) => answer.text(),
          (error: Error) => error.message,
        );
      for (const origin of strangers()) {
        const page = await at(origin);
        for (const path of paths) {
          expect(await page.evaluate(read, [`${opened.address}${path}`, 'include'] as const)).toBe('Failed to fetch');
          expect(await page.evaluate(read, [`${opened.address}${path}`, 'omit'] as const)).toBe('Failed to fetch');
        }
        await page.setContent('<iframe sandbox="allow-scripts" srcdoc="<p>of no origin"></iframe>');
        const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
        expect(await frame?.evaluate(read, [`${opened.address}/api/v1/me/`, 'include'] as const)).toBe(
          'Failed to fetch',
        );
      }
    });

    test('another page cannot show GraphiQL in a frame', async () => {
      const page = await at(`http://localhost:${strangerPort}`);
      await page.setContent(`<iframe src="${opened.address}/graphql"></iframe>`);
      await expect.poll(() => page.frames().length, { timeout: 60_000 }).toBe(2);
      const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
      await frame?.waitForLoadState();
      expect(await frame?.evaluate(() => document.getElementById('root')).catch(() => null)).toBeNull();
    });

    test('a page that was named reads and writes over both doors, and reads why it was refused', async () => {
      const page = await opened.browser.newPage();
      await page.goto(`http://localhost:${namedPort}/page`);
      const ask = ([url, headers, body]: readonly [string, Record<string, string>, string | undefined]) =>
        fetch(url, { headers, ...(body !== undefined && { method: 'POST', body }) }).then(async (answer) => ({
          status: answer.status,
          requestId: answer.headers.get('x-request-id'),
          limit: answer.headers.get('ratelimit-limit'),
          body: await answer.json(),
        }));
      const json = { 'content-type': 'application/json', 'x-tz-offset': '2', 'idempotency-key': 'of a page' };
      const bearer = { authorization: 'Bearer api_demo' };
      const query = JSON.stringify({ query: '{ opportunities { totalCount } }' });
      const requestId = expect.any(String);

      expect(
        await page.evaluate(ask, [`${opened.address}/graphql`, { ...json, ...bearer }, query] as const),
      ).toMatchObject({
        ...{ status: 200, requestId, body: { data: { opportunities: { totalCount: 2000 } } } },
      });
      expect(
        await page.evaluate(ask, [
          `${opened.address}/graphql`,
          { ...json, authorization: 'Bearer wrong' },
          query,
        ] as const),
      ).toMatchObject({ status: 401, requestId, body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
      expect(
        await page.evaluate(ask, [`${opened.address}/api/v1/lead/?_limit=0`, bearer, undefined] as const),
      ).toMatchObject({
        ...{ status: 200, limit: expect.any(String) },
      });
      const before = await leads();
      expect(
        await page.evaluate(ask, [
          `${opened.address}/api/v1/lead/`,
          { ...json, ...bearer },
          '{"name":"Of my own page"}',
        ] as const),
      ).toMatchObject({ status: 200, body: { display_name: 'Of my own page' } });
      expect(await leads()).toBe(before + 1);
      await page.close();
    });
  },
  async () => {
    [namedPort, strangerPort] = [await servePages(), await servePages()];
    return { CORS_ORIGINS: `http://localhost:${namedPort}` };
  },
);
