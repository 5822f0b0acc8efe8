/** What an answer tells of its key's allowance. */
import type { Allowance } from './bucket.ts';

type Headers = Readonly<Record<string, string>>;

/** Both ways in which clients look for them: all in one, between commas, and each by itself. */
export function limitHeaders({ allowed, limit, remaining, reset }: Allowance): Headers {
  const seconds = String(Math.ceil(reset));
  return {
    ratelimit: `limit=${limit}, remaining=${remaining}, reset=${seconds}`,
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': seconds,
    ...(!allowed && { 'retry-after': seconds }),
  };
}
