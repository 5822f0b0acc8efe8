import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import type { Change, ChangeFeed } from '../../src/live/change.ts';
import { openChangeFeed } from '../../src/live/feed.ts';
import { createSubscribers } from '../../src/live/memory.ts';
import { announcingChanges, recordChanges } from '../../src/live/outbox.ts';
import { assemble, split } from '../../src/live/postgres.ts';
import { freshDatabase } from '../describe-databases.ts';

const change = (id: string, organizationId = 'orga_a', before: unknown = null): Change => ({
  ...{ organizationId, kind: 'created', id, fields: [], before, after: null },
});

describe('subscribers of one process', () => {
  test('each organization is told of its own changes only, in order', async () => {
    const subscribers = createSubscribers();
    const [a, b] = [subscribers.add('orga_a'), subscribers.add('orga_b')];
    for (const id of ['1', '2']) subscribers.deliver([change(id)]);
    subscribers.deliver([change('3', 'orga_b')]);
    expect((await a.next()).value).toEqual([change('1')]);
    expect((await a.next()).value).toEqual([change('2')]);
    expect((await b.next()).value).toEqual([change('3', 'orga_b')]);
  });

  test('who left is forgotten', async () => {
    const subscribers = createSubscribers();
    const [first, second] = [subscribers.add('orga_a'), subscribers.add('orga_a')];
    const waiting = first.next();
    await first.return?.();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(subscribers.has('orga_a')).toBe(true);
    await second.return?.();
    expect(subscribers.has('orga_a')).toBe(false);
    // Nor does a late return of the first take a later subscriber along.
    subscribers.add('orga_a');
    await first.return?.();
    expect(subscribers.has('orga_a')).toBe(true);
  });

  test('who does not read is cut off in words after a thousand, and the others are served', async () => {
    const subscribers = createSubscribers();
    const [idle, reading] = [subscribers.add('orga_a'), subscribers.add('orga_a')];
    for (let i = 0; i < 1001; i++) {
      subscribers.deliver([change(String(i))]);
      await reading.next();
    }
    const read: unknown[] = [];
    const drain = async () => {
      for await (const changes of idle) read.push(changes);
    };
    await expect(drain()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    // What came in before is not lost by it.
    expect(read.length).toBeGreaterThanOrEqual(1000);
    expect(await idle.next()).toEqual({ value: undefined, done: true });
    subscribers.deliver([change('last')]);
    expect((await reading.next()).value).toEqual([change('last')]);
  });
});

describe('messages of PostgreSQL', () => {
  test.each([0, 1, 6999, 7000, 7001, 100_000])('%i characters arrive whole, in parts it takes', (length) => {
    const body = 'x'.repeat(length);
    const parts = split('orga_a', body);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThan(8000);
    const arrived: string[] = [];
    const receive = assemble((_, whole) => arrived.push(whole));
    for (const part of parts) receive(part);
    expect(arrived).toEqual(length === 0 ? [] : [body]);
  });

  test('what was half read when the connection broke does not spoil what comes after', () => {
    const arrived: string[] = [];
    const receive = assemble((organizationId, body) => arrived.push(`${organizationId} ${body}`));
    const [first = ''] = split('orga_a', 'x'.repeat(8000));
    receive(first);
    for (const part of split('orga_b', 'whole')) receive(part);
    receive('nonsense');
    expect(arrived).toEqual(['orga_b whole']);
  });
});

describe('two processes on one PostgreSQL', () => {
  async function withFeeds(work: (url: string, here: ChangeFeed, there: ChangeFeed) => Promise<void>) {
    const { url, remove } = await freshDatabase('postgresql');
    const [here, there] = [await openChangeFeed(url), await openChangeFeed(url)];
    await work(url, here, there).finally(async () => {
      await here.close();
      await there.close();
      await remove();
    });
  }

  test('what is committed in one is told in the other, however long, and what is not is not', async () => {
    await withFeeds(async (url, here, there) => {
      const database = openDatabase(url);
      const announcing = announcingChanges(database, here);
      const subscriptions = [here, there].map((feed) => feed.subscribe('orga_a'));
      const note = Array.from({ length: 40_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join(
        '',
      );
      const long = change('long', 'orga_a', { note, value: 99_999_999_999_999n });
      await announcing
        .write(async (session) => {
          recordChanges(session, [change('undone')]);
          throw new Error('undone');
        })
        .catch(() => {});
      await announcing.write(async (session) => recordChanges(session, [change('other', 'orga_b')]));
      await announcing.write(async (session) => recordChanges(session, [long, change('second')]));
      for (const subscription of subscriptions) {
        expect((await subscription.next()).value).toEqual([long, change('second')]);
      }
      await database.close();
    });
  });

  test('a broken connection is told to who listens, and mended for who comes next', async () => {
    await withFeeds(async (url, here, there) => {
      const told = expect(there.subscribe('orga_a').next()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      const administrator = new pg.Client({ connectionString: url });
      await administrator.connect();
      await administrator.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and pid <> pg_backend_pid()",
      );
      await administrator.end();
      await told;
      const database = openDatabase(url);
      const subscription = await eventually(() => there.subscribe('orga_a'));
      await announcingChanges(database, here).write(async (session) => recordChanges(session, [change('after')]));
      expect((await subscription.next()).value).toEqual([change('after')]);
      await database.close();
    });
  });

  async function eventually<T>(attempt: () => T): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        return attempt();
      } catch (error) {
        if (tries > 100) throw error;
        await sleep(50);
      }
    }
  }
});
