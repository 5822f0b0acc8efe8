/**
 * Where clocks go back over midnight a day is two stretches of time: the one before comes once more between them. Groups,
 * their own filters, bare dates and searches all go by the day that clocks show. Of all zones and times since 1970.
 */
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import { createOpportunities } from '../../src/opportunity/create.ts';
import {
  addDays,
  type CalendarDate,
  dayOf,
  formatInstant,
  type Instant,
  parseZone,
  periodOf,
} from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { instant } from '../fixtures.ts';
import { openDesk } from '../graphql/desk.ts';

const minute = 60_000;

/** When the clocks of a zone went, or will go, back to the day before. */
function turnsBack(zone: string): readonly Instant[] {
  const found: Instant[] = [];
  let at = Temporal.Instant.from('1970-01-01T00:00Z').toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.year > 2040) return found;
    const before = next.subtract({ nanoseconds: 1 });
    if (Temporal.PlainDate.compare(next.toPlainDate(), before.toPlainDate()) < 0) {
      found.push(next.epochMilliseconds as Instant);
    }
    at = next;
  }
}

const zones = Intl.supportedValuesOf('timeZone')
  .map((zone) => ({ zone, turns: turnsBack(zone) }))
  .filter(({ turns }) => turns.length > 0);

const around = [-1500, -181, -121, -61, -31, -1, 0, 1, 29, 59, 61, 119, 181, 1500];
const moments = [
  ...new Set(zones.flatMap(({ turns }) => turns.flatMap((turn) => around.map((minutes) => turn + minutes * minute)))),
].map((moment) => moment as Instant);

const periods = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

interface Question {
  readonly filter?: object;
  readonly query?: string;
}

test('there are zones of that kind: else this file would test nothing', () => {
  const names = zones.map(({ zone }) => zone);
  for (const zone of ['America/St_Johns', 'America/Goose_Bay', 'America/Moncton', 'Antarctica/Casey']) {
    expect(names).toContain(zone);
  }
});

