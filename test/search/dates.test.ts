import { describe, expect, test } from 'vitest';
import { interpretDate, nearestDate } from '../../src/search/dates.ts';
import { formatInstant, type Instant, parseInstant, parseZone, utc, type Zone } from '../../src/value/period.ts';

const instant = (text: string): Instant => {
  const parsed = parseInstant(text, utc);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

/** `2026-11-24`, `2026-11-24..2026-11-30`, `@…Z` for an instant, `age …Z`. */
function meaning(text: string, now: string, zone: Zone = utc): string | undefined {
  const date = interpretDate(text, { now: instant(now), zone });
  switch (date?.kind) {
    case undefined:
      return undefined;
    case 'day':
      return date.day;
    case 'instant':
      return `@${formatInstant(date.instant)}`;
    case 'period':
      return `${date.first}..${date.last}`;
    case 'age':
      return `age ${formatInstant(date.instant)}`;
  }
}

describe('on a Tuesday', () => {
  test.each([
    ['2026-02-28', '2026-02-28'],
    [' 2026-02-28 ', '2026-02-28'],
    ['2026-01-01T10:20', '@2026-01-01T10:20:00.000Z'],
    ['2026-01-01T10:20:30.5+02:00', '@2026-01-01T08:20:30.500Z'],
    ['today', '2026-11-24'],
    ['Yesterday', '2026-11-23'],
    ['TOMORROW', '2026-11-25'],
    ['this week', '2026-11-23..2026-11-29'],
    ['last week', '2026-11-16..2026-11-22'],
    ['next  Week', '2026-11-30..2026-12-06'],
    ['this month', '2026-11-01..2026-11-30'],
    ['last month', '2026-10-01..2026-10-31'],
    ['next month', '2026-12-01..2026-12-31'],
    ['this quarter', '2026-10-01..2026-12-31'],
    ['last quarter', '2026-07-01..2026-09-30'],
    ['next quarter', '2027-01-01..2027-03-31'],
    ['this year', '2026-01-01..2026-12-31'],
    ['last year', '2025-01-01..2025-12-31'],
    ['next year', '2027-01-01..2027-12-31'],
    ['10 mins ago', 'age 2026-11-24T15:20:00.000Z'],
    ['1 min ago', 'age 2026-11-24T15:29:00.000Z'],
    ['90 minutes ago', 'age 2026-11-24T14:00:00.000Z'],
    ['2 Hours Ago', 'age 2026-11-24T13:30:00.000Z'],
    ['0 days ago', 'age 2026-11-24T15:30:00.000Z'],
    ['7 days ago', 'age 2026-11-17T15:30:00.000Z'],
    ['1 week ago', 'age 2026-11-17T15:30:00.000Z'],
    ['9 months ago', 'age 2026-02-24T15:30:00.000Z'],
    ['3 quarters ago', 'age 2026-02-24T15:30:00.000Z'],
    ['1 year ago', 'age 2025-11-24T15:30:00.000Z'],
  ])('%j is %s', (text, expected) => {
    expect(meaning(text, '2026-11-24T15:30:00Z')).toBe(expected);
  });

  test.each([
    '',
    'soon',
    '2026-02-30',
    '2026-13-01',
    '0000-01-01',
    '2026-01-01T25:00',
    'today week',
    'this',
    'this day',
    'this constructor',
    'constructor week',
    '__proto__',
    'days ago',
    'three days ago',
    '-3 days ago',
    '1.5 days ago',
    '3 days',
    '3 days ago today',
    '3 fortnights ago',
    '3 constructor ago',
    '99999 years ago',
    '999999 minutes ago',
    ` ${'1'.repeat(5000)} days ago`,
  ])('%j is no date', (text) => {
    expect(meaning(text, '2026-11-24T15:30:00Z')).toBeUndefined();
  });
});

test('a day begins where the caller is', () => {
  const now = '2026-12-31T23:30:00Z';
  expect(meaning('today', now, parseZone('Europe/Berlin'))).toBe('2027-01-01');
  expect(meaning('this year', now, parseZone('Europe/Berlin'))).toBe('2027-01-01..2027-12-31');
  expect(meaning('this week', now, parseZone('Europe/Berlin'))).toBe('2026-12-28..2027-01-03');
  expect(meaning('today', now, parseZone('America/New_York'))).toBe('2026-12-31');
  expect(meaning('2026-07-01T00:00', now, parseZone('Europe/Berlin'))).toBe('@2026-06-30T22:00:00.000Z');
});

test('days ago keep the time on the clock across a change of clocks, hours ago do not', () => {
  const now = '2026-03-29T10:00:00Z';
  expect(meaning('1 day ago', now, parseZone('Europe/Berlin'))).toBe('age 2026-03-28T11:00:00.000Z');
  expect(meaning('24 hours ago', now, parseZone('Europe/Berlin'))).toBe('age 2026-03-28T10:00:00.000Z');
});

test('a month ago is in the month before, on its last day where that is shorter', () => {
  expect(meaning('1 month ago', '2026-03-31T12:00:00Z')).toBe('age 2026-02-28T12:00:00.000Z');
});

test('weeks may begin on another day', () => {
  const clock = { now: instant('2026-11-24T12:00:00Z'), zone: utc, weekStart: 7 } as const;
  expect(interpretDate('this week', clock)).toEqual({ kind: 'period', first: '2026-11-22', last: '2026-11-28' });
});

test('the nearest date is offered for a word that is none', () => {
  expect(nearestDate('yesteday')).toBe('yesterday');
  expect(nearestDate('last wek')).toBe('last week');
  expect(nearestDate('Acme')).toBeUndefined();
});
