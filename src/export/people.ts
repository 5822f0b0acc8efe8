/** What people are called in a file: by their full name, or by their address where several have the name. */
import type { Session } from '../db/client.ts';

export type NameOfUser = (userId: string | null) => string | null;

/** Of all who ever belonged to the organization: one statement. */
export async function readPeople({ kysely }: Session, organizationId: string): Promise<NameOfUser> {
  const members = await kysely
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select(['m.user_id as id', 'm.full_name as name', 'u.email'])
    .where('m.organization_id', '=', organizationId)
    .execute();
  const count = new Map<string, number>();
  for (const { name } of members) count.set(name, (count.get(name) ?? 0) + 1);
  const isUnclear = (name: string) => name === '' || count.get(name) !== 1;
  const names = new Map(members.map(({ id, name, email }) => [id, isUnclear(name) ? (email ?? name) : name]));
  return (userId) => (userId === null ? null : (names.get(userId) ?? null));
}
