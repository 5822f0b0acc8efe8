/** Rows that a query finds: read with what is selected of them by the statement that finds them, and not looked up again. */
import { type RawBuilder, sql } from 'kysely';

/** A query that finds rows: their `id`, and columns beside it. */
export interface Found {
  readonly query: RawBuilder<FoundColumns>;
  readonly columns: readonly string[];
  /** Of the answer: made of `foundColumn`. */
  readonly order: readonly RawBuilder<unknown>[];
}

export type FoundColumns = Readonly<Record<string, unknown>> & { readonly id: string };

export interface FoundRow {
  readonly found: FoundColumns;
  readonly row: Readonly<Record<string, unknown>>;
}

const alias = 'found';

export const foundColumn = (name: string): RawBuilder<unknown> => sql.ref(`${alias}.${name}`);

/**
 * The query comes first, and only what it finds is joined with what is around it: joined before they are sorted and cut, a
 * page of fifty would bring the names around every row that matches.
 */
export function sourceOf(
  { query, columns, order }: Found,
  table: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
): { readonly columns: RawBuilder<unknown>; readonly from: RawBuilder<unknown>; readonly order: RawBuilder<unknown> } {
  return {
    columns: sql.join(['id', ...columns].map((name) => sql`${foundColumn(name)} as ${sql.ref(name)}`)),
    from: sql`(${query}) as ${sql.ref(alias)} join ${table} on ${id} = ${foundColumn('id')}`,
    order: sql`order by ${sql.join(order)}`,
  };
}
