/**
 * What is to be delivered, and what became of it, in the database. A webhook is delivered to by one gateway at a time, which
 * holds a lease of it: none other tells the same meanwhile, and the order stays. A lease that nobody renews, because its
 * holder was killed, runs out by itself.
 */
import { sql } from 'kysely';
import type { Database, Session } from '../db/client.ts';
import { type Instant, toDate, toInstant } from '../value/period.ts';
import type { StoredEvent } from './input.ts';
import { nextAttempt, patience } from './retry.ts';
import type { Outcome, Receiver } from './sender.ts';

export interface LeasedWebhook extends Receiver {
  readonly id: string;
  readonly organizationId: string;
  readonly events: readonly StoredEvent[];
}

export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly attempts: number;
  readonly dateCreated: Instant;
}

const isDue = (now: Date) => sql`d.webhook_id = w.id and d.next_attempt <= ${now}`;

const free = (now: Date) => sql`
  w.status = 'active' and (w.leased_until is null or w.leased_until <= ${now})
  and exists (select 1 from webhook_delivery as d where ${isDue(now)})`;

/** Those that have something due and that no gateway holds, which this one holds from now on, until `until`. */
export async function leaseWebhooks(
  database: Database,
  { now, until, most }: { readonly now: Instant; readonly until: Instant; readonly most: number },
): Promise<readonly LeasedWebhook[]> {
  const at = toDate(now);
  // Only where there is something a writer is kept waiting, and on SQLite there is one writer.
  // Looked up: many dear questions keep no webhook waiting, and SQLite needs no reader for it.
  const { rows: some } = await database.lookUp(({ kysely }) =>
    sql`select w.id from webhook as w where ${free(at)} limit 1`.execute(kysely),
  );
  if (some.length === 0) return [];
  return database.write(async ({ kysely, dialect, rows }) => {
    const { rows: leased } = await sql<{ readonly id: string }>`
      update webhook set leased_until = ${toDate(until)} where id in (
        select id from (select w.id from webhook as w where ${free(at)} order by random() limit ${most} ${dialect.lockFreeRows}) as f)
      returning id`.execute(kysely);
    const found = await rows.webhook.findMany({ where: { id: { in: leased.map(({ id }) => id) } } });
    return found.map(({ id, organizationId, url, events, signatureKey, verifySsl }) => ({
      ...{ id, organizationId, url, signatureKey, verifySsl },
      events: events as unknown as readonly StoredEvent[],
    }));
  });
}

/** The first of what is due, in the order of the log. */
export async function readDue(
  { kysely }: Session,
  webhookId: string,
  { now, most }: { readonly now: Instant; readonly most: number },
): Promise<readonly Delivery[]> {
  const rows = await kysely
    .selectFrom('webhook_delivery')
    .select(['id', 'event_id', 'attempts', 'date_created'])
    .where('webhook_id', '=', webhookId)
    .where('next_attempt', '<=', toDate(now))
    .orderBy('row_key')
    .limit(most)
    .execute();
  return rows.map(({ id, event_id: eventId, attempts, date_created }) => ({
    ...{ id, eventId, attempts },
    dateCreated: toInstant(date_created),
  }));
}

