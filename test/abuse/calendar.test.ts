/** Days, weeks and clocks by another calendar than the program's: Intl and the arithmetic of days, whatever zone the process is in. */
import { afterEach, expect, test } from 'vitest';
import {
  type CalendarDate,
  dayOf,
  type Instant,
  parseZone,
  periodOf,
  startOfDay,
  type WeekStart,
} from '../../src/value/period.ts';

const day = 86_400_000;
const usual = process.env.TZ;
afterEach(() => {
  if (usual === undefined) delete process.env.TZ;
  else process.env.TZ = usual;
});

const text = (moment: number) => new Date(moment).toISOString().slice(0, 10) as CalendarDate;

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekOf(moment: number): string {
  const thursday = moment + (3 - ((new Date(moment).getUTCDay() + 6) % 7)) * day;
  const year = new Date(thursday).getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * day));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

test.each([
  ['UTC', 2020, 2030],
  ['Pacific/Kiritimati', 2026, 2026],
  ['Pacific/Honolulu', 2026, 2026],
] as const)(
  'on a machine in %s each day from %i to %i is in its week, month, quarter and year',
  (zone, first, last) => {
    process.env.TZ = zone;
    for (let moment = Date.UTC(first, 0, 1); moment < Date.UTC(last + 1, 0, 1); moment += day) {
      const date = text(moment);
      const [year = '', month = ''] = date.split('-');
      const key = (granularity: Parameters<typeof periodOf>[1]) => periodOf(date, granularity).key;
      expect([key('week'), key('month'), key('quarter'), key('year')]).toEqual([
        ...[weekOf(moment), `${year}-${month}`, `${year}-Q${Math.ceil(Number(month) / 3)}`, year],
      ]);
      const weekStart = (1 + ((moment / day) % 7)) as WeekStart;
      const { start, end } = periodOf(date, 'week', weekStart);
      expect([
        start <= date && date <= end,
        (Date.parse(end) - Date.parse(start)) / day,
        new Date(start).getUTCDay(),
      ]).toEqual([true, 6, weekStart % 7]);
    }
  },
);

/** Clocks that go forward and back, by half an hour, over midnight; a day that was left out; and quarters of an hour. */
const turns: readonly (readonly [zone: string, around: string])[] = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Pacific/Apia', '2011-12-30'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Asia/Kathmandu', '2026-06-15'],
];

test.each(turns)('in %s about %s each moment is of the day that clocks show, to the millisecond', (name, around) => {
  const zone = parseZone(name);
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short' });
  const shown = (moment: number) => clock.format(moment);
  const first = Date.parse(around) - 2 * day;
  for (let moment = first; moment < first + 4 * day; moment += 7.5 * 60_000) {
    for (const at of [moment - 1, moment]) expect([at, dayOf(at as Instant, zone)]).toEqual([at, shown(at)]);
  }
  for (const date of [0, 1, 2, 3, 4].map((days) => text(first + days * day))) {
    const start = startOfDay(date, zone);
    // A day that was left out begins where the next one does.
    expect([shown(start) >= date, shown(start - 1) < date]).toEqual([true, true]);
  }
});

test('days are as long as clocks make them', () => {
  const length = (zone: string, from: string, to: string) =>
    (startOfDay(to as CalendarDate, parseZone(zone)) - startOfDay(from as CalendarDate, parseZone(zone))) / 3_600_000;
  expect(length('America/New_York', '2026-03-08', '2026-03-09')).toBe(23);
  expect(length('America/New_York', '2026-11-01', '2026-11-02')).toBe(25);
  expect(length('Australia/Lord_Howe', '2026-04-05', '2026-04-06')).toBe(24.5);
  expect(length('Pacific/Apia', '2011-12-29', '2011-12-31')).toBe(24);
});

test.each(["'); drop table lead; --", 'US/Foo', '', '+25:00', 'x'.repeat(10_000), '../../etc/passwd'])(
  '%j is no zone',
  (name) => {
    expect(() => parseZone(name)).toThrow(/is no time zone/);
  },
);
