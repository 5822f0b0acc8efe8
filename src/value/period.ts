/**
 * Calendar dates, instants and periods: the only calendar arithmetic of the program, on Temporal.
 *
 * A `CalendarDate` is a day on a wall calendar (`2026-03-31`) and has no zone; an `Instant` is a moment (milliseconds since
 * 1970, UTC). They are different types, so that neither can be compared with the other by mistake.
 */
import { Temporal } from 'temporal-polyfill';
import { DomainError } from '../errors.ts';

declare const calendarDate: unique symbol;
declare const instant: unique symbol;
declare const zone: unique symbol;

export type CalendarDate = string & { readonly [calendarDate]: true };
export type Instant = number & { readonly [instant]: true };
/** A checked IANA name (`Europe/Berlin`) or offset (`+05:30`). */
export type Zone = string & { readonly [zone]: true };

export const utc = 'UTC' as Zone;

/** The days that there are: four digits of a year are what both databases and JSON agree on. */
export const firstDay = '0001-01-01' as CalendarDate;
export const lastDay = '9999-12-31' as CalendarDate;

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** A day that exists, from year 0001 to 9999: `2026-02-30` is none. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  if (!dayPattern.test(text) || text < firstDay) return undefined;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return text as CalendarDate;
  } catch {
    return undefined;
  }
}

const instantPattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?([.,]\d{1,9})?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
/** In a query string a raw `+` arrives as a blank: `2026-01-01T00:00:00 02:00` means `+02:00`. */
const lostPlus = /^(.*\d) (\d{2}:?\d{2})$/;

/** Years 0001 to 9999, as for days: PostgreSQL was handed the year 0000 by a time just east of its first day, and failed. */
export const earliest = Temporal.Instant.from(`${firstDay}T00:00Z`).epochMilliseconds as Instant;
export const latest = Temporal.Instant.from(`${lastDay}T23:59:59.999Z`).epochMilliseconds as Instant;

/** ISO 8601 with a time; without a zone it is a time in `zone`. Cut to milliseconds. */
export function parseInstant(text: string, zone: Zone): Instant | undefined {
  const repaired = /[T ]\d{2}:\d{2}.* /i.test(text) ? text.replace(lostPlus, '$1+$2') : text;
  const match = instantPattern.exec(repaired);
  if (!match) return undefined;
  const [, day = '', minutes = '', seconds = ':00', fraction = '', offset] = match;
  if (parseCalendarDate(day) === undefined) return undefined;
  try {
    const time = Temporal.PlainDateTime.from(`${day}T${minutes}${seconds}${fraction.replace(',', '.')}`);
    const moment = time.toZonedDateTime(offset === undefined ? zone : offsetZone(offset)).epochMilliseconds;
    return moment >= earliest && moment <= latest ? (moment as Instant) : undefined;
  } catch {
    return undefined;
  }
}

