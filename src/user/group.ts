/** Groups of people: teams by name. Whose group somebody is in decides nothing; reports and programs choose people by it. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertFrom, insertRows } from '../db/insert.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { newNameOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { fold } from '../value/text.ts';
import { memberById, readMembers } from './members.ts';

/** Without members. @returns its id. @throws FORBIDDEN, INVALID_INPUT */
export async function createGroup(session: Session, caller: Caller, name: string): Promise<string> {
  const others = await lockGroups(session, caller);
  const date = toDate(session.moment.of(caller).now);
  const id = newId('group');
  const row = { id, organization_id: caller.organizationId, ...nameColumns(name, others) };
  await insertRows(session, 'user_group', [{ ...row, date_created: date, date_updated: date }]);
  return id;
}

/** @throws FORBIDDEN, NOT_FOUND, INVALID_INPUT */
export async function renameGroup(session: Session, caller: Caller, id: string, name: string): Promise<void> {
  const groups = await lockGroups(session, caller);
  assertThere(groups, id);
  const others = groups.filter((group) => group.id !== id);
  const date = toDate(session.moment.of(caller).now);
  await session.kysely
    .updateTable('user_group')
    .set({ ...nameColumns(name, others), date_updated: date })
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', id)
    .execute();
}

/** Its members stay in the organization. @throws FORBIDDEN, NOT_FOUND */
export async function deleteGroup(session: Session, caller: Caller, id: string): Promise<void> {
  assertThere(await lockGroups(session, caller), id);
  await session.kysely
    .deleteFrom('user_group')
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', id)
    .execute();
}

export interface Membership {
  readonly groupId: string;
  readonly userId: string;
}

/** Nothing happens where it is so already. @throws FORBIDDEN, NOT_FOUND, INVALID_INPUT with the path `userId` */
export async function addToGroup(session: Session, caller: Caller, { groupId, userId }: Membership): Promise<void> {
  const { organizationId } = caller;
  assertThere(await lockGroups(session, caller), groupId);
  memberById(await readMembers(session, organizationId, [userId]), 'userId', userId);
  const row = { organization_id: organizationId, group_id: groupId, user_id: userId };
  await insertFrom(session, 'user_group_member', [row])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Nothing happens where it is so already. @throws FORBIDDEN, NOT_FOUND */
export async function removeFromGroup(
  session: Session,
  caller: Caller,
  { groupId, userId }: Membership,
): Promise<void> {
  assertThere(await lockGroups(session, caller), groupId);
  await session.kysely
    .deleteFrom('user_group_member')
    .where('organization_id', '=', caller.organizationId)
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .execute();
}

type Groups = readonly { readonly id: string; readonly name: string }[];

/** All that there are, nobody else changing them until the transaction ends. */
async function lockGroups(session: Session, caller: Caller): Promise<Groups> {
  await lockSetUp(session, caller);
  return session.kysely
    .selectFrom('user_group')
    .select(['id', 'name'])
    .where('organization_id', '=', caller.organizationId)
    .execute();
}

function assertThere(groups: Groups, id: string): void {
  if (!groups.some((group) => group.id === id)) throw new DomainError('NOT_FOUND', 'There is no group with this id.');
}

function nameColumns(given: string, others: Groups) {
  const name = newNameOf('name', given, names(others), 'a group');
  return { name, name_folded: fold(name) };
}

const names = (groups: Groups) => groups.map(({ name }) => name);
