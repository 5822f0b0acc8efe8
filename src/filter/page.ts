/** One page of a list: the ids in order with their cursors. Whole rows are loaded by id afterwards, with just what was asked for. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { at, DomainError } from '../errors.ts';
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
  const plan = planPage(where, order, page);
  const { rows } = await sql<SortedRow>`
    select ${sql.ref(`${where.table.alias}.id`)} as id, ${sql.join(plan.columns)}
    from ${sql.table(where.table.name)} as ${sql.ref(where.table.alias)}
    where ${sql.join([where.expression, ...plan.bounds], sql` and `)}
    order by ${sql.join(plan.items)}
    limit ${plan.limit}`.execute(session.kysely);
  return plan.cut(rows);
}

export type SortedRow = Record<string, unknown> & { readonly id: string };

/** The parts of the statement that reads a page, and how a page is made of what it finds. */
export interface PagePlan {
  /** The sort values, named for `cut`. */
  readonly columns: readonly RawBuilder<unknown>[];
  readonly bounds: readonly RawBuilder<SqlBool>[];
  readonly items: readonly RawBuilder<unknown>[];
  /** One more than the page has: it tells whether there are more. */
  readonly limit: number;
  cut(found: readonly SortedRow[]): Page;
}

/** @throws INVALID_PAGE, INVALID_CURSOR, INVALID_ORDER */
export function planPage(where: Where, order: Order, page: ConnectionArguments): PagePlan {
  const compiled = compileOrder(where.table, order, where.scope);
  const { count, backward } = countOf(page);
  const beyond = (argument: 'after' | 'before') => {
    const cursor = page[argument];
    if (cursor == null) return [];
    return [
      compiled.beyond(
        at(argument, () => decodeCursor(compiled, cursor)),
        argument === 'before',
      ),
    ];
  };
  return {
    columns: compiled.keys.map(({ column }, index) => sql`${column} as ${sql.ref(`key_${index}`)}`),
    bounds: [...beyond('after'), ...beyond('before')],
    items: compiled.items(backward),
    limit: count + 1,
    cut(found) {
      const more = found.length > count;
      const shown = backward ? found.slice(0, count).reverse() : found.slice(0, count);
      return {
        rows: shown.map((row) => ({ id: row.id, cursor: cursorOf(compiled, row) })),
        hasNextPage: backward ? page.before != null : more,
        hasPreviousPage: backward ? more : page.after != null,
      };
    },
  };
}

function cursorOf(order: CompiledOrder, row: SortedRow): string {
  return encodeCursor(
    order,
    order.positionOf((index) => row[`key_${index}`]),
  );
}

function countOf({ first, last }: ConnectionArguments): { count: number; backward: boolean } {
  if (first != null && last != null) {
    throw new DomainError('INVALID_PAGE', 'Give first or last, not both.', { path: ['last'] });
  }
  const name = last == null ? 'first' : 'last';
  const count = first ?? last ?? pageSize.default;
  if (count < 1 || count > pageSize.maximum) {
    const message = `${name} must be between 1 and ${pageSize.maximum}, not ${count}.`;
    throw new DomainError('INVALID_PAGE', message, { path: [name] });
  }
  return { count, backward: last != null };
}
