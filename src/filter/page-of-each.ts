/** The same page, or count, for each of several parents by one statement: the changes of status of each opportunity of a list. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { type FoundColumns, foundColumn } from '../db/rows/found.ts';
import { groupBy } from '../value/group-by.ts';
import type { Order } from './order.ts';
import { type ConnectionArguments, idsOnly, listed, type Page, planPage, type ReadFound } from './page.ts';
import { sourceOf } from './source.ts';
import type { Where } from './where.ts';

export interface Parents {
  /** The column that points to the parent. */
  readonly column: string;
  readonly ids: readonly string[];
}

/** By the id of the parent. @throws INVALID_PAGE, INVALID_CURSOR, INVALID_ORDER */
export async function readPageOfEach(
  session: Session,
  where: Where,
  order: Order,
  page: ConnectionArguments,
  parents: Parents,
  read: ReadFound = idsOnly(session),
): Promise<ReadonlyMap<string, Page>> {
  const plan = planPage(where, order, page);
  const { parent, among } = childrenOf(session, where, parents);
  const { table, expression } = where;
  const query = sql<FoundColumns>`
    select * from (
      select ${sql.ref(`${table.alias}.id`)} as id, ${listed(plan.columns)}, ${parent} as parent,
        row_number() over (partition by ${parent} order by ${sql.join(plan.items)}) as place
      from ${sql.table(table.name)} as ${sql.ref(table.alias)}
      where ${sql.join([expression, among, ...plan.bounds], sql` and `)}
    ) as child
    where place <= ${plan.limit} order by parent, place`;
  const names = [...plan.columns.map(({ name }) => name), 'parent'];
  const rows = await read({ query, columns: names, order: [foundColumn('parent'), foundColumn('place')] });
  const children = groupBy(
    rows.map(({ found }) => found),
    (found) => String(found.parent),
  );
  return new Map(parents.ids.map((id) => [id, plan.cut(children.get(id) ?? [])]));
}

/** By the id of the parent. */
export async function countOfEach(
  session: Session,
  where: Where,
  parents: Parents,
): Promise<ReadonlyMap<string, number>> {
  const { parent, among } = childrenOf(session, where, parents);
  const { from, count } = sourceOf(where, [{ field: parents.column }]);
  const { rows } = await sql<{ parent: string; count: number | bigint }>`
    select ${parent} as parent, ${count} as count ${from} and ${among} group by ${parent}`.execute(session.kysely);
  const counts = new Map(rows.map((row) => [row.parent, Number(row.count)]));
  return new Map(parents.ids.map((id) => [id, counts.get(id) ?? 0]));
}

/** The column that tells to which parent a row belongs, and the condition that it is one of those. */
export function childrenOf({ dialect }: Session, { table }: Where, { column, ids }: Parents) {
  const parent = sql.ref<string>(`${table.alias}.${column}`);
  return { parent, among: dialect.isOneOf(parent, ids) };
}
