/** How much each key may use over one door: its requests over REST, what its questions cost over GraphQL. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { type Allowance, allowanceOf, type Bucket } from './bucket.ts';
import { memoryStore } from './memory-store.ts';
import { redisStore } from './redis-store.ts';

export interface Limiter {
  /** @param amount 1 without it; of more than the bucket holds, as much as it holds */
  take(key: string, amount?: number): Promise<Allowance>;
  /** Of a key that has been refused the least that there is, until it can have that: known without asking anybody. */
  refused(key: string): Allowance | undefined;
}

/** Of one key. */
export interface RateLimits {
  /** The window. */
  readonly seconds: number;
  /** The points that its questions over GraphQL may cost; 0: any. */
  readonly cost: number;
  /** Its requests over REST; 0: any number. */
  readonly requests: number;
  /** Where several gateways count together. @default each counts in memory */
  readonly redisUrl?: string | undefined;
}

export interface RateLimiting {
  readonly graphql: Limiter;
  readonly rest: Limiter;
  close(): Promise<void>;
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

const noLimits: RateLimits = { seconds: 10, cost: 0, requests: 0 };

/** What clients are told to keep to where nobody is turned away. */
const told = { cost: 1_000_000, requests: 240, seconds: 10 };

export function openRateLimiting(limits: RateLimits = noLimits, { clock, log }: Surroundings): RateLimiting {
  const memory = memoryStore(clock);
  const shared = limits.redisUrl === undefined ? undefined : redisStore(limits.redisUrl, memory, log);
  const store = shared?.store ?? memory;
  const limiter = (door: string, bucket: Bucket): Limiter => {
    const refusals = new Map<string, { allowance: Allowance; until: number }>();
    return {
      async take(key, amount = 1) {
        // What costs more than there ever is would be refused for ever.
        const taken = Math.min(amount, bucket.size);
        const allowance = allowanceOf(bucket, await store(`${door} ${key}`, bucket, taken), taken);
        if (!allowance.allowed && taken <= 1) {
          refusals.set(key, { allowance, until: clock() + allowance.reset * 1000 });
        }
        return allowance;
      },
      refused(key) {
        const refusal = refusals.get(key);
        const left = refusal ? refusal.until - clock() : 0;
        if (refusal && left > 0) return { ...refusal.allowance, reset: left / 1000 };
        refusals.delete(key);
        return undefined;
      },
    };
  };
  const bucket = (limit: number, usual: number): Bucket =>
    limit > 0
      ? { size: limit, seconds: limits.seconds, rejects: true }
      : { size: usual, seconds: told.seconds, rejects: false };
  return {
    graphql: limiter('graphql', bucket(limits.cost, told.cost)),
    rest: limiter('rest', bucket(limits.requests, told.requests)),
    close: async () => shared?.close(),
  };
}
