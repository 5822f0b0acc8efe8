/**
 * How many requests a key may send: a bucket that refills steadily. What is left is told with every answer, so that clients
 * can slow down by themselves; nobody is turned away unless `rejects` is set.
 */
import type { Clock } from '../clock.ts';

export interface RateLimit {
  /** Requests in one window. @default 240 */
  readonly requests?: number;
  /** Length of the window, in seconds. @default 10 */
  readonly seconds?: number;
  /** Whether to turn away who has used it up. @default false */
  readonly rejects?: boolean;
}

export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** The window, and the seconds until the next request is allowed or, where it is, until all are there again. */
  readonly window: number;
  readonly reset: number;
}

/** Beyond this, keys that have their full allowance again are forgotten. */
const manyKeys = 10_000;

export function createRateLimiter({ requests = 240, seconds = 10, rejects = false }: RateLimit, clock: Clock) {
  const perSecond = requests / seconds;
  const spent = new Map<string, { used: number; at: number }>();
  const usedNow = ({ used, at }: { used: number; at: number }, now: number) =>
    Math.max(0, used - Math.max(0, now - at) * perSecond);

  return (key: string): Allowance => {
    const now = clock() / 1000;
    if (spent.size > manyKeys) {
      for (const [other, bucket] of spent) if (usedNow(bucket, now) === 0) spent.delete(other);
    }
    const before = usedNow(spent.get(key) ?? { used: 0, at: now }, now);
    const allowed = before + 1 <= requests || !rejects;
    const used = Math.min(requests, allowed ? before + 1 : before);
    spent.set(key, { used, at: now });
    return {
      allowed,
      limit: requests,
      remaining: Math.floor(requests - used),
      window: seconds,
      reset: allowed ? Math.ceil(used / perSecond) : (before + 1 - requests) / perSecond,
    };
  };
}
