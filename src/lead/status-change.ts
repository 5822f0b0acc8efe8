/** Changes of leads' statuses, kept with what the statuses were called at that moment; and entries made and removed by hand. */
import type { Insertable } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { insertRows } from '../db/insert.ts';
import { lockById } from '../db/versioned.ts';
import { DomainError } from '../errors.ts';
import { memberById, readMembers } from '../user/members.ts';
import { newId } from '../value/id.ts';
import { invalid } from '../value/input.ts';
import { type Instant, toDate } from '../value/period.ts';
import { type LeadStatus, readLeadStatuses } from './status.ts';

interface Change {
  readonly leadId: string;
  readonly from: LeadStatus | undefined;
  readonly to: LeadStatus;
}

type Author = Pick<Caller, 'organizationId' | 'userId' | 'now'>;

const changeRow = ({ organizationId, userId, now }: Author, { leadId, from, to }: Change) =>
  ({
    ...{ id: newId('activity'), organization_id: organizationId, lead_id: leadId, user_id: userId },
    ...{ old_status_id: from?.id ?? null, old_status_label: from?.label ?? null },
    ...{ new_status_id: to.id, new_status_label: to.label },
    ...{ date_created: toDate(now), date_updated: toDate(now) },
  }) satisfies Insertable<Tables['lead_status_change']>;

/** `from` and `to`: ids of the statuses before and after. */
export async function recordLeadStatusChange(
  session: Session,
  author: Author,
  { leadId, from, to }: { readonly leadId: string; readonly from: string; readonly to: string },
  statuses: readonly LeadStatus[],
): Promise<void> {
  const byId = (id: string) => statuses.find((status) => status.id === id);
  const change = { leadId, from: byId(from), to: byId(to) ?? { id: to, label: to } };
  await insertRows(session, 'lead_status_change', [changeRow(author, change)]);
}

export interface LeadStatusLogEntry {
  readonly leadId: string;
  readonly oldStatusId?: string | null;
  readonly newStatusId: string;
  /** Who did it. @default the caller */
  readonly userId?: string | null;
  /** When it happened. @default now */
  readonly date?: Instant | null;
}

/** What happened elsewhere, before the lead came here: its status stays. @returns its id. @throws INVALID_INPUT */
export async function logLeadStatusChange(
  session: Session,
  caller: Caller,
  { leadId, oldStatusId, newStatusId, userId, date }: LeadStatusLogEntry,
): Promise<string> {
  const { organizationId } = caller;
  const lead = (await lockById(session, 'lead', organizationId, [leadId])).get(leadId);
  if (!lead) throw invalid('leadId', `There is no lead ${JSON.stringify(leadId)}.`);
  const statuses = await readLeadStatuses(session, organizationId);
  const status = (field: string, id: string) => statuses.find((known) => known.id === id) ?? missing(field, id);
  const from = oldStatusId == null ? undefined : status('oldStatusId', oldStatusId);
  const members = await readMembers(session, organizationId, userId == null ? [] : [userId]);
  const row = changeRow(session.moment.of(caller), { leadId, from, to: status('newStatusId', newStatusId) });
  const person = userId == null ? {} : { user_id: memberById(members, 'userId', userId, () => true) };
  const when = date == null ? {} : { date_created: toDate(date) };
  await insertRows(session, 'lead_status_change', [{ ...row, ...person, ...when }]);
  return row.id;
}

function missing(field: string, id: string): never {
  throw invalid(field, `There is no lead status ${JSON.stringify(id)}.`);
}

/** The lead keeps the status it has. @throws NOT_FOUND */
export async function deleteLeadStatusChange({ kysely }: Session, { organizationId }: Caller, id: string) {
  const query = kysely.deleteFrom('lead_status_change').where('organization_id', '=', organizationId);
  const { numDeletedRows } = await query.where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new DomainError('NOT_FOUND', 'There is no change of status with this id.');
}
