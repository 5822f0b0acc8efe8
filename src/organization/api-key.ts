/** API keys: shown once, when they are made; only their SHA-256 is stored, by which a caller is recognized. */
import { createHash } from 'node:crypto';
import type { Session } from '../db/client.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import type { Making } from './create.ts';

export interface NewApiKey {
  readonly organizationId: string;
  /** A member of the organization: whoever brings the key is this user. */
  readonly userId: string;
  readonly name: string;
  /** @default `api_` and 43 random base62 characters */
  readonly key?: string;
}

/** @returns the key itself: nobody can read it again. */
export async function createApiKey(
  session: Session,
  { organizationId, userId, name, key = newId('apiKey') }: NewApiKey,
  { now, makeId = newId }: Making,
): Promise<string> {
  const row = { id: makeId('apiKey'), key_hash: hashApiKey(key), name, date_created: toDate(now) };
  await session.kysely
    .insertInto('api_key')
    .values({ ...row, organization_id: organizationId, user_id: userId })
    .execute();
  return key;
}

/** Keys are random and long, so that a fast hash is enough: there is nothing to guess. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
