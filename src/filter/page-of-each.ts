/** The same page, or count, for each of several parents by one statement: the changes of status of each opportunity of a list. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { groupBy } from '../value/group-by.ts';
import type { Order } from './order.ts';
import { type ConnectionArguments, type Page, planPage, type SortedRow } from './page.ts';
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
): Promise<ReadonlyMap<string, Page>> {
  const plan = planPage(where, order, page);
  const { parent, source } = childrenOf(session, where, parents);
  const { rows } = await sql<SortedRow & { readonly parent: string }>`
    select * from (
      select ${sql.ref(`${where.table.alias}.id`)} as id, ${sql.join(plan.columns)}, ${parent} as parent,
        row_number() over (partition by ${parent} order by ${sql.join(plan.items)}) as place
      ${sql.join([source, ...plan.bounds], sql` and `)}
    ) as child
    where place <= ${plan.limit} order by parent, place`.execute(session.kysely);
  const found = groupBy(rows, (row) => row.parent);
  return new Map(parents.ids.map((id) => [id, plan.cut(found.get(id) ?? [])]));
}

/** By the id of the parent. */
export async function countOfEach(
  session: Session,
  where: Where,
  parents: Parents,
): Promise<ReadonlyMap<string, number>> {
  const { parent, source } = childrenOf(session, where, parents);
  const { rows } = await sql<{ parent: string; count: number | bigint }>`
    select ${parent} as parent, count(*) as count ${source} group by ${parent}`.execute(session.kysely);
  const counts = new Map(rows.map((row) => [row.parent, Number(row.count)]));
  return new Map(parents.ids.map((id) => [id, counts.get(id) ?? 0]));
}

/** The rows that match and belong to one of the parents, and the column that tells to which. */
export function childrenOf({ dialect }: Session, { table, expression }: Where, { column, ids }: Parents) {
  const parent = sql.ref(`${table.alias}.${column}`);
  const source = sql`from ${sql.table(table.name)} as ${sql.ref(table.alias)}
    where ${expression} and ${dialect.isOneOf(parent, ids)}`;
  return { parent, source };
}
