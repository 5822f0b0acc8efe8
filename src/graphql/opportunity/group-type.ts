/** One group of a list: its keys and figures, and the way to just what is in it. The same for all kinds of lists. */
import type { InterfaceRef } from '@pothos/core';
import type { Session } from '../../db/client.ts';
import { and, type Filter } from '../../filter/filter.ts';
import type { Where } from '../../filter/where.ts';
import { countOf, type Totals } from '../../opportunity/aggregates.ts';
import { type Measure, measureOf, shown } from '../../opportunity/figures/measure.ts';
import type { Division } from '../../opportunity/figures/rows.ts';
import { filterOfGroup } from '../../opportunity/groups/dimension.ts';
import type { Group } from '../../opportunity/groups/group.ts';
import type { Grouping } from '../../opportunity/groups/groups.ts';
import type { PlacedGroup } from '../../opportunity/groups/page.ts';
import type { Series } from '../../opportunity/groups/series.ts';
import { roundedQuotient } from '../../value/money.ts';
import { builder } from '../builder.ts';
import type { AggregatesSource, FigureTypes } from './aggregates.ts';
import { type GroupKey, joinKeys, keyText } from './group-key.ts';
import type { ReadPartOf } from './parts.ts';

/** All groups of a list that were asked for at one place. */
export interface OpenedGroups {
  readonly grouping: Grouping;
  /** What figures beside the totals are read of; known by itself. */
  readonly division: Division;
  readonly partOf: ReadPartOf;
  /** Those that `having` leaves, in order. */
  readonly shown: readonly Group[];
  series(): Series;
  /** Of all groups, whichever are shown. */
  whole(): Totals;
}

export interface GroupSource extends PlacedGroup {
  /** What the list is read from that it is a group of. */
  readonly session: Session;
  readonly list: OpenedGroups;
}

export function aggregatesOf(
  { division, partOf }: OpenedGroups,
  { keys, known }: Pick<Group, 'keys' | 'known'>,
): AggregatesSource {
  return { count: () => countOf(known.totals), totals: () => known.totals, part: partOf(division, keys) };
}

interface Kind extends FigureTypes {
  readonly key: InterfaceRef<typeof builder.$inferSchemaTypes, GroupKey>;
  /** The filter of a group as its own list takes it, and as the text that opens it. */
  readonly json: (where: Where, filter: Filter) => object;
  readonly drillDown: (where: Where, filter: Filter) => string;
  /** What is told of those two. */
  readonly described: { readonly drillDown: string; readonly filter: string };
}

export function groupType({ name, several, key, described, ...kind }: Kind) {
  return builder.objectRef<GroupSource>(`${name}Group`).implement({
    description: `The ${several} that have a key in common.`,
    fields: (t) => ({
      key: t.string({
        description:
          'Unique among the groups of this answer and stable: the keys, joined by ` / `; one of several that has a `/` itself stands in quotes, as JSON.',
        resolve: (source) => joinKeys(keysOf(source).map(keyText)),
      }),
      keys: t.field({
        type: [key],
        description: 'Its keys, one for each that was grouped by.',
        resolve: keysOf,
      }),
      count: t.int({
        description: `How many ${several} it has.`,
        resolve: ({ group }) => countOf(group.known.totals),
      }),
      aggregates: t.field({
        type: kind.Aggregates,
        description: `Figures over all its ${several}.`,
        resolve: ({ list, group }) => aggregatesOf(list, group),
      }),
      previous: t.field({
        type: kind.Aggregates,
        nullable: true,
        description:
          'Figures of the period before, with the same other keys, whether it is on this page or not: to tell growth by. Of several keys that are dates the last one counts. Null for the first period that there is, without a date among the keys, and for those without that date. What the list does not match is in no period.',
        resolve: ({ list, group }) => {
          const previous = list.series().previousOf(group);
          return previous && aggregatesOf(list, previous);
        },
      }),
      runningTotals: t.field({
        type: kind.RunningTotals,
        nullable: true,
        description:
          'Sums over its period and all before it, with the same other keys, whichever are on this page. Null without a date among the keys, and for those without that date.',
        resolve: ({ list, group }) => list.series().runningOf(group),
      }),
      share: t.float({
        nullable: true,
        description:
          'Its part of the whole list, groups that `having` leaves out included: 0.25 for a quarter. Of sums as they are shown, rounded to six decimals, half away from zero, so that shares need not add up to 1 to the last decimal. Null when the whole is 0.',
        args: {
          of: t.arg({ type: kind.Sum, required: true, defaultValue: 'count', description: 'Of which sum.' }),
        },
        resolve: ({ list, group }, { of }) => shareOf(measureOf(of), group.known.totals, list.whole()),
      }),
      drillDown: t.string({
        description: described.drillDown,
        resolve: (source) => kind.drillDown(source.list.grouping.where, filterOfSource(source)),
      }),
      filter: t.field({
        type: 'FilterJSON',
        description: described.filter,
        resolve: (source) => kind.json(source.list.grouping.where, filterOfSource(source)),
      }),
    }),
  });
}

function shareOf(measure: Measure, part: Totals, whole: Totals): number | null {
  const [own, all] = [measure.of({ totals: part }) ?? 0n, measure.of({ totals: whole }) ?? 0n];
  return all === 0n ? null : shown({ unit: 'rate' }, roundedQuotient(own * 1_000_000n, all));
}

/** With the filter of the list that it is a group of. */
export function filterOfSource({ list, group }: GroupSource): Filter {
  const { where, by, calendar } = list.grouping;
  return and(where.filter, filterOfGroup(by, group.keys, calendar.zone));
}

function keysOf({ group, list }: GroupSource): readonly GroupKey[] {
  return list.grouping.by.map((by, index) => ({
    by,
    raw: group.keys[index] ?? null,
    label: group.names[index]?.label ?? null,
  }));
}
