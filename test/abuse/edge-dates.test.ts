/** Groups at the edges of the calendar, where days that do not exist are near: the same on both databases, and no one’s trouble. */
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import {
  type CalendarDate,
  dayOf,
  firstDay,
  type Instant,
  lastDay,
  parseZone,
  periodOf,
} from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { openDesk } from '../graphql/desk.ts';

const days = [
  '0001-01-01',
  '0001-01-06',
  '0001-12-31',
  '0999-02-28',
  '2026-01-01',
  '9998-12-31',
  '9999-12-26',
  '9999-12-31',
];
const moments = [
  ...['0001-01-01T00:00:00.000Z', '0001-01-01T13:00:00.000Z', '0002-01-01T00:30:00.000Z', '1883-11-18T18:00:00.000Z'],
  ...['2026-03-08T09:59:59.999Z', '2026-03-08T10:00:00.000Z', '9998-12-31T23:30:00.000Z', '9999-12-31T23:30:00.000Z'],
];
const zones = ['UTC', '+14:00', '-12:00', 'America/Los_Angeles', 'Pacific/Apia'];
const periods = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

interface GroupNode {
  readonly keys: readonly { readonly start: string; readonly end: string }[];
  readonly count: number;
  readonly filter: object;
}

describeDatabases('groups of the first and the last dates', (opened) => {
  const desk = openDesk(opened);
  const ask = async (query: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(query, variables);
    expect(errors).toEqual([]);
    return data;
  };

  const groups = `query ($by: [OpportunityGroupBy!]!, $zone: String) {
    opportunities(timeZone: $zone) {
      totalCount
      groups(by: $by, first: 200) {
        nodes { count filter keys { ... on DateGroupKey { start end } } opportunities(first: 1) { nodes { id } } }
      }
    }
  }`;
  const groupsOf = async (by: object, zone: string): Promise<readonly GroupNode[]> =>
    (await ask(groups, { by, zone })).opportunities.groups.nodes;

  function clampedDay(moment: Instant, zone: string): CalendarDate {
    const { year } = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
    if (year > 9999) return lastDay;
    return year < 1 ? firstDay : dayOf(moment, parseZone(zone));
  }

  test('each date is in the group of its period, whose own filter finds just its opportunities', async () => {
    await ask(
      'mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { errors { message } } }',
      { inputs: days.map((dateWon, i) => ({ leadId: desk.mine.leadId, dateWon, dateCreated: moments[i] })) },
    );
    for (const [index, period] of periods.entries()) {
      const zone = zones[index] ?? 'UTC';
      for (const weekStart of period === 'WEEK' ? (['MONDAY', 'SUNDAY'] as const) : (['MONDAY'] as const)) {
        for (const field of ['DATE_WON', 'DATE_CREATED']) {
          const nodes = await groupsOf([{ date: { field, period, weekStart } }], zone);
          const dates =
            field === 'DATE_WON' ? days : moments.map((moment) => clampedDay(Date.parse(moment) as Instant, zone));
          const granularity = period.toLowerCase() as Lowercase<typeof period>;
          const starts = dates.map(
            (day) => periodOf(day as CalendarDate, granularity, weekStart === 'SUNDAY' ? 7 : 1).start,
          );
          const counts = new Map(
            [...new Set(starts)].sort().map((start) => [start, starts.filter((other) => other === start).length]),
          );
          expect(
            new Map(nodes.map(({ keys, count }) => [keys[0]?.start, count])),
            `${field} ${period} ${zone}`,
          ).toEqual(counts);
          for (const { filter, count, keys } of nodes) {
            expect(keys[0]?.end).toMatch(/^\d{4}-/);
            const { opportunities } = await ask(
              'query ($filter: OpportunityFilter, $zone: String) { opportunities(filter: $filter, timeZone: $zone) { totalCount } }',
              { filter, zone },
            );
            expect([keys[0]?.start, opportunities.totalCount]).toEqual([keys[0]?.start, count]);
          }
        }
      }
    }
  });

  test('a bare date finds what the group of that day has, however far from it a clock elsewhere is', async () => {
    const counted = `query ($filter: OpportunityFilter, $query: String, $zone: String) {
      opportunities(filter: $filter, query: $query, timeZone: $zone) { totalCount }
    }`;
    const count = async (asked: object, zone: string) =>
      (await ask(counted, { ...asked, zone })).opportunities.totalCount;
    for (const zone of zones) {
      const shown = moments.map((moment) => clampedDay(Date.parse(moment) as Instant, zone));
      const nodes = await groupsOf([{ date: { field: 'DATE_CREATED', period: 'DAY' } }], zone);
      for (const day of [firstDay, lastDay, ...nodes.map(({ keys }) => keys[0]?.start ?? '')]) {
        const on = shown.filter((other) => other === day).length;
        const before = shown.filter((other) => other < day).length;
        expect([zone, day, nodes.find(({ keys }) => keys[0]?.start === day)?.count ?? 0]).toEqual([zone, day, on]);
        expect([zone, day, await count({ filter: { dateCreated: { eq: day } } }, zone)]).toEqual([zone, day, on]);
        expect([zone, day, await count({ query: `created:${day}` }, zone)]).toEqual([zone, day, on]);
        expect([zone, day, await count({ filter: { dateCreated: { lt: day } } }, zone)]).toEqual([zone, day, before]);
        expect([zone, day, await count({ filter: { dateCreated: { gte: day } } }, zone)]).toEqual([
          ...[zone, day, moments.length - before],
        ]);
        expect([zone, day, await count({ filter: { dateCreated: { lte: day } } }, zone)]).toEqual([
          ...[zone, day, before + on],
        ]);
        expect([zone, day, await count({ filter: { dateCreated: { gt: day } } }, zone)]).toEqual([
          ...[zone, day, moments.length - before - on],
        ]);
      }
    }
  });

  test('in each zone the groups add up to all', async () => {
    for (const zone of zones) {
      const nodes = await groupsOf([{ date: { field: 'DATE_CREATED', period: 'DAY' } }], zone);
      expect(nodes.reduce((sum, { count }) => sum + count, 0)).toBe(moments.length);
    }
  });

  test('one far date makes nobody’s groups slow: a statement has the clock changes of years that occur', async () => {
    const by = [
      { date: { field: 'DATE_CREATED', period: 'YEAR' } },
      { date: { field: 'DATE_UPDATED', period: 'MONTH' } },
      { date: { field: 'DATE_LOST', period: 'DAY' } },
    ];
    const nodes = await groupsOf(by, 'America/Los_Angeles');
    expect(nodes.reduce((sum, { count }) => sum + count, 0)).toBe(moments.length);
    const changes = desk.gateway.statements.map((statement) => statement.split(' when ').length);
    expect(Math.max(...changes)).toBeLessThan(200);
  });
});
