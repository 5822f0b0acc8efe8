/** One page of groups, and what the page leaves out. */
import { z } from 'zod';
import { at, DomainError } from '../../errors.ts';
import { type ConnectionArguments, extentOf } from '../../filter/page.ts';
import type { Group } from './group.ts';
import { comparePlaces, type GroupOrder, type GroupPlace, placeOf } from './order.ts';

export interface PlacedGroup {
  readonly group: Group;
  /** Made when it is looked at: few ask for that of each group. */
  cursor(): string;
}

export interface GroupPage {
  readonly rows: readonly PlacedGroup[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: number;
  /** The groups that are not on this page. */
  readonly rest: readonly Group[];
}

/** @throws INVALID_PAGE, INVALID_CURSOR */
export function pageOfGroups(groups: readonly Group[], order: GroupOrder, page: ConnectionArguments): GroupPage {
  const { count, backward } = extentOf(page);
  const { from, to } = betweenCursors(groups, order, page);
  const start = backward ? Math.max(from, to - count) : from;
  const end = backward ? to : Math.min(to, from + count);
  return {
    rows: groups.slice(start, end).map((group) => ({ group, cursor: () => encode(order, placeOf(order, group)) })),
    hasNextPage: backward ? page.before != null : end < to,
    hasPreviousPage: backward ? start > from : page.after != null,
    totalCount: groups.length,
    rest: [...groups.slice(0, start), ...groups.slice(end)],
  };
}

/** The groups that stand after the one cursor and before the other. */
function betweenCursors(groups: readonly Group[], order: GroupOrder, { after, before }: ConnectionArguments) {
  const placeAt = (argument: 'after' | 'before', cursor: string) => at(argument, () => decode(order, cursor));
  const from = after == null ? 0 : firstFrom(groups, order, placeAt('after', after), 1);
  const to = before == null ? groups.length : firstFrom(groups, order, placeAt('before', before), 0);
  return { from, to: Math.max(from, to) };
}

/** The index of the first group that stands beyond a place (`least` 1), or there already (0). */
function firstFrom(groups: readonly Group[], order: GroupOrder, place: GroupPlace, least: 0 | 1): number {
  const index = groups.findIndex((group) => comparePlaces(order, placeOf(order, group), place) >= least);
  return index < 0 ? groups.length : index;
}

const version = 1;
const rank = z.array(z.union([z.string(), z.number()])).nullable();
const cursorShape = z.tuple([
  z.literal(version),
  z.string(),
  z
    .string()
    .regex(/^-?\d{1,40}$/)
    .nullable(),
  z.array(rank).max(3),
]);

const signatureOf = ({ by, descending }: GroupOrder) => JSON.stringify([by === 'key' ? by : by.name, descending]);

function encode(order: GroupOrder, { amount, ranks }: GroupPlace): string {
  return Buffer.from(JSON.stringify([version, signatureOf(order), amount?.toString() ?? null, ranks])).toString(
    'base64url',
  );
}

function decode(order: GroupOrder, cursor: string): GroupPlace {
  const [, signature, amount, ranks] = parse(cursor);
  if (signature !== signatureOf(order)) throw invalid('belongs to another order');
  return { amount: amount === null ? null : BigInt(amount), ranks };
}

function parse(cursor: string) {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw invalid('is not one of ours');
  }
}

function invalid(why: string): DomainError {
  return new DomainError(
    'INVALID_CURSOR',
    `The cursor ${why}. Use a cursor from a previous answer with the same groups, or null to begin.`,
  );
}
