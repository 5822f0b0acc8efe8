/** When what failed is tried again, and when it is given up. In milliseconds. */
import type { Instant } from '../value/period.ts';

const second = 1000;
const first = 5 * second;
const longest = 20 * 60 * second;

/** As in the source API. */
export const patience = 72 * 60 * 60 * second;

/**
 * Twice as long each time, up to twenty minutes. By half of that more or less, so that what failed together does not come
 * together again.
 * @param chance from 0 to 1
 */
export function nextAttempt(now: Instant, attempts: number, chance: number): Instant {
  const usual = Math.min(longest, first * 2 ** Math.min(attempts - 1, 30));
  return Math.round(now + usual * (0.5 + chance)) as Instant;
}
