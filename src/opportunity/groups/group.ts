/** One group: what its opportunities have in common, and what is known of them. */
import type { Known } from '../figures/measure.ts';
import type { RawKey } from './dimension.ts';
import type { KeyName } from './names.ts';

export interface Group {
  readonly keys: readonly RawKey[];
  /** What each key is called; null where the key is. */
  readonly names: readonly (KeyName | null)[];
  /** Its exact totals, and the parts that its order is by. */
  readonly known: Known;
}
