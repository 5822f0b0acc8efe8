/** Comparisons of instants with what people write: a moment, or days, which are all of their moments. */
import {
  always,
  type CalendarDate,
  either,
  type Instant,
  parseCalendarDate,
  parseInstant,
  type Turns,
  turnsAfter,
  turnsFrom,
  type Zone,
} from '../value/period.ts';
import { and, type Filter, type Operator } from './filter.ts';

/** Undefined for what is neither a day nor a moment. */
export function compareInstant(field: string, operator: Operator, text: string, zone: Zone): Filter | undefined {
  const day = parseCalendarDate(text);
  if (day !== undefined) return compareWithDays(field, operator, { first: day, last: day }, zone);
  const moment = parseInstant(text, zone);
  return moment === undefined ? undefined : { kind: 'compare', field, operator, value: moment };
}

export interface Days {
  readonly first: CalendarDate;
  /** Included. */
  readonly last: CalendarDate;
}

/**
 * Compares the day that clocks in the zone show at the instant: `gte` and `lt` with the first day, `gt` and `lte` with the
 * last, and `eq` asks whether it is among them. Groups by day, week, month… go by that day too, so that a group has what its
 * own filter finds, also where clocks go back over midnight.
 */
export function compareWithDays(field: string, operator: Operator, { first, last }: Days, zone: Zone): Filter {
  return within(field, turnsOf(operator, first, last, zone));
}

function turnsOf(operator: Operator, first: CalendarDate, last: CalendarDate, zone: Zone): Turns {
  switch (operator) {
    case 'eq':
      return either(turnsFrom(first, zone), turnsAfter(last, zone));
    case 'gte':
      return turnsFrom(first, zone);
    case 'lt':
      return either(always, turnsFrom(first, zone));
    case 'gt':
      return turnsAfter(last, zone);
    case 'lte':
      return either(always, turnsAfter(last, zone));
  }
}

/** The instant is one of those at which it is so. */
function within(field: string, turns: Turns): Filter {
  const spans: Filter[] = [];
  for (let index = 0; index < turns.length; index += 2) spans.push(between(field, turns[index], turns[index + 1]));
  const [only, ...more] = spans;
  return only && more.length === 0 ? only : { kind: 'or', filters: spans };
}

/** From the first moment on, before the second, as far as there are any. */
function between(field: string, from: Instant | undefined, to: Instant | undefined): Filter {
  const term = (operator: Operator, value: Instant): Filter => ({ kind: 'compare', field, operator, value });
  const starts = from === undefined || from === -Infinity ? [] : [term('gte', from)];
  const ends = to === undefined ? [] : [term('lt', to)];
  return starts.length + ends.length === 0 ? { kind: 'present', field } : and(...starts, ...ends);
}
