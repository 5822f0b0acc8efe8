import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createOpportunities, createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { type OpportunityUpdate, updateOpportunities } from '../../src/opportunity/update.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('batches', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });
  beforeEach(() => {
    opened.statements.length = 0;
  });

  const create = (inputs: readonly OpportunityInput[], partial?: boolean) =>
    opened.database.write((session) => createOpportunities(session, mine.caller, inputs, { partial }));
  const update = (updates: readonly OpportunityUpdate[], partial?: boolean) =>
    opened.database.write((session) => updateOpportunities(session, mine.caller, updates, { partial }));
  const count = () => opened.database.write(({ prisma }) => prisma.opportunity.count());
  const some = async (size: number) => {
    const { ids } = await create(Array.from({ length: size }, () => ({ leadId: mine.leadId })));
    return ids.map((id) => id ?? '');
  };

  test('all rows are stored, in the order given', async () => {
    const inputs = Array.from({ length: 250 }, (_, i) => ({ leadId: mine.leadId, value: BigInt(i), note: `row ${i}` }));
    const { ids, errors } = await create(inputs);
    expect(errors).toEqual([]);
    expect(new Set(ids).size).toBe(250);
    expect(await readOpportunity(opened.database, ids[249] ?? '')).toMatchObject({ value: 249n, note: 'row 249' });
  });

  test('one wrong row stores none, and each wrong one is told by its index', async () => {
    const before = await count();
    const wrong = create([
      { leadId: mine.leadId },
      { leadId: mine.leadId, confidence: 101 },
      { leadId: theirs.leadId },
      { leadId: mine.leadId, value: 1n },
    ]);
    await expect(wrong).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      inputPath: [1, 'confidence'],
      extra: {
        errors: [
          { index: 1, code: 'INVALID_INPUT', path: [1, 'confidence'], message: expect.stringContaining('101') },
          { index: 2, code: 'INVALID_INPUT', path: [2, 'leadId'], message: expect.stringContaining('no lead') },
        ],
      },
    });
    await expect(wrong).rejects.toThrow(/^2 of 4 rows are wrong/);
    expect(await count()).toBe(before);
  });

  test('`partial` keeps the good rows', async () => {
    const before = await count();
    const inputs = [{ value: 1n }, { value: 2n, valuePeriod: 'weekly' }, { value: 3n }];
    const { ids, errors } = await create(
      inputs.map((input) => ({ leadId: mine.leadId, ...input })),
      true,
    );
    expect(ids.map((id) => id !== null)).toEqual([true, false, true]);
    expect(errors).toMatchObject([{ index: 1, path: [1, 'valuePeriod'] }]);
    expect(await count()).toBe(before + 2);
  });

  test('251 rows are one too many, and none is no error', async () => {
    const rows = Array.from({ length: 251 }, () => ({ leadId: mine.leadId }));
    expect(await failure(create(rows))).toBe('INVALID_INPUT inputs');
    expect(await failure(update(rows.map(() => ({ id: 'oppo_x', change: {} }))))).toBe('INVALID_INPUT updates');
    expect(await create([])).toEqual({ ids: [], errors: [] });
    expect(await update([])).toEqual({ ids: [], errors: [] });
  });

  test('each row without a lead gets one of its own', async () => {
    const { ids } = await create([{}, {}, { leadId: mine.leadId }]);
    const leads = await Promise.all(ids.map(async (id) => (await readOpportunity(opened.database, id ?? '')).leadId));
    expect(new Set(leads).size).toBe(3);
    expect(leads[2]).toBe(mine.leadId);
  });

  test('creating takes as many statements for 200 rows as for 2', async () => {
    const row = (i: number): OpportunityInput => ({
      ...(i % 2 === 0 && { leadId: mine.leadId }),
      ...{ contactId: mine.contactId, userId: mine.userIds[i % 3], statusId: mine.status.won, value: BigInt(i) },
    });
    await create([row(0), row(1)]);
    const few = opened.statements.length;
    opened.statements.length = 0;
    await create(Array.from({ length: 200 }, (_, i) => row(i)));
    expect(opened.statements.length).toBe(few);
  });

  test('updates of many rows are checked together, and written together where they are alike', async () => {
    const ids = await some(100);
    opened.statements.length = 0;
    await update(ids.map((id) => ({ id, change: { statusId: mine.status.won, userId: mine.userIds[1] } })));
    // Locked, statuses, members, updated, recorded.
    expect(opened.statements.length).toBe(5);
    expect(await readOpportunity(opened.database, ids[99] ?? '')).toMatchObject({
      ...{ statusId: mine.status.won, userId: mine.userIds[1], dateWon: '2026-06-15', version: 2 },
    });
    expect(
      await opened.database.write(({ prisma }) => prisma.statusChange.count({ where: { opportunityId: { in: ids } } })),
    ).toBe(100);
    opened.statements.length = 0;
    await update(ids.map((id, i) => ({ id, change: { value: BigInt(i), statusId: mine.status.open } })));
    expect(opened.statements.length).toBe(103);
  });

  test('each update of a batch has its own version and its own error', async () => {
    const [a = '', b = '', c = ''] = await some(3);
    const foreign = await opened.database.write((session) =>
      createOpportunity(session, theirs.caller, { leadId: theirs.leadId }),
    );
    const updates = [
      { id: a, change: { confidence: 1 }, expectedVersion: 1 },
      { id: b, change: { confidence: 2 }, expectedVersion: 7 },
      { id: foreign, change: { confidence: 3 } },
      { id: c, change: { confidence: 4 } },
      { id: c, change: { confidence: 5 } },
    ];
    expect(await failure(update(updates))).toBe('INVALID_INPUT 1');
    expect((await readOpportunity(opened.database, a)).confidence).toBe(50);
    const { ids, errors } = await update(updates, true);
    expect(ids).toEqual([a, null, null, c, null]);
    expect(errors).toMatchObject([
      { index: 1, code: 'VERSION_CONFLICT', path: [1], extra: { currentVersion: 1 } },
      { index: 2, code: 'NOT_FOUND', path: [2] },
      { index: 4, code: 'INVALID_INPUT', path: [4, 'id'] },
    ]);
    expect((await readOpportunity(opened.database, a)).confidence).toBe(1);
    expect((await readOpportunity(opened.database, c)).confidence).toBe(4);
    expect((await readOpportunity(opened.database, foreign)).confidence).toBe(50);
  });
});
