/** How many rows match, over all pages. */
import { sql } from 'kysely';
import type { Session } from '../db/client.ts';
import { sourceOf } from './source.ts';
import type { Where } from './where.ts';

export async function countMatches({ kysely }: Session, where: Where): Promise<number> {
  const { from, count } = sourceOf(where);
  const { rows } = await sql<{ count: number | bigint }>`select ${count} as count ${from}`.execute(kysely);
  return Number(rows[0]?.count ?? 0);
}
