/** Keys that people make and revoke: their own, or, as admins, those of everybody in the organization. */
import { assertRight, type Caller, hasRight, isWeaker, type Role, roles } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { invalid, nameOf, wordOf } from '../value/input.ts';
import { type Instant, toDate, toInstant } from '../value/period.ts';
import { storeApiKey } from './api-key.ts';
import { keysChange } from './key-change.ts';

export interface ApiKeyInput {
  /** What it is for. */
  readonly name: string;
  /** Whose it is: others' keys are made by admins. @default the caller */
  readonly userId?: string | null;
  /** The most it may do. @default whatever its owner may, but not more than the caller */
  readonly role?: string | null;
  readonly expires?: Instant | null;
}

/** More than anybody keeps apart; who needs one a day has them expire. */
const mostKeys = 100;

/** Through no key does one get another that opens more, or for longer. @throws FORBIDDEN, INVALID_INPUT */
export async function makeApiKey(session: Session, caller: Caller, input: ApiKeyInput) {
  const { organizationId, now } = caller;
  const name = nameOf('name', input.name);
  const userId = input.userId ?? caller.userId;
  if (userId !== caller.userId) assertRight(caller, 'administer');
  const owner = await readOwner(session, organizationId, userId);
  const role = input.role == null ? null : wordOf('role', input.role, roles);
  const most = userId === caller.userId && isWeaker(caller.role, owner.role) ? caller.role : owner.role;
  if (role !== null && isWeaker(most, role)) throw tooStrong(owner, role, most);
  await assertRoom(session, caller, userId);
  const expires = earliest(await expiryOf(session, caller.apiKeyId), input.expires ?? null);
  if (expires !== null && expires <= now) throw invalid('dateExpires', 'A key expires in the future, or never.');
  const least = most === owner.role ? role : (role ?? most);
  return storeApiKey(session, { organizationId, userId, name, role: least, expires }, { now });
}

/** It opens nothing from now on; once more changes nothing. @throws NOT_FOUND, also for others' keys unless by an admin */
export async function revokeApiKey(session: Session, caller: Caller, id: string): Promise<void> {
  const { organizationId, userId, now } = caller;
  const own = hasRight(caller, 'administer') ? {} : { userId };
  const key = await session.rows.apiKey.findFirst({ where: { id, organizationId, ...own }, select: { id: true } });
  if (!key) throw new DomainError('NOT_FOUND', 'There is no API key with this id.');
  await session.kysely
    .updateTable('api_key')
    .set({ date_revoked: toDate(now) })
    .where('id', '=', id)
    .where('date_revoked', 'is', null)
    .execute();
  keysChange(session);
}

interface Owner {
  readonly fullName: string;
  readonly role: Role;
}

async function readOwner({ rows }: Session, organizationId: string, userId: string): Promise<Owner> {
  const where = { organizationId, userId };
  const member = await rows.membership.findFirst({ where, select: { fullName: true, role: true, isActive: true } });
  if (!member) throw invalid('userId', `There is no user ${JSON.stringify(userId)}.`);
  const { fullName, role, isActive } = member;
  if (!isActive) throw invalid('userId', `${JSON.stringify(fullName)} is deactivated: choose an active user.`);
  return { fullName, role: role as Role };
}

function tooStrong({ fullName, role: own }: Owner, role: Role, most: Role): DomainError {
  const why = most === own ? `${JSON.stringify(fullName)} is ${own}` : `the key that this comes with is ${most}`;
  return invalid('role', `A key cannot be ${role} here, for ${why}: leave the role out, or choose a weaker one.`);
}

async function assertRoom({ kysely }: Session, { organizationId, now }: Caller, userId: string): Promise<void> {
  const { count } = await kysely
    .selectFrom('api_key')
    .select((eb) => eb.fn.countAll<number | bigint | string>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .where('date_revoked', 'is', null)
    .where((eb) => eb.or([eb('date_expires', 'is', null), eb('date_expires', '>', toDate(now))]))
    .executeTakeFirstOrThrow();
  if (Number(count) < mostKeys) return;
  throw invalid('userId', `A person has at most ${mostKeys} keys that work: revoke some first.`);
}

async function expiryOf({ rows }: Session, id: string | undefined): Promise<Instant | null> {
  if (id === undefined) return null;
  const key = await rows.apiKey.findFirst({ where: { id }, select: { dateExpires: true } });
  return key?.dateExpires ? toInstant(key.dateExpires) : null;
}

const earliest = (a: Instant | null, b: Instant | null) => (a === null || b === null ? (a ?? b) : a < b ? a : b);
