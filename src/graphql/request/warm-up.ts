/**
 * A question asked of the door before anybody else does, for an organization that there is not. The first one waits for what
 * V8 compiles, what graphql looks up once and for the first connection: the first list took 300 to 500 ms, and takes 30 after this.
 */
import { utc } from '../../value/period.ts';
import type { Services } from '../context.ts';
import type { GraphqlRequest } from './execution.ts';

const question = `query WarmUp($first: Int) {
  opportunities(first: $first, filter: { statusType: { eq: WON } }) {
    totalCount
    aggregates { totalValueAnnualized }
    edges { cursor node { id value lead { name } user { fullName } status { label } dateWon } }
  }
}`;

export const warmUpBody: string = JSON.stringify({ query: question, variables: { first: 1 } });

const allowance = { allowed: true, limit: 1, remaining: 1, window: 1, reset: 0 };

/** Whoever asks it has no key: nothing is counted, logged or found. */
export const askedByNobody = ({ database, clock }: Pick<Services, 'database' | 'clock'>): GraphqlRequest => ({
  ...{ requestId: 'warm-up', bytes: warmUpBody.length, database },
  report: () => {},
  tell: () => {},
  caller: {
    ...{ organizationId: '', userId: '', apiKeyId: '', keyPrefix: '', role: 'read_only', currency: 'USD' },
    ...{ zone: utc, now: clock() },
  },
  spending: { cost: 0, allowance, take: async () => allowance },
  inTurn: (work) => work(),
  holdStream: () => () => {},
});
