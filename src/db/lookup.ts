/** Which of the objects that an input names there are: one statement for all, and another organization's are not there. */
import { isText } from '../value/text.ts';
import type { Session } from './client.ts';

export async function readExisting(
  { kysely, dialect }: Session,
  table: 'lead' | 'contact',
  organizationId: string,
  ids: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)].filter(isText);
  if (wanted.length === 0) return new Set();
  const rows = await kysely
    .selectFrom(table)
    .select('id')
    .where('organization_id', '=', organizationId)
    .where((eb) => dialect.isOneOf(eb.ref('id'), wanted))
    .execute();
  return new Set(rows.map(({ id }) => id));
}
