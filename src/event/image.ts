/** What an event keeps of an object: its columns, moments as text, and lists of the values of its custom fields. */
import type { Caller } from '../caller.ts';
import { type Instant, toDate } from '../value/period.ts';

export type Image = Readonly<Record<string, unknown>>;

export interface Images {
  readonly data: Image | null;
  readonly previousData: Image | null;
}

interface Stored {
  readonly data: unknown;
  readonly previousData: unknown;
  readonly dateCreated: Date;
}

const hour = 60 * 60 * 1000;

/**
 * As in the source API, what an object was is for admins, and for others an hour long: what was deleted, or taken out of a
 * text, is gone for them. Null where they may not see it.
 */
export function imagesFor({ role, now }: Pick<Caller, 'role' | 'now'>, stored: Stored): Images {
  if (role !== 'admin' && stored.dateCreated < toDate((now - hour) as Instant))
    return { data: null, previousData: null };
  return { data: stored.data as Image | null, previousData: stored.previousData as Image | null };
}
