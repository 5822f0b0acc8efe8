/** One page of groups, and what the page leaves out. */
import { z } from 'zod';
import { at, DomainError } from '../../errors.ts';
import { pageSize } from '../../filter/page.ts';
import type { Totals } from '../aggregates.ts';
import type { Group } from './group.ts';
import { sumOf } from './groups.ts';
import { comparePlaces, type GroupOrder, type GroupPlace, placeOf } from './order.ts';

export interface GroupPage {
  readonly rows: readonly { readonly group: Group; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: number;
  /** The totals of all groups that are not on this page; null when there is none. */
  readonly rest: Totals | null;
}

export interface GroupPageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** @throws INVALID_PAGE, INVALID_CURSOR */
export function pageOfGroups(
  groups: readonly Group[],
  order: GroupOrder,
  { first, after }: GroupPageArguments,
): GroupPage {
  const count = first ?? pageSize.default;
  if (count < 1 || count > pageSize.maximum) {
    throw new DomainError('INVALID_PAGE', `first must be between 1 and ${pageSize.maximum}, not ${count}.`, {
      path: ['first'],
    });
  }
  const from =
    after == null
      ? 0
      : firstBeyond(
          groups,
          order,
          at('after', () => decode(order, after)),
        );
  const page = groups.slice(from, from + count);
  const left = [...groups.slice(0, from), ...groups.slice(from + count)];
  return {
    rows: page.map((group) => ({ group, cursor: encode(order, placeOf(order, group)) })),
    hasNextPage: from + count < groups.length,
    hasPreviousPage: after != null,
    totalCount: groups.length,
    rest: left.length > 0 ? sumOf(left) : null,
  };
}

function firstBeyond(groups: readonly Group[], order: GroupOrder, place: GroupPlace): number {
  const index = groups.findIndex((group) => comparePlaces(order, placeOf(order, group), place) > 0);
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

const signatureOf = ({ by, descending }: GroupOrder) => JSON.stringify([by, descending]);

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
