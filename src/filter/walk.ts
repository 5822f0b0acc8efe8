/** All matches in their order, some at a time: each portion begins behind the last row of the one before, however many there are. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { FoundColumns } from '../db/rows/found.ts';
import { compileOrder, type Order } from './order.ts';
import { listed } from './page.ts';
import type { Where } from './where.ts';

/** @returns the ids. @throws INVALID_ORDER */
export async function* walk(
  { kysely }: Session,
  { table, scope, expression }: Where,
  order: Order,
  size: number,
): AsyncGenerator<readonly string[]> {
  const compiled = compileOrder(table, order, scope);
  let beyond: readonly RawBuilder<SqlBool>[] = [];
  for (;;) {
    const { rows } = await sql<FoundColumns>`
      select ${sql.ref(`${table.alias}.id`)} as id, ${listed(compiled.columns)}
      from ${sql.table(table.name)} as ${sql.ref(table.alias)}
      where ${sql.join([expression, ...beyond], sql` and `)}
      order by ${sql.join(compiled.items(false))}
      limit ${size}`.execute(kysely);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id }) => id);
    if (rows.length < size) return;
    beyond = [compiled.beyond(compiled.positionOf(last), false)];
  }
}
