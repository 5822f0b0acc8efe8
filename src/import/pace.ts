/**
 * How many rows go in at once. Many: a batch writes each page of an index once, and rows that are new lie all over the twenty
 * indexes of an opportunity: 5,000 at a time took SQLite two thirds of the CPU of 1,000 at a time. But other writers wait for a
 * batch: on SQLite all of them, on PostgreSQL other imports.
 */

/** How long others may wait, in milliseconds; a writer gives up after five seconds. */
const patience = 2000;

const fewest = 1000;
const most = 10_000;

export interface Pace {
  rows(): number;
  /** Puts in so many, and learns from how long that takes. */
  timed<T>(rows: number, work: () => Promise<T>): Promise<T>;
}

/** @param clock in milliseconds */
export function createPace(clock = () => performance.now()): Pace {
  let next = fewest;
  return {
    rows: () => next,
    async timed(rows, work) {
      const began = clock();
      const done = await work();
      const inTime = Math.floor((rows * patience) / Math.max(1, clock() - began));
      // Not at a bound at once: the first batch makes statuses and people, and one that the machine was busy with tells little.
      next = Math.min(most, Math.max(fewest, Math.min(2 * next, inTime)));
      return done;
    },
  };
}
