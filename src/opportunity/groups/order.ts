/** In which order groups stand. Their places can be compared without the groups: that is what cursors carry. */
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

export function inOrder(groups: readonly Group[], order: GroupOrder): readonly Group[] {
  const placed = groups.map((group) => ({ group, place: placeOf(order, group) }));
  return placed.sort((a, b) => comparePlaces(order, a.place, b.place)).map(({ group }) => group);
}

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
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null;
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
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (left === right) continue;
    if (right === undefined) return 1;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    // Bytewise, as both databases compare text; JavaScript alone would compare UTF-16 units.
    return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
  }
  return a.length - b.length;
}
