/** A disk that is full, a file that cannot be written, a file that is damaged: told in a code, reading goes on, nothing crashes. */
import { open, stat } from 'node:fs/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { domainErrorOf } from '../../src/db/db-errors.ts';
import { freshDatabase } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';
import { change, doors, question } from './asking.ts';

describe('SQLite', () => {
  let url: string;
  let remove: () => Promise<void>;
  let app: App;
  let mine: Sample;
  beforeAll(async () => {
    ({ url, remove } = await freshDatabase('sqlite'));
    app = createApp({ databaseUrl: url, requestTimeout: patience });
    ({ mine } = await createSamples(app.database, 20));
  });
  afterAll(async () => {
    await app.close();
    await remove();
  });

  /** Of the connection that writes. */
  const pragma = (text: string) => app.database.write(({ kysely }) => sql.raw(`pragma ${text}`).execute(kysely));

  describe('on a full disk', () => {
    beforeAll(async () => {
      await pragma('max_page_count = 1');
      // What is free within the file is used first.
      const fill = () =>
        app.database.write(({ kysely }) =>
          kysely
            .updateTable('lead')
            .set({ description: 'x'.repeat(1_000_000) })
            .execute(),
        );
      expect(await fill().catch(domainErrorOf)).toMatchObject({ code: 'STORAGE_FULL' });
    });
    afterAll(() => pragma('max_page_count = 1073741823'));

    test.each(doors)('%s refuses changes with 507, and answers questions', async (door) => {
      const answers = [];
      for (let i = 0; i < 40; i++) answers.push(await change[door](app, mine.apiKey));
      const full = answers.filter(({ status }) => status !== 200);
      expect(full.length).toBeGreaterThan(0);
      for (const { status, code, retryAfter } of full) {
        expect([status, retryAfter]).toEqual([507, '1']);
        if (door === 'graphql') expect(code).toBe('STORAGE_FULL');
      }
      expect(await question[door](app, mine.apiKey)).toMatchObject({ status: 200 });
    });

    test('once there is room again, changes are stored again, and the file is sound', async () => {
      await pragma('max_page_count = 1073741823');
      for (const door of doors) expect(await change[door](app, mine.apiKey)).toMatchObject({ status: 200 });
      const { rows } = await app.database.read(({ kysely }) => sql`pragma integrity_check`.execute(kysely));
      expect(rows).toEqual([{ integrity_check: 'ok' }]);
    });
  });

  test('that cannot be written refuses changes with 503, and answers questions', async () => {
    await app.database.write(async ({ kysely }) => sql`pragma query_only = on`.execute(kysely));
    for (const door of doors) {
      expect(await change[door](app, mine.apiKey)).toMatchObject({ status: 503, retryAfter: '1' });
      expect(await question[door](app, mine.apiKey)).toMatchObject({ status: 200 });
    }
  });

  test('that is damaged is told as trouble with the database, and the process lives', async () => {
    const damaged = await freshDatabase('sqlite');
    const before = createApp({ databaseUrl: damaged.url, requestTimeout: patience });
    const { mine: theirs } = await createSamples(before.database, 50);
    await before.database.write(({ kysely }) => sql`select 1`.execute(kysely));
    await before.close();
    const path = damaged.url.replace('file:', '');
    const file = await open(path, 'r+');
    const { size } = await stat(path);
    // All but the first page, by which a file is known.
    await file.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096);
    await file.close();
    const app = createApp({ databaseUrl: damaged.url, requestTimeout: patience });
    for (const door of doors) {
      for (const ask of [question, change]) {
        expect(await ask[door](app, theirs.apiKey)).toMatchObject({ status: 503, retryAfter: '1' });
      }
    }
    expect((await app.fetch(new Request('http://gateway.test/ready'))).status).toBe(503);
    expect((await app.fetch(new Request('http://gateway.test/health'))).status).toBe(200);
    await app.close();
    await damaged.remove();
  });
});

test('a PostgreSQL that takes no changes refuses them with 503, and answers questions', async () => {
  const { url, remove } = await freshDatabase('postgresql');
  const app = createApp({ databaseUrl: url, requestTimeout: patience });
  const { mine } = await createSamples(app.database, 5);
  await app.close();
  const administrator = new pg.Client({ connectionString: url });
  await administrator.connect();
  const name = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  await administrator.query(`alter database ${name} set default_transaction_read_only = on`);
  const standby = createApp({ databaseUrl: url, requestTimeout: patience });
  for (const door of doors) {
    expect(await change[door](standby, mine.apiKey)).toMatchObject({ status: 503, retryAfter: '1' });
    expect(await question[door](standby, mine.apiKey)).toMatchObject({ status: 200 });
  }
  await standby.close();
  await administrator.end();
  await remove();
});

describe('what the databases say is known by its code', () => {
  const failed = (fields: object) => Object.assign(new Error('x'), fields);
  const below = (cause: object) => failed({ code: 'P2010', meta: { driverAdapterError: { cause } } });
  const unavailable = [
    ...['57P01', '57P02', '57P03', '08006', '53300', '40001', '40P01', '55P03', '25006', '58030', 'XX001'],
    ...['SQLITE_READONLY_DBMOVED', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY'],
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'P1001', 'P2028'],
  ];
  const known: readonly (readonly [code: string, expected: string | undefined])[] = [
    ...[['53100', 'STORAGE_FULL'] as const, ['SQLITE_FULL', 'STORAGE_FULL'] as const],
    ...[['57014', 'TIMEOUT'] as const, ['SQLITE_INTERRUPT', 'TIMEOUT'] as const],
    ...unavailable.map((code) => [code, 'SERVICE_UNAVAILABLE'] as const),
    ...['23505', '42601'].map((code) => [code, undefined] as const),
  ];
  test.each(known)('%s is %s', (code, expected) => {
    expect(domainErrorOf(failed({ code }))?.code).toBe(expected);
    if (!/^[EP]/.test(code)) expect(domainErrorOf(below({ originalCode: code }))?.code).toBe(expected);
  });

  test.each([
    'Client has encountered a connection error and is not queryable',
    'Connection terminated unexpectedly',
    'Server has closed the connection.',
    'timeout exceeded when trying to connect',
  ])('and where it says no code, by its words: %s', (message) => {
    expect(domainErrorOf(new Error(message))?.code).toBe('SERVICE_UNAVAILABLE');
  });
});
