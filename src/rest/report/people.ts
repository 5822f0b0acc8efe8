/** Whose deals a report is of. */
import type { Caller } from '../../caller.ts';
import type { Session } from '../../db/client.ts';
import { invalid } from '../../value/input.ts';
import { isText } from '../../value/text.ts';

/** Those of the organization who are active, by name; or those who are named, by their ids or those of their groups. */
export async function readPeople(
  session: Session,
  { organizationId }: Caller,
  asked: readonly string[] | undefined,
): Promise<readonly string[]> {
  const people = await session.kysely
    .selectFrom('membership')
    .select(['user_id as id', 'is_active as isActive'])
    .where('organization_id', '=', organizationId)
    .orderBy('name_folded')
    .orderBy('user_id')
    .execute();
  if (asked === undefined) return people.flatMap(({ id, isActive }) => (isActive ? id : []));
  const groups = await readGroups(session, organizationId, asked);
  const known = new Set([...people.map(({ id }) => id), ...groups.map(({ id }) => id)]);
  const unknown = asked.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw invalid('users', `There is no user or group ${JSON.stringify(unknown.slice(0, 100))}.`);
  }
  const wanted = new Set([...asked, ...groups.flatMap(({ userId }) => userId ?? [])]);
  return people.flatMap(({ id }) => (wanted.has(id) ? id : []));
}

/** A group without members is a row too. */
function readGroups({ kysely, dialect }: Session, organizationId: string, ids: readonly string[]) {
  return kysely
    .selectFrom('user_group as g')
    .leftJoin('user_group_member as m', 'm.group_id', 'g.id')
    .select(['g.id', 'm.user_id as userId'])
    .where('g.organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('g.id'), ids.filter(isText)))
    .execute();
}
