/** GraphQL over WebSocket: the same keys, limits and errors as over requests, and the same ends of a stream. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import type { AppOptions } from '../../../src/app.ts';
import { type Listening, listen } from '../../abuse/listening.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { patience } from '../../patience.ts';
import { openDesk } from '../desk.ts';
import { openSocket, type SocketClient } from '../socket.ts';

const changed = 'subscription { opportunityChanged { kind opportunityId } }';
const create = 'mutation { createOpportunity(input: {}) { opportunity { id } } }';

describeDatabases('sockets', (opened) => {
  const desk = openDesk(opened);
  let gateway: Listening;
  const clients: SocketClient[] = [];
  const statements: string[] = [];

  const serve = (options: Partial<AppOptions> = {}) =>
    listen({ databaseUrl: opened.url, clock: () => desk.now, onStatement: (sql) => statements.push(sql), ...options });
  beforeAll(async () => {
    gateway = await serve({ corsOrigins: ['https://app.example.com'] });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });
  afterAll(() => gateway.close());

  const bearer = (key = desk.keys.ada) => ({ authorization: `Bearer ${key}` });
  const open = (key?: string, { port } = gateway) => {
    const client = openSocket(port, { connectionParams: bearer(key) });
    clients.push(client);
    return client;
  };
  const made = async (client: SocketClient) => (await client.ask(create)).data.createOpportunity.opportunity.id;
  /** Subscribed when it is among those who are told. */
  const follow = async (client: SocketClient, to = gateway) => {
    const events = client.subscribe(changed);
    const next = events.next();
    let told = false;
    void next.then(() => {
      told = true;
    });
    // The first event tells that there is a stream; those before it may have been missed.
    while (!told) {
      await to.app.fetch(
        new Request('http://gateway.test/api/v1/opportunity/', {
          ...{ method: 'POST', body: '{}' },
          headers: { ...bearer(), 'content-type': 'application/json' },
        }),
      );
      await sleep(20);
    }
    await next;
    return events;
  };

  test('the key comes with the first message, or with the request for the socket; what changes is told', async () => {
    for (const client of [open(), openSocket(gateway.port, {}, bearer())]) {
      clients.push(client);
      const events = await follow(client);
      const id = await made(client);
      const seen: string[] = [];
      for await (const { data } of events) {
        seen.push(data.opportunityChanged.opportunityId);
        if (seen.includes(id)) break;
      }
      expect(seen.at(-1)).toBe(id);
    }
  });

  test('questions and changes are answered as over requests, errors with their code and nothing of HTTP', async () => {
    const client = open();
    expect((await client.ask('{ viewer { id } }')).data).toEqual({ viewer: { id: desk.mine.userIds[0] } });
    const cases: [query: string, code: string][] = [
      ['{ opportunity(id: "oppo_none") { id } }', 'NOT_FOUND'],
      ['{ opportunities(query: "stauts:won") { totalCount } }', 'SEARCH_SYNTAX'],
      ['{ opportunities(first: 0) { nodes { id } } }', 'INVALID_PAGE'],
    ];
    for (const [query, code] of cases) {
      const { errors = [] } = await client.ask(query);
      for (const { extensions = {} } of errors) {
        expect([query, extensions.code]).toEqual([query, code]);
        expect(extensions).not.toHaveProperty('http');
      }
    }
    const refused: [query: string, code: string][] = [
      ['{ opportunities {', 'GRAPHQL_PARSE_FAILED'],
      ['{ opportunitie { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['query A { viewer { id } } query B { viewer { id } }', 'OPERATION_RESOLUTION_FAILURE'],
      [`{ ${Array.from({ length: 30 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }`, 'TOO_COMPLEX'],
      ['query ($id: ID!) { opportunity(id: $id) { id } }', 'BAD_USER_INPUT'],
    ];
    for (const [query, code] of refused) {
      const answer = await client.ask(query).then(
        ({ errors = [] }) => errors,
        (errors) => errors,
      );
      expect([query, answer[0]?.extensions?.code]).toEqual([query, code]);
      expect(JSON.stringify(answer)).not.toContain('"http"');
    }
  });

  test('another organization is told nothing', async () => {
    const stranger = open(desk.keys.stranger);
    const events = stranger.subscribe(changed);
    const next = events.next();
    await made(open());
    await sleep(200);
    const { data } = await stranger.ask(create);
    // What was told first is their own, if their stream was there by then.
    await stranger.ask(create);
    expect(data.createOpportunity.opportunity.id).toMatch(/^oppo_/);
    const first = (await next).value?.data.opportunityChanged.opportunityId;
    const mine = await open().ask('query ($id: ID!) { opportunity(id: $id) { id } }', { id: first });
    expect(mine.data?.opportunity ?? null).toBeNull();
  });

  test.each([
    ['a wrong key', { authorization: 'Bearer api_wrong' }],
    ['no key', {}],
    ['a key of two lines', { authorization: 'Bearer a\nb' }],
  ])('%s closes the socket with 4401, and says what is missing', async (_what, connectionParams) => {
    const client = openSocket(gateway.port, { connectionParams });
    await expect(client.ask('{ viewer { id } }')).rejects.toMatchObject({ code: 4401 });
    expect((await client.closed)[1]).toMatch(/^Send an API key/);
  });

  test('a key that is revoked or expires ends its streams with the reason, and then the socket', async () => {
    const ask = open();
    for (const [name, end] of [
      [
        'revoked',
        async (id: string) =>
          void (await ask.ask('mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id } } }', { id })),
      ],
      [
        'expired',
        async () => {
          desk.now = (desk.now + 7_200_000) as typeof desk.now;
        },
      ],
    ] as const) {
      const dateExpires = new Date(desk.now + 3_600_000).toISOString();
      const { data, errors } = await ask.ask(
        'mutation ($input: ApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }',
        { input: { name, ...(name === 'expired' && { dateExpires }) } },
      );
      expect(errors).toBeUndefined();
      const client = open(data.createApiKey.key);
      const events = await follow(client);
      await end(data.createApiKey.apiKey.id);
      const codes: unknown[] = [];
      for await (const { errors: told } of events) codes.push(told?.[0]?.extensions?.code);
      expect(codes.at(-1)).toBe('UNAUTHENTICATED');
      expect((await client.closed)[0]).toBe(4401);
    }
  });

  test('a socket of another page is refused, whatever key the browser would send with it', async () => {
    const status = (origin: string | undefined) =>
      new Promise((resolve) => {
        const headers = { ...bearer(), ...(origin !== undefined && { origin }) };
        const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/graphql`, 'graphql-transport-ws', { headers });
        socket.once('open', () => {
          resolve('open');
          socket.close();
        });
        socket.once('error', (error) => resolve(error.message));
      });
    const refused = 'Unexpected server response: 403';
    expect(await status(undefined)).toBe('open');
    expect(await status(`http://127.0.0.1:${gateway.port}`)).toBe('open');
    expect(await status('https://app.example.com')).toBe('open');
    for (const origin of ['https://evil.example.com', `http://127.0.0.1:1${gateway.port}`, 'null', ''])
      expect([origin, await status(origin)]).toEqual([origin, refused]);
  });

  test('a live report tells its figures, and tells them again when they changed', async () => {
    const client = open();
    const query = 'subscription { pipelineChanged(filter: { value: { eq: 424242 } }) { count } }';
    const answers = client.subscribe(query);
    expect((await answers.next()).value).toEqual({ data: { pipelineChanged: { count: 0 } } });
    await client.ask('mutation { createOpportunity(input: { value: 424242 }) { __typename } }');
    expect((await answers.next()).value).toEqual({ data: { pipelineChanged: { count: 1 } } });
    await answers.return?.();
  });

  test('what a key may use is shared by its sockets and requests', async () => {
    const limited = await serve({ rateLimits: { seconds: 10, cost: 3000, requests: 0 } });
    const client = open(undefined, limited);
    const codes = new Set<unknown>();
    for (let i = 0; i < 12; i++) {
      const told = await client.ask(create).then(
        ({ errors }) => errors,
        (errors) => errors,
      );
      codes.add(told?.[0]?.extensions?.code);
    }
    expect([...codes]).toEqual([undefined, 'RATE_LIMITED']);
    await limited.close();
  });

  test('a key has no more streams and sockets than it may, and one that ends makes room for another', async () => {
    const narrow = await serve({ requests: { inAll: 100, ofOne: 3 } });
    const client = open(undefined, narrow);
    const streams = [await follow(client, narrow), await follow(client, narrow)];
    const refused = await client.ask(changed);
    expect(refused.errors?.[0]?.extensions?.code).toBe('OVERLOADED');
    await streams[0]?.return?.();
    await vi.waitFor(async () => void (await follow(client, narrow)), { timeout: patience });
    await narrow.close();
  });

  test('a client that leaves is forgotten', async () => {
    const client = open();
    await follow(client);
    await client.close();
    const other = open();
    await vi.waitFor(
      async () => {
        statements.length = 0;
        await made(other);
        await sleep(100);
        expect(statements.filter((sql) => /\bimage\b/.test(sql))).toEqual([]);
      },
      { timeout: patience },
    );
  });

  test('a gateway that stops tells its sockets that it goes away, and does not wait for them', async () => {
    const stopping = await serve();
    const client = open(undefined, stopping);
    await follow(client, stopping);
    const began = performance.now();
    await stopping.close();
    expect((await client.closed)[0]).toBe(1001);
    expect(performance.now() - began).toBeLessThan(patience / 2);
  });

  test('what is no message of the protocol closes the socket with a code that says so', async () => {
    const closed = (send: (socket: WebSocket) => void, protocol = 'graphql-transport-ws') =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/graphql`, protocol);
        socket.once('open', () => send(socket));
        socket.once('close', resolve);
        socket.on('error', () => {});
      });
    const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ viewer { id } }' } });
    expect(await closed((socket) => socket.send('what'))).toBe(4400);
    expect(await closed((socket) => socket.send(Buffer.from('{}'), { binary: true }))).toBe(4400);
    expect(await closed((socket) => socket.send('['.repeat(100_000)))).toBe(4400);
    expect(await closed((socket) => socket.send(subscribe))).toBe(4401);
    expect(await closed((socket) => socket.send('x'.repeat(5_000_000)))).toBe(1009);
    expect(await closed(() => {}, 'graphql-ws')).toBe(1006);
    expect(await closed(() => {})).toBe(4408);
    expect((await open().ask('{ viewer { id } }')).errors).toBeUndefined();
  });

  test('a question of more bytes than one may have is refused, and the socket lives', async () => {
    const client = open();
    const long = await client.ask('query ($id: ID!) { opportunity(id: $id) { id } }', { id: 'x'.repeat(300_000) });
    expect(long.errors?.[0]?.extensions?.code).toBe('BODY_TOO_LARGE');
    expect((await client.ask('{ viewer { id } }')).errors).toBeUndefined();
  });

  test.each(['/graphql', '/api/v1/opportunity/'])(
    'who offers HTTP/2 as well is answered by HTTP/1.1: %s',
    async (path) => {
      const body = path === '/graphql' ? JSON.stringify({ query: create }) : '{}';
      const status = await new Promise((resolve, reject) => {
        const headers = {
          ...{
            connection: 'Upgrade, HTTP2-Settings',
            upgrade: 'h2c',
            'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
          },
          ...{ ...bearer(), 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        };
        const asked = request({ port: gateway.port, path, method: 'POST', headers }, (response) => {
          response.resume();
          response.once('end', () => resolve(response.statusCode));
        });
        asked.once('error', reject);
        asked.end(body);
      });
      expect(status).toBe(200);
    },
  );

  test('an address that is none, asked for with an upgrade, is answered and ends nothing', async () => {
    for (const path of ['//', 'http://[', '/graphql//']) {
      const socket = connect(gateway.port, '127.0.0.1');
      const answered = new Promise<string>((resolve) => {
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text));
      });
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      setTimeout(() => socket.end(), 500);
      expect([path, (await answered).slice(0, 12)]).toEqual([path, expect.stringMatching(/^(HTTP\/1\.1 4|$)/)]);
    }
    expect((await fetch(`http://127.0.0.1:${gateway.port}/health`)).status).toBe(200);
  });
});
