/** Chance that depends on nothing but a number: row i is the same in each run, on each database, whatever was made before it. */
import { createHash } from 'node:crypto';
import { type IdKind, newId } from '../../src/value/id.ts';

export interface Chance {
  /** A whole number from 0, below the limit. */
  below(limit: number): number;
  /** From 0 to 1, without 1. */
  part(): number;
  pick<T>(from: readonly [T, ...T[]]): T;
}

export function chanceOf(seed: number): Chance {
  // mulberry32: four operations a number, and neighbouring seeds have nothing in common.
  let state = seed >>> 0;
  const part = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(part() * limit);
  return { below, part, pick: (from) => from[below(from.length)] ?? from[0] };
}

/** The id of the n-th of its kind: as random as a real one, so that indexes on ids are as scattered as real ones. */
export function idOf(kind: IdKind, n: number): string {
  let round = 0;
  return newId(kind, () => createHash('sha512').update(`${kind} ${n} ${round++}`).digest());
}
