/** One page of a list: the ids in order with their cursors. What is selected of the rows comes by the same statement. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { type Found, type FoundColumns, type FoundRow, foundColumn } from '../db/rows/found.ts';
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

/** Reads what was found, with what is wanted of it. Whoever calls keeps the rows: a page is of ids. */
export type ReadFound = (found: Found) => Promise<readonly Pick<FoundRow, 'found'>[]>;

export function idsOnly({ kysely }: Pick<Session, 'kysely'>): ReadFound {
  return async ({ query }) => (await query.execute(kysely)).rows.map((found) => ({ found }));
}

/**
 * The limit is written out, here and in slices: without it PostgreSQL plans a page, once for all, as a tenth of the table.
 * @throws INVALID_PAGE, INVALID_CURSOR, INVALID_ORDER
 */
export async function readPage(
  session: Session,
  where: Where,
  order: Order,
  page: ConnectionArguments,
  read: ReadFound = idsOnly(session),
): Promise<Page> {
  const { columns, bounds, items, limit, order: again, cut } = planPage(where, order, page);
  const { table, expression } = where;
  const query = sql<FoundColumns>`
    select ${sql.ref(`${table.alias}.id`)} as id, ${listed(columns)}
    from ${sql.table(table.name)} as ${sql.ref(table.alias)}
    where ${sql.join([expression, ...bounds], sql` and `)}
    order by ${sql.join(items)}
    limit ${sql.lit(limit)}`;
  const rows = await read({ query, columns: columns.map(({ name }) => name), order: again });
  return cut(rows.map(({ found }) => found));
}

/** What is wrong with the arguments of a page, whether or not it is read. @throws INVALID_PAGE, INVALID_CURSOR, INVALID_ORDER */
export function assertPage(where: Where, order: Order, page: ConnectionArguments): void {
  planPage(where, order, page);
}

/** As a statement selects them. */
export const listed = (columns: CompiledOrder['columns']) =>
  sql.join(columns.map(({ name, column }) => sql`${column} as ${sql.ref(name)}`));

/** The parts of the statement that reads a page, and how a page is made of what it finds. */
export interface PagePlan {
  readonly columns: CompiledOrder['columns'];
  readonly bounds: readonly RawBuilder<SqlBool>[];
  readonly items: readonly RawBuilder<unknown>[];
  /** One more than the page has: it tells whether there are more. */
  readonly limit: number;
  /** The same order, of what was found. */
  readonly order: readonly RawBuilder<unknown>[];
  cut(found: readonly FoundColumns[]): Page;
}

/** @throws INVALID_PAGE, INVALID_CURSOR, INVALID_ORDER */
export function planPage(where: Where, order: Order, page: ConnectionArguments): PagePlan {
  const compiled = compileOrder(where.table, order, where.scope);
  const { count, backward } = extentOf(page);
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
    columns: compiled.columns,
    bounds: [...beyond('after'), ...beyond('before')],
    items: compiled.items(backward),
    limit: count + 1,
    order: compiled.items(backward, foundColumn),
    cut(found) {
      const more = found.length > count;
      const shown = backward ? found.slice(0, count).reverse() : found.slice(0, count);
      return {
        rows: shown.map((row) => rowOf(compiled, row)),
        hasNextPage: backward ? page.before != null : more,
        hasPreviousPage: backward ? more : page.after != null,
      };
    },
  };
}

/** Most pages are asked for without the cursors of their rows: one is made when it is looked at. */
const rowOf = (order: CompiledOrder, row: FoundColumns): PageRow => ({
  id: row.id,
  get cursor() {
    return encodeCursor(order, order.positionOf(row));
  },
});

/** How many, counted from the end or not. @throws INVALID_PAGE */
export function extentOf({ first, last }: ConnectionArguments): { count: number; backward: boolean } {
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
