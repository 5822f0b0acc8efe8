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

export interface RequestScope extends FaultReport {
  readonly deadline: Deadline;
}
