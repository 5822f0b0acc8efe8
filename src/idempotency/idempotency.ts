/**
 * `withIdempotency`: a write that can be retried. The first answer given to a key is kept for a day, in the transaction
 * that did the work, so that there is one exactly if the other is there; whoever comes again with the same key and the
 * same input gets that answer, and nothing is done.
 */
import { sql } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Database, Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { invalid } from '../value/input.ts';
import { fromJson, hashOf, toJson } from '../value/json.ts';
import { type Instant, toDate } from '../value/period.ts';

/** How long an answer is kept, in milliseconds. */
export const keptFor = 24 * 60 * 60 * 1000;

/** How many records of others, grown too old, one write removes: more than it adds, so that the table stays small. */
const swept = 20;

/**
 * Runs `work` in a transaction, once for each key. What it returns must be JSON (and may have bigints).
 *
 *     await withIdempotency(database, caller, key, 'createOpportunity', input, (session) => createOpportunity(session, caller, input))
 *
 * @throws IDEMPOTENCY_CONFLICT if the key came with another operation or input before
 */
export async function withIdempotency<Answer>(
  database: Database,
  caller: Caller,
  key: string | null | undefined,
  operation: string,
  input: unknown,
  work: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  if (key == null) return database.write(work);
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw invalid('idempotencyKey', 'An idempotency key is 1 to 255 printable ASCII characters: a UUID, for example.');
  }
  const requestHash = fingerprint(operation, input);
  return database.write(async (session) => {
    if (!(await claim(session, caller, key, requestHash))) return answerOf(session, caller, key, requestHash);
    const answer = await work(session);
    await keep(session, caller, key, toJson(answer));
    await sweep(session, caller.now);
    return answer;
  });
}

function fingerprint(operation: string, input: unknown): string {
  try {
    return hashOf([operation, input]);
  } catch (error) {
    // JSON.parse reads lists of any depth, JSON.stringify runs out of stack.
    if (error instanceof RangeError) throw invalid('input', 'The input is nested too deeply.');
    throw error;
  }
}

/**
 * Whether the key is ours to answer: it is new, or its answer has grown too old. One statement, for there must be no gap
 * between looking and taking. PostgreSQL waits in it for whoever is just answering the same key; SQLite has one writer.
 */
async function claim(
  { kysely }: Session,
  { organizationId, userId, now }: Caller,
  key: string,
  requestHash: string,
): Promise<boolean> {
  const { rows } = await sql`
    insert into idempotency_record (organization_id, user_id, key, request_hash, response, date_created)
    values (${organizationId}, ${userId}, ${key}, ${requestHash}, '', ${toDate(now)})
    on conflict (organization_id, user_id, key) do update
    set request_hash = excluded.request_hash, response = '', date_created = excluded.date_created
    where idempotency_record.date_created <= ${oldest(now)}
    returning key`.execute(kysely);
  return rows.length === 1;
}

async function answerOf<Answer>(session: Session, caller: Caller, key: string, requestHash: string): Promise<Answer> {
  const record = await recordsOf(session, caller, key).executeTakeFirstOrThrow();
  if (record.request_hash === requestHash) return fromJson(record.response) as Answer;
  const message =
    'This idempotency key was used for another request within the last day. Use a new key for a new request.';
  throw new DomainError('IDEMPOTENCY_CONFLICT', message, { path: ['idempotencyKey'] });
}

const recordsOf = ({ kysely }: Session, { organizationId, userId }: Caller, key: string) =>
  kysely
    .selectFrom('idempotency_record')
    .select(['request_hash', 'response'])
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .where('key', '=', key);

async function keep(
  { kysely }: Session,
  { organizationId, userId }: Caller,
  key: string,
  response: string,
): Promise<void> {
  await kysely
    .updateTable('idempotency_record')
    .set({ response })
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .execute();
}

/** Records that another transaction is using are left to the next sweep: waiting for them could deadlock. */
async function sweep({ kysely, dialect }: Session, now: Instant): Promise<void> {
  await sql`
    delete from idempotency_record where (organization_id, user_id, key) in (
      select organization_id, user_id, key from idempotency_record
      where date_created <= ${oldest(now)} order by date_created limit ${swept} ${dialect.lockFreeRows}
    )`.execute(kysely);
}

const oldest = (now: Instant) => toDate((now - keptFor) as Instant);
