/** The first opportunities of each of several groups, by one statement for all of them, and for those of other lists. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { encodeCursor } from '../../filter/cursor.ts';
import { compileOrder, type Order } from '../../filter/order.ts';
import { listed, type PageRow } from '../../filter/page.ts';
import { groupBy } from '../../value/group-by.ts';
import { inPortions } from '../../value/portions.ts';
import { keyNames } from '../figures/rows.ts';
import { keyExpression, type RawKey } from './dimension.ts';
import type { Group } from './group.ts';
import { type Grouping, keysOf, listsAtOnce } from './groups.ts';
import { amongKeys } from './keys.ts';

export interface Slice {
  readonly order: Order;
  readonly offset: number;
  readonly limit: number;
}

export const groupId = (keys: readonly RawKey[]): string => JSON.stringify(keys);

/** By `groupId`, the ids from `offset` on, at most `limit` of each group, in the order asked for. */
export async function readGroupMembers(
  session: Session,
  grouping: Grouping,
  groups: readonly Group[],
  slice: Slice,
): Promise<Members> {
  const [members = new Map()] = await readMembersOfEach(session, [{ grouping, groups }], slice);
  return members;
}

export type Members = ReadonlyMap<string, readonly PageRow[]>;

/** Some groups of a list. */
export interface GroupsOfList {
  readonly grouping: Grouping;
  readonly groups: readonly Group[];
}

/** Of several lists that are grouped alike, in as many statements as of one. */
export async function readMembersOfEach(
  session: Session,
  lists: readonly GroupsOfList[],
  slice: Slice,
): Promise<readonly Members[]> {
  const members: Members[] = [];
  for (const some of inPortions(lists, listsAtOnce)) {
    const selects = some.map((list, index) => membersOfList(session, list, index, slice));
    const { rows } = await sql<MemberRow>`
      select * from (${sql.join(selects, sql` union all `)}) as u order by list, member`.execute(session.kysely);
    const byList = groupBy(rows, ({ list }) => Number(list));
    members.push(...some.map(({ grouping }, index) => membersByGroup(grouping, byList.get(index) ?? [], slice)));
  }
  return members;
}

function membersOfList(session: Session, { grouping, groups }: GroupsOfList, list: number, slice: Slice) {
  const { where, by, calendar } = grouping;
  const { order, offset, limit } = slice;
  const compiled = compileOrder(where.table, order, where.scope);
  const { alias } = where.table;
  const expressions = by.map((key) => keyExpression(key, where, calendar));
  const names = keyNames(by.length);
  const columns = [
    sql`${sql.lit(list)} as list`,
    sql`${sql.ref(`${alias}.id`)} as id`,
    ...expressions.map((expression, index) => sql`${expression} as ${names[index]}`),
    listed(compiled.columns),
    sql`row_number() over (partition by ${sql.join(expressions)} order by ${sql.join(compiled.items(false))}) as member`,
  ];
  const keys = by.map((_, index) => amongKeys(session.dialect, index, groups));
  return sql`
    select * from (
      select ${sql.join(columns)} from opportunity as ${sql.ref(alias)} where ${where.expression}
    ) as m
    where member > ${offset} and member <= ${offset + limit} and ${sql.join(keys, sql` and `)}`;
}

function membersByGroup({ where }: Grouping, rows: readonly MemberRow[], { order }: Slice): Members {
  const compiled = compileOrder(where.table, order, where.scope);
  const members = new Map<string, PageRow[]>();
  for (const row of rows) {
    const id = groupId(keysOf(row));
    const cursor = encodeCursor(compiled, compiled.positionOf(row));
    const rowsOfGroup = members.get(id) ?? [];
    members.set(id, rowsOfGroup);
    rowsOfGroup.push({ id: row.id, cursor });
  }
  return members;
}

type MemberRow = { readonly id: string; readonly list: number | bigint } & {
  readonly [key: `key_${number}`]: RawKey;
};
