/** A request has so much time: then it is told so, its SQL ends, nothing of it is stored, and the next one is answered. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openDatabase, type Session } from '../../src/db/client.ts';
import { domainErrorOf } from '../../src/db/db-errors.ts';
import { createDeadline } from '../../src/db/deadline.ts';
import { until } from '../../src/db/until.ts';
import { describeDatabases, freshDatabase } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';
import { doors, question } from './asking.ts';
import { whileLocked } from './locked.ts';

const never = new AbortController().signal;

describeDatabases('the deadline of a request', (opened) => {
  let mine: Sample;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 5));
  });

  test.each(doors)('%s says that there was too little time, and when to come again', async (door) => {
    const app = createApp({ databaseUrl: opened.url, requestTimeout: 0.001 });
    const told = await question[door](app, mine.apiKey);
    await app.close();
    expect(told).toMatchObject({ status: 504, retryAfter: '1' });
    expect(JSON.stringify(told.body)).toContain('longer than a request may');
    if (door === 'graphql') expect(told.code).toBe('TIMEOUT');
  });

  const ask = (session: Session) => session.kysely.selectFrom('lead').select('id').execute();

  test('no statement is begun after it, and the next who asks is answered', async () => {
    const statements: string[] = [];
    const database = openDatabase(opened.url, { onStatement: (text) => statements.push(text) });
    const leads = await database.read(ask);
    const deadline = createDeadline(30, never);
    let asked = 0;
    const reading = until(database, deadline).read(async (session) => {
      for (;;) {
        await ask(session);
        asked += 1;
      }
    });
    const refused = await reading.catch(domainErrorOf);
    expect(refused).toMatchObject({ code: 'TIMEOUT' });
    const selects = () => statements.filter((text) => /from "lead"/.test(text)).length;
    const begun = selects();
    // One may have been under way.
    expect([asked + 1, asked + 2]).toContain(begun);
    await sleep(50);
    expect(selects()).toBe(begun);
    expect(await database.read(ask)).toEqual(leads);
    await database.close();
  });

  test.each(['before its last statement', 'after it'])('a change that is late is undone: %s', async (when) => {
    const client = new AbortController();
    const deadline = createDeadline(patience, client.signal);
    const date = new Date(0);
    const row = { id: `orga_late_${when}`, name: 'Late', date_created: date, date_updated: date };
    const database = until(opened.database, deadline);
    const writing = database.write(async (session) => {
      await session.kysely.insertInto('organization').values(row).execute();
      client.abort();
      if (when !== 'after it') await ask(session);
      return 'stored';
    });
    expect(await writing.catch(domainErrorOf)).toMatchObject({ code: 'TIMEOUT' });
    const stored = opened.database.read(({ kysely }) =>
      kysely.selectFrom('organization').select('id').where('name', '=', 'Late').execute(),
    );
    expect(await stored).toEqual([]);
    // Nor does the connection stay in the middle of it.
    await opened.database.write((session) => ask(session));
  });

  test('whoever waits for a writer waits no longer than that', async () => {
    let letGo = () => {};
    const letting = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const held = opened.database.write(() => letting);
    const one = openDatabase(opened.url, { poolSize: 1, maxWait: patience });
    const holder = opened.provider === 'sqlite' ? held : one.write(() => held);
    const late = until(one, createDeadline(100, never));
    expect(await late.write(ask).catch(domainErrorOf)).toMatchObject({ code: 'TIMEOUT' });
    letGo();
    await held;
    await holder;
    await one.write(ask);
    await one.close();
  });
});

describe('a statement of SQLite that would run for minutes', () => {
  const forever = sql`with recursive c (x) as (select 1 union all select x + 1 from c) select count(*) from c`;
  let url: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ url, remove } = await freshDatabase('sqlite'));
  });
  afterAll(() => remove());

  /** The processes that read this file for us. */
  const readers = () => {
    const lines = execFileSync('ps', ['-eo', 'pid=,args=']).toString().split('\n');
    const mine = lines.filter((line) => line.includes('sqlite-reader') && line.includes(url.replace('file:', '')));
    return mine.map((line) => Number.parseInt(line, 10));
  };

  test.each([
    ['when the time is up', 4000, new AbortController()],
    ['when the client goes away', patience, new AbortController()],
  ])('is stopped %s: its process is gone, and others are answered meanwhile', async (why, time, client) => {
    const database = openDatabase(url);
    const deadline = createDeadline(time, client.signal);
    const asked = until(database, deadline)
      .read(({ kysely }) => forever.execute(kysely))
      .catch(domainErrorOf);
    const [running] = await vi.waitFor(
      () => {
        const found = readers();
        expect(found).toHaveLength(1);
        return found;
      },
      { timeout: patience },
    );
    expect(await database.read(({ kysely }) => kysely.selectFrom('lead').select('id').execute())).toEqual([]);
    if (why === 'when the client goes away') client.abort();
    expect(await asked).toMatchObject({ code: 'TIMEOUT' });
    await vi.waitFor(() => expect(readers()).not.toContain(running), { timeout: patience });
    await database.close();
  });

  test('ends with the database that it is asked of', async () => {
    const database = openDatabase(url);
    const asked = database.read(({ kysely }) => forever.execute(kysely)).catch(domainErrorOf);
    await sleep(100);
    await database.close();
    expect(await asked).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

/** SQLite has no locks that would keep a question waiting: see above. */
describeDatabases(
  'statements of a request that is over',
  (opened) => {
    let mine: Sample;
    beforeAll(async () => {
      ({ mine } = await createSamples(opened.database, 5));
    });

    describe.each(doors)('%s', (door) => {
      test('are cancelled in PostgreSQL when the time is up', async () => {
        const app = createApp({ databaseUrl: opened.url, requestTimeout: 500, poolSize: 2 });
        await whileLocked(opened.url, 'opportunity', async (watch) => {
          const answers = await Promise.all([1, 2, 3].map(() => question[door](app, mine.apiKey)));
          expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([504]));
          for (const { status } of answers) expect([503, 504]).toContain(status);
          await vi.waitFor(async () => expect(await watch.countWaiting()).toBe(0), { timeout: patience });
        });
        const after = await question[door](app, mine.apiKey);
        expect(after.status).toBe(200);
        await app.close();
      });

      test('are cancelled, and none follows, when the client goes away', async () => {
        const statements: string[] = [];
        const app = createApp({
          ...{ databaseUrl: opened.url, requestTimeout: patience, poolSize: 2 },
          onStatement: (text) => statements.push(text),
        });
        await whileLocked(opened.url, 'opportunity', async (watch) => {
          for (let round = 0; round < 10; round++) {
            const client = new AbortController();
            const answer = question[door](app, mine.apiKey, client.signal).catch(() => undefined);
            await vi.waitFor(async () => expect(await watch.countWaiting()).toBe(1), { timeout: patience });
            const sent = statements.length;
            client.abort();
            await answer;
            await vi.waitFor(async () => expect(await watch.countWaiting()).toBe(0), { timeout: patience });
            expect(statements.slice(sent).filter((text) => text !== 'COMMIT')).toEqual([]);
          }
        });
        const after = await question[door](app, mine.apiKey);
        expect(after.status).toBe(200);
        await app.close();
      });
    });

    test('PostgreSQL ends a statement by itself, should the gateway be gone', async () => {
      const database = openDatabase(opened.url, { timeout: 200 });
      const asleep = database.read(({ kysely }) => sql`select pg_sleep(60)`.execute(kysely));
      expect(await asleep.catch(domainErrorOf)).toMatchObject({ code: 'TIMEOUT' });
      await database.close();
    });
  },
  ['postgresql'],
);
