/** What transactions promise: nothing of one is seen by another, nothing acknowledged is lost, a snapshot stands still. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, type Session, type WriteSession } from '../../src/db/client.ts';
import { domainErrorOf } from '../../src/db/db-errors.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';

describeDatabases('transactions', (opened) => {
  const date = new Date(0);
  const add = ({ prisma }: WriteSession, id: string) =>
    prisma.organization.create({ data: { id, name: id, dateCreated: date, dateUpdated: date } });
  const names = async ({ rows }: Session) =>
    (await rows.organization.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
  const clear = () => opened.database.write(({ prisma }) => prisma.organization.deleteMany());

  beforeAll(clear);

  test('what one transaction has not committed, no other sees; what it rolls back takes nothing else along', async () => {
    // Expected at once: a busy machine comes back to it only after it has failed.
    const slow = expect(
      opened.database.write(async (session) => {
        await add(session, 'a');
        await sleep(100);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await sleep(30);
    const seen = await opened.database.read(names);
    const other = opened.database.write((session) => add(session, 'b'));
    await slow;
    await other;
    expect(seen).toEqual([]);
    expect(await opened.database.read(names)).toEqual(['b']);
    await clear();
  });

  test('an open snapshot stands still while others write, and a new one sees what was acknowledged', async () => {
    const { session, close } = opened.database.openSnapshot();
    expect(await names(session)).toEqual([]);
    await opened.database.write((writing) => add(writing, 'c'));
    expect(await names(session)).toEqual([]);
    close();
    expect(await opened.database.read(names)).toEqual(['c']);
    await clear();
  });

  test('two programs on one database write side by side, and none of it is lost', async () => {
    const other = openDatabase(opened.url);
    const writes = Array.from({ length: 60 }, (_, index) => {
      const database = index % 2 === 0 ? opened.database : other;
      return database.write((session) => add(session, `d${String(index).padStart(2, '0')}`));
    });
    await Promise.all(writes);
    await other.close();
    expect(await opened.database.read(names)).toHaveLength(60);
    await clear();
  });

  test('whoever waits longer than allowed for another writer is told so, and the database goes on', async () => {
    const impatient = openDatabase(opened.url, { maxWait: 200, poolSize: 1 });
    const holder = opened.provider === 'sqlite' ? opened.database : impatient;
    let letGo = () => {};
    const released = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const hold = () =>
      new Promise<{ readonly held: Promise<void> }>((resolve, reject) => {
        const held = holder.write(async (session) => {
          await add(session, 'e');
          resolve({ held });
          await released;
        });
        held.catch(reject);
      });
    // On a busy machine, to connect takes longer than the impatient one waits.
    const { held } = await vi.waitFor(hold, { timeout: patience });
    const refused = await impatient.write((session) => add(session, 'f')).catch((error: unknown) => error);
    expect(domainErrorOf(refused)?.code).toBe('SERVICE_UNAVAILABLE');
    letGo();
    await held;
    await vi.waitFor(() => impatient.write((session) => add(session, 'g')), { timeout: patience });
    expect(await opened.database.read(names)).toEqual(['e', 'g']);
    await impatient.close();
    await clear();
  });

  test('of what is asked at the same time, none is answered as if it had found nothing when one has failed', async () => {
    const told = await opened.database
      .write(async ({ kysely, rows }) => {
        const wrong = sql`select no_such_column from organization`.execute(kysely);
        const others = Array.from({ length: 5 }, () => rows.organization.findMany());
        const outcomes = await Promise.allSettled([wrong, ...others]);
        const first = await Promise.race([wrong, ...others].map((asked) => asked.catch((error: unknown) => error)));
        return { outcomes, first };
      })
      .catch(() => undefined);
    const [wrong, ...others] = told?.outcomes ?? [];
    expect(wrong?.status).toBe('rejected');
    expect(String(told?.first)).toContain('no_such_column');
    // PostgreSQL answers nothing more in such a transaction; SQLite goes on.
    for (const outcome of others) {
      if (outcome.status === 'fulfilled') expect(outcome.value).toEqual([]);
      else expect(outcome.reason).not.toBeInstanceOf(TypeError);
    }
    expect(others).toHaveLength(5);
  });

  test('fifty snapshots at once are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => opened.database.read(names)));
    expect(answers).toHaveLength(50);
  });
});
