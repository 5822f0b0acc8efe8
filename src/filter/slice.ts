/** One page of a list by its place: the ids in order from `skip` on. For doors that count pages instead of carrying cursors. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { compileOrder, type Order } from './order.ts';
import type { Where } from './where.ts';

export interface Slice {
  readonly skip: number;
  readonly limit: number;
}

/** @throws INVALID_ORDER */
export async function readSlice(
  { kysely }: Session,
  where: Where,
  order: Order,
  { skip, limit }: Slice,
): Promise<readonly string[]> {
  if (limit === 0) return [];
  const { table, scope, expression } = where;
  const { rows } = await sql<{ readonly id: string }>`
    select ${sql.ref(`${table.alias}.id`)} as id
    from ${sql.table(table.name)} as ${sql.ref(table.alias)}
    where ${expression}
    order by ${sql.join(compileOrder(table, order, scope).items(false))}
    limit ${limit} offset ${skip}`.execute(kysely);
  return rows.map(({ id }) => id);
}
