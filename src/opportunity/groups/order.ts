/** In which order groups stand. Their places can be compared without the groups: that is what cursors carry. */
import { countOf, expectedValue, type Span, type Totals, totalValue } from '../aggregates.ts';
import type { Group } from './group.ts';
import type { Rank } from './names.ts';

export type Measure =
  | { readonly kind: 'count' }
  | { readonly kind: 'total_value' | 'expected_value'; readonly span: Span };

/** By key, or by an aggregate and then by key. Groups without a key come last by key, in both directions. */
export interface GroupOrder {
  readonly by: 'key' | Measure;
  readonly descending: boolean;
}

/** The figure that groups are sorted by (none when by key), and the rank of each key (null for the group without one). */
export interface GroupPlace {
  readonly amount: bigint | null;
  readonly ranks: readonly (Rank | null)[];
}

export function placeOf({ by }: GroupOrder, { totals, names }: Group): GroupPlace {
  return { amount: by === 'key' ? null : measureOf(totals, by), ranks: names.map((name) => name?.rank ?? null) };
}

function measureOf(totals: Totals, measure: Measure): bigint {
  if (measure.kind === 'count') return BigInt(countOf(totals));
  return measure.kind === 'total_value' ? totalValue(totals, measure.span) : expectedValue(totals, measure.span);
}

export function inOrder(groups: readonly Group[], order: GroupOrder): readonly Group[] {
  const placed = groups.map((group) => ({ group, place: placeOf(order, group) }));
  return placed.sort((a, b) => comparePlaces(order, a.place, b.place)).map(({ group }) => group);
}

export function comparePlaces({ by, descending }: GroupOrder, a: GroupPlace, b: GroupPlace): number {
  const sign = descending ? -1 : 1;
  if (by === 'key') return compareKeys(a.ranks, b.ranks, sign);
  const [left, right] = [a.amount ?? 0n, b.amount ?? 0n];
  if (left !== right) return left < right ? -sign : sign;
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
