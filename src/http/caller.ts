/** From a request to a caller: whose key it brings, and where the caller's day begins. */
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import { authenticate } from '../organization/authenticate.ts';
import { utc, zoneOfOffsetHours } from '../value/period.ts';
import { readApiKey } from './credentials.ts';

/** @returns undefined without a key that is good: nothing has been read then but the table of keys */
export async function identify(request: Request, database: Database, clock: Clock): Promise<Caller | undefined> {
  const key = readApiKey(request.headers.get('authorization'));
  const identity = key === undefined ? undefined : await authenticate(database, key);
  if (!identity) return undefined;
  // An offset that is none counts as absent, as the source API treats it.
  const zone = zoneOfOffsetHours(request.headers.get('x-tz-offset') ?? '') ?? utc;
  return { ...identity, zone, now: clock() };
}
