/** Who may come in: a good key, that has not asked too much. The same for all that is asked over REST. */
import type { Database } from '../db/client.ts';
import { type Identify, type IdentifySigner, type KeyHolder, limitKeyOf, type Vouched } from '../http/caller.ts';
import { challengeOf } from '../http/challenge.ts';
import type { Allowance } from '../http/rate-limit/bucket.ts';
import { limitHeaders } from '../http/rate-limit/headers.ts';
import type { Limiter } from '../http/rate-limit/limiter.ts';
import { Problem, problem } from './problem.ts';

export type Headers = Readonly<Record<string, string>>;

export interface Admission {
  readonly caller: KeyHolder;
  /** Told with every answer. */
  readonly limits: Headers;
}

export interface AdmissionOptions {
  readonly identify: Identify;
  readonly limiter: Limiter;
}

export type Admit = (request: Request, database: Database) => Promise<Admission>;

/** @throws Problem */
export function createAdmission({ identify, limiter }: AdmissionOptions): Admit {
  return async (request, database) => {
    const key = limitKeyOf(request);
    const refused = limiter.refused(key);
    if (refused) throw tooMany(refused);
    const caller = await identify(request, database);
    if (!caller) throw problem(401, 'Unauthorized', { 'www-authenticate': challengeOf(request) });
    return admitted(caller, await limiter.take(key));
  };
}

/** @throws Problem */
function admitted(caller: KeyHolder, allowance: Allowance): Admission {
  if (!allowance.allowed) throw tooMany(allowance);
  return { caller, limits: limitHeaders(allowance) };
}

export interface SignedAdmissionOptions {
  readonly identifySigner: IdentifySigner;
  readonly limiter: Limiter;
}

export type AdmitSigned = (vouched: Vouched, database: Database) => Promise<Admission>;

/** What a key vouched for counts as a request of the key. @throws Problem */
export function createSignedAdmission({ identifySigner, limiter }: SignedAdmissionOptions): AdmitSigned {
  return async (vouched, database) => {
    const signer = await identifySigner(vouched, database);
    if (!signer) throw problem(403, 'This address is not signed by a key that is good: ask for another.');
    const { limitKey, ...caller } = signer;
    return admitted(caller, limiter.refused(limitKey) ?? (await limiter.take(limitKey)));
  };
}

/** Older clients read how long to wait from the body, some inside `error` and some beside it. */
function tooMany(allowance: Allowance): Problem {
  const { limit, window, reset } = allowance;
  const error = {
    message: 'API call count exceeded for this period.',
    ...{ rate_limit: limit, rate_window: window, rate_reset: reset },
    ...{ rate_limit_type: 'key', rate_endpoint_group: 'default' },
  };
  return new Problem(429, { error, rate_reset: reset }, limitHeaders(allowance));
}
