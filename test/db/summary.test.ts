/** The summary says what the rows say, whoever writes, and however many at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Catalog, catalogOf } from '../../src/catalog.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import { type Database, openDatabase, type WriteSession } from '../../src/db/client.ts';
import { retryingConflicts } from '../../src/db/retry.ts';
import { foldDeltas, keepFolded } from '../../src/db/summary/fold.ts';
import { ensureSummary, rebuildSummary } from '../../src/db/summary/install.ts';
import { summedTogether } from '../../src/db/summary/together.ts';
import { readDifferences } from '../../src/db/summary/verify.ts';
import { importFile } from '../../src/import/import-file.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { byHand as sendByHand } from '../by-hand.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, later, type Office } from '../fixtures.ts';
import { temporaryFiles } from '../import/files.ts';
import { anyStep, createFields, type Fields, take } from '../opportunity/past/random-writes.ts';
import { runs } from '../runs.ts';

describeDatabases('the summary', (opened) => {
  let office: Office;
  let fields: Fields;
  let catalog: Catalog;
  let moments = 0;
  const files = temporaryFiles();
  beforeAll(async () => {
    ({ mine: office } = await createOffices(opened.database));
    fields = await opened.database.write((session) => createFields(session, office));
    catalog = await opened.database.read(async (session) =>
      catalogOf(await readCustomFields(session, office.organizationId)),
    );
  });

  const differences = () => opened.database.read(readDifferences);
  const nextCaller = () => {
    moments += 1000;
    return later(office.caller, moments);
  };
  const create = (session: WriteSession, value: bigint) =>
    createOpportunity(session, nextCaller(), { leadId: office.leadId, value, userId: office.userIds[0] });

  const byHand = (statement: string) => sendByHand(opened.url, statement);

  test('is exact after any writes, committed or taken back, folded or not', async () => {
    class TakenBack extends Error {}
    const anyMove = fc.record({
      step: anyStep,
      end: fc.constantFrom('commit', 'commit', 'commit', 'rollback', 'fold'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { minLength: 5, maxLength: 15 }), async (moves) => {
        for (const { step, end } of moves) {
          const written = opened.database.write(async (session) => {
            await take(session, nextCaller(), { office, fields, catalog }, step);
            if (end === 'rollback') throw new TakenBack();
          });
          await written.catch((error) => {
            if (!(error instanceof TakenBack)) throw error;
          });
          if (end === 'fold') await foldDeltas(opened.url);
          expect(await differences()).toEqual([]);
        }
      }),
      { numRuns: runs(4) },
    );
  });

  test('keeps nothing for later of an import that failed, and is exact in what follows', async () => {
    const failed = opened.database.write((session) =>
      summedTogether(session, async () => {
        await create(session, 7n);
        throw new Error('the batch failed');
      }),
    );
    await expect(failed).rejects.toThrow('the batch failed');
    expect(await differences()).toEqual([]);
    await opened.database.write((session) => create(session, 11n));
    expect(await differences()).toEqual([]);
  });

  test('follows what is written by hand, many rows at once, and what a cascade takes away', async () => {
    for (const statement of [
      `update opportunity set value = coalesce(value, 0) / 2 + 12345678901, confidence = 33`,
      `update opportunity set user_id = null where confidence = 33`,
      `update opportunity set user_id = '${office.userIds[1]}', date_won = '2024-12-30' where user_id is null`,
      `update opportunity set date_won = '0001-01-01' where row_key % 2 = 0`,
      `update opportunity set date_won = '9999-12-31', value_period = 'monthly' where row_key % 3 = 0`,
      `delete from opportunity where row_key % 5 = 0`,
      `delete from opportunity where lead_id = '${office.leadId}' and row_key % 7 = 0`,
    ]) {
      await byHand(statement);
      expect(await differences(), statement).toEqual([]);
    }
    await opened.database.write((session) => create(session, 5n));
    await byHand(
      `update opportunity set contact_id = null; delete from status_change; delete from custom_field_value; delete from contact; delete from lead where id = '${office.leadId}'`,
    );
    expect(await differences()).toEqual([]);
    const left = await opened.database.read(({ kysely }) =>
      kysely.selectFrom('opportunity').select('id').where('lead_id', '=', office.leadId).execute(),
    );
    expect(left).toEqual([]);
  });

  test('follows an import', async () => {
    const head = 'external_id,company,amount,stage,close date';
    const rowsOf = (times: number) =>
      Array.from({ length: 700 }, (_, i) => `${i},Company ${i % 20},${i * times},Open,2026-0${(i % 9) + 1}-11`);
    const importRows = (name: string, rows: readonly string[]) =>
      importFile(opened.database, {
        path: files(name, [head, ...rows].join('\n')),
        ...{ organization: 'Imported', now: nextCaller().now },
      });
    expect(await importRows('deals.csv', rowsOf(3))).toMatchObject({ created: 700 });
    expect(await differences()).toEqual([]);
    // Those that are there are changed, and one is new, in one statement.
    const again = [...rowsOf(5), '700,Company 1,12,Won,2026-03-11'];
    expect(await importRows('again.csv', again)).toMatchObject({ created: 1, updated: 699, unchanged: 1 });
    expect(await differences()).toEqual([]);
  });

  test('tells of a cell that is wrong, and is mended', async () => {
    // Whether there is a cell by now is a matter of chance where nothing has been folded.
    await foldDeltas(opened.url);
    await byHand(`update opportunity_summary set count = count + 1 where grain = 'ever'`);
    const found = await differences();
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatchObject({ grain: 'ever', date_won: null, count: 1n, value: 0n });
    await rebuildSummary(opened.url);
    expect(await differences()).toEqual([]);
  });

  test('is made of what there is where it is missing, and left alone where it is right', async () => {
    expect(await ensureSummary(opened.url)).toBe(false);
    await byHand(
      opened.provider === 'sqlite' ? 'drop trigger opportunity_summary_update' : 'drop view opportunity_cell',
    );
    await byHand('update opportunity set value = 1');
    expect(await ensureSummary(opened.url)).toBe(true);
    expect(await differences()).toEqual([]);
    expect(await ensureSummary(opened.url)).toBe(false);
  });
});

describeDatabases('thirty-two writers at once', (opened) => {
  let office: Office;
  let databases: readonly Database[] = [];
  beforeAll(async () => {
    ({ mine: office } = await createOffices(opened.database));
    databases = [0, 1].map(() => retryingConflicts(openDatabase(opened.url, { maxWait: 20_000, poolSize: 16 })));
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });

  test('leave the summary exact at every moment, while it is folded', async () => {
    const faults: unknown[] = [];
    const folded = [0, 1].map(() => keepFolded(opened.url, { every: 5, report: (fault) => faults.push(fault) }));
    const seen: unknown[] = [];
    let isWriting = true;
    const watching = (async () => {
      while (isWriting) {
        seen.push(...(await opened.database.read(readDifferences)));
        await sleep(5);
      }
    })();
    await Promise.all(
      Array.from({ length: 32 }, async (_, i) => {
        const database = databases[i % 2] ?? opened.database;
        const input = { leadId: office.leadId, value: BigInt(i), userId: office.userIds[i % 3] ?? null };
        const id = await database.write((session) => createOpportunity(session, office.caller, input));
        for (const statusId of [office.status.won, office.status.lost])
          await database.write((session) =>
            updateOpportunity(session, later(office.caller, i + 1), { id, change: { statusId, value: BigInt(i * 2) } }),
          );
      }),
    );
    isWriting = false;
    await watching;
    for (const { close } of folded) await close();
    expect(seen).toEqual([]);
    expect(faults).toEqual([]);
    expect(await opened.database.read(readDifferences)).toEqual([]);
  });
});
