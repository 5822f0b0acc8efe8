/** What the questions of one request take from what its key may use. */
import type { Allowance } from '../../http/rate-limit/bucket.ts';
import type { Limiter } from '../../http/rate-limit/limiter.ts';

/** What one request takes from its caller's allowance. */
export interface Spending {
  /** What was left the last time, for the headers of the answer. */
  readonly allowance: Allowance;
  take(points: number): Promise<Allowance>;
  /** What the question costs, once that is known: taken again when it is answered again. */
  cost: number;
}

/** Any request costs a point, be it that there is nothing in it to execute. */
export const admission = 1;

export async function openSpending(limiter: Limiter, key: string): Promise<Spending> {
  let allowance = await limiter.take(key, admission);
  return {
    cost: admission,
    get allowance() {
      return allowance;
    },
    async take(points) {
      allowance = await limiter.take(key, points);
      return allowance;
    },
  };
}
