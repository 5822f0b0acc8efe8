/** Changes of how an organization is set up (statuses, pipelines, custom fields, members) come one after another. */
import { assertRight, type Caller } from '../caller.ts';
import type { Session } from './client.ts';

/** Rules that count («the last one stays») and positions hold only if nobody else is counting at the same time. */
export async function lockOrganization({ kysely, dialect }: Session, organizationId: string): Promise<void> {
  const query = kysely.selectFrom('organization').select('id').where('id', '=', organizationId);
  await query.modifyEnd(dialect.lockRows).execute();
}

/**
 * The beginning of every change of the set-up. The right is looked at here as well as at the door, for some come in by the
 * way: a custom field that the body of a lead names. @throws FORBIDDEN
 */
export async function lockSetUp(session: Session, caller: Caller): Promise<void> {
  assertRight(caller, 'administer');
  await lockOrganization(session, caller.organizationId);
}
