/**
 * Groups of opportunities with the totals of each. SQL makes the groups (their number, not the number of rows, comes back);
 * they are then named and put in order here, because names and amounts come from more than one place.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { DomainError } from '../../errors.ts';
import type { Where } from '../../filter/where.ts';
import { groupBy } from '../../value/group-by.ts';
import { dayOf, type Instant, offsetsBetween, offsetsInYears, toInstant, utc, type Zone } from '../../value/period.ts';
import { inPortions } from '../../value/portions.ts';
import { addTotals, noTotals, type Totals, type TotalsRow, totalsOfRow } from '../aggregates.ts';
import {
  assertGroupable,
  type Calendar,
  fieldNameOf,
  type GroupBy,
  keyExpression,
  needsOffsets,
  type RawKey,
} from './dimension.ts';
import type { Group } from './group.ts';
import { type NameOf, readNames } from './names.ts';
import { type GroupOrder, inOrder } from './order.ts';
import { groupRows } from './rows.ts';

export interface Grouping {
  readonly where: Where;
  readonly by: readonly GroupBy[];
  readonly calendar: Calendar;
}

export const maximumGroups = 50_000;

/** @throws INVALID_GROUPS, GROUP_FIELD_MULTIVALUED */
export async function openGrouping(
  session: Session,
  where: Where,
  by: readonly GroupBy[],
  zone: Zone,
): Promise<Grouping> {
  assertGroupable(by);
  return { where, by, calendar: await openCalendar(session, where, by, zone) };
}

/** The same for all lists of an organization that are grouped alike. */
export async function openCalendar(
  session: Session,
  where: Where,
  by: readonly GroupBy[],
  zone: Zone,
): Promise<Calendar> {
  return { zone, offsets: await readOffsets(session, where, zone, by) };
}

/** All groups, in order. @throws TOO_MANY_GROUPS */
export async function readGroups(session: Session, grouping: Grouping, order: GroupOrder): Promise<readonly Group[]> {
  const [groups = []] = await readGroupsOfEach(session, [grouping], order);
  return groups;
}

/** SQLite takes 500 selects in one statement; of each there are some. */
export const listsAtOnce = 100;

/** Of several lists that are grouped alike, in as many statements as of one. @throws TOO_MANY_GROUPS */
export async function readGroupsOfEach(
  session: Session,
  groupings: readonly Grouping[],
  order: GroupOrder,
): Promise<readonly (readonly Group[])[]> {
  const lists: (readonly Pick<Group, 'keys' | 'totals'>[])[] = [];
  for (const some of inPortions(groupings, listsAtOnce)) {
    const rows = groupBy(await selectGroups(session, some), ({ list }) => Number(list));
    lists.push(...some.map((_, list) => foldPeriods(rows.get(list) ?? [])));
  }
  const [first] = groupings;
  if (!first) return [];
  const nameOf: NameOf[] = [];
  for (const [index, key] of first.by.entries()) {
    const keys = [...new Set(lists.flatMap((groups) => groups.map((group) => group.keys[index] ?? null)))];
    nameOf.push(await readNames(session, first.where.scope.organizationId, key, keys));
  }
  const named = ({ keys, totals }: Pick<Group, 'keys' | 'totals'>): Group => ({
    keys,
    totals,
    names: keys.map((key, index) => (key === null ? null : (nameOf[index]?.(key) ?? null))),
  });
  return lists.map((groups) => inOrder(groups.map(named), order));
}

type GroupRow = TotalsRow & { readonly list: number | bigint; readonly [key: `key_${number}`]: RawKey };

