/** The users that rows name, by full name or by address; those that are missing become members. */
import type { Session } from '../db/client.ts';
import { addMembers, type NewMember, splitFullName } from '../organization/member.ts';
import { isEmail, userEmail } from '../value/email.ts';
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
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select(['m.user_id as id', 'm.full_name as name', 'u.email'])
    .where('m.organization_id', '=', organizationId)
    .where((eb) =>
      eb.or([
        session.dialect.isOneOf(eb.ref('m.name_folded'), [...names].map(fold)),
        session.dialect.isOneOf(eb.ref('u.email'), [...names].filter(isEmail).map(userEmail)),
      ]),
    )
    // Of two with one name, the older member: the last entry of a map wins.
    .orderBy('m.date_created', 'desc')
    .orderBy('m.user_id', 'desc')
    .execute();
  const byName = new Map(members.map(({ id, name }) => [name.normalize('NFC'), id]));
  const byAddress = new Map(members.map(({ id, email }) => [email, id]));
  const known = (name: string) => (isEmail(name) ? byAddress.get(userEmail(name)) : undefined) ?? byName.get(name);
  const missing = [...names].filter((name) => known(name) === undefined);
  const created = await addMembers(session, organizationId, missing.map(newMember), { now });
  const ids = new Map([...names].map((name) => [name, known(name) ?? '']));
  missing.forEach((name, i) => {
    ids.set(name, required(created[i], 'the new user'));
  });
  return { ids, created: missing.length };
}

/** Of an address the name is not known: what stands before the @ is what people would call them by. */
function newMember(name: string): NewMember {
  if (!isEmail(name)) return splitFullName(name);
  const [local = name] = name.split('@');
  return { ...splitFullName(local.replaceAll(/[._]+/g, ' ')), email: name };
}
