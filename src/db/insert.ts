/** Many rows in one statement. */
import type { Insertable, InsertQueryBuilder, InsertResult } from 'kysely';
import { inPortions } from '../value/portions.ts';
import type { Session } from './client.ts';
import type { Tables } from './generated/tables.ts';

/** Stores the rows in the order given, so that equal input gets equal row keys. All must have the same columns. */
export async function insertRows<Name extends keyof Tables>(
  session: Session,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): Promise<void> {
  if (rows.length > 0) await insertFrom(session, table, rows).execute();
}

/**
 * The statement of `insertRows`, to be continued (`onConflict`). The rows go as one JSON parameter, because a VALUES list
 * has thousands of variables to compile and bind: an import of 8,800 rows took 4.9 s of CPU with such lists and 3.5 s so.
 * Prisma's createMany, measured on its own, took more than twice as long as either.
 */
export function insertFrom<Name extends keyof Tables>(
  session: Session,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): InsertQueryBuilder<Tables, Name, InsertResult> {
  const columns = Object.keys(rows[0] ?? {});
  return session.kysely
    .insertInto(table)
    .columns(columns as (keyof Tables[Name] & string)[])
    .expression(session.dialect.rows(table, columns, rows));
}

/** SQLite takes 32,766 variables a statement and PostgreSQL 65,535. */
const maximumVariables = 32_000;

/** The rows cut so that the values of each part fit into one statement as variables. */
export function chunksOf<Row extends object>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const size = Math.floor(maximumVariables / Math.max(1, Object.keys(rows[0] ?? {}).length));
  return inPortions(rows, size);
}
