/** In which order groups stand. Their places can be compared without the groups: that is what cursors carry. */
import { inTurns } from '../../next-turn.ts';
import { inPortions } from '../../value/portions.ts';
import { compareBytewise } from '../../value/text.ts';
import type { Measure } from '../figures/measure.ts';
import type { Group } from './group.ts';
import type { Rank } from './names.ts';

/** By key, or by a figure and then by key. Groups without a key, or without the figure, come last in both directions. */
export interface GroupOrder {
  readonly by: 'key' | Measure;
  readonly descending: boolean;
}

/** The figure that groups are sorted by (null when by key, or when there is none), and the rank of each key (null for the group without one). */
export interface GroupPlace {
  readonly amount: bigint | null;
  readonly ranks: readonly (Rank | null)[];
}

export function placeOf({ by }: GroupOrder, { known, names }: Group): GroupPlace {
  return { amount: by === 'key' ? null : by.of(known), ranks: names.map((name) => name?.rank ?? null) };
}

interface Placed<G> {
  readonly group: G;
  readonly place: GroupPlace;
}

export async function inOrder<G extends Group>(groups: readonly G[], order: GroupOrder): Promise<readonly G[]> {
  const sorted = (placed: readonly Placed<G>[]) => [...placed].sort((a, b) => comparePlaces(order, a.place, b.place));
  const placed = await inTurns(groups, (group): Placed<G> => ({ group, place: placeOf(order, group) }));
  // Parts first, in turns: what is left of the whole is to merge them, for sorting sees what is in order already.
  const parts = await inTurns(inPortions(placed, sortedAtOnce), sorted, 1);
  return sorted(parts.flat()).map(({ group }) => group);
}

const sortedAtOnce = 1000;

export function comparePlaces({ by, descending }: GroupOrder, a: GroupPlace, b: GroupPlace): number {
  const sign = descending ? -1 : 1;
  if (by === 'key') return compareKeys(a.ranks, b.ranks, sign);
  const [left, right] = [a.amount, b.amount];
  if (left !== right) {
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -sign : sign;
  }
  return compareKeys(a.ranks, b.ranks, 1);
}

function compareKeys(a: GroupPlace['ranks'], b: GroupPlace['ranks'], sign: number): number {
  // By number: sorting 20,000 groups, iterators took half of the time.
  for (let index = 0; index < a.length; index++) {
    const [left, right] = [a[index] ?? null, b[index] ?? null];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      continue;
    }
    const compared = compareRanks(left, right);
    if (compared !== 0) return compared * sign;
  }
  return 0;
}

function compareRanks(a: Rank, b: Rank): number {
  for (let index = 0; index < a.length; index++) {
    const left = a[index];
    const right = b[index];
    if (left === right) continue;
    if (right === undefined) return 1;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return compareBytewise(String(left), String(right));
  }
  return a.length - b.length;
}
