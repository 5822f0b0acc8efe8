/** The users that rows name, by full name; those that are missing become members. */
import type { Session } from '../db/client.ts';
import { addMembers, splitFullName } from '../organization/member.ts';
import { required } from '../value/required.ts';
import { fold } from '../value/text.ts';
import type { Target } from './target.ts';

/** The ids by name, and how many of them are new. */
export interface Ensured {
  readonly ids: ReadonlyMap<string, string>;
  readonly created: number;
}

export async function ensureUsers(
  session: Session,
  { organizationId, now }: Target,
  names: ReadonlySet<string>,
): Promise<Ensured> {
  if (names.size === 0) return { ids: new Map(), created: 0 };
  // Deactivated or not: who closed a deal years ago may have left since.
  const members = await session.kysely
    .selectFrom('membership')
    .select(['user_id as id', 'full_name as name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => session.dialect.isOneOf(eb.ref('name_folded'), [...names].map(fold)))
    // Of two with one name, the older member: the last entry of a map wins.
    .orderBy('date_created', 'desc')
    .orderBy('user_id', 'desc')
    .execute();
  const ids = new Map(members.map(({ id, name }) => [name.normalize('NFC'), id]));
  const missing = [...names].filter((name) => !ids.has(name));
  const created = await addMembers(session, organizationId, missing.map(splitFullName), { now });
  missing.forEach((name, i) => {
    ids.set(name, required(created[i], 'the new user'));
  });
  return { ids, created: missing.length };
}
