import { beforeAll, expect, test } from 'vitest';
import { createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { deleteOpportunity } from '../../src/opportunity/remove.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { deactivateUser } from '../../src/user/membership.ts';
import type { CalendarDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, instant, later, type Office, readOpportunity } from '../fixtures.ts';

const minute = 60_000;

describeDatabases('updating an opportunity', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const create = (input: OpportunityInput = {}, office = mine) =>
    opened.database.write((session) => createOpportunity(session, office.caller, { leadId: office.leadId, ...input }));
  const update = (
    id: string,
    change: OpportunityInput,
    expectedVersion?: number,
    caller = later(mine.caller, minute),
  ) => opened.database.write((session) => updateOpportunity(session, caller, { id, change, expectedVersion }));
  const read = (id: string) => readOpportunity(opened.database, id);

  test('only what is named changes, with the version, the date and who did it', async () => {
    const id = await create({ value: 100n, note: 'kept', contactId: mine.contactId });
    const before = await read(id);
    const [, bo] = mine.userIds;
    await update(id, { confidence: 80 }, undefined, { ...later(mine.caller, minute), userId: bo });
    expect(await read(id)).toEqual({
      ...before,
      ...{ confidence: 80, weighted: 8000n, annualizedWeighted: 8000n },
      ...{ version: 2, updatedById: bo, dateUpdated: new Date(mine.caller.now + minute) },
    });
  });

  test('every field can be changed, and null empties what may be empty', async () => {
    const id = await create({
      value: 100n,
      contactId: mine.contactId,
      note: 'x',
      dateWon: '2026-01-01' as CalendarDate,
    });
    const [, bo] = mine.userIds;
    const otherLead = (await read(await create({ leadId: undefined }))).leadId;
    await update(id, {
      ...{ leadId: otherLead, userId: bo, statusId: mine.status.lost, value: -5n, valuePeriod: 'annual' },
      ...{ confidence: 0, note: 'y', dateWon: '2026-02-02' as CalendarDate, dateLost: instant('2026-03-03T03:03:03Z') },
      ...{ dateCreated: instant('2025-01-01T00:00Z'), createdById: bo },
    });
    expect(await read(id)).toMatchObject({
      ...{ leadId: otherLead, userId: bo, statusId: mine.status.lost, value: -5n, valuePeriod: 'annual' },
      ...{ confidence: 0, note: 'y', dateWon: '2026-02-02', dateLost: new Date('2026-03-03T03:03:03Z') },
      ...{ dateCreated: new Date('2025-01-01T00:00Z'), createdById: bo, version: 2 },
    });
    const nothing = { contactId: null, userId: null, value: null, note: null, dateWon: null, dateLost: null };
    await update(id, { ...nothing, valuePeriod: null, confidence: null });
    expect(await read(id)).toMatchObject({
      ...{ ...nothing, note: '', noteHtml: null, valuePeriod: 'one_time', confidence: 50 },
      ...{ annualizedValue: null, weighted: null, annualizedWeighted: null, version: 3 },
    });
  });

  test.each(['leadId', 'statusId', 'pipelineId', 'dateCreated'] as const)('%s cannot be null', async (field) => {
    const id = await create();
    expect(await failure(update(id, { [field]: null }))).toBe(`INVALID_INPUT ${field}`);
    expect((await read(id)).version).toBe(1);
  });

  test('saying what is so already changes nothing, not even the version', async () => {
    const id = await create({ value: 5n, note: 'same', contactId: mine.contactId });
    const before = await read(id);
    await update(id, {});
    await update(id, {
      ...{ leadId: before.leadId, contactId: before.contactId, userId: before.userId, statusId: before.statusId },
      ...{ pipelineId: mine.pipelines.sales, value: 5n, valuePeriod: 'one_time', confidence: null },
      ...{ note: 'same', noteHtml: before.noteHtml, dateWon: null, dateLost: null, dateCreated: mine.caller.now },
    });
    expect(await read(id)).toEqual(before);
    expect(
      await opened.database.write(({ prisma }) => prisma.statusChange.count({ where: { opportunityId: id } })),
    ).toBe(0);
  });

  test('a wrong field leaves the others unwritten', async () => {
    const id = await create({ value: 5n });
    expect(await failure(update(id, { value: 6n, confidence: 101 }))).toBe('INVALID_INPUT confidence');
    expect(await failure(update(id, { value: 6n, leadId: theirs.leadId }))).toBe('INVALID_INPUT leadId');
    expect(await failure(update(id, { value: 6n, statusId: theirs.status.won }))).toBe('INVALID_INPUT statusId');
    expect(await read(id)).toMatchObject({ value: 5n, version: 1 });
  });

  test('a pipeline moves it to the first status there, unless it is there already', async () => {
    const id = await create({ statusId: mine.status.talking });
    await update(id, { pipelineId: mine.pipelines.sales });
    expect((await read(id)).statusId).toBe(mine.status.talking);
    await update(id, { pipelineId: mine.pipelines.renewals });
    expect((await read(id)).statusId).toBe(mine.status.upcoming);
    const both = { pipelineId: mine.pipelines.renewals, statusId: mine.status.open };
    expect(await failure(update(id, both))).toBe('INVALID_INPUT statusId');
  });

  test('the version asked for must be the one there is', async () => {
    const id = await create();
    await update(id, { confidence: 60 }, 1);
    expect(await failure(update(id, { confidence: 70 }, 1))).toBe('VERSION_CONFLICT');
    await expect(update(id, { confidence: 70 }, 1)).rejects.toMatchObject({ extra: { currentVersion: 2 } });
    await update(id, { confidence: 70 }, 2);
    expect(await read(id)).toMatchObject({ confidence: 70, version: 3 });
  });

  test('whoever has it keeps it when deactivated, but gets no other', async () => {
    const [, , cy] = mine.userIds;
    const id = await create({ userId: cy });
    const other = await create();
    await opened.database.write((session) => deactivateUser(session, mine.caller, cy));
    await update(id, { userId: cy, confidence: 1 });
    expect(await read(id)).toMatchObject({ userId: cy, confidence: 1 });
    expect(await failure(update(other, { userId: cy }))).toBe('INVALID_INPUT userId');
  });

  test('another organization’s is not there, to be changed or to be deleted', async () => {
    const id = await create({}, theirs);
    const remove = (expectedVersion?: number) =>
      opened.database.write((session) => deleteOpportunity(session, mine.caller, { id, expectedVersion }));
    expect(await failure(update(id, { confidence: 1 }))).toBe('NOT_FOUND');
    expect(await failure(update(id, { confidence: 1 }, 99))).toBe('NOT_FOUND');
    expect(await failure(remove(99))).toBe('NOT_FOUND');
    expect(await failure(update('oppo\0', { confidence: 1 }))).toBe('NOT_FOUND');
    expect((await read(id)).confidence).toBe(50);
  });

  test('deleting takes the history along, and is done once', async () => {
    const id = await create();
    await update(id, { statusId: mine.status.won });
    const remove = (expectedVersion?: number) =>
      opened.database.write((session) => deleteOpportunity(session, mine.caller, { id, expectedVersion }));
    expect(await failure(remove(1))).toBe('VERSION_CONFLICT');
    await remove(2);
    expect(await failure(remove())).toBe('NOT_FOUND');
    expect(
      await opened.database.write(({ prisma }) => prisma.statusChange.count({ where: { opportunityId: id } })),
    ).toBe(0);
  });

  test('an update takes the same number of statements whatever it changes', async () => {
    const id = await create();
    opened.statements.length = 0;
    await update(id, { confidence: 9 });
    const few = opened.statements.length;
    opened.statements.length = 0;
    await update(id, { confidence: 8, value: 3n, note: 'n', statusId: mine.status.talking });
    // One more: the change of status is recorded.
    expect([few, opened.statements.length]).toEqual([3, 4]);
  });
});