/** Whether at least so many wait, due or not. */
export async function hasWaiting({ kysely }: Session, webhookId: string, count: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from webhook_delivery where webhook_id = ${webhookId} and next_attempt is not null
    limit 1 offset ${count - 1}`.execute(kysely);
  return rows.length > 0;
}

export interface Lease {
  readonly webhook: LeasedWebhook;
  readonly until: Instant;
}

/** @returns whether the lease was still held, and is until `until` now: if not, another gateway has gone on */
export async function renew(database: Database, { webhook, until }: Lease, longer: Instant): Promise<boolean> {
  return database.write(({ kysely }) => setLease({ kysely }, { webhook, until }, toDate(longer)));
}

export async function release(database: Database, lease: Lease): Promise<void> {
  await database.write(({ kysely }) => setLease({ kysely }, lease, null));
}

async function setLease({ kysely }: Pick<Session, 'kysely'>, { webhook, until }: Lease, to: Date | null) {
  const held = await kysely
    .updateTable('webhook')
    .set({ leased_until: to })
    .where('id', '=', webhook.id)
    .where('status', '=', 'active')
    .where('leased_until', '=', toDate(until))
    .returning('id')
    .executeTakeFirst();
  return held !== undefined;
}

/** What `extra_filter` leaves out is not told, now or later. */
export async function drop(database: Database, delivery: Delivery): Promise<void> {
  await database.write(({ kysely }) => kysely.deleteFrom('webhook_delivery').where('id', '=', delivery.id).execute());
}

export type Ending = 'delivered' | 'failed' | 'given_up';

/** Over: there is nothing to send, and never will be. */
export type Attempted = Outcome | { readonly fault: string; readonly isOver: true };

export interface Attempt {
  readonly webhook: LeasedWebhook;
  readonly delivery: Delivery;
  readonly outcome: Attempted;
  readonly now: Instant;
  /** From 0 to 1. */
  readonly chance: number;
}

/** Writes down what came of an attempt. A webhook for which all has failed for three days is paused, and its queue cleared. */
export async function record(database: Database, attempt: Attempt): Promise<Ending> {
  const { webhook, delivery, outcome, now } = attempt;
  const ending = endingOf(attempt);
  await database.write(async ({ kysely }) => {
    await kysely
      .updateTable('webhook_delivery')
      .set({
        status: ending === 'delivered' ? 'delivered' : ending === 'given_up' ? 'failed' : 'pending',
        attempts: delivery.attempts + 1,
        next_attempt: ending === 'failed' ? toDate(nextAttempt(now, delivery.attempts + 1, attempt.chance)) : null,
        answer_status: 'status' in outcome ? outcome.status : null,
        error: ending === 'delivered' ? null : faultOf(outcome),
        date_updated: toDate(now),
      })
      .where('id', '=', delivery.id)
      .execute();
    // What is not kept any more tells nothing of the receiver.
    if ('isOver' in outcome) return;
    if (ending === 'delivered') await goesWell({ kysely }, webhook);
    else await goesWrong({ kysely }, webhook, now);
  });
  return ending;
}

async function goesWell({ kysely }: Pick<Session, 'kysely'>, { id }: LeasedWebhook): Promise<void> {
  const failing = kysely.updateTable('webhook').where('id', '=', id).where('failing_since', 'is not', null);
  await failing.set({ failing_since: null }).execute();
}

async function goesWrong({ kysely }: Pick<Session, 'kysely'>, { id }: LeasedWebhook, now: Instant): Promise<void> {
  const webhook = kysely.updateTable('webhook').where('id', '=', id);
  await webhook
    .set({ failing_since: toDate(now) })
    .where('failing_since', 'is', null)
    .execute();
  const failing = await kysely
    .selectFrom('webhook')
    .select('id')
    .where('id', '=', id)
    .where('failing_since', '<=', toDate((now - patience) as Instant))
    .executeTakeFirst();
  if (failing)
    await pauseWithin({ kysely }, id, {
      now,
      reason: 'Every attempt had failed for three days: the webhook was paused.',
    });
}

interface Pausing {
  readonly now: Instant;
  readonly reason: string;
}

/** Gives up all that waits for it. */
export async function pause(database: Database, { id }: LeasedWebhook, pausing: Pausing): Promise<void> {
  await database.write(({ kysely }) => pauseWithin({ kysely }, id, pausing));
}

async function pauseWithin({ kysely }: Pick<Session, 'kysely'>, id: string, { now, reason }: Pausing): Promise<void> {
  const paused = await kysely
    .updateTable('webhook')
    .set((eb) => ({ status: 'paused', leased_until: null, date_updated: toDate(now), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('status', '=', 'active')
    .returning('id')
    .executeTakeFirst();
  if (paused === undefined) return;
  await kysely
    .updateTable('webhook_delivery')
    .set({ status: 'failed', next_attempt: null, error: reason, date_updated: toDate(now) })
    .where('webhook_id', '=', id)
    .where('status', '=', 'pending')
    .execute();
}

function endingOf({ delivery, outcome, now }: Attempt): Ending {
  if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) return 'delivered';
  return 'isOver' in outcome || now - delivery.dateCreated >= patience ? 'given_up' : 'failed';
}

const faultOf = (outcome: Attempted): string => {
  if ('fault' in outcome) return outcome.fault;
  const { status } = outcome;
  return status >= 300 && status < 400
    ? `The answer was ${status}: redirects are not followed.`
    : `The answer was ${status}; 200 to 299 says that it arrived.`;
};
