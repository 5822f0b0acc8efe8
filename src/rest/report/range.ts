/** Spans of time as bodies of reports name them: in a word, or from a moment to another. */
import type { Caller } from '../../caller.ts';
import { DomainError } from '../../errors.ts';
import {
  addDays,
  dayOf,
  earliest,
  type Granularity,
  type Instant,
  periodOf,
  shift,
  startOfDay,
} from '../../value/period.ts';
import { bodyFieldsOf, nested } from '../body-field.ts';
import { among, momentInTime, type Reader } from '../reader.ts';

/** Without bounds: all time. */
export interface Range {
  readonly from?: Instant;
  /** Not included. */
  readonly to?: Instant;
}

const current: readonly (readonly [string, Granularity])[] = [
  ['today', 'day'],
  ...(['week', 'month', 'quarter', 'year'] as const).map((length) => [`this-${length}`, length] as const),
];
const previous: readonly (readonly [string, Granularity])[] = [
  ['yesterday', 'day'],
  ...(['week', 'month', 'quarter', 'year'] as const).map((length) => [`last-${length}`, length] as const),
];
const allTime = 'all-time';

const relativeRanges: readonly string[] = [...[...current, ...previous].map(([word]) => word), allTime];

const words = among(relativeRanges);

/** Weeks begin on Mondays, and days where the caller's do. */
export const relativeRange: Reader<Range> = {
  schema: words.schema,
  read(value, caller) {
    const word = words.read(value, caller);
    return word === allTime ? {} : periodNamed(word, caller);
  },
};

function periodNamed(word: string, { now, zone }: Caller): Range {
  const today = dayOf(now, zone);
  const [, length = 'day'] = [...current, ...previous].find(([name]) => name === word) ?? [];
  const present = periodOf(today, length);
  const { start, end } = previous.some(([name]) => name === word)
    ? periodOf(addDays(present.start, -1), length)
    : present;
  return { from: startOfDay(start, zone), to: startOfDay(addDays(end, 1), zone) };
}

interface Bounds {
  readonly start: Instant;
  readonly end: Instant;
}

const bound = bodyFieldsOf<Bounds>();
const bounds = nested<Bounds>(
  [
    bound('start', 'start', momentInTime, 'The first moment.'),
    bound('end', 'end', momentInTime, 'The moment at which it is over.'),
  ],
  ['start', 'end'],
);

export const givenRange: Reader<Range> = {
  schema: bounds.schema,
  read(value, caller) {
    const { start, end } = bounds.read(value, caller);
    if (start < end) return { from: start, to: end };
    throw new DomainError('INVALID_INPUT', 'The end is not after the start.');
  },
};

const distances = {
  'same-days-last-week': { weeks: -1 },
  'same-days-last-month': { months: -1 },
  'same-days-last-quarter': { months: -3 },
  'same-days-last-year': { years: -1 },
} as const;

export type Distance = keyof typeof distances;

export const distance = among(Object.keys(distances) as Distance[]);

/** The same days, earlier. */
export function earlier({ from, to }: Range, by: Distance, { zone }: Caller): Range {
  const moved = (moment: Instant) => Math.max(earliest, shift(moment, distances[by], zone)) as Instant;
  return { ...(from !== undefined && { from: moved(from) }), ...(to !== undefined && { to: moved(to) }) };
}
