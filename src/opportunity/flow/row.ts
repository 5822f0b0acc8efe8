/** What the parts of a flow are read from: rows of one shape, so that one statement brings them. */

/** Which part a row is of. */
export type FlowPart = 'passages' | 'middles' | 'reached';

export interface FlowRow {
  readonly part: FlowPart;
  readonly status_id: string;
  /** Another status, or what else a part is divided by. */
  readonly other: string | null;
  readonly opening: number | bigint;
  readonly entered: number | bigint;
  readonly created: number | bigint;
  /** Milliseconds: a sum, or the bounds of the middle. */
  readonly lower: string | null;
  readonly upper: string | null;
}