describeDatabases('days on which clocks go back over midnight', (opened) => {
  const desk = openDesk(opened);
  const { length } = moments;

  beforeAll(async () => {
    const { caller, leadId } = desk.mine;
    for (let from = 0; from < length; from += 250) {
      const inputs = moments.slice(from, from + 250).map((dateCreated) => ({ leadId, dateCreated }));
      await opened.database.write((session) => createOpportunities(session, caller, inputs));
    }
  });

  const ask = async (query: string, variables: object) => {
    const { data, errors } = await desk.gateway.askText(query, variables);
    expect(errors).toEqual([]);
    return data;
  };

  /** How many each of several questions finds, by one request. */
  async function counts(questions: readonly Question[], zone: string): Promise<readonly number[]> {
    const found: number[] = [];
    for (let from = 0; from < questions.length; from += 30) {
      const some = questions.slice(from, from + 30);
      const variables = some.flatMap(({ filter, query }, i) => [
        [`f${i}`, filter],
        [`q${i}`, query],
      ]);
      const declared = some.map((_, i) => `$f${i}: OpportunityFilter, $q${i}: String`).join(', ');
      const fields = some.map(
        (_, i) => `c${i}: opportunities(filter: $f${i}, query: $q${i}, timeZone: $zone) { totalCount }`,
      );
      const data = await ask(`query ($zone: String, ${declared}) { ${fields.join(' ')} }`, {
        zone,
        ...Object.fromEntries(variables),
      });
      found.push(...some.map((_, i) => data[`c${i}`].totalCount));
    }
    return found;
  }

  describe.each(zones)('$zone', ({ zone, turns }) => {
    const days = moments.map((moment) => dayOf(moment, parseZone(zone)));

    test('each group has what the calendar says, and what its own filter finds', async () => {
      const fields = periods.map(
        (period) =>
          `${period}: groups(by: { date: { field: DATE_CREATED, period: ${period}, weekStart: SUNDAY } }, first: 200) { nodes { count filter keys { ... on DateGroupKey { start } } } }`,
      );
      const query = `query ($filter: OpportunityFilter, $zone: String) { opportunities(filter: $filter, timeZone: $zone) { totalCount ${fields.join(' ')} } }`;
      for (const turn of turns) {
        const [from, to] = [turn - 3000 * minute, turn + 3000 * minute];
        const bounds = { gte: formatInstant(from as Instant), lt: formatInstant(to as Instant) };
        const { opportunities } = await ask(query, { filter: { dateCreated: bounds }, zone });
        const own = days.filter((_, i) => (moments[i] ?? 0) >= from && (moments[i] ?? 0) < to);
        expect(opportunities.totalCount).toBe(own.length);
        for (const period of periods) {
          const { nodes } = opportunities[period];
          const granularity = period.toLowerCase() as Lowercase<typeof period>;
          const starts = own.map((day) => periodOf(day, granularity, 7).start);
          const expected = [...new Set(starts)]
            .sort()
            .map((start) => [start, starts.filter((other) => other === start).length]);
          const told = nodes.map(({ keys, count }: Node) => [keys[0]?.start, count]);
          expect(told, `${period} about ${formatInstant(turn)}`).toEqual(expected);
          const filters = nodes.map(({ filter }: Node) => ({ filter }));
          expect(await counts(filters, zone), `filters by ${period} about ${formatInstant(turn)}`).toEqual(
            nodes.map(({ count }: Node) => count),
          );
        }
      }
    });

    test('bare dates, searches and their bounds find the days that clocks show', async () => {
      const asked = turns.flatMap((turn) => {
        const day = dayOf(turn, parseZone(zone));
        return [day, addDays(day, 1)];
      });
      for (const day of new Set(asked)) {
        const number = (holds: (other: CalendarDate) => boolean) => days.filter(holds).length;
        const on = number((other) => other === day);
        const from = number((other) => other >= day);
        const after = number((other) => other > day);
        const questions: readonly (readonly [Question, number])[] = [
          [{ filter: { dateCreated: { eq: day } } }, on],
          [{ query: `created:${day}` }, on],
          [{ query: `created:${day}..${day}` }, on],
          [{ filter: { dateCreated: { gte: day } } }, from],
          [{ query: `created >= ${day}` }, from],
          [{ filter: { dateCreated: { lt: day } } }, length - from],
          [{ query: `created < ${day}` }, length - from],
          [{ filter: { dateCreated: { gt: day } } }, after],
          [{ query: `created > ${day}` }, after],
          [{ filter: { dateCreated: { lte: day } } }, length - after],
          [{ query: `created <= ${day}` }, length - after],
          [{ filter: { not: { dateCreated: { eq: day } } } }, length - on],
        ];
        const found = await counts(
          questions.map(([question]) => question),
          zone,
        );
        expect(found, day).toEqual(questions.map(([, expected]) => expected));
      }
    });
  });

  test('St. John’s, 2009: half past midnight UTC+2:30 is still the day before, for groups and filters alike', async () => {
    const filter = { dateCreated: { gte: '2009-11-01T02:30:30Z', lte: '2009-11-01T03:00:00Z' } };
    await opened.database.write((session) =>
      createOpportunities(
        session,
        desk.theirs.caller,
        ['2009-11-01T02:30:30Z', '2009-11-01T03:00:00Z'].map((text) => ({
          ...{ leadId: desk.theirs.leadId, dateCreated: instant(text) },
        })),
      ),
    );
    const { data } = await desk.gateway.askText(
      `query ($filter: OpportunityFilter) {
        opportunities(filter: $filter, timeZone: "America/St_Johns") {
          groups(by: { date: { field: DATE_CREATED, period: DAY } }) { nodes { key count opportunities { totalCount } } }
        }
        first: opportunities(filter: { dateCreated: { eq: "2009-10-31" } }, timeZone: "America/St_Johns") { totalCount }
        second: opportunities(filter: { dateCreated: { eq: "2009-11-01" } }, timeZone: "America/St_Johns") { totalCount }
      }`,
      { filter },
      { authorization: `Bearer ${desk.keys.stranger}` },
    );
    const group = (key: string) => ({ key, count: 1, opportunities: { totalCount: 1 } });
    expect(data.opportunities.groups.nodes).toEqual([group('2009-10-31'), group('2009-11-01')]);
    expect([data.first.totalCount, data.second.totalCount]).toEqual([1, 1]);
  });
});

interface Node {
  readonly count: number;
  readonly filter: object;
  readonly keys: readonly { readonly start: string }[];
}
