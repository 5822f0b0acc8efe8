/** What a change of status does to the dates, over GraphQL: whose day it is decides. */
import { beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { fixedNow, instant } from '../../fixtures.ts';
import { failures, openDesk } from '../desk.ts';
import { CreateOpportunityDocument, type OpportunityInput, UpdateOpportunityDocument } from '../generated/documents.ts';

describeDatabases('status rules over GraphQL', (opened) => {
  const desk = openDesk(opened);
  beforeEach(() => {
    desk.now = fixedNow;
  });

  const create = async (input: OpportunityInput, headers = {}, timeZone?: string) => {
    const variables = { input: { leadId: desk.mine.leadId, ...input }, timeZone };
    const { data, errors } = await desk.gateway.ask(CreateOpportunityDocument, variables, headers);
    expect(errors).toEqual([]);
    return data.createOpportunity?.opportunity;
  };
  const update = async (id: string | undefined, input: OpportunityInput, headers = {}, timeZone?: string) => {
    const variables = { id: id ?? '', input, timeZone };
    const { data, errors } = await desk.gateway.ask(UpdateOpportunityDocument, variables, headers);
    expect(errors).toEqual([]);
    return data.updateOpportunity?.opportunity;
  };

  /** Just before and just after midnight where clocks are so many hours ahead of UTC. */
  const midnights: [offset: string, before: string, after: string][] = [
    ['-11', '2026-06-15T10:59:59.999Z', '2026-06-15T11:00:00.000Z'],
    ['5.5', '2026-06-15T18:29:59.999Z', '2026-06-15T18:30:00.000Z'],
    ['13', '2026-06-15T10:59:59.999Z', '2026-06-15T11:00:00.000Z'],
    ['0', '2026-06-15T23:59:59.999Z', '2026-06-16T00:00:00.000Z'],
  ];
  const days: Readonly<Record<string, readonly [string, string]>> = {
    '-11': ['2026-06-14', '2026-06-15'],
    '5.5': ['2026-06-15', '2026-06-16'],
    '13': ['2026-06-15', '2026-06-16'],
    '0': ['2026-06-15', '2026-06-16'],
  };

  test.each(midnights)('at x-tz-offset %s a deal is won on the day that it is there', async (offset, before, after) => {
    const headers = { 'x-tz-offset': offset };
    const won = { statusId: desk.mine.status.won };
    for (const [side, moment] of [before, after].entries()) {
      desk.now = fixedNow;
      const open = await create({}, headers);
      desk.now = instant(moment);
      expect(await create(won, headers)).toMatchObject({ dateWon: days[offset]?.[side] });
      expect(await update(open?.id, won, headers)).toMatchObject({
        dateWon: days[offset]?.[side],
        dateUpdated: moment,
      });
    }
  });

  test('a time zone that is named goes before the header, and one that is none is refused', async () => {
    desk.now = instant('2026-06-15T22:30:00Z');
    const won = { statusId: desk.mine.status.won };
    const header = { 'x-tz-offset': '-11' };
    expect(await create(won, header)).toMatchObject({ dateWon: '2026-06-15' });
    expect(await create(won, header, 'Europe/Berlin')).toMatchObject({ dateWon: '2026-06-16' });
    const wrong = await desk.gateway.ask(CreateOpportunityDocument, { input: won, timeZone: 'Mars/Base' });
    expect(failures(wrong)).toEqual(['INVALID_TIME_ZONE timeZone']);
    expect(await create(won, { 'x-tz-offset': 'nonsense' })).toMatchObject({ dateWon: '2026-06-15' });
  });

  test('a date won that is given, or there already, wins; leaving won keeps it', async () => {
    const { open, won } = desk.mine.status;
    expect(await create({ statusId: won, dateWon: '2020-02-29' })).toMatchObject({ dateWon: '2020-02-29' });
    const expected = await create({ dateWon: '2026-12-31' });
    expect(await update(expected?.id, { statusId: won })).toMatchObject({ dateWon: '2026-12-31' });
    expect(await update(expected?.id, { statusId: open })).toMatchObject({ dateWon: '2026-12-31' });
    expect(await update(expected?.id, { statusId: won, dateWon: '2026-01-01' })).toMatchObject({
      dateWon: '2026-01-01',
    });
    expect(await update(expected?.id, { dateWon: null })).toMatchObject({ dateWon: null, status: { type: 'WON' } });
  });

  test('becoming lost sets the moment, leaving lost clears it', async () => {
    const { open, lost, churned } = desk.mine.status;
    const deal = await create({});
    desk.now = instant('2026-06-15T23:45:00.123Z');
    expect(await update(deal?.id, { statusId: lost })).toMatchObject({ dateLost: '2026-06-15T23:45:00.123Z' });
    desk.now = instant('2026-06-16T00:00:00Z');
    expect(await update(deal?.id, { statusId: churned })).toMatchObject({ dateLost: '2026-06-15T23:45:00.123Z' });
    expect(await update(deal?.id, { statusId: open })).toMatchObject({ dateLost: null, dateWon: null });
    expect(await create({ statusId: lost })).toMatchObject({ dateLost: '2026-06-16T00:00:00.000Z' });
  });
});
