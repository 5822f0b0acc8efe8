/**
 * Entries of the status history made and removed by hand: what happened before the deal came here, or never did. They move
 * no opportunity; those that a change of status makes are `update-store.ts`'s.
 */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { insertRows } from '../db/insert.ts';
import { lockById } from '../db/versioned.ts';
import { DomainError } from '../errors.ts';
import { readStatuses, type Status } from '../pipeline/statuses.ts';
import { memberById, readMembers } from '../user/members.ts';
import { invalid } from '../value/input.ts';
import { type Instant, toDate } from '../value/period.ts';
import { statusChangeRow } from './history.ts';

export interface StatusLogEntry {
  readonly opportunityId: string;
  readonly oldStatusId?: string | null;
  readonly newStatusId: string;
  /** Who did it. @default the caller */
  readonly userId?: string | null;
  /** When it happened. @default now */
  readonly date?: Instant | null;
}

/** With what the opportunity is worth now. @returns its id. @throws INVALID_INPUT */
export async function logStatusChange(session: Session, caller: Caller, entry: StatusLogEntry): Promise<string> {
  const { organizationId } = caller;
  const { opportunityId, oldStatusId, newStatusId, userId, date } = entry;
  const opportunity = (await lockById(session, 'opportunity', organizationId, [opportunityId])).get(opportunityId);
  if (!opportunity) throw invalid('opportunityId', `There is no opportunity ${JSON.stringify(opportunityId)}.`);
  const statuses = await readStatuses(session, organizationId);
  const status = (field: string, id: string): Status =>
    statuses.all.find((candidate) => candidate.id === id) ?? missing(field, id);
  const from = oldStatusId == null ? undefined : status('oldStatusId', oldStatusId);
  const row = statusChangeRow(session.moment.of(caller), opportunity, from, status('newStatusId', newStatusId));
  const members = await readMembers(session, organizationId, userId == null ? [] : [userId]);
  const person = userId == null ? {} : { user_id: memberById(members, 'userId', userId, () => true) };
  await insertRows(session, 'status_change', [
    { ...row, ...person, ...(date != null && { date_created: toDate(date) }) },
  ]);
  return row.id;
}

function missing(field: string, id: string): never {
  throw invalid(field, `There is no opportunity status ${JSON.stringify(id)}.`);
}

/** The opportunity keeps the status it has. @throws NOT_FOUND */
export async function deleteStatusChange({ kysely }: Session, { organizationId }: Caller, id: string): Promise<void> {
  const query = kysely.deleteFrom('status_change').where('organization_id', '=', organizationId);
  const { numDeletedRows } = await query.where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new DomainError('NOT_FOUND', 'There is no change of status with this id.');
}
