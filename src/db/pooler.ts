/**
 * PgBouncer in transaction mode: each transaction gets any connection, so that nothing may be said of a connection before it.
 * What the gateway sets of its own connections else, the role that it comes as must have.
 */
import pg from 'pg';
import { withPostgres } from './postgres-client.ts';

/** @throws in a sentence that says how to set it right; what the driver throws where it cannot be reached */
export async function assertPooled(url: string): Promise<void> {
  const { rows } = await withPostgres(url, (client) =>
    client.query<{ readonly role: string; readonly zone: string }>(
      "select current_user as role, current_setting('TimeZone') as zone",
    ),
  );
  const [{ role, zone } = { role: '', zone: '' }] = rows;
  if (zone === 'UTC') return;
  throw new Error(
    `Connections of the pooler that DATABASE_URL names are in the time zone ${zone}, and must be in UTC: run «alter role ${pg.escapeIdentifier(role)} set timezone = 'UTC'» in PostgreSQL, and restart the pooler.`,
  );
}
