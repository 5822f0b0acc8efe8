/**
 * The people of an organization. A user is global and may belong to several; a membership is (organization, user), and has
 * what the person is called there. Whoever names an address learns nothing of who has it already, not even whether.
 */
import type { Role } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { userEmail } from '../value/email.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';
import { assertText, fold } from '../value/text.ts';
import type { Making } from './create.ts';

export interface NewMember {
  readonly firstName: string;
  readonly lastName: string;
  /** Whoever has it already becomes a member, under the name given here. */
  readonly email?: string;
  /** @default 'user' */
  readonly role?: Role;
}

/** @returns the ids of the users, in the order given. */
export async function addMembers(
  session: Session,
  organizationId: string,
  members: readonly NewMember[],
  { now, makeId = newId }: Making,
): Promise<readonly string[]> {
  const dates = { date_created: toDate(now), date_updated: toDate(now) };
  const known = await usersByEmail(session, members);
  const people = members.map((member) => {
    const email = emailOf(member);
    const existing = email === null ? undefined : known.get(email);
    return { member, email, existing, id: existing ?? makeId('user') };
  });
  const strangers = people.filter(({ existing }) => existing === undefined);
  await insertRows(
    session,
    'user',
    strangers.map(({ id, email }) => ({ id, email, ...dates })),
  );
  await insertRows(
    session,
    'membership',
    people.map(({ id, member }) => ({
      ...{ id: makeId('membership'), organization_id: organizationId, user_id: id, role: member.role ?? 'user' },
      ...{ is_active: true, ...nameColumns(member), ...dates },
    })),
  );
  return people.map(({ id }) => id);
}

/** `Ada King Noel` -> Ada, King Noel: where only a full name is known. */
export function splitFullName(fullName: string): { readonly firstName: string; readonly lastName: string } {
  const [firstName = '', ...rest] = fullName.trim().split(/\s+/);
  return { firstName, lastName: rest.join(' ') };
}

function nameColumns({ firstName, lastName }: NewMember) {
  const fullName = assertText(`${firstName} ${lastName}`.trim(), 255);
  return { first_name: firstName, last_name: lastName, full_name: fullName, name_folded: fold(fullName) };
}

const emailOf = ({ email }: NewMember) => (email === undefined ? null : userEmail(email));

async function usersByEmail(session: Session, members: readonly NewMember[]): Promise<ReadonlyMap<string, string>> {
  const emails = members.map(emailOf).filter((email) => email !== null);
  if (emails.length === 0) return new Map();
  const users = await session.kysely
    .selectFrom('user')
    .select(['id', 'email'])
    .where((eb) => session.dialect.isOneOf(eb.ref('email'), emails))
    .execute();
  return new Map(users.map(({ id, email }) => [email ?? '', id]));
}
