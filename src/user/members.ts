/** The people of an organization that an input names, by id or by exact full name: one statement for all of them. */
import type { Session } from '../db/client.ts';
import { invalid } from '../value/input.ts';
import { isText } from '../value/text.ts';

export interface Member {
  readonly userId: string;
  readonly fullName: string;
  readonly isActive: boolean;
}

export type Members = readonly Member[];

export async function readMembers(
  { kysely, dialect }: Session,
  organizationId: string,
  idsOrNames: Iterable<string>,
): Promise<Members> {
  const wanted = [...new Set(idsOrNames)].filter(isText);
  if (wanted.length === 0) return [];
  return kysely
    .selectFrom('membership')
    .select(['user_id as userId', 'full_name as fullName', 'is_active as isActive'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb.or([dialect.isOneOf(eb.ref('user_id'), wanted), dialect.isOneOf(eb.ref('full_name'), wanted)]))
    .orderBy('user_id')
    .execute();
}

/** @throws INVALID_INPUT unless it is the id of a member who is active, or whom `keeps` allows to stay */
export function memberById(members: Members, field: string, id: string, keeps = (_id: string) => false): string {
  const member = members.find(({ userId }) => userId === id);
  if (member === undefined) throw invalid(field, `There is no user ${JSON.stringify(id)}.`);
  return allowed(member, field, keeps);
}

/** A member by id or by exact full name. @throws INVALID_INPUT, also for a name that two active members have */
export function memberByIdOrName(
  members: Members,
  field: string,
  text: string,
  keeps?: (id: string) => boolean,
): string {
  if (members.some(({ userId }) => userId === text)) return memberById(members, field, text, keeps);
  const named = members.filter(({ fullName }) => fullName === text);
  const active = named.filter(({ isActive }) => isActive);
  const [member] = active.length > 0 ? active : named;
  if (member === undefined) {
    throw invalid(field, `There is no user ${JSON.stringify(text)}: give the id or the exact full name of one.`);
  }
  if (active.length > 1)
    throw invalid(field, `${active.length} users are called ${JSON.stringify(text)}: give the id.`);
  return allowed(member, field, keeps);
}

/** Who was assigned while active stays where they are; nothing new is given to them. */
function allowed({ userId, fullName, isActive }: Member, field: string, keeps = (_id: string) => false): string {
  if (isActive || keeps(userId)) return userId;
  throw invalid(field, `${JSON.stringify(fullName)} is deactivated: choose an active user.`);
}
