/** API keys: shown once, when they are made; only their SHA-256 is stored, by which a caller is recognized. */
import { hash } from 'node:crypto';
import type { Role } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { newId } from '../value/id.ts';
import { type Instant, toDate } from '../value/period.ts';
import type { Making } from './create.ts';

export interface NewApiKey {
  readonly organizationId: string;
  /** A member of the organization: whoever brings the key is this user. */
  readonly userId: string;
  readonly name: string;
  /** The most it may do; null: whatever its owner may. @default null */
  readonly role?: Role | null;
  /** From when on it opens nothing. @default never */
  readonly expires?: Instant | null;
  /** @default `api_` and 43 random base62 characters */
  readonly key?: string;
}

/** Stores a key, whoever asks for it: see `makeApiKey`. @returns the key itself: nobody can read it again. */
export async function createApiKey(session: Session, newKey: NewApiKey, making: Making): Promise<string> {
  return (await storeApiKey(session, newKey, making)).key;
}

export async function storeApiKey(
  session: Session,
  { organizationId, userId, name, role = null, expires = null, key = newId('apiKey') }: NewApiKey,
  { now, makeId = newId }: Making,
): Promise<{ readonly id: string; readonly key: string }> {
  const id = makeId('apiKey');
  await session.kysely
    .insertInto('api_key')
    .values({
      ...{ id, organization_id: organizationId, user_id: userId, name, role },
      ...{ key_hash: hashApiKey(key), prefix: prefixOf(key) },
      ...{ date_created: toDate(now), date_expires: expires && toDate(expires) },
    })
    .execute();
  return { id, key };
}

/** Keys are random and long, so that a fast hash is enough: there is nothing to guess. */
export function hashApiKey(key: string): string {
  return hash('sha256', key);
}

/** Enough to tell keys apart by; of a key that somebody chose, and made short, never more than a third. */
const prefixOf = (key: string) => key.slice(0, Math.min(12, Math.floor(key.length / 3)));
