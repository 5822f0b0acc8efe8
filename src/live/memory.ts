/** Subscribers of this process. The whole feed where one process has the database to itself, which is how SQLite is used. */
import { DomainError } from '../errors.ts';
import type { Change, ChangeFeed } from './change.ts';
import { createQueue, type Queue } from './queue.ts';

/** Transactions that a subscriber may lag behind. */
const longestQueue = 1000;

export interface Subscribers {
  /** Whether anybody listens to the organization: where not, news need not even be read. */
  has(organizationId: string): boolean;
  add(organizationId: string): AsyncIterableIterator<readonly Change[]>;
  deliver(changes: readonly Change[]): void;
  /** With an error: they must subscribe again, and read again what they have missed. */
  endAll(error?: Error): void;
}

export function createSubscribers(): Subscribers {
  const byOrganization = new Map<string, Set<Queue<readonly Change[]>>>();
  return {
    has: (organizationId) => byOrganization.has(organizationId),
    add(organizationId) {
      const queues = byOrganization.get(organizationId) ?? new Set();
      byOrganization.set(organizationId, queues);
      const queue = createQueue<readonly Change[]>(longestQueue, tooSlow, () => {
        queues.delete(queue);
        if (queues.size === 0 && byOrganization.get(organizationId) === queues) byOrganization.delete(organizationId);
      });
      queues.add(queue);
      return queue;
    },
    /** All are of one organization: they come from one caller's transaction. */
    deliver(changes) {
      const queues = byOrganization.get(changes[0]?.organizationId ?? '') ?? [];
      for (const queue of [...queues]) queue.push(changes);
    },
    endAll(error) {
      for (const queues of [...byOrganization.values()]) for (const queue of [...queues]) queue.end(error);
    },
  };
}

const tooSlow = () =>
  new DomainError('SERVICE_UNAVAILABLE', 'Changes came faster than they were read. Subscribe again, and read again.');

export function memoryFeed(): ChangeFeed {
  const subscribers = createSubscribers();
  return {
    send: async (_session, changes) => () => subscribers.deliver(changes),
    subscribe: subscribers.add,
    close: async () => subscribers.endAll(),
  };
}
