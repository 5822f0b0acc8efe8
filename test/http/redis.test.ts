/** Several gateways that count together in Redis, and go on by themselves while it is away. */
import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openRateLimiting, type RateLimiting } from '../../src/http/rate-limit/limiter.ts';
import { describeWithRedis, startRedis } from '../redis.ts';

describeWithRedis('rate limits in Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const opened: RateLimiting[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  /** So slow to refill that a slow test changes nothing. */
  const limits = { seconds: 100_000, cost: 1000, requests: 3 };

  async function open(url = redis.url) {
    const lines: string[] = [];
    const note = (first: unknown, second?: string) => void lines.push(second ?? String(first));
    const limiting = openRateLimiting(
      { ...limits, redisUrl: url },
      { clock: systemClock, log: { warn: note, info: note } },
    );
    opened.push(limiting);
    return { ...limiting, lines };
  }

  /** Connecting takes a moment, and so does finding out. */
  async function until(holds: () => Promise<boolean> | boolean) {
    for (let tries = 0; tries < 400; tries++) {
      if (await holds()) return;
      await sleep(25);
    }
    throw new Error('it did not come to that within ten seconds');
  }

  /** A gateway that is not connected yet answers too, from memory: what it takes is in Redis only once it is. */
  async function untilCounting(url: string, { rest, lines }: Awaited<ReturnType<typeof open>>) {
    const client = createClient({ url });
    await client.connect();
    await until(async () => {
      await rest.take(`probe ${Math.random()}`);
      const isLost = lines.at(-1)?.includes('cannot be reached') ?? false;
      return !isLost && (await client.keys('gateway:*')).length > 0;
    });
    client.destroy();
    lines.length = 0;
  }

  /** Two gateways that are both connected: what one takes, the other sees. */
  async function openTwo(door: 'rest' | 'graphql') {
    const [one, other] = [await open(), await open()];
    let probe = 0;
    await until(async () => {
      const key = `probe ${door} ${probe++} ${Math.random()}`;
      await one[door].take(key);
      return (await other[door].take(key)).remaining === (door === 'rest' ? 1 : 998);
    });
    return [one, other] as const;
  }

  test('two gateways count together, each key by itself', async () => {
    const [one, other] = await openTwo('rest');
    const allowed = [];
    for (const gateway of [one, other, one, other, one]) allowed.push((await gateway.rest.take('ada')).allowed);
    expect(allowed).toEqual([true, true, true, false, false]);
    expect(await one.rest.take('bo')).toMatchObject({ allowed: true, limit: 3, remaining: 2, window: 100_000 });
    expect((await one.rest.take('ada')).reset).toBeGreaterThan(30_000);
  });

  test('of many that take at once, no more are allowed than there is', async () => {
    const [one, other] = await openTwo('graphql');
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? one : other).graphql.take('storm', 7)),
    );
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(Math.floor(1000 / 7));
  });

  test('what Redis has answered counts, however long the gateway was too busy to read it', async () => {
    const gateway = await open();
    await untilCounting(redis.url, gateway);
    const client = await createClient({ url: redis.url }).connect();
    await client.sendCommand(['CLIENT', 'PAUSE', '100', 'ALL']);
    client.destroy();
    const answers = [1, 2, 3, 4].map(() => gateway.rest.take('busy'));
    // They are sent, and answered while nothing is read for longer than Redis is waited for.
    await sleep(20);
    await immediately();
    for (const until = performance.now() + 600; performance.now() < until; );
    expect((await Promise.all(answers)).map(({ allowed }) => allowed)).toEqual([true, true, true, false]);
    expect(gateway.lines).toEqual([]);
  });

  test('it refills steadily, as in memory', async () => {
    const url = redis.url;
    const quick = openRateLimiting(
      { seconds: 1, cost: 0, requests: 2, redisUrl: url },
      { clock: systemClock, log: { warn: () => {}, info: () => {} } },
    );
    opened.push(quick);
    await until(async () => !(await quick.rest.take('steady')).allowed);
    await sleep(600);
    expect((await quick.rest.take('steady')).allowed).toBe(true);
  });

  test('without Redis each counts in memory, says so once, and is back when it is', async () => {
    const own = await startRedis();
    const gateway = await open(own.url);
    await untilCounting(own.url, gateway);
    await own.stop();
    for (let i = 0; i < 50; i++) expect((await gateway.rest.take(`key ${i}`)).allowed).toBe(true);
    expect((await gateway.rest.take('key 1')).remaining).toBe(1);
    expect(gateway.lines).toEqual([expect.stringContaining('Redis cannot be reached')]);
    const back = await startRedis(own.port);
    try {
      await until(() => gateway.lines.length === 2);
      expect(gateway.lines[1]).toContain('Redis is back');
    } finally {
      await back.stop();
    }
  });

  test('a gateway that starts without Redis serves all the same', async () => {
    const own = await startRedis();
    await own.stop();
    const gateway = await open(own.url);
    expect((await gateway.rest.take('ada')).remaining).toBe(2);
    expect((await gateway.rest.take('ada')).remaining).toBe(1);
    await until(() => gateway.lines.length === 1);
  });

  test('a Redis that keeps the connection and says nothing is not waited for', async () => {
    const own = await startRedis();
    const gateway = await open(own.url);
    await untilCounting(own.url, gateway);
    own.pause();
    try {
      const began = performance.now();
      expect((await gateway.rest.take('ada')).allowed).toBe(true);
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(gateway.lines).toEqual([expect.stringContaining('Redis cannot be reached')]);
    } finally {
      own.continue();
      await gateway.close();
      await own.stop();
    }
  });
});
