/**
 * When the changes of a transaction are said to have happened: one moment for all of them, taken once their rows are locked,
 * and later than the last change of each. It was the moment at which the request came in: then the lock decided the order of
 * two changes, the moments told another, and PostgreSQL's history of statuses contradicted the row in 6 of 100 races.
 */
import type { Clock } from '../clock.ts';
import { type Instant, toInstant } from '../value/period.ts';

export interface Moment {
  /** To be told of rows as they were when they were locked: the moment will be later. */
  follow(locked: Iterable<Locked>): void;
  /** The same request, or caller, at the moment of its changes: the same from the first question on, which comes after the locks. */
  of<Request extends { readonly now: Instant }>(request: Request): Request;
}

interface Locked {
  readonly id: string;
  readonly date_updated: Date;
}

/** Without a clock it is the moment of the request, unless a row has changed since. */
export function createMoment(clock?: Clock): Moment {
  const known = new Set<string>();
  let last = Number.NEGATIVE_INFINITY;
  let taken: Instant | undefined;
  return {
    follow(locked) {
      for (const { id, date_updated } of locked) {
        // What is locked already, only this transaction has changed since.
        if (!known.has(id)) last = Math.max(last, toInstant(date_updated));
        known.add(id);
      }
    },
    of(request) {
      const { now } = request;
      taken ??= Math.max(now, clock?.() ?? now, last + 1) as Instant;
      // A row that was locked late and changed meanwhile moves the rest on: two moments are better than one that goes back.
      if (taken < last) taken = (last + 1) as Instant;
      return { ...request, now: taken };
    },
  };
}
