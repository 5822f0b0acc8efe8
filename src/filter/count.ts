/** How many rows match, over all pages. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Where } from './where.ts';

export async function countMatches({ kysely }: Session, { table, expression }: Where): Promise<number> {
  const { rows } = await sql<{ count: number | bigint }>`
    select count(*) as count from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${expression}`.execute(
    kysely,
  );
  return Number(rows[0]?.count ?? 0);
}
