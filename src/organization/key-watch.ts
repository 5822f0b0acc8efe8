/**
 * Ends what goes on under a key, such as a stream of events, when the key stops working: at once where this process revoked
 * it, and within `interval` where another one did, or where it expired.
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import type { DomainError } from '../errors.ts';
import { readTroubles } from './authenticate.ts';

export interface KeyWatch {
  /** Calls `end` with the reason, once. @returns what stops the watching */
  watch(apiKeyId: string, end: (reason: DomainError) => void): () => void;
  /** Looks now: keys have changed. */
  lookNow(): void;
  close(): void;
}

export function createKeyWatch(database: Database, clock: Clock, interval = 1000): KeyWatch {
  const watched = new Map<string, Set<(reason: DomainError) => void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  const check = async () => {
    const ids = [...watched.keys()];
    if (ids.length === 0) return;
    const troubles = await database.read((session) => readTroubles(session, ids, clock()));
    for (const [id, reason] of troubles) for (const end of [...(watched.get(id) ?? [])]) end(reason);
  };
  const tick = async () => {
    if (looking) return;
    looking = true;
    // While the database cannot be asked nothing is told either: each event is read from it.
    await check().catch(() => {});
    looking = false;
  };
  const close = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    lookNow: () => void check().catch(() => {}),
    close,
    watch(apiKeyId, end) {
      const ends = watched.get(apiKeyId) ?? new Set();
      watched.set(apiKeyId, ends.add(end));
      timer ??= setInterval(tick, interval).unref();
      return () => {
        ends.delete(end);
        if (ends.size === 0 && watched.get(apiKeyId) === ends) watched.delete(apiKeyId);
        if (watched.size === 0) close();
      };
    },
  };
}
