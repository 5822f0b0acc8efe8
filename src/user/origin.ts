/** Who created something and when, where that was not the caller, now: it comes from elsewhere. */
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import { type Instant, toDate } from '../value/period.ts';
import { type Members, memberById, readMembers } from './members.ts';

/** Absent is the caller, and now. Nobody (null) created what came by import; a moment there always is. */
export interface Origin {
  readonly dateCreated?: Instant | null;
  readonly createdById?: string | null;
}

export interface OriginColumns {
  readonly created_by: string | null;
  readonly date_created: Date;
}

/** One statement for all of them, and none where nobody is named. */
export function readCreators(
  session: Session,
  { organizationId }: Caller,
  origins: readonly Origin[],
): Promise<Members> {
  const named = origins.map(({ createdById }) => createdById).filter((id) => id != null);
  return readMembers(session, organizationId, named);
}

/** Whoever left may have created something before. @throws INVALID_INPUT */
export function originColumns(caller: Caller, creators: Members, origin: Origin): OriginColumns {
  const { dateCreated, createdById = caller.userId } = origin;
  const isNamed = createdById !== null && createdById !== caller.userId;
  return {
    created_by: isNamed ? memberById(creators, 'createdById', createdById, () => true) : createdById,
    date_created: toDate(dateCreated ?? caller.now),
  };
}
