/** Places in a list that people put in order: 0, 1, 2 …, without holes. */
import { sql } from 'kysely';
import { invalid } from '../value/input.ts';
import type { Session } from './client.ts';

export interface OrderedTable {
  readonly table: 'pipeline' | 'opportunity_status' | 'lead_status' | 'custom_field_object';
  /** The column that tells its rows apart within the list. */
  readonly key: string;
  /** The list: columns and what they are in each of its rows. */
  readonly list: Readonly<Record<string, string>>;
}

/** The order asked for, followed by those it does not mention. @throws INVALID_INPUT for one that is not in the list, or is there twice */
export function orderWith(field: string, current: readonly string[], wanted: readonly string[]): readonly string[] {
  const stranger = wanted.find((id, index) => !current.includes(id) || wanted.indexOf(id) !== index);
  if (stranger !== undefined) {
    const why = current.includes(stranger) ? 'is there twice' : 'is not in the list';
    throw invalid(field, `${JSON.stringify(stranger)} ${why}: give each id of the list once, in the order wanted.`);
  }
  return [...wanted, ...current.filter((id) => !wanted.includes(id))];
}

/** One statement, however long the list. */
export async function storePositions({ kysely }: Session, { table, key, list }: OrderedTable, ids: readonly string[]) {
  if (ids.length === 0) return;
  const places = ids.map((id, position) => sql`when ${id} then ${sql.lit(position)}`);
  const within = Object.entries(list).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`
    update ${sql.table(table)} set position = case ${sql.ref(key)} ${sql.join(places, sql` `)} else position end
    where ${sql.join(within, sql` and `)}`.execute(kysely);
}
