/** Events are kept as long as was said, and no longer. */
import { expect, test } from 'vitest';
import { keepPruning, pruneOldest } from '../../src/event/prune.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from '../rest/answers.ts';
import { useOffice } from '../rest/office.ts';

const day = 24 * 60 * 60 * 1000;

describeDatabases('old events', (opened) => {
  const office = useOffice(opened);
  const known = async () => (await ok(office.rest.get('/event/?object_type=pipeline'))).data.length;

  test('go once they are older than the days that were said, in portions, and no others', async () => {
    const { rest, mine } = office;
    const { now } = mine.caller;
    await ok(rest.post('/pipeline/', { name: 'Kept' }), 201);
    // What the fixtures made was written by hand, so to speak: at the moment of the test.
    const before = await known();
    expect(await pruneOldest(opened.database, 'event', (now - day) as Instant)).toBe(0);
    expect(await known()).toBe(before);
    const faults: unknown[] = [];
    const pruning = keepPruning(opened.database, {
      ...{ tables: ['event'], days: 30, every: 10, report: (fault: unknown) => faults.push(fault) },
      clock: () => (now + 31 * day) as Instant,
    });
    await expect.poll(known, { timeout: 20_000 }).toBe(before - 1);
    await pruning.close();
    expect(faults).toEqual([]);
  });

  test('go with what became of their deliveries', async () => {
    const { rest } = office;
    const events = [{ object_type: 'opportunity', action: 'created' }];
    const { id: webhookId } = await ok(rest.post('/webhook/', { url: 'https://example.com/hook', events }));
    await ok(rest.post('/opportunity/', {}));
    const written = () =>
      opened.database.write(({ prisma }) => prisma.webhookDelivery.findMany({ where: { webhookId } }));
    const [delivery] = await written();
    const moment = delivery?.dateCreated.getTime() ?? 0;
    expect(await pruneOldest(opened.database, 'webhook_delivery', moment as Instant)).toBe(0);
    expect(await written()).toEqual([delivery]);
    expect(await pruneOldest(opened.database, 'webhook_delivery', (moment + 1) as Instant)).toBe(1);
    expect(await written()).toEqual([]);
  });
});
