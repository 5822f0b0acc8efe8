/** Whose contacts those are that an input names: one statement for all, and another organization's are not there. */
import type { Session } from '../db/client.ts';
import { isText } from '../value/text.ts';

/** The lead of each contact that there is, by the id of the contact. */
export async function readLeadsOfContacts(
  { kysely, dialect }: Session,
  organizationId: string,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter(isText);
  if (wanted.length === 0) return new Map();
  const rows = await kysely
    .selectFrom('contact')
    .select(['id', 'lead_id'])
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('id'), wanted))
    .execute();
  return new Map(rows.map((row) => [row.id, row.lead_id]));
}
