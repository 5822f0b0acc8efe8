/** Who is asking, and what they may do: what every rule about visibility, «me», «today» and default owners needs, and nothing of HTTP. */
import { DomainError } from './errors.ts';
import type { Instant, Zone } from './value/period.ts';

/** From the strongest to the weakest; each may do what those after it may. */
export const roles = ['admin', 'user', 'read_only'] as const;
export type Role = (typeof roles)[number];

/**
 * What a change needs. 'write': leads, contacts, opportunities and their history, whoever works on them, and keys of one's
 * own. 'administer': what all of them are made with (pipelines, statuses, custom fields), people, and the keys of others.
 */
export type Right = 'write' | 'administer';

export interface Caller {
  readonly organizationId: string;
  readonly userId: string;
  /** That of the person, or of the API key where that is weaker. */
  readonly role: Role;
  /** ISO 4217 code of the organization. */
  readonly currency: string;
  /** Where the caller's days begin. */
  readonly zone: Zone;
  /** The moment the request came in: what is relative in it, such as «today», means that. Of changes see `db/moment.ts`. */
  readonly now: Instant;
  /** After how many days without a change an active deal of the organization stands still; none ever does without it. */
  readonly stalledAfterDays?: number | null;
  /** The key they came with; none on the command line. */
  readonly apiKeyId?: string;
  /** The request that it is; none on the command line. */
  readonly requestId?: string;
}

/** What is relative in a question means: whose days, ages up to when, and how long is long. */
export type When = Pick<Caller, 'zone' | 'now' | 'stalledAfterDays'>;

const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  admin: ['write', 'administer'],
  user: ['write'],
  read_only: [],
};

const refusals: Readonly<Record<Right, string>> = {
  write: 'A person, or an API key, that is read_only changes nothing: this needs the role user or admin.',
  administer: 'Only an admin of the organization may do this, with an API key that is not limited to a weaker role.',
};

export const hasRight = ({ role }: Pick<Caller, 'role'>, right: Right): boolean => rightsOf[role].includes(right);

/** @throws FORBIDDEN */
export function assertRight(caller: Pick<Caller, 'role'>, right: Right): void {
  if (!hasRight(caller, right)) throw new DomainError('FORBIDDEN', refusals[right]);
}

export const isWeaker = (role: Role, other: Role): boolean => roles.indexOf(role) > roles.indexOf(other);

export const weakerOf = (role: Role, other: Role): Role => (isWeaker(role, other) ? role : other);
