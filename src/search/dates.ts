/**
 * What the words of a date mean, at a moment and in a zone. Whether the field is a day or an instant, and what a
 * comparison with a whole period means, is for the caller to say.
 */
import {
  addDays,
  type CalendarDate,
  dayOf,
  earliest,
  type Granularity,
  type Instant,
  parseCalendarDate,
  parseInstant,
  periodOf,
  shift,
  type WeekStart,
  type Zone,
} from '../value/period.ts';
import { nearest } from '../value/text.ts';

export type DateValue =
  | { readonly kind: 'day'; readonly day: CalendarDate }
  | { readonly kind: 'instant'; readonly instant: Instant }
  /** Both days included. */
  | { readonly kind: 'period'; readonly first: CalendarDate; readonly last: CalendarDate }
  /** `3 days ago` is a kind of its own: `<` and `>` compare it by age, so that `< 3 days ago` is younger, hence later. */
  | { readonly kind: 'age'; readonly instant: Instant };

export interface Clock {
  readonly now: Instant;
  readonly zone: Zone;
  readonly weekStart?: WeekStart;
}

type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';

/** As written -> how much of which calendar unit. */
export const ageUnits: ReadonlyMap<string, readonly [unit: Unit, count: number]> = new Map(
  (
    [
      ['min', ['minutes', 1]],
      ['minute', ['minutes', 1]],
      ['hour', ['hours', 1]],
      ['day', ['days', 1]],
      ['week', ['weeks', 1]],
      ['month', ['months', 1]],
      ['quarter', ['months', 3]],
      ['year', ['years', 1]],
    ] as const
  ).flatMap(([name, length]) => [
    [name, length],
    [`${name}s`, length],
  ]),
);

const days: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
]);
const directions: readonly string[] = ['this', 'last', 'next'];
const spans: readonly Granularity[] = ['week', 'month', 'quarter', 'year'];

export function isPeriod(direction: string, span: string): boolean {
  return directions.includes(direction.toLowerCase()) && spanOf(span.toLowerCase()) !== undefined;
}

/** Longer than any date: what follows need not be careful with long text. */
const longest = 64;

/** Undefined when it is no date, or one outside the years 1 to 9999. */
export function interpretDate(text: string, clock: Clock): DateValue | undefined {
  if (text.length > longest) return undefined;
  const written = text.trim();
  const day = parseCalendarDate(written);
  if (day) return { kind: 'day', day };
  const instant = parseInstant(written, clock.zone);
  if (instant !== undefined) return { kind: 'instant', instant };
  const [first = '', second = '', third, ...more] = written.toLowerCase().split(/\s+/);
  if (more.length > 0) return undefined;
  if (third === 'ago') return ageOf(first, second, clock);
  return third === undefined ? ofToday(first, second, clock) : undefined;
}

function ofToday(word: string, span: string, { now, zone, weekStart }: Clock): DateValue | undefined {
  const today = dayOf(now, zone);
  const offset = days.get(word);
  if (offset !== undefined && span === '') return { kind: 'day', day: addDays(today, offset) };
  const granularity = spanOf(span);
  if (!granularity || !directions.includes(word)) return undefined;
  const current = periodOf(today, granularity, weekStart);
  const inside = { this: today, last: addDays(current.start, -1), next: addDays(current.end, 1) }[word] ?? today;
  const { start: first, end: last } = periodOf(inside, granularity, weekStart);
  return { kind: 'period', first, last };
}

function spanOf(word: string): Granularity | undefined {
  return spans.find((span) => span === word);
}

function ageOf(count: string, name: string, { now, zone }: Clock): DateValue | undefined {
  const length = ageUnits.get(name);
  // Six digits of years are more than Temporal can count.
  if (!length || !/^\d{1,5}$/.test(count)) return undefined;
  const [unit, times] = length;
  const instant = shift(now, { [unit]: -Number(count) * times }, zone);
  return instant >= earliest ? { kind: 'age', instant } : undefined;
}

/** The nearest thing that could have been meant by a word that is no date. */
export function nearestDate(text: string): string | undefined {
  const periods = directions.flatMap((direction) => spans.map((span) => `${direction} ${span}`));
  return nearest(text.slice(0, longest), [...days.keys(), ...periods]);
}
