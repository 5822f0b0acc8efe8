/** Everything that is stored, to tell that nothing changed. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../src/db/client.ts';

const tables = [
  ...['organization', 'user', 'membership', 'api_key', 'pipeline', 'opportunity_status', 'lead_status', 'lead'],
  ...['contact', 'opportunity', 'status_change', 'custom_field', 'custom_field_object', 'custom_field_value'],
];

export type Dump = Readonly<Record<string, { readonly rows: number; readonly hash: string }>>;

/** How many rows each table has, and a fingerprint of all they hold; row keys too, so that order of insertion counts. */
export async function dump(database: Database): Promise<Dump> {
  return database.read(async ({ kysely }) => {
    const entries: [string, Dump[string]][] = [];
    for (const table of tables) {
      const { rows } = await sql<object>`select * from ${sql.table(table)}`.execute(kysely);
      const texts = rows.map((row) =>
        JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
      );
      entries.push([
        table,
        { rows: rows.length, hash: createHash('sha256').update(texts.sort().join('\n')).digest('hex') },
      ]);
    }
    return Object.fromEntries(entries);
  });
}
