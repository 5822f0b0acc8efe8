/** What goes with a request through its door. */
import type { Deadline } from '../db/deadline.ts';

/**
 * Told what is a fault of ours, and what trouble there was with the database. The answer carries the id of the request,
 * under which the log has the cause.
 */
export interface FaultReport {
  readonly requestId: string;
  readonly report: (fault: unknown) => void;
}

/** What the log says of a request beside how it ended: as much as was found out. */
export interface Told {
  readonly organization?: string;
  /** The beginning of the key, as the list of keys shows it. */
  readonly keyPrefix?: string;
  /** `query Board`, `GET /opportunity/{id}/` */
  readonly operation?: string;
  readonly cost?: number;
}

export interface RequestScope extends FaultReport {
  readonly deadline: Deadline;
  readonly tell: (told: Told) => void;
}