async function selectGroups({ kysely }: Session, groupings: readonly Grouping[]): Promise<readonly GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    ${sql.join(groupings.map(groupsOfList), sql` union all `)}
    limit ${3 * maximumGroups + 1}`.execute(kysely);
  return rows;
}

/** The keys are made in an inner query: an expression with parameters cannot be repeated in GROUP BY. */
function groupsOfList({ where, by, calendar }: Grouping, list: number): RawBuilder<GroupRow> {
  const { source, carried, totals } = groupRows(where, by);
  const keys = by.map((_, index) => sql.ref(`key_${index}`));
  const made = by.map((key, index) => sql`${keyExpression(key, where, calendar)} as ${keys[index]}`);
  const period = sql.ref(`${where.table.alias}.value_period`);
  return sql`
    select ${sql.lit(list)} as list, ${sql.join(keys)}, value_period,
      ${totals.count} as count, ${totals.value} as value, ${totals.weighted} as weighted
    from (select ${sql.join([...made, period, ...carried])} from ${source}) as g
    group by ${sql.join(keys)}, value_period`;
}

function foldPeriods(rows: readonly GroupRow[]): readonly Pick<Group, 'keys' | 'totals'>[] {
  const groups = new Map<string, { keys: readonly RawKey[]; totals: Totals }>();
  for (const row of rows) {
    const keys = keysOf(row);
    const id = JSON.stringify(keys);
    groups.set(id, { keys, totals: addTotals(groups.get(id)?.totals ?? noTotals, totalsOfRow(row)) });
  }
  if (groups.size > maximumGroups) {
    const message = `There are more than ${maximumGroups} groups. Group by fewer keys, by a longer period, or narrow the filter.`;
    throw new DomainError('TOO_MANY_GROUPS', message);
  }
  return [...groups.values()];
}

export function keysOf(row: { readonly [key: `key_${number}`]: RawKey }): readonly RawKey[] {
  return [row.key_0, row.key_1, row.key_2].filter((key) => key !== undefined);
}

export function sumOf(groups: readonly Group[]): Totals {
  return groups.reduce((sum, group) => addTotals(sum, group.totals), noTotals);
}

/** How many years of clock changes a statement may have, one after another. */
const longestSpan = 200;

/** A zone with a fixed offset needs no look at the data; others change clocks a few times a year of it. */
async function readOffsets(
  session: Session,
  where: Where,
  zone: Zone,
  by: readonly GroupBy[],
): Promise<Calendar['offsets']> {
  const fields = [...new Set(by.filter(needsOffsets).map(fieldNameOf))];
  if (fields.length === 0) return [];
  if (zone === 'UTC' || /^[+-]/.test(zone)) return offsetsBetween(zone, 0 as Instant, 0 as Instant);
  const moments = await readBounds(session, where, fields);
  if (moments.length === 0) return offsetsBetween(zone, 0 as Instant, 0 as Instant);
  const [from, to] = [Math.min(...moments) as Instant, Math.max(...moments) as Instant];
  const span = Number(dayOf(to, utc).slice(0, 4)) - Number(dayOf(from, utc).slice(0, 4));
  // One opportunity of the year 9999 would bring 16,000 changes of clocks into the statement of everybody's groups.
  return span <= longestSpan
    ? offsetsBetween(zone, from, to)
    : offsetsInYears(zone, await readYears(session, where, fields));
}

/** Of all of the organization: that is two looks into an index for each field, whatever is asked for. */
async function readBounds(
  { kysely }: Session,
  { scope }: Where,
  fields: readonly string[],
): Promise<readonly number[]> {
  const bounds = fields.flatMap((field) =>
    (['min', 'max'] as const).map((end) =>
      sql<
        Date | number | null
      >`(select ${sql.raw(end)}(${sql.ref(field)}) from opportunity where organization_id = ${scope.organizationId})`.as(
        `${end}_${field}`,
      ),
    ),
  );
  const row = await kysely.selectNoFrom(bounds).executeTakeFirstOrThrow();
  return Object.values(row)
    .filter((moment) => moment !== null)
    .map((moment) => (moment instanceof Date ? toInstant(moment) : Number(moment)));
}

async function readYears(
  { kysely, dialect }: Session,
  { scope }: Where,
  fields: readonly string[],
): Promise<readonly number[]> {
  const years = fields.map(
    (field) =>
      sql`select substr(${dialect.localDay(sql.ref(field), sql.lit(0))}, 1, 4) as year from opportunity where organization_id = ${scope.organizationId}`,
  );
  const { rows } = await sql<{ year: string | null }>`
    select distinct year from (${sql.join(years, sql` union all `)}) as y where year is not null order by year`.execute(
    kysely,
  );
  return rows.map(({ year }) => Number(year));
}
