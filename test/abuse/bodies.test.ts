/** Bodies: too large, cut short, of broken bytes; and what comes next on the same connection. */
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';
import { type Listening, listen } from './listening.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly connection: string | undefined;
}

describeDatabases('bodies', (opened) => {
  let mine: Sample;
  let gateway: Listening;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
    gateway = await listen({ databaseUrl: opened.url });
  });
  afterAll(async () => {
    agent.destroy();
    await gateway.close();
  });

  const post = (path: string, parts: readonly (string | Uint8Array)[], headers: Record<string, string | number> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const outgoing = request(
        {
          ...{ agent, port: gateway.port, path, method: 'POST', timeout: patience },
          headers: { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json', ...headers },
        },
        (incoming) => {
          let text = '';
          incoming.on('data', (chunk) => {
            text += chunk;
          });
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 0, text, connection: incoming.headers.connection }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
      for (const part of parts) outgoing.write(part);
      outgoing.end();
    });

  const doors = {
    graphql: { path: '/graphql', small: '{"query":"{ viewer { id } }"}', limit: 4 * 1024 * 1024 },
    rest: { path: '/api/v1/lead/', small: '{"name":"x"}', limit: 1_000_000 },
  } as const;

  describe.each(['graphql', 'rest'] as const)('over %s', (door) => {
    const { path, small, limit } = doors[door];
    const large = Buffer.alloc(limit + 1024, 'x');

    test.each([
      ['told in its length', { 'content-length': limit + 1024 }],
      ['sent in chunks', { 'transfer-encoding': 'chunked' }],
    ])('too much, %s, is 413, and the next request is answered', async (_, headers) => {
      for (let round = 0; round < 3; round++) {
        // Where the rest is still being sent, the sender may see the connection close before it sees the answer.
        const refused = await post(path, [large], headers).catch((error: NodeJS.ErrnoException) => error.code);
        if (typeof refused === 'object') expect(refused).toMatchObject({ status: 413, connection: 'close' });
        else expect(['ECONNRESET', 'EPIPE']).toContain(refused);
        expect(await post(path, [small])).toMatchObject({ status: 200 });
      }
    });

    test('bytes that are no UTF-8 are refused, and not stored as something else', async () => {
      const [before = '', after = ''] = (
        door === 'graphql'
          ? JSON.stringify({
              query: 'mutation ($n: String!) { createLead(input: { name: $n }) { lead { name } } }',
              variables: { n: 'a?b' },
            })
          : '{"name":"a?b"}'
      ).split('?');
      const broken = [new Uint8Array([0xff, 0xfe]), new Uint8Array([0xed, 0xa0, 0x80]), new Uint8Array([0xc3])];
      for (const bytes of broken) expect(await post(path, [before, bytes, after])).toMatchObject({ status: 400 });
      expect(await post(path, [before, 'é€😀', after])).toMatchObject({ status: 200 });
      const odd = await opened.database.read(({ kysely }) =>
        kysely.selectFrom('lead').select('name').where('name', 'like', '%\ufffd%').execute(),
      );
      expect(odd).toEqual([]);
    });
  });

  test('the answer to what is too large arrives, where its sender listens', async () => {
    const { path, limit } = doors.rest;
    const answers = await Promise.all([1, 2, 3].map(() => post(path, [Buffer.alloc(limit + 1, 'x')])));
    for (const answer of answers) expect(answer).toMatchObject({ status: 413, connection: 'close' });
  });

  test('a question takes less room than a batch of changes', async () => {
    const padding = 'x'.repeat(300_000);
    const question = JSON.stringify({ query: '{ viewer { id } }', variables: { padding } });
    const answer = await post('/graphql', [question]);
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('BODY_TOO_LARGE');
    const inputs = Array.from({ length: 30 }, () => ({ note: 'x'.repeat(50_000) }));
    const batch = JSON.stringify({
      query:
        'mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { opportunities { id } } }',
      variables: { inputs },
    });
    expect(batch.length).toBeGreaterThan(1_500_000);
    expect(JSON.parse((await post('/graphql', [batch])).text).errors).toBeUndefined();
    const asked = JSON.stringify({ _params: { query: padding } });
    expect(await post('/api/v1/opportunity/', [asked], { 'x-http-method-override': 'GET' })).toMatchObject({
      status: 413,
    });
    const note = '\\ud83d\\ude00'.repeat(50_000);
    expect(await post('/api/v1/opportunity/', [`{"note":"${note}"}`])).toMatchObject({ status: 200 });
  });
});
