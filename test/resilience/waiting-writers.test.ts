/** Writers that wait for longer than they may: each is told, and nobody else; no rejection is left for the process to find. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openDatabase } from '../../src/db/client.ts';
import { domainErrorOf } from '../../src/db/db-errors.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples } from '../sample.ts';
import { change, doors } from './asking.ts';
import { whileWritersWait } from './locked.ts';

describeDatabases('writers that wait too long', (opened) => {
  const unhandled: unknown[] = [];
  const note = (fault: unknown) => unhandled.push(fault);
  beforeEach(() => void process.on('unhandledRejection', note));
  afterEach(async () => {
    // The process looks for them once its promises have come to rest.
    await sleep(50);
    process.off('unhandledRejection', note);
    expect(unhandled.splice(0)).toEqual([]);
  });

  test('for a connection, or for another writer, are told that it takes too long', async () => {
    const impatient = openDatabase(opened.url, { maxWait: 20, poolSize: 1, timeout: 300 });
    const codes = new Set<string | undefined>();
    for (let round = 0; round < 20; round++) {
      const work = [
        impatient.write(() => sleep(100)),
        impatient.write(() => sleep(1)),
        impatient.read(({ kysely }) => kysely.selectFrom('lead').select('id').execute()),
        impatient.write(() => sleep(1)),
      ];
      for (const outcome of await Promise.allSettled(work)) {
        if (outcome.status === 'rejected') codes.add(domainErrorOf(outcome.reason)?.code);
      }
    }
    await impatient.close();
    expect([...codes]).toEqual(['SERVICE_UNAVAILABLE']);
  });

  test('through either door: each is told that it takes too long, and the next change is stored', async () => {
    const { mine } = await createSamples(opened.database, 1);
    const hurried = createApp({ databaseUrl: opened.url, requestTimeout: 300, poolSize: 2 });
    await whileWritersWait(opened, async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => change[i % 2 ? 'rest' : 'graphql'](hurried, mine.apiKey)),
      );
      for (const { status, retryAfter } of answers) {
        expect([503, 504]).toContain(status);
        expect(retryAfter).toBe('1');
      }
    });
    await hurried.close();
    const app = createApp({ databaseUrl: opened.url, requestTimeout: patience });
    for (const door of doors) expect(await change[door](app, mine.apiKey)).toMatchObject({ status: 200 });
    await app.close();
  });
});