function offsetZone(offset: string): string {
  if (/^z$/i.test(offset)) return 'UTC';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** @throws INVALID_TIME_ZONE unless it is an IANA name or an offset `±HH:MM`. */
export function parseZone(text: string): Zone {
  try {
    if (text.length <= 64) return Temporal.Now.zonedDateTimeISO(text).timeZoneId as Zone;
  } catch {
    // Falls to the one error below.
  }
  const shown = JSON.stringify(text.slice(0, 64));
  throw new DomainError(
    'INVALID_TIME_ZONE',
    `${shown} is no time zone. Use an IANA name such as "Europe/Berlin", or "UTC".`,
  );
}

/** Hours east of UTC, decimals allowed: `-11`, `5.5`, `13`. Undefined when it is none. */
export function zoneOfOffsetHours(text: string): Zone | undefined {
  const hours = /^\s*[+-]?\d{1,2}(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(hours) <= 14)) return undefined;
  const minutes = Math.round(Math.abs(hours) * 60);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${hours < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` as Zone;
}

/** The first moment of a day in a zone; not always midnight, where clocks change at midnight. No earlier than there are. */
export function startOfDay(day: CalendarDate, zone: Zone): Instant {
  return Math.max(earliest, Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds) as Instant;
}

/** Moments at which something begins and ceases to be so, in turn, earliest first. */
export type Turns = readonly Instant[];

/** What has always been so. */
export const always: Turns = [-Infinity as Instant];

/**
 * When clocks in a zone show this day or a later one. That is from its first moment on, but where clocks go back over
 * midnight: there they show the day, the one before once more, and the day again (St. John's on 2009-11-01 at 00:01). What
 * lies beyond the days that there are counts as the first or the last of them, as `dayOf` does.
 */
export function turnsFrom(day: CalendarDate, zone: Zone): Turns {
  if (day === firstDay) return always;
  const midnight = Temporal.PlainDate.from(day).toPlainDateTime();
  const first = Temporal.PlainDate.from(day).toZonedDateTime(zone);
  const last = midnight.toZonedDateTime(zone, { disambiguation: 'later' });
  const moments = [first.epochMilliseconds as Instant];
  if (last.epochMilliseconds <= first.epochMilliseconds || !last.toPlainDateTime().equals(midnight)) return moments;
  const back = first.getTimeZoneTransition('next');
  if (!back || back.epochMilliseconds >= last.epochMilliseconds) return moments;
  return [...moments, back.epochMilliseconds as Instant, last.epochMilliseconds as Instant];
}

/** When clocks show a later day than this one. */
export function turnsAfter(day: CalendarDate, zone: Zone): Turns {
  return day === lastDay ? [] : turnsFrom(addDays(day, 1), zone);
}

/** When just one of the two is so. Where the second is so only while the first is, that is the first without the second. */
export function either(first: Turns, second: Turns): Turns {
  const counts = new Map<Instant, number>();
  for (const moment of [...first, ...second]) counts.set(moment, (counts.get(moment) ?? 0) + 1);
  return [...counts].flatMap(([moment, count]) => (count % 2 === 0 ? [] : [moment])).sort((a, b) => a - b);
}

export function addDays(day: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(day).add({ days }).toString() as CalendarDate;
}

/** The day that clocks in a zone show; beyond those that there are, the first or the last of them. */
export function dayOf(moment: Instant, zone: Zone): CalendarDate {
  return dayWithin(Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate());
}

/** Moves a moment by calendar units as a clock in `zone` shows them; milliseconds stay exact. */
export function shift(moment: Instant, duration: Temporal.DurationLike, zone: Zone): Instant {
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  return zoned.add(duration).epochMilliseconds as Instant;
}

export function toDate(moment: Instant): Date {
  return new Date(moment);
}

export function toInstant(date: Date): Instant {
  return date.getTime() as Instant;
}

/** `2026-06-19T12:04:53.517Z` */
export function formatInstant(moment: Instant): string {
  // Temporal takes ten times as long, which was a twentieth of a page.
  return toDate(moment).toISOString();
}

export type Granularity = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** 1 = Monday … 7 = Sunday, as ISO 8601 counts. */
export type WeekStart = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** One calendar period. `end` is its last day; both are days that there are. Fields that do not apply are absent. */
export interface Period {
  readonly key: string;
  readonly start: CalendarDate;
  readonly end: CalendarDate;
  readonly year?: number;
  readonly quarter?: number;
  readonly month?: number;
  readonly weekyear?: number;
  readonly week?: number;
}

/**
 * The period a day falls in. Keys: `2016-12-31`, `2016-W53`, `2016-12`, `2016-Q4`, `2016`. Weeks that do not start on
 * Monday have no ISO number: their key is their first day.
 */
export function periodOf(day: CalendarDate, granularity: Granularity, weekStart: WeekStart = 1): Period {
  const asked = `${granularity} ${weekStart} ${day}`;
  const known = periods.get(asked);
  if (known) return known;
  const period = findPeriod(day, granularity, weekStart);
  if (periods.size >= mostPeriods) periods.clear();
  periods.set(asked, period);
  return period;
}

/** Groups ask for a few periods, each of them for every key and figure: of two hundred groups, to find them anew took a fifth of the time. */
const periods = new Map<string, Period>();
const mostPeriods = 2000;

function findPeriod(day: CalendarDate, granularity: Granularity, weekStart: WeekStart): Period {
  const date = Temporal.PlainDate.from(day);
  const { year, month } = date;
  const span = (first: Temporal.PlainDate, length: Temporal.DurationLike) => ({
    start: dayWithin(first),
    end: dayWithin(first.add(length).subtract({ days: 1 })),
  });
  switch (granularity) {
    case 'day':
      return { key: day, ...span(date, { days: 1 }), year, month };
    case 'week': {
      const first = date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 });
      const { weekOfYear: week, yearOfWeek: weekyear } = first;
      if (weekStart !== 1 || week === undefined || weekyear === undefined) {
        return { key: dayWithin(first), ...span(first, { weeks: 1 }) };
      }
      return { key: `${fourDigits(weekyear)}-W${twoDigits(week)}`, ...span(first, { weeks: 1 }), weekyear, week };
    }
    case 'month':
      return { key: day.slice(0, 7), ...span(date.with({ day: 1 }), { months: 1 }), year, month };
    case 'quarter': {
      const quarter = Math.ceil(month / 3);
      const first = date.with({ month: quarter * 3 - 2, day: 1 });
      return { key: `${fourDigits(year)}-Q${quarter}`, ...span(first, { months: 3 }), year, quarter };
    }
    case 'year':
      return { key: fourDigits(year), ...span(date.with({ month: 1, day: 1 }), { years: 1 }), year };
  }
}

function dayWithin(date: Temporal.PlainDate): CalendarDate {
  if (date.year < 1) return firstDay;
  return date.year > 9999 ? lastDay : (date.toString() as CalendarDate);
}

const twoDigits = (part: number) => String(part).padStart(2, '0');
const fourDigits = (part: number) => String(part).padStart(4, '0');

/** From `since` on, clocks in the zone are `offset` milliseconds ahead of UTC; the first one has no beginning. */
export interface OffsetSpan {
  readonly since: Instant | null;
  readonly offset: number;
}

/** The offsets of a zone between two moments, oldest first: a few a year at most. */
export function offsetsBetween(zone: Zone, from: Instant, to: Instant): readonly OffsetSpan[] {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const spans: OffsetSpan[] = [{ since: null, offset: at.offsetNanoseconds / 1e6 }];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds > to) return spans;
    spans.push({ since: next.epochMilliseconds as Instant, offset: next.offsetNanoseconds / 1e6 });
    at = next;
  }
}

/** The offsets within some years, ascending, of UTC. What lies between those years is not looked at. */
export function offsetsInYears(zone: Zone, years: readonly number[]): readonly OffsetSpan[] {
  return years.flatMap((year, index) => {
    const [from, to] = [startOfYear(year), startOfYear(year + 1)];
    const [first, ...more] = offsetsBetween(zone, from, to);
    return first ? [{ ...first, since: index === 0 ? null : from }, ...more] : [];
  });
}

function startOfYear(year: number): Instant {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime('UTC').epochMilliseconds as Instant;
}
