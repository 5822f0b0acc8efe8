/** What one key may use: told with every answer of both doors, kept to where that is wanted, and nobody else's loss. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { RateLimits } from '../../src/http/rate-limit/limiter.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createSamples, now, type Sample } from '../sample.ts';

describeDatabases('rate limits', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 50));
  });

  const moment = { now: now as number };
  const apps: App[] = [];
  afterAll(() => Promise.all(apps.map((app) => app.close())));
  function open(rateLimits?: RateLimits) {
    const app = createApp({
      ...{ databaseUrl: opened.url, clock: () => moment.now as Instant },
      ...(rateLimits && { rateLimits }),
    });
    apps.push(app);
    return {
      async ask(query: string, { apiKey } = mine) {
        const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
        const body = JSON.stringify({ query });
        const answer = await app.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
        return { status: answer.status, headers: answer.headers, body: await answer.json() };
      },
      async get(path: string, { apiKey } = mine) {
        const headers = { authorization: `Bearer ${apiKey}` };
        const answer = await app.fetch(new Request(`http://gateway.test/api/v1${path}`, { headers }));
        return { status: answer.status, headers: answer.headers, body: await answer.json() };
      },
    };
  }

  const remaining = (headers: Headers) => Number(headers.get('ratelimit-remaining'));

  /** 250 for the statement, 1 for the list, 10 times 1.25 for the rows. */
  const list = '{ opportunities(first: 10) { nodes { id } } }';
  const costOfList = 264;

  test('GraphQL tells them with every answer, in the headers of REST, and takes what a question costs', async () => {
    const { ask } = open({ seconds: 10, cost: 5000, requests: 0 });
    const first = await ask(list);
    expect(first.headers.get('ratelimit')).toBe(`limit=5000, remaining=${5000 - costOfList}, reset=1`);
    expect(first.headers.get('ratelimit-limit')).toBe('5000');
    expect(first.headers.get('ratelimit-reset')).toBe('1');
    expect(remaining((await ask(list)).headers)).toBe(5000 - 2 * costOfList);
  });

  test('what is not executed costs a point', async () => {
    const { ask } = open({ seconds: 10, cost: 5000, requests: 0 });
    const wrong = [
      '{',
      '{ nothing }',
      '{ leads(first: 200) { nodes { opportunities(first: 200) { nodes { id note value } } } } }',
    ];
    for (const [index, query] of wrong.entries()) {
      const { body, headers } = await ask(query);
      expect(body.errors).toHaveLength(1);
      expect(remaining(headers)).toBe(5000 - index - 1);
    }
  });

  test('who has used them up gets 429 with the seconds to wait, and is let in again after those', async () => {
    const { ask } = open({ seconds: 10, cost: 400, requests: 0 });
    expect((await ask(list)).status).toBe(200);
    const refused = await ask(list);
    expect(refused.status).toBe(429);
    expect(refused.body.data).toBeUndefined();
    const { code, cost, retryAfter } = refused.body.errors[0].extensions;
    expect([code, cost]).toEqual(['RATE_LIMITED', costOfList]);
    expect(refused.headers.get('retry-after')).toBe(String(retryAfter));
    expect(retryAfter).toBe(4);
    moment.now += 1000 * retryAfter;
    expect((await ask(list)).status).toBe(200);
  });

  test('nothing is written by a question that is turned away', async () => {
    const { ask } = open({ seconds: 10, cost: 1200, requests: 0 });
    const count = async () => (await open().ask('{ leads { totalCount } }')).body.data.leads.totalCount;
    const before = await count();
    const create = 'mutation { createLead(input: { name: "one more" }) { lead { id } } }';
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask(create)).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect(await count()).toBe(before + 2);
  });

  test('a key without a point left is turned away before its question is looked at', async () => {
    const { ask } = open({ seconds: 1000, cost: 2, requests: 0 });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask('{')).status);
    expect(statuses.slice(2)).toEqual([429, 429]);
    const { body, headers } = await ask('{');
    expect(body.errors[0]).toMatchObject({
      message: expect.stringContaining('2 points'),
      extensions: { code: 'RATE_LIMITED' },
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('a question that costs more than there ever is takes all, and is answered when all is there', async () => {
    const { ask } = open({ seconds: 10, cost: 10, requests: 0 });
    expect((await ask(list)).status).toBe(200);
    expect((await ask(list)).status).toBe(429);
    moment.now += 10_000;
    expect((await ask(list)).status).toBe(200);
  });

  test('keys and doors are counted apart', async () => {
    const { ask, get } = open({ seconds: 10, cost: 400, requests: 1 });
    expect((await ask(list)).status).toBe(200);
    expect((await ask(list)).status).toBe(429);
    expect((await ask(list, foreign)).status).toBe(200);
    expect((await get('/me/')).status).toBe(200);
    expect((await get('/me/')).status).toBe(429);
    expect((await get('/me/', foreign)).status).toBe(200);
  });

  test('unless they are set, nobody is turned away', async () => {
    const { ask } = open();
    const query = '{ leads(first: 200) { nodes { opportunities(first: 200) { nodes { id } } } } }';
    const answers = [];
    for (let i = 0; i < 25; i++) answers.push(await ask(query));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.at(-1)?.headers.get('ratelimit-remaining')).toBe('0');
  });
});
