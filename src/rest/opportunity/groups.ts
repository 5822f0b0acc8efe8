/**
 * `_group_by`: a page of opportunities, cut where groups begin. The page counts opportunities, so that its first and last
 * group may be cut off; a group's key and figures are those of the whole group on every page that shows a part of it.
 */
import type { Session } from '../../db/client.ts';
import type { Order } from '../../filter/order.ts';
import type { Slice } from '../../filter/slice.ts';
import { countOf } from '../../opportunity/aggregates.ts';
import type { GroupBy } from '../../opportunity/groups/dimension.ts';
import type { Group } from '../../opportunity/groups/group.ts';
import type { Grouping } from '../../opportunity/groups/groups.ts';
import { groupId, readGroupMembers } from '../../opportunity/groups/members.ts';
import { type CalendarDate, periodOf } from '../../value/period.ts';
import type { Body } from '../field.ts';
import { described, integer, nullable, type Schema, text } from '../schema.ts';
import { totalsBody } from './totals.ts';

/** A group as far as the page shows it. */
export interface GroupPart {
  readonly group: Group;
  /** In their order. */
  readonly ids: readonly string[];
}

interface Stretch {
  readonly group: Group;
  readonly from: number;
  readonly to: number;
}

/** Two statements, however many groups the page touches: the first one may begin in its middle, all others begin with their first. */
export async function readParts(
  session: Session,
  grouping: Grouping,
  groups: readonly Group[],
  order: Order,
  page: Slice,
): Promise<readonly GroupPart[]> {
  const [first, ...others] = stretchesOn(groups, page);
  if (!first) return [];
  const begun = await readMembers(session, grouping, [first], order);
  const rest = await readMembers(session, grouping, others, order);
  const members = new Map([...begun, ...rest]);
  return [first, ...others].map(({ group, from, to }) => ({
    group,
    ids: (members.get(groupId(group.keys)) ?? []).slice(0, to - from),
  }));
}

/** What of each group falls on the page, when the opportunities of all groups are counted through. */
function stretchesOn(groups: readonly Group[], { skip, limit }: Slice): readonly Stretch[] {
  const end = skip + limit;
  const stretches: Stretch[] = [];
  let start = 0;
  for (const group of groups) {
    const count = countOf(group.known.totals);
    const [from, to] = [Math.max(skip - start, 0), Math.min(end - start, count)];
    if (from < to) stretches.push({ group, from, to });
    start += count;
  }
  return stretches;
}

async function readMembers(
  session: Session,
  grouping: Grouping,
  stretches: readonly Stretch[],
  order: Order,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (stretches.length === 0) return new Map();
  const offset = stretches[0]?.from ?? 0;
  const limit = Math.max(...stretches.map(({ from, to }) => to - from));
  const groups = stretches.map(({ group }) => group);
  const members = await readGroupMembers(session, grouping, groups, { order, offset, limit });
  return new Map([...members].map(([id, rows]) => [id, rows.map((row) => row.id)]));
}

/** The key of what has no value; no date or id is called so. */
const withoutKey = 'none';

export function groupBody(by: GroupBy, { group }: GroupPart, objects: readonly Body[], currency: string): Body {
  return { ...keyFields(by, group), ...totalsBody(group.known.totals, currency), objects };
}

function keyFields(by: GroupBy, { keys, names }: Group): Body {
  const key = keys[0] ?? null;
  if (by.kind !== 'date') return { key: key ?? withoutKey, user_id: key, user_name: names[0]?.label ?? null };
  const period = key === null ? undefined : periodOf(key as CalendarDate, by.granularity);
  const parts = periodParts[by.granularity].map((part) => [part, period?.[part] ?? null]);
  return { key: period?.key ?? withoutKey, ...Object.fromEntries(parts) };
}

const periodParts = {
  day: [],
  week: ['weekyear', 'week'],
  month: ['year', 'month'],
  quarter: ['year', 'quarter'],
  year: ['year'],
} as const;

const whereGrouped = (what: string) => `${what}; null in the group of those without one. Only when grouped by it.`;

export const groupKeySchemas: Readonly<Record<string, Schema>> = {
  user_id: described(nullable(text), whereGrouped('The user')),
  user_name: described(nullable(text), whereGrouped('The full name of the user')),
  year: described(nullable(integer), whereGrouped('The year')),
  quarter: described(nullable(integer), whereGrouped('The quarter, 1 to 4')),
  month: described(nullable(integer), whereGrouped('The month, 1 to 12')),
  weekyear: described(nullable(integer), whereGrouped('The ISO year of the week')),
  week: described(nullable(integer), whereGrouped('The ISO number of the week')),
};
