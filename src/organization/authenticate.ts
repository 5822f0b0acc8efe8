/** Who an API key belongs to, and whether it still opens anything. */
import { type Role, weakerOf } from '../caller.ts';
import type { Database, Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { type Instant, toDate } from '../value/period.ts';
import { hashApiKey } from './api-key.ts';

export interface Identity {
  readonly apiKeyId: string;
  /** Its beginning, by which people know it. */
  readonly keyPrefix: string;
  readonly organizationId: string;
  readonly userId: string;
  /** That of the person, or of the key where that is weaker. */
  readonly role: Role;
  readonly currency: string;
  readonly stalledAfterDays: number | null;
}

/**
 * The only place where a key that a request brings is looked up. Looked up by its hash, so that no comparison of secrets takes
 * longer the more of a guess is right.
 * @returns undefined for a key that is unknown, was revoked or has expired, or whose owner was deactivated
 */
export async function authenticate(database: Database, key: string, now: Instant): Promise<Identity | undefined> {
  return identityOf(await readKey(database, hashApiKey(key)), now);
}

export type StoredKey = Awaited<ReturnType<typeof readKey>>;

export function readKey(database: Database, hash: string) {
  return database.lookUp((session) => identities(session).where('k.key_hash', '=', hash).executeTakeFirst());
}

/** For who brings no key, but what one vouched for. */
export function readSigningKey(database: Database, id: string) {
  return database.lookUp((session) =>
    identities(session).select('k.key_hash').where('k.id', '=', id).executeTakeFirst(),
  );
}

const identities = (session: Session) =>
  keys(session)
    .innerJoin('organization as o', 'o.id', 'k.organization_id')
    .select([
      'k.organization_id',
      'k.user_id',
      'k.prefix',
      'k.role as key_role',
      'm.role',
      'o.currency',
      'o.stalled_after_days',
    ]);

/** @returns undefined for a key that opens nothing at this moment */
export function identityOf(row: StoredKey, now: Instant): Identity | undefined {
  if (!row || troubleWith(row, now)) return undefined;
  const role = row.role as Role;
  return {
    ...{
      apiKeyId: row.id,
      keyPrefix: row.prefix,
      organizationId: row.organization_id,
      userId: row.user_id,
      currency: row.currency,
    },
    stalledAfterDays: row.stalled_after_days,
    role: row.key_role === null ? role : weakerOf(role, row.key_role as Role),
  };
}

/** Why some of these keys open nothing any more, by id: those that do are left out. */
export async function readTroubles(
  session: Session,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, DomainError>> {
  const rows = await keys(session)
    .where((eb) => session.dialect.isOneOf(eb.ref('k.id'), ids))
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    ids.flatMap((id) => {
      const trouble = troubleWith(byId.get(id), now);
      return trouble ? [[id, trouble] as const] : [];
    }),
  );
}

const keys = ({ kysely }: Session) =>
  kysely
    .selectFrom('api_key as k')
    .innerJoin('membership as m', (join) =>
      join.onRef('m.organization_id', '=', 'k.organization_id').onRef('m.user_id', '=', 'k.user_id'),
    )
    .select(['k.id', 'k.date_revoked', 'k.date_expires', 'm.is_active']);

type KeyRow = Awaited<ReturnType<ReturnType<typeof keys>['executeTakeFirstOrThrow']>>;

function troubleWith(row: KeyRow | undefined, now: Instant): DomainError | undefined {
  if (!row || row.date_revoked !== null) return new DomainError('UNAUTHENTICATED', 'This API key was revoked.');
  if (hasExpired(row.date_expires, now)) return new DomainError('UNAUTHENTICATED', 'This API key has expired.');
  if (!row.is_active) return new DomainError('FORBIDDEN', 'You do not belong to this organization any more.');
  return undefined;
}

/** At its last moment a key opens nothing any more. */
export const hasExpired = (expires: Date | null, now: Instant): boolean => expires !== null && expires <= toDate(now);
