/** Who belongs to an organization: invited, given a role, deactivated and reactivated, by its admins. */
import { type Caller, type Role, roles } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { lockSetUp } from '../db/lock-organization.ts';
import { DomainError } from '../errors.ts';
import { keysChange } from '../organization/key-change.ts';
import { addMembers } from '../organization/member.ts';
import { emailOf, userEmail } from '../value/email.ts';
import { invalid, textOf, wordOf } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import { required } from '../value/required.ts';

export interface Invitation {
  readonly email: string;
  /** What the person is called here, whatever they are called elsewhere. */
  readonly firstName?: string;
  readonly lastName?: string;
  /** @default 'user' */
  readonly role?: string | null;
}

/** @returns the id of the user. @throws FORBIDDEN, INVALID_INPUT */
export async function inviteUser(session: Session, caller: Caller, invitation: Invitation): Promise<string> {
  await lockSetUp(session, caller);
  const email = userEmail(emailOf('email', invitation.email, 255));
  const firstName = textOf('firstName', invitation.firstName ?? '', 100).trim();
  const lastName = textOf('lastName', invitation.lastName ?? '', 100).trim();
  const role = wordOf('role', invitation.role ?? 'user', roles);
  await assertNoMember(session, caller, email);
  // Who gives no name is called by the address until somebody does.
  const names = firstName || lastName ? { firstName, lastName } : { firstName: email, lastName: '' };
  const [id] = await addMembers(session, caller.organizationId, [{ ...names, email, role }], { now: caller.now });
  return required(id, 'the new member');
}

/** @throws FORBIDDEN, NOT_FOUND; IN_USE if no active admin would be left */
export async function setRole(session: Session, caller: Caller, userId: string, role: string): Promise<void> {
  await change(session, caller, userId, { role: wordOf('role', role, roles) });
}

/** Their API keys stop working and nothing can be assigned to them; what they have stays theirs. @throws as `setRole` */
export async function deactivateUser(session: Session, caller: Caller, userId: string): Promise<void> {
  await change(session, caller, userId, { is_active: false });
}

/** @throws FORBIDDEN, NOT_FOUND */
export async function reactivateUser(session: Session, caller: Caller, userId: string): Promise<void> {
  await change(session, caller, userId, { is_active: true });
}

type MembershipChange = { readonly role: Role } | { readonly is_active: boolean };

async function change(session: Session, caller: Caller, userId: string, wanted: MembershipChange): Promise<void> {
  await lockSetUp(session, caller);
  const memberships = await session.kysely
    .selectFrom('membership')
    .select(['user_id', 'role', 'is_active'])
    .where('organization_id', '=', caller.organizationId)
    .execute();
  const current = memberships.find((membership) => membership.user_id === userId);
  if (current === undefined) throw new DomainError('NOT_FOUND', 'There is no user with this id.');
  const next = { ...current, ...wanted };
  if (next.role === current.role && next.is_active === current.is_active) return;
  const others = memberships.filter((membership) => membership !== current);
  if (![...others, next].some(({ role, is_active }) => role === 'admin' && is_active)) {
    throw new DomainError('IN_USE', 'An organization keeps at least one active admin: make another user one first.');
  }
  await session.kysely
    .updateTable('membership')
    .set({ ...wanted, date_updated: toDate(caller.now) })
    .where('organization_id', '=', caller.organizationId)
    .where('user_id', '=', userId)
    .execute();
  keysChange(session);
}

async function assertNoMember({ kysely }: Session, { organizationId }: Caller, email: string): Promise<void> {
  const member = await kysely
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select(['m.user_id', 'm.is_active'])
    .where('m.organization_id', '=', organizationId)
    .where('u.email', '=', email)
    .executeTakeFirst();
  if (member === undefined) return;
  const hint = member.is_active
    ? 'belongs to the organization already'
    : 'was deactivated: reactivate that user instead';
  throw invalid('email', `${email} ${hint} (${member.user_id}).`);
}
