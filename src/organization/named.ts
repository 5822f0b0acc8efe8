/** The organization that a command names. */
import type { Session } from '../db/client.ts';
import { invalid } from '../value/input.ts';

export interface NamedOrganization {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
}

/** @throws INVALID_INPUT with the path `organization` */
export async function organizationNamed({ rows }: Session, name: string): Promise<NamedOrganization> {
  const found = await rows.organization.findMany({
    where: { name: name.trim() },
    select: { id: true, name: true, currency: true },
  });
  const [organization, ...others] = found;
  if (organization === undefined) {
    throw invalid(
      'organization',
      `There is no organization ${JSON.stringify(name)}: --new makes it, and so does an import.`,
    );
  }
  if (others.length > 0)
    throw invalid('organization', `${found.length} organizations are called ${JSON.stringify(name)}.`);
  return organization;
}

/** The one that there is. @throws INVALID_INPUT where there are several, or none */
export async function onlyOrganization({ rows }: Session): Promise<NamedOrganization> {
  const found = await rows.organization.findMany({
    select: { id: true, name: true, currency: true },
    orderBy: { name: 'asc' },
    take: 20,
  });
  const [organization, ...others] = found;
  if (organization === undefined) throw invalid('organization', 'There is no organization yet.');
  if (others.length === 0) return organization;
  const names = found.map(({ name }) => JSON.stringify(name)).join(', ');
  throw invalid('organization', `Say which with --organization: there are ${names}${found.length < 20 ? '' : ' …'}.`);
}

/** Whom a command acts for: of the active admins, who was there first. Null where there is none. */
export async function firstAdmin({ rows }: Session, organizationId: string): Promise<string | null> {
  const admin = await rows.membership.findFirst({
    where: { organizationId, role: 'admin', isActive: true },
    select: { userId: true },
    orderBy: [{ dateCreated: 'asc' }, { id: 'asc' }],
  });
  return admin?.userId ?? null;
}
