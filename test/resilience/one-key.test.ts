/** One key that asks too much: others are answered as if it were not there, and it is told when it may come again. */
import { beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';
import { type Ask, doors, other, question } from './asking.ts';
import { whileLocked } from './locked.ts';

describeDatabases('one key with many questions', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 5));
  });

  /** Answers that wait until they are let go. */
  async function busy(work: (heavy: () => Promise<unknown>[], app: ReturnType<typeof createApp>) => Promise<void>) {
    const app = createApp({
      ...{ databaseUrl: opened.url, requestTimeout: patience, poolSize: 4 },
      requests: { inAll: 30, ofOne: 20 },
    });
    const heavy = () => Array.from({ length: 12 }, (_, i) => question[i % 2 ? 'rest' : 'graphql'](app, mine.apiKey));
    await work(heavy, app).finally(() => app.close());
  }

  test.runIf(opened.provider === 'postgresql')('leave connections to the others, and to what needs none', async () => {
    await busy(async (heavy, app) => {
      let answers: Promise<unknown>[] = [];
      await whileLocked(opened.url, 'opportunity', async (watch) => {
        answers = heavy();
        // As many as half of the connections, and no more.
        await vi.waitFor(async () => expect(await watch.countWaiting()).toBe(2), { timeout: patience });
        for (const door of doors) expect(await other[door](app, foreign.apiKey)).toMatchObject({ status: 200 });
        expect(await watch.countWaiting()).toBe(2);
        for (const door of doors) expect(await other[door](app, 'api_wrong')).toMatchObject({ status: 401 });
        const get = (path: string) => app.fetch(new Request(`http://gateway.test${path}`));
        expect((await get('/ready')).status).toBe(200);
        expect((await get('/nothing')).status).toBe(404);
        expect(await syntaxError(app, foreign.apiKey)).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
      });
      for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ status: 200 });
    });
  });

  test('whoever has as many under way as may be is told so at once, through both doors', async () => {
    const app = createApp({
      ...{ databaseUrl: opened.url, requestTimeout: patience, poolSize: 2 },
      requests: { inAll: 1000, ofOne: 3 },
    });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => other[i % 2 ? 'rest' : 'graphql'](app, mine.apiKey)),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(3);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, code, retryAfter, body } of refused) {
      expect([status, retryAfter]).toEqual([503, '1']);
      expect([undefined, 'OVERLOADED']).toContain(code);
      expect(JSON.stringify(body)).toContain('3 requests under way');
    }
    expect(await other.rest(app, mine.apiKey)).toMatchObject({ status: 200 });
    await app.close();
  });

  test('more than the gateway takes in all are refused, whoever sends them, and its health is told all the same', async () => {
    const app = createApp({
      ...{ databaseUrl: opened.url, requestTimeout: patience },
      requests: { inAll: 4, ofOne: 1000 },
    });
    const keys = [mine.apiKey, foreign.apiKey, 'api_wrong'];
    const answers = Array.from({ length: 30 }, (_, i) => other[i % 2 ? 'rest' : 'graphql'](app, keys[i % 3] ?? ''));
    const health = await app.fetch(new Request('http://gateway.test/health'));
    expect(health.status).toBe(200);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 503)).toHaveLength(4);
    expect(await other.graphql(app, mine.apiKey)).toMatchObject({ status: 200 });
    await app.close();
  });

  const syntaxError: Ask = async (app, key) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const request = new Request('http://gateway.test/graphql', { method: 'POST', headers, body: '{"query":"{"}' });
    const response = await app.fetch(request);
    const body = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return { status: response.status, code: body.errors[0]?.extensions.code, retryAfter: null, body };
  };
});
