/** Changes of how an organization is set up (statuses, pipelines, custom fields, members) come one after another. */
import type { Session } from './client.ts';

/** Rules that count («the last one stays») and positions hold only if nobody else is counting at the same time. */
export async function lockOrganization({ kysely, dialect }: Session, organizationId: string): Promise<void> {
  const query = kysely.selectFrom('organization').select('id').where('id', '=', organizationId);
  await query.modifyEnd(dialect.lockRows).execute();
}
