/** Where an import goes: an organization found by its name, or created with its first user and API key. */
import { type CustomFieldDefinition, readCustomFields } from '../custom-field/definition.ts';
import type { Session } from '../db/client.ts';
import { createApiKey } from '../organization/api-key.ts';
import { createOrganization } from '../organization/create.ts';
import { addMembers } from '../organization/member.ts';
import { firstAdmin } from '../organization/named.ts';
import type { Instant } from '../value/period.ts';
import { required } from '../value/required.ts';
import { unreadable } from './file/source.ts';

export interface Target {
  readonly organizationId: string;
  /** One moment for the whole import. */
  readonly now: Instant;
  /** Of what the file names no author for. Null where nobody administers the organization. */
  readonly authorId: string | null;
  /** Custom fields this import created: it may still change what they are. */
  readonly createdFields: Set<string>;
}

export interface Found {
  readonly id: string;
  /** ISO 4217: what amounts are in. */
  readonly currency: string;
  readonly definitions: readonly CustomFieldDefinition[];
}

/** Undefined where there is none of that name yet. */
export async function findOrganization(session: Session, name: string): Promise<Found | undefined> {
  const found = await session.kysely
    .selectFrom('organization')
    .select(['id', 'currency'])
    .where('name', '=', name.trim())
    .execute();
  if (found.length > 1) throw unreadable(`There are ${found.length} organizations named ${JSON.stringify(name)}.`);
  const [existing] = found;
  return existing && { ...existing, definitions: await readCustomFields(session, existing.id) };
}

export interface OpenedTarget {
  readonly target: Target;
  /** Of an organization that was created: to be shown now or never. */
  readonly apiKey: string | undefined;
}

export interface Wanted {
  readonly name: string;
  /** Of an organization that has to be made. */
  readonly currency: string;
  readonly now: Instant;
}

export async function openTarget(session: Session, { name, currency, now }: Wanted): Promise<OpenedTarget> {
  const existing = await findOrganization(session, name);
  const organizationId = existing?.id ?? (await createOrganization(session, { name, currency }, { now }));
  const apiKey = existing ? undefined : await firstApiKey(session, organizationId, now);
  const authorId = await firstAdmin(session, organizationId);
  return { target: { organizationId, now, authorId, createdFields: new Set() }, apiKey };
}

/** A key acts for a user, and the users of the file are not asked whether they want to be its owner. */
async function firstApiKey(session: Session, organizationId: string, now: Instant): Promise<string> {
  const administrator = { firstName: 'Administrator', lastName: '', role: 'admin' } as const;
  const [userId] = await addMembers(session, organizationId, [administrator], { now });
  return createApiKey(
    session,
    { organizationId, userId: required(userId, 'the first user'), name: 'Created by import' },
    { now },
  );
}
