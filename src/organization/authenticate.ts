/** Who an API key belongs to. */
import type { Role } from '../caller.ts';
import type { Database } from '../db/client.ts';
import { hashApiKey } from './api-key.ts';

export interface Identity {
  readonly organizationId: string;
  readonly userId: string;
  readonly role: Role;
  readonly currency: string;
}

/**
 * Looked up by its hash, so that no comparison of secrets takes longer the more of a guess is right.
 * @returns undefined for a key that is unknown, or whose owner was deactivated
 */
export async function authenticate(database: Database, key: string): Promise<Identity | undefined> {
  const row = await database.read(({ kysely }) =>
    kysely
      .selectFrom('api_key as k')
      .innerJoin('membership as m', (join) =>
        join.onRef('m.organization_id', '=', 'k.organization_id').onRef('m.user_id', '=', 'k.user_id'),
      )
      .innerJoin('organization as o', 'o.id', 'k.organization_id')
      .select(['k.organization_id', 'k.user_id', 'm.role', 'o.currency'])
      .where('k.key_hash', '=', hashApiKey(key))
      .where('m.is_active', '=', true)
      .executeTakeFirst(),
  );
  return (
    row && {
      organizationId: row.organization_id,
      userId: row.user_id,
      role: row.role === 'admin' ? 'admin' : 'user',
      currency: row.currency,
    }
  );
}
