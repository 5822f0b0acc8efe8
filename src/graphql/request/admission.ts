/** Whose request it is, and what it may use: told by its headers, before anything else of it is looked at. */
import type { Database } from '../../db/client.ts';
import type { Replicas } from '../../db/replica/replicas.ts';
import { until } from '../../db/until.ts';
import { type Identify, limitKeyOf } from '../../http/caller.ts';
import type { Limiter } from '../../http/rate-limit/limiter.ts';
import type { RequestScope } from '../../http/scope.ts';
import type { UnderWay } from '../../http/under-way.ts';
import type { GraphqlRequest } from './execution.ts';
import type { Refused } from './refusal.ts';
import { openSpending } from './spending.ts';

export type Admitted = Omit<GraphqlRequest, 'bytes'>;

/** @throws SERVICE_UNAVAILABLE, TIMEOUT */
export type Admit = (request: Request, scope: RequestScope) => Promise<Admitted | Refused>;

export interface AdmissionOptions {
  readonly database: Database;
  readonly identify: Identify;
  readonly limiter: Limiter;
  readonly underWay: UnderWay;
  readonly replicas: Replicas;
}

export function createAdmit({ identify, limiter, underWay, replicas, ...options }: AdmissionOptions): Admit {
  return async (request, { requestId, report, deadline, tell }) => {
    const key = limitKeyOf(request);
    const refused = limiter.refused(key);
    if (refused) return { refused };
    const caller = await identify(request, until(options.database, deadline));
    if (!caller) return { refused: 'unknown key' };
    const spending = await openSpending(limiter, key);
    if (!spending.allowance.allowed) return { refused: spending.allowance };
    const { apiKeyId, keyPrefix, organizationId } = caller;
    tell({ organization: organizationId, keyPrefix });
    const database = until(replicas.readFor(options.database, apiKeyId), deadline);
    return {
      ...{ requestId, report, tell, caller: { ...caller, requestId }, database, spending },
      inTurn: (work, until) => underWay.inTurn(apiKeyId, until, work),
      holdStream: () => underWay.holdStream(apiKeyId),
    };
  };
}
