import { beforeAll, expect, test } from 'vitest';
import { createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { deactivateUser } from '../../src/user/membership.ts';
import { maximumValue } from '../../src/value/money.ts';
import type { CalendarDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, fixedNow, instant, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('creating an opportunity', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const create = (input: OpportunityInput) =>
    opened.database.write((session) => createOpportunity(session, mine.caller, input));
  const created = async (input: OpportunityInput) => readOpportunity(opened.database, await create(input));

  test('what is not said has its default', async () => {
    expect(await created({ leadId: mine.leadId })).toMatchObject({
      organizationId: mine.organizationId,
      leadId: mine.leadId,
      contactId: null,
      userId: mine.caller.userId,
      statusId: mine.status.open,
      ...{ value: null, valuePeriod: 'one_time', confidence: 50 },
      ...{ annualizedValue: null, weighted: null, annualizedWeighted: null },
      ...{ note: '', noteFolded: '', noteHtml: null, dateWon: null, dateLost: null },
      ...{ createdById: mine.caller.userId, updatedById: mine.caller.userId, version: 1 },
      ...{ dateCreated: new Date(fixedNow), dateUpdated: new Date(fixedNow) },
    });
  });

  test('what is said is stored, and what follows from it is derived', async () => {
    const [, bo] = mine.userIds;
    const row = await created({
      ...{ leadId: mine.leadId, contactId: mine.contactId, userId: bo, statusId: mine.status.talking },
      ...{ value: 12_345n, valuePeriod: 'monthly', confidence: 33, note: 'Über 50% <b>' },
      ...{ dateWon: '2027-01-31' as CalendarDate, dateCreated: instant('2020-02-29T23:59:59.999Z'), createdById: bo },
    });
    expect(row).toMatchObject({
      ...{ contactId: mine.contactId, userId: bo, statusId: mine.status.talking, createdById: bo },
      ...{ value: 12_345n, annualizedValue: 148_140n, weighted: 407_385n, annualizedWeighted: 4_888_620n },
      ...{ note: 'Über 50% <b>', noteFolded: 'über 50% <b>' },
      noteHtml: '<body><p>Über 50% &lt;b&gt;</p></body>',
      ...{ dateWon: '2027-01-31', dateCreated: new Date('2020-02-29T23:59:59.999Z') },
      ...{ updatedById: mine.caller.userId, dateUpdated: new Date(fixedNow) },
    });
  });

  test('null is nothing where there may be nothing, and the default elsewhere', async () => {
    const row = await created({
      ...{ leadId: mine.leadId, contactId: null, userId: null, statusId: null, pipelineId: null, value: null },
      ...{ valuePeriod: null, confidence: null, note: null, noteHtml: null, dateWon: null, dateLost: null },
      ...{ dateCreated: null, createdById: null },
    });
    expect(row).toMatchObject({
      ...{ userId: null, createdById: null, statusId: mine.status.open, valuePeriod: 'one_time', confidence: 50 },
      ...{ note: '', noteHtml: null, dateCreated: new Date(fixedNow) },
    });
  });

  test('the extremes of value and confidence are stored exactly', async () => {
    const most = await created({ leadId: mine.leadId, value: maximumValue, valuePeriod: 'monthly', confidence: 100 });
    expect(most).toMatchObject({ value: maximumValue, annualizedWeighted: maximumValue * 1200n });
    const least = await created({ leadId: mine.leadId, value: -maximumValue, confidence: 0 });
    expect(least).toMatchObject({ value: -maximumValue, weighted: 0n });
  });

  test('a pipeline alone gives its first status', async () => {
    const row = await created({ leadId: mine.leadId, pipelineId: mine.pipelines.renewals });
    expect(row.statusId).toBe(mine.status.upcoming);
    const both = { pipelineId: mine.pipelines.renewals, statusId: mine.status.churned };
    expect((await created({ leadId: mine.leadId, ...both })).statusId).toBe(mine.status.churned);
  });

  test('without a lead an «Untitled» one is made, with the first lead status', async () => {
    const { leadId } = await created({ value: 1n });
    const lead = await opened.database.write(({ prisma }) => prisma.lead.findUniqueOrThrow({ where: { id: leadId } }));
    expect(lead).toMatchObject({
      organizationId: mine.organizationId,
      name: 'Untitled',
      statusId: mine.leadStatusIds[0],
    });
    expect(lead).toMatchObject({ createdById: mine.caller.userId, dateCreated: new Date(fixedNow) });
  });

  test.each<[string, OpportunityInput]>([
    ['INVALID_INPUT confidence', { confidence: 101 }],
    ['INVALID_INPUT confidence', { confidence: -1 }],
    ['INVALID_INPUT confidence', { confidence: 50.5 }],
    ['INVALID_INPUT confidence', { confidence: Number.NaN }],
    ['INVALID_INPUT value', { value: maximumValue + 1n }],
    ['INVALID_INPUT value', { value: -maximumValue - 1n }],
    ['INVALID_INPUT valuePeriod', { valuePeriod: 'weekly' }],
    ['INVALID_INPUT note', { note: 'a\0b' }],
    ['INVALID_INPUT note', { note: 'half \ud83d' }],
    ['INVALID_INPUT noteHtml', { noteHtml: '<p>a\0b</p>' }],
    ['INVALID_INPUT leadId', { leadId: 'lead_nothing' }],
    ['INVALID_INPUT leadId', { leadId: 'lead\0' }],
    ['INVALID_INPUT leadId', { leadId: '\ud83d' }],
    ['INVALID_INPUT contactId', { contactId: 'cont_nothing' }],
    ['INVALID_INPUT userId', { userId: 'user_nothing' }],
    ['INVALID_INPUT createdById', { createdById: 'user_nothing' }],
    ['INVALID_INPUT statusId', { statusId: 'stat_nothing' }],
    ['INVALID_INPUT pipelineId', { pipelineId: 'pipe_nothing' }],
  ])('%s for %o', async (expected, input) => {
    const before = await opened.database.write(({ prisma }) => prisma.opportunity.count());
    expect(await failure(create({ leadId: mine.leadId, ...input }))).toBe(expected);
    expect(await opened.database.write(({ prisma }) => prisma.opportunity.count())).toBe(before);
  });

  test('a note of the greatest length is taken, and one that is longer is refused', async () => {
    expect(await failure(create({ leadId: mine.leadId, note: 'x'.repeat(100_001) }))).toBe('INVALID_INPUT note');
    expect((await created({ leadId: mine.leadId, note: 'x'.repeat(100_000) })).note).toHaveLength(100_000);
  });

  test('a status of another pipeline than the one given is refused, and told which would do', async () => {
    const wrong = create({ leadId: mine.leadId, pipelineId: mine.pipelines.renewals, statusId: mine.status.open });
    await expect(wrong).rejects.toThrow(/"Open" belongs to pipeline "Sales".*"Upcoming" \(stat_/);
    expect(await failure(wrong)).toBe('INVALID_INPUT statusId');
  });

  test('what belongs to another organization is not there: the same words as for what does not exist', async () => {
    const foreign: readonly OpportunityInput[] = [
      { leadId: theirs.leadId },
      { contactId: theirs.contactId },
      { userId: theirs.userIds[1] },
      { createdById: theirs.userIds[1] },
      { statusId: theirs.status.open },
      { pipelineId: theirs.pipelines.sales },
    ];
    for (const input of foreign) {
      const [[field = '', id = ''] = []] = Object.entries(input) as [string, string][];
      const message = (given: string) =>
        create({ leadId: mine.leadId, [field]: given }).then(String, (error: Error) => error.message);
      const unknown = `${id.slice(0, 5)}nothing`;
      expect(await message(id)).toBe((await message(unknown)).replace(unknown, id));
      expect(await message(id)).toContain('There is no ');
    }
  });

  test('who was deactivated gets nothing new', async () => {
    const [, , cy] = mine.userIds;
    await opened.database.write((session) => deactivateUser(session, mine.caller, cy));
    await expect(create({ leadId: mine.leadId, userId: cy })).rejects.toThrow('"Cy Twombly" is deactivated');
    expect(await failure(create({ leadId: mine.leadId, userId: cy }))).toBe('INVALID_INPUT userId');
    // But may have created what is recorded later.
    expect((await created({ leadId: mine.leadId, createdById: cy })).createdById).toBe(cy);
  });
});
