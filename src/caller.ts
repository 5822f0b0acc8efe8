/** Who is asking: what every rule about visibility, «me», «today» and default owners needs, and nothing of HTTP. */
import type { Instant, Zone } from './value/period.ts';

export type Role = 'admin' | 'user';

export interface Caller {
  readonly organizationId: string;
  readonly userId: string;
  readonly role: Role;
  /** ISO 4217 code of the organization. */
  readonly currency: string;
  /** Where the caller's days begin. */
  readonly zone: Zone;
  /** The moment the request came in: one for all of it, so that «today» and `date_updated` agree within it. */
  readonly now: Instant;
}
