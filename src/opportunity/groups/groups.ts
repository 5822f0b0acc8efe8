/**
 * Groups of opportunities with the totals of each. SQL makes the groups (their number, not the number of rows, comes back);
 * they are then named and put in order here, because names and amounts come from more than one place.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { DomainError } from '../../errors.ts';
import type { Where } from '../../filter/where.ts';
import { inTurns } from '../../next-turn.ts';
import type { Zone } from '../../value/period.ts';
import { inPortions } from '../../value/portions.ts';
import { inThousands } from '../../value/thousands.ts';
import { addRow, addTotals, noTotals, type Totals, type TotalsRow } from '../aggregates.ts';
import { type Calendar, openCalendar } from '../calendar.ts';
import type { Known } from '../figures/measure.ts';
import { noParts } from '../figures/part.ts';
import { keysId, readParts } from '../figures/read.ts';
import { type Division, keyNames } from '../figures/rows.ts';
import { assertGroupable, type GroupBy, instantsOf, keyExpression, type RawKey } from './dimension.ts';
import { type Fill, missingKeys } from './fill.ts';
import type { Group } from './group.ts';
import { type Having, meets } from './having.ts';
import { readNamesOfKeys } from './names.ts';
import { type GroupOrder, inOrder } from './order.ts';
import { groupRows, keyOf } from './rows.ts';

export interface Grouping {
  readonly where: Where;
  readonly by: readonly GroupBy[];
  readonly calendar: Calendar;
}

const maximumGroups = 50_000;

/** @throws INVALID_GROUPS, GROUP_FIELD_MULTIVALUED */
export async function openGrouping(
  session: Session,
  where: Where,
  by: readonly GroupBy[],
  zone: Zone,
): Promise<Grouping> {
  assertGroupable(by);
  return { where, by, calendar: await openCalendar(session, where, instantsOf(by), zone) };
}

/** All groups, in order. @throws TOO_MANY_GROUPS */
export async function readGroups(session: Session, grouping: Grouping, order: GroupOrder): Promise<readonly Group[]> {
  const [found] = await readGroupsOfEach(session, [grouping], { order });
  return found?.shown ?? [];
}

/** Which groups there are to be, and in which order. */
export interface GroupsWanted {
  readonly order: GroupOrder;
  readonly having?: readonly Having[];
  readonly fill?: Fill | undefined;
}

export interface GroupsOfList {
  /** All, those of periods that were filled among them. */
  readonly all: readonly Group[];
  /** Those that are wanted, in order. */
  readonly shown: readonly Group[];
}

/** What the figures of a grouping beside its totals are read of. */
export function divisionOf({ where, by, calendar }: Grouping): Division {
  const keys = by.map((key) => keyExpression(key, where, calendar));
  return { where, zone: calendar.zone, keys, told: by.map(keyOf) };
}

/** SQLite takes 500 selects in one statement; of each there are some. */
export const listsAtOnce = 100;

/** Of several lists that are grouped alike, in as many statements as of one. @throws TOO_MANY_GROUPS */
export async function readGroupsOfEach(
  session: Session,
  groupings: readonly Grouping[],
  wanted: GroupsWanted,
): Promise<readonly GroupsOfList[]> {
  const { order, having = [], fill } = wanted;
  const lists: (readonly Unnamed[])[] = [];
  for (const some of inPortions(groupings, listsAtOnce)) {
    const rows = await ofEachList(await selectGroups(session, some), some.length);
    for (const [list, grouping] of some.entries()) {
      lists.push(filled(grouping, await foldPeriods(rows[list] ?? []), fill));
    }
  }
  const [first] = groupings;
  const organizationId = first?.where.scope.organizationId ?? '';
  const nameOf = await readNamesOfKeys(session, organizationId, first?.by ?? [], lists.flat());
  const knownOf = await readKnown(session, groupings, wanted);
  const read: GroupsOfList[] = [];
  for (const [list, groups] of lists.entries()) {
    const all = await inTurns(
      groups,
      ({ keys, totals }): Group => ({
        keys,
        names: keys.map((key, index) => (key === null ? null : (nameOf[index]?.(key) ?? null))),
        known: { totals, ...knownOf(list, keys) },
      }),
    );
    const met = having.length === 0 ? all : all.filter((group) => having.every((one) => meets(one, group)));
    read.push({ all, shown: await inOrder(met, order) });
  }
  return read;
}

