/** One page of a list by its place: the rows in order from `skip` on. For doors that count pages instead of carrying cursors. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { type Found, type FoundColumns, foundColumn } from '../db/rows/found.ts';
import { compileOrder, type Order } from './order.ts';
import { idsOnly, listed } from './page.ts';
import type { Where } from './where.ts';

export interface Slice {
  readonly skip: number;
  readonly limit: number;
}

/** @throws INVALID_ORDER */
export function sliceOf({ table, scope, expression }: Where, order: Order, { skip, limit }: Slice): Found {
  const { columns, items } = compileOrder(table, order, scope);
  const query = sql<FoundColumns>`
    select ${sql.ref(`${table.alias}.id`)} as id, ${listed(columns)}
    from ${sql.table(table.name)} as ${sql.ref(table.alias)}
    where ${expression}
    order by ${sql.join(items(false))}
    limit ${sql.lit(limit)} ${skip > 0 ? sql`offset ${skip}` : sql``}`;
  return { query, columns: [], order: items(false, foundColumn) };
}

/** The ids alone. @throws INVALID_ORDER */
export async function readSlice(
  session: Session,
  where: Where,
  order: Order,
  slice: Slice,
): Promise<readonly string[]> {
  const rows = await idsOnly(session)(sliceOf(where, order, slice));
  return rows.map(({ found: { id } }) => id);
}
