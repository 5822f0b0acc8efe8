/** Chance that is the same in each run: all that demo data draws by lot comes from here. */
import { createHash } from 'node:crypto';
import { en, Faker } from '@faker-js/faker';
import { type IdKind, newId } from '../../src/value/id.ts';
import { type CalendarDate, type Instant, startOfDay, utc } from '../../src/value/period.ts';

export interface Random {
  readonly faker: Faker;
  makeId(kind: IdKind): string;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** True in so many of a hundred cases. */
  percent(cases: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Each entry is drawn as often as its weight says. */
  weighted<T>(entries: readonly (readonly [weight: number, value: T])[]): T;
  /** A moment in the office hours of a working day, so many days before today. */
  daysAgo(days: number): Instant;
}

const dayLength = 86_400_000;

export function createRandom(seed: number, today: CalendarDate): Random {
  const faker = new Faker({ locale: en, seed });
  const midnight = startOfDay(today, utc);
  let drawn = 0;
  // Faker draws numbers one by one; an id needs 64 of them.
  const bytes = (count: number) =>
    createHash('shake256', { outputLength: count }).update(`${seed} ${drawn++}`).digest();
  const between = (min: number, max: number) => faker.number.int({ min, max });
  return {
    faker,
    makeId: (kind) => newId(kind, bytes),
    between,
    percent: (cases) => between(1, 100) <= cases,
    pick: (from) => faker.helpers.arrayElement(from),
    weighted: (entries) => faker.helpers.weightedArrayElement(entries.map(([weight, value]) => ({ weight, value }))),
    daysAgo(days) {
      // 1970 began on a Thursday: 3 is its place in a week that begins on Monday.
      const weekday = (midnight / dayLength - days + 3) % 7;
      const toFriday = Math.max(0, weekday - 4);
      return (midnight - (days + toFriday) * dayLength + between(8 * 3600, 18 * 3600) * 1000) as Instant;
    },
  };
}
