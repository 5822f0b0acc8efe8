/** One group: what its opportunities have in common, and its exact totals. */
import type { Totals } from '../aggregates.ts';
import type { RawKey } from './dimension.ts';
import type { KeyName } from './names.ts';

export interface Group {
  readonly keys: readonly RawKey[];
  /** What each key is called; null where the key is. */
  readonly names: readonly (KeyName | null)[];
  readonly totals: Totals;
}
