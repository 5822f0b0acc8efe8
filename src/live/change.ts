/** What subscribers are told about: one change of one object, sent when it has been committed. */
import type { Session } from '../db/client.ts';

export interface Change {
  readonly organizationId: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly id: string;
  /** The names of the fields that an update changed. */
  readonly fields: readonly string[];
  /**
   * What the object was before, in JSON (with bigints); null when it has been created. Whoever asked about it then must
   * learn that it went.
   */
  readonly before: unknown;
  /** What this change made of it; null when it has been deleted. */
  readonly after: unknown;
}

export interface ChangeFeed {
  /**
   * Called within the transaction that made the changes. What it gives back is called when that has been committed: where
   * the database carries the news itself there is nothing left to do then.
   */
  send(session: Session, changes: readonly Change[]): Promise<() => void>;
  /** The changes of one organization from now on, those of one transaction together. Ends when it is returned. */
  subscribe(organizationId: string): AsyncIterableIterator<readonly Change[]>;
  close(): Promise<void>;
}
