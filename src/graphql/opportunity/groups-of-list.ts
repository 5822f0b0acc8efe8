/** A page of the groups of a list of whatever kind: those of all lists that stand at one place are read together. */
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Session } from '../../db/client.ts';
import { at } from '../../errors.ts';
import type { Where } from '../../filter/where.ts';
import { countOf } from '../../opportunity/aggregates.ts';
import { type Calendar, openCalendar } from '../../opportunity/calendar.ts';
import { assertGroupable, fieldNameOf, type GroupBy, instantsOf } from '../../opportunity/groups/dimension.ts';
import type { Group } from '../../opportunity/groups/group.ts';
import {
  divisionOf,
  type Grouping,
  type GroupsOfList,
  readGroupsOfEach,
  sumOf,
} from '../../opportunity/groups/groups.ts';
import { type GroupPage, pageOfGroups } from '../../opportunity/groups/page.ts';
import { seriesOf } from '../../opportunity/groups/series.ts';
import type { Zone } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { atPlace, lazy } from '../connection/connection.ts';
import { groupConnection } from '../connection/group-connection.ts';
import { type Context, withFields } from '../context.ts';
import { zoneOf } from '../zone.ts';
import type { AggregatesSource, FigureTypes } from './aggregates.ts';
import type { GroupSource, groupType, OpenedGroups } from './group-type.ts';
import { type GroupsArguments, wantedFromInput } from './groups-arguments.ts';
import { partsOf, type ReadPartOf } from './parts.ts';

export interface GroupsSource extends Omit<GroupPage, 'rest'> {
  readonly groups: readonly GroupSource[];
  readonly rest: AggregatesSource | null;
}

export function groupsConnection({ name, several, Aggregates }: FigureTypes, type: ReturnType<typeof groupType>) {
  const connection = groupConnection<GroupsSource>({
    ...{ name: `${name}Group`, type },
    description:
      'Groups, page by page. The figures of this page and of `rest` add up to those of the list, but for groups that `having` leaves out: they are in neither.',
    counted:
      'How many groups there are, on all pages: those that `having` leaves out are not counted, those of empty periods are.',
  });
  builder.objectField(connection, 'rest', (t) =>
    t.field({
      type: Aggregates,
      nullable: true,
      description: `Figures over the ${several} of all groups that are not on this page; null when there are none.`,
      resolve: ({ rest }) => rest,
    }),
  );
  return connection;
}

/** A list as far as its groups are made of it. */
export interface Grouped {
  readonly session: Session;
  where(): Where;
  readonly zone: Zone;
}

/** What an input of keys means. */
export type ReadKeys<By> = (by: readonly By[], context: Context) => Promise<readonly GroupBy[]> | readonly GroupBy[];

export async function pageOfList<By>(
  readKeys: ReadKeys<By>,
  { session, where, zone }: Grouped,
  args: GroupsArguments<By>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<GroupsSource> {
  const opened = await atPlace(context, info, () => openGroups(readKeys, context, session, args));
  const list = await opened.lists.load({ where, zone });
  const page = pageOfGroups(list.shown, opened.wanted.order, args);
  const groups = page.rows.map(({ group, cursor }): GroupSource => ({ group, cursor, session, list }));
  return { ...page, groups, rest: restOf(page.rest, list) };
}

function restOf(left: readonly Group[], { division, partOf }: OpenedGroups): AggregatesSource | null {
  if (left.length === 0) return null;
  const totals = lazy(() => sumOf(left));
  const together = left.map(({ keys }) => keys);
  return { count: () => countOf(totals()), totals, part: partOf({ ...division, together }, []) };
}

/** Of all lists that stand at one place: the opportunities of each lead, grouped, take as many statements as those of one. */
async function openGroups<By>(readKeys: ReadKeys<By>, context: Context, session: Session, args: GroupsArguments<By>) {
  const by = await readKeys(args.by, context);
  at('by', () => assertGroupable(by));
  const wanted = wantedFromInput(args, by);
  const partOf = partsOf(session);
  const calendars = new Map<Zone, Promise<Calendar>>();
  const calendarOf = (where: Where, zone: Zone) => {
    const calendar = calendars.get(zone) ?? openCalendar(session, where, instantsOf(by), zone);
    calendars.set(zone, calendar);
    return calendar;
  };
  const lists = new DataLoader<Omit<Grouped, 'session'>, OpenedGroups>(async (asked) => {
    const groupings: Grouping[] = [];
    for (const list of asked) {
      const zone = zoneOf(args, list.zone);
      const where = await withFields(context, list.where(), by.map(fieldNameOf));
      groupings.push({ where, by, calendar: await calendarOf(where, zone) });
    }
    const found = await readGroupsOfEach(session, groupings, wanted);
    return groupings.map((grouping, index) => opened(grouping, found[index], partOf));
  });
  return { wanted, lists };
}

function opened(grouping: Grouping, found: GroupsOfList | undefined, partOf: ReadPartOf): OpenedGroups {
  const { all, shown } = found ?? { all: [], shown: [] };
  return {
    ...{ grouping, shown, partOf, division: divisionOf(grouping) },
    series: lazy(() => seriesOf(all, grouping.by)),
    whole: lazy(() => sumOf(all)),
  };
}
