import { beforeAll, expect, test } from 'vitest';
import { createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { type CalendarDate, utc, type Zone, zoneOfOffsetHours } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, fixedNow, instant, later, type Office, readOpportunity } from '../fixtures.ts';

const hour = 3_600_000;
const won2020 = '2020-02-02' as CalendarDate;

describeDatabases('the rules of statuses', (opened) => {
  let mine: Office;
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
  });

  let caller: Office['caller'];
  beforeAll(() => {
    caller = mine.caller;
  });
  const create = (input: OpportunityInput) =>
    opened.database.write((session) => createOpportunity(session, caller, { leadId: mine.leadId, ...input }));
  const update = (id: string, change: OpportunityInput, by = later(caller, hour)) =>
    opened.database.write((session) => updateOpportunity(session, by, { id, change }));
  const dates = async (id: string) => {
    const { dateWon, dateLost } = await readOpportunity(opened.database, id);
    return { dateWon, dateLost: dateLost?.getTime() ?? null };
  };
  const history = (id: string) =>
    opened.database.write(({ prisma }) =>
      prisma.statusChange.findMany({ where: { opportunityId: id }, orderBy: { dateCreated: 'asc' } }),
    );

  test('becoming won sets date_won to today', async () => {
    const id = await create({});
    await update(id, { statusId: mine.status.won });
    expect(await dates(id)).toEqual({ dateWon: '2026-06-15', dateLost: null });
  });

  test.each([
    ['-11', '2026-06-14T10:59:59.999Z', '2026-06-13'],
    ['-11', '2026-06-14T11:00:00.000Z', '2026-06-14'],
    ['5.5', '2026-06-14T18:29:59.999Z', '2026-06-14'],
    ['5.5', '2026-06-14T18:30:00.000Z', '2026-06-15'],
    ['13', '2026-06-14T10:59:59.999Z', '2026-06-14'],
    ['13', '2026-06-14T11:00:00.000Z', '2026-06-15'],
  ])('today begins at the midnight of the caller: offset %s at %s is %s', async (offset, moment, day) => {
    const zone = zoneOfOffsetHours(offset) ?? utc;
    const by = { ...caller, zone, now: instant(moment) };
    const id = await create({});
    await update(id, { statusId: mine.status.won }, by);
    expect((await dates(id)).dateWon).toBe(day);
    const born = await opened.database.write((session) =>
      createOpportunity(session, by, { leadId: mine.leadId, statusId: mine.status.won }),
    );
    expect((await dates(born)).dateWon).toBe(day);
  });

  test('today is that of a named zone, with its summer time', async () => {
    const by = { ...caller, zone: 'America/New_York' as Zone, now: instant('2026-07-01T03:59:59.999Z') };
    const id = await create({});
    await update(id, { statusId: mine.status.won }, by);
    expect((await dates(id)).dateWon).toBe('2026-06-30');
  });

  test('a date_won that is given wins, and one that is there stays', async () => {
    const given = await create({});
    await update(given, { statusId: mine.status.won, dateWon: won2020 });
    expect((await dates(given)).dateWon).toBe(won2020);
    const estimated = await create({ dateWon: won2020 });
    await update(estimated, { statusId: mine.status.won });
    expect((await dates(estimated)).dateWon).toBe(won2020);
    // Null is no date: won without one would be in no period.
    const nothing = await create({ dateWon: won2020 });
    await update(nothing, { statusId: mine.status.won, dateWon: null });
    expect((await dates(nothing)).dateWon).toBe('2026-06-15');
  });

  test('leaving won keeps date_won, and another won status changes nothing of it', async () => {
    const id = await create({ statusId: mine.status.won, dateWon: won2020 });
    await update(id, { statusId: mine.status.renewed });
    expect((await dates(id)).dateWon).toBe(won2020);
    await update(id, { statusId: mine.status.open });
    expect((await dates(id)).dateWon).toBe(won2020);
    const cleared = await create({ statusId: mine.status.won });
    await update(cleared, { dateWon: null });
    await update(cleared, { statusId: mine.status.renewed });
    expect((await dates(cleared)).dateWon).toBeNull();
  });

  test('becoming lost sets date_lost to now, a given one wins, and leaving lost clears it', async () => {
    const id = await create({});
    await update(id, { statusId: mine.status.lost });
    expect((await dates(id)).dateLost).toBe(fixedNow + hour);
    await update(id, { statusId: mine.status.churned }, later(caller, 2 * hour));
    expect((await dates(id)).dateLost).toBe(fixedNow + hour);
    // A program that sends the whole object back means the status, not the old date.
    await update(id, { statusId: mine.status.open, dateLost: later(caller, hour).now });
    expect((await dates(id)).dateLost).toBeNull();
    await update(id, { statusId: mine.status.lost, dateLost: instant('2026-01-01T00:00:00Z') });
    expect((await dates(id)).dateLost).toBe(instant('2026-01-01T00:00:00Z'));
  });

  test('only what is lost has a date_lost, whatever is given', async () => {
    const dateLost = instant('2026-01-01T00:00:00Z');
    const id = await create({ dateLost });
    expect((await dates(id)).dateLost).toBeNull();
    await update(id, { dateLost });
    expect((await dates(id)).dateLost).toBeNull();
    await update(id, { statusId: mine.status.won, dateLost });
    expect((await dates(id)).dateLost).toBeNull();
    await update(id, { statusId: mine.status.lost, dateLost });
    expect((await dates(id)).dateLost).toBe(dateLost);
    await update(id, { dateLost: null });
    expect((await dates(id)).dateLost).toBeNull();
  });

  test('created as won it is won today, created as lost it is lost now', async () => {
    expect(await dates(await create({ statusId: mine.status.won }))).toEqual({ dateWon: '2026-06-15', dateLost: null });
    expect(await dates(await create({ statusId: mine.status.lost }))).toEqual({ dateWon: null, dateLost: fixedNow });
    const given = await create({ statusId: mine.status.won, dateWon: won2020 });
    expect((await dates(given)).dateWon).toBe(won2020);
    expect(await history(given)).toEqual([]);
  });

  test('from lost to won both dates follow', async () => {
    const id = await create({ statusId: mine.status.lost });
    await update(id, { statusId: mine.status.won });
    expect(await dates(id)).toEqual({ dateWon: '2026-06-15', dateLost: null });
  });

  test('each change of status is recorded with what the opportunity was worth after it', async () => {
    const id = await create({ value: 100n, contactId: mine.contactId });
    await update(id, { note: 'no change of status' }, later(caller, hour / 2));
    await update(id, { statusId: mine.status.won, value: 250n, valuePeriod: 'monthly', confidence: 100 });
    await update(id, { statusId: mine.status.churned }, later(caller, 2 * hour));
    const [first, second, ...rest] = await history(id);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      ...{ organizationId: mine.organizationId, opportunityId: id, leadId: mine.leadId, contactId: mine.contactId },
      ...{ oldStatusId: mine.status.open, oldStatusLabel: 'Open', oldStatusType: 'active', oldPipelineName: 'Sales' },
      ...{ newStatusId: mine.status.won, newStatusLabel: 'Won', newStatusLabelFolded: 'won', newStatusType: 'won' },
      ...{ oldPipelineId: mine.pipelines.sales, newPipelineId: mine.pipelines.sales, newPipelineName: 'Sales' },
      ...{ opportunityValue: 250n, opportunityValuePeriod: 'monthly', opportunityConfidence: 100 },
      ...{ opportunityDateWon: '2026-06-15', userId: caller.userId, dateCreated: new Date(fixedNow + hour) },
    });
    expect(second).toMatchObject({
      ...{ oldStatusId: mine.status.won, newStatusId: mine.status.churned, newPipelineId: mine.pipelines.renewals },
      ...{ opportunityValue: 250n, opportunityDateWon: '2026-06-15', dateCreated: new Date(fixedNow + 2 * hour) },
    });
  });

  test('the history goes with the opportunity to another lead', async () => {
    const id = await create({});
    await update(id, { statusId: mine.status.won });
    const { leadId } = await readOpportunity(opened.database, await create({ leadId: undefined }));
    await update(id, { leadId });
    expect((await history(id)).map((change) => change.leadId)).toEqual([leadId]);
  });
});
