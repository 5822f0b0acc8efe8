/** A merge of leads in the event log: an event of its own, and a note on all else that it did, as in the source API. */
import { sql } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { newId } from '../value/id.ts';
import { toDate } from '../value/period.ts';

export interface Merged {
  readonly sourceId: string;
  readonly destinationId: string;
}

/** After all that the merge changes: the last change of the destination tells what it became. */
export async function tellMerge(
  { kysely }: Session,
  { organizationId, now }: Caller,
  { sourceId, destinationId }: Merged,
): Promise<void> {
  const { rows } = await sql<{ readonly change_id: string }>`
    insert into event (id, organization_id, object_type, object_id, lead_id, action, data, change_id, user_id, api_key_id,
      request_id, date_created)
    select ${newId('event')}, organization_id, object_type, object_id, lead_id, 'merged', data, change_id, user_id, api_key_id,
      request_id, date_created
    from event where organization_id = ${organizationId} and object_id = ${destinationId} order by row_key desc limit 1
    returning change_id`.execute(kysely);
  const meta = JSON.stringify({ merge_source_lead_id: sourceId, merge_destination_lead_id: destinationId });
  // No event of the transaction is older than its request: that spares the search all others.
  await kysely
    .updateTable('event')
    .set({ meta })
    .where('organization_id', '=', organizationId)
    .where('date_created', '>=', toDate(now))
    .where(
      'change_id',
      'in',
      rows.map((row) => row.change_id),
    )
    .execute();
}
