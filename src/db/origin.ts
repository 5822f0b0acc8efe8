/**
 * Who is writing, as the event log shall tell it. Its triggers cannot be handed anything: PostgreSQL keeps it as a setting of
 * the transaction, and on SQLite, which has none, it is a row that is there only meanwhile.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Instant, toDate } from '../value/period.ts';
import type { Session } from './client.ts';
import { now as sqliteNow } from './history/sqlite-trigger.ts';

export interface Origin {
  /** Absent where nobody does it, as in an import. */
  readonly userId?: string | null;
  readonly apiKeyId?: string | null | undefined;
  readonly requestId?: string | null | undefined;
  /** Absent where the work takes long: each change is told with the time of the database then. */
  readonly now?: Instant;
}

/** For all that the transaction writes from now on: `work` is all of it, for who writes is said once a transaction. */
export async function writtenBy<T>(session: Session, origin: Origin, work: () => Promise<T>): Promise<T> {
  const { kysely, dialect } = session;
  const { userId = null, apiKeyId = null, requestId = null, now } = origin;
  if (dialect.provider === 'postgresql') {
    const told = JSON.stringify({ userId, apiKeyId, requestId, date: now });
    await sql`select set_config('gateway.origin', ${told}, true)`.execute(kysely);
    return work();
  }
  await sql`insert into change_origin (change_id, user_id, api_key_id, request_id, date)
    values (${randomUUID()}, ${userId}, ${apiKeyId}, ${requestId}, ${now === undefined ? sql.raw(sqliteNow) : toDate(now)})`.execute(
    kysely,
  );
  const done = await work();
  await sql`delete from change_origin`.execute(kysely);
  return done;
}
