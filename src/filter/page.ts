/** One page of a list: the ids in order with their cursors. Whole rows are loaded by id afterwards, with just what was asked for. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type CompiledOrder, compileOrder, type Order } from './order.ts';
import type { Where } from './where.ts';

/** The arguments of a Relay connection. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

export interface PageRow {
  readonly id: string;
  readonly cursor: string;
}

export interface Page {
  readonly rows: readonly PageRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const pageSize = { default: 50, maximum: 200 } as const;

/** @throws INVALID_PAGE, INVALID_CURSOR, INVALID_ORDER */
export async function readPage(session: Session, where: Where, order: Order, page: ConnectionArguments): Promise<Page> {
  const compiled = compileOrder(where.table, order, where.scope);
  const { count, backward } = countOf(page);
  const bounds = [
    ...(page.after == null ? [] : [compiled.beyond(decodeCursor(compiled, page.after), false)]),
    ...(page.before == null ? [] : [compiled.beyond(decodeCursor(compiled, page.before), true)]),
  ];
  const found = await select(session, where, compiled, bounds, { limit: count + 1, backward });
  const more = found.length > count;
  const rows = backward ? found.slice(0, count).reverse() : found.slice(0, count);
  return {
    rows,
    hasNextPage: backward ? page.before != null : more,
    hasPreviousPage: backward ? more : page.after != null,
  };
}

function countOf({ first, last }: ConnectionArguments): { count: number; backward: boolean } {
  if (first != null && last != null) throw new DomainError('INVALID_PAGE', 'Give first or last, not both.');
  const name = last == null ? 'first' : 'last';
  const count = first ?? last ?? pageSize.default;
  if (count < 1 || count > pageSize.maximum) {
    const message = `${name} must be between 1 and ${pageSize.maximum}, not ${count}.`;
    throw new DomainError('INVALID_PAGE', message, { path: [name] });
  }
  return { count, backward: last != null };
}

async function select(
  session: Session,
  where: Where,
  order: CompiledOrder,
  bounds: readonly ReturnType<CompiledOrder['beyond']>[],
  { limit, backward }: { limit: number; backward: boolean },
): Promise<PageRow[]> {
  const columns = order.keys.map(({ column }, index) => sql`${column} as ${sql.ref(`key_${index}`)}`);
  const { rows } = await sql<Record<string, unknown> & { id: string }>`
    select ${sql.ref(`${where.table.alias}.id`)} as id, ${sql.join(columns)}
    from ${sql.table(where.table.name)} as ${sql.ref(where.table.alias)}
    where ${sql.join([where.expression, ...bounds], sql` and `)}
    order by ${sql.join(order.items(backward))}
    limit ${limit}`.execute(session.kysely);
  return rows.map((row) => ({
    id: row.id,
    cursor: encodeCursor(
      order,
      order.positionOf((index) => row[`key_${index}`]),
    ),
  }));
}