/** The parts that the order and the conditions are by, where the totals do not tell. */
async function readKnown(session: Session, groupings: readonly Grouping[], { order, having = [] }: GroupsWanted) {
  const measures = [...having.map(({ measure }) => measure), ...(order.by === 'key' ? [] : [order.by])];
  const needs = [...new Set(measures.flatMap((measure) => measure.needs))];
  if (needs.length === 0) return (): Partial<Known> => ({});
  const parts = await readParts(session, groupings.map(divisionOf), needs);
  return (list: number, keys: readonly RawKey[]): Partial<Known> => {
    const own = parts[list]?.get(keysId(keys)) ?? noParts;
    return Object.fromEntries(needs.map((name) => [name, own[name]]));
  };
}

function filled({ where, by, calendar }: Grouping, groups: readonly Unnamed[], fill: Fill | undefined) {
  if (!fill) return groups;
  const present = groups.map(({ keys }) => keys);
  const missing = missingKeys(present, { by, filter: where.filter, zone: calendar.zone, fill, most: maximumGroups });
  assertFew(groups.length + missing.length);
  return [...groups, ...missing.map((keys): Unnamed => ({ keys, totals: noTotals }))];
}

interface Unnamed {
  readonly keys: readonly RawKey[];
  readonly totals: Totals;
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
  const { from, carried, totals } = groupRows(where, by);
  const keys = keyNames(by.length);
  const made = by.map((key, index) => sql`${keyExpression(key, where, calendar)} as ${keys[index]}`);
  const period = sql.ref(`${where.table.alias}.value_period`);
  return sql`
    select ${sql.lit(list)} as list, ${sql.join(keys)}, value_period,
      ${totals.count} as count, ${totals.value} as value, ${totals.weighted} as weighted
    from (select ${sql.join([...made, period, ...carried])} ${from}) as g
    group by ${sql.join(keys)}, value_period`;
}

async function ofEachList(rows: readonly GroupRow[], lists: number): Promise<readonly (readonly GroupRow[])[]> {
  if (lists === 1) return [rows];
  const ofEach = Array.from({ length: lists }, (): GroupRow[] => []);
  await inTurns(rows, (row) => ofEach[Number(row.list)]?.push(row));
  return ofEach;
}

/** A cell that nothing is left of makes no group. */
async function foldPeriods(rows: readonly GroupRow[]): Promise<readonly Unnamed[]> {
  const groups = new Map<string, Unnamed>();
  await inTurns(rows, (row) => {
    if (Number(row.count) === 0) return;
    const keys = keysOf(row);
    const id = JSON.stringify(keys);
    groups.set(id, { keys, totals: addRow(groups.get(id)?.totals ?? noTotals, row) });
  });
  assertFew(groups.size);
  return [...groups.values()];
}

/** @param path the argument that makes the groups, where it is known. @throws TOO_MANY_GROUPS */
export function assertFew(number: number, path?: readonly string[]): void {
  if (number <= maximumGroups) return;
  const message = `There are more than ${inThousands(maximumGroups)} groups. Group by fewer keys, by a longer period, or narrow the filter.`;
  throw new DomainError('TOO_MANY_GROUPS', message, path && { path });
}

export function keysOf(row: { readonly [key: `key_${number}`]: RawKey }): readonly RawKey[] {
  return [row.key_0, row.key_1, row.key_2].filter((key) => key !== undefined);
}

export function sumOf(groups: readonly Group[]): Totals {
  return groups.reduce((sum, group) => addTotals(sum, group.known.totals), noTotals);
}
