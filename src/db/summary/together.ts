/**
 * Adds to the cells at once what many rows come to, where the database would do so row by row: for an import into SQLite it was a
 * third of what a row cost. PostgreSQL adds up the rows of each statement anyway.
 */
import { sql } from 'kysely';
import type { Session } from '../client.ts';
import { sqliteFold, sqliteKeep } from './sqlite.ts';

/** Within a transaction: where `work` fails, so must that. */
export async function summedTogether<T>({ kysely, dialect }: Session, work: () => Promise<T>): Promise<T> {
  if (dialect.provider === 'postgresql') return work();
  await sql.raw(sqliteKeep).execute(kysely);
  const done = await work();
  for (const statement of sqliteFold) await sql.raw(statement).execute(kysely);
  return done;
}
