/** Moments as a tree says them: now, a day, the beginning of last month, so and so long before. */
import { at } from '../../errors.ts';
import {
  addDays,
  type CalendarDate,
  dayOf,
  type Granularity,
  type Instant,
  parseCalendarDate,
  parseInstant,
  periodOf,
  shift,
  startOfDay,
  type Zone,
} from '../../value/period.ts';
import { chosen, type Json, numberOf, objectOf, textOf, wrong } from './json.ts';

export interface Time {
  readonly now: Instant;
  readonly zone: Zone;
}

/** @throws INVALID_FILTER */
export function momentOf(value: unknown, time: Time): Instant {
  const moment = objectOf(value, 'A moment');
  const read = chosen(moment, 'type', kinds);
  return read(moment, time);
}

const kinds: Readonly<Record<string, (moment: Json, time: Time) => Instant>> = {
  now: (_, { now }) => now,
  fixed_local_date: (moment, { zone }) => edgeOf(dayAt(moment), moment, 'which', zone),
  fixed_utc: instantAt,
  fixed: instantAt,
  start_end_of_predefined_relative_range: rangeEdge,
  offset: offsetFrom,
};

function dayAt(moment: Json): CalendarDate {
  const text = textOf(moment, 'value');
  const day = parseCalendarDate(text);
  if (day !== undefined) return day;
  return at('value', () => {
    throw wrong('Write the day as 2026-03-31.');
  });
}

function instantAt(moment: Json, { zone }: Time): Instant {
  const text = textOf(moment, 'value');
  const day = parseCalendarDate(text);
  const instant = day === undefined ? parseInstant(text, zone) : startOfDay(day, zone);
  if (instant !== undefined) return instant;
  return at('value', () => {
    throw wrong('Write the moment as 2026-03-31T14:00:00Z.');
  });
}

const edges = { start: 'start', end: 'end' } as const;

/** Its beginning, or its end, which is the beginning of the next. */
function edgeOf(day: CalendarDate, parent: Json, name: string, zone: Zone): Instant {
  return chosen(parent, name, edges) === 'start' ? startOfDay(day, zone) : endOfDay(day, zone);
}

const endOfDay = (day: CalendarDate, zone: Zone) => startOfDay(addDays(day, 1), zone);

const away = { last: -1, this: 0, next: 1 } as const;
const days = { yesterday: -1, today: 0, tomorrow: 1 } as const;
const lengths: readonly Granularity[] = ['week', 'month', 'quarter', 'year'];

const ranges: Readonly<Record<string, (today: CalendarDate) => { start: CalendarDate; end: CalendarDate }>> = {
  ...Object.fromEntries(
    Object.entries(days).map(([name, count]) => [
      name,
      (today: CalendarDate) => ({ start: addDays(today, count), end: addDays(today, count) }),
    ]),
  ),
  ...Object.fromEntries(
    lengths.flatMap((length) =>
      Object.entries(away).map(([which, count]) => [
        `${which}-${length}`,
        (today: CalendarDate) => {
          const current = periodOf(today, length);
          if (count === 0) return current;
          return periodOf(addDays(count < 0 ? current.start : current.end, count), length);
        },
      ]),
    ),
  ),
};

function rangeEdge(moment: Json, { now, zone }: Time): Instant {
  const { start, end } = chosen(moment, 'range', ranges)(dayOf(now, zone));
  return chosen(moment, 'which', edges) === 'start' ? startOfDay(start, zone) : endOfDay(end, zone);
}

const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;

/** A thousand years in any unit would still be a date; more than this means nothing. */
const farthest = 100_000;

function offsetFrom(moment: Json, time: Time): Instant {
  const sign = chosen(moment, 'direction', { past: -1, future: 1 });
  const from = 'moment' in moment ? at('moment', () => momentOf(moment.moment, time)) : time.now;
  const moved = at('offset', () => {
    const offset = objectOf(moment.offset, 'An offset');
    const amounts = units.map((unit) => [unit, sign * at(unit, () => amountOf(offset[unit] ?? 0))] as const);
    try {
      return shift(from, Object.fromEntries(amounts), time.zone);
    } catch (error) {
      if (error instanceof RangeError) throw wrong('There is no such moment: it is too far away.');
      throw error;
    }
  });
  if (moment.which_day_end == null) return moved;
  return edgeOf(dayOf(moved, time.zone), moment, 'which_day_end', time.zone);
}

function amountOf(value: unknown): number {
  const amount = numberOf(value);
  if (Number.isInteger(amount) && amount >= 0 && amount <= farthest) return amount;
  throw wrong(`A whole number from 0 to ${farthest} belongs here, not ${amount}.`);
}
