/**
 * Keys that were looked up a moment ago. Each request brings one, and to look it up took a way to the database and back before
 * anything else could be asked. Revocation, and a change of its owner, count at once where this process stored them, and where
 * another did as soon as the key is looked up again.
 */
import type { Database } from '../db/client.ts';
import type { Instant } from '../value/period.ts';
import { hashApiKey } from './api-key.ts';
import { type Identity, identityOf, readKey, type StoredKey } from './authenticate.ts';

export interface KnownKeys {
  /** As `authenticate`; it expires when it does. */
  authenticate(database: Database, key: string, now: Instant): Promise<Identity | undefined>;
  /** Keys may have stopped working. */
  forget(): void;
}

interface Known {
  readonly stored: NonNullable<StoredKey>;
  /** By a clock that nobody sets. */
  readonly until: number;
}

/** How long a key is known, in milliseconds: docs/access.md says so. */
const remembered = 1000;

/** More than there are in use; then it begins anew. */
const most = 10_000;

export function createKnownKeys(): KnownKeys {
  let known = new Map<string, Known>();
  return {
    forget() {
      known = new Map();
    },
    async authenticate(database, key, now) {
      const hash = hashApiKey(key);
      const found = known.get(hash);
      if (found && found.until > performance.now()) return identityOf(found.stored, now);
      // What is read now may be over before it is there: it is kept where nobody looks any more then.
      const place = known;
      const until = performance.now() + remembered;
      const stored = await readKey(database, hash);
      const identity = identityOf(stored, now);
      if (place.size >= most) place.clear();
      if (stored && identity) place.set(hash, { stored, until });
      else place.delete(hash);
      return identity;
    },
  };
}
