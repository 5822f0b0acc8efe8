/**
 * Tells webhooks of events, in the background of each gateway. It looks once a second, for what other gateways and programs
 * write; each webhook is worked off by itself, so that one which hangs keeps no other waiting.
 */
import type { Clock } from '../clock.ts';
import type { Database, Session } from '../db/client.ts';
import { repeatedly } from '../repeatedly.ts';
import type { Instant } from '../value/period.ts';
import { matches } from './event-filter.ts';
import {
  type Attempted,
  type Delivery,
  drop,
  type Ending,
  hasWaiting,
  type Lease,
  type LeasedWebhook,
  leaseWebhooks,
  pause,
  readDue,
  record,
  release,
  renew,
} from './queue.ts';
import type { Sender } from './sender.ts';

/** What is sent of an event: the fields that a door shows, and how that writes them. */
export interface EventSource {
  /** By their ids; those that are kept no more are missing. */
  read(session: Session, organizationId: string, ids: readonly string[]): Promise<ReadonlyMap<string, ToldEvent>>;
  print(body: object): string;
}

export type ToldEvent = Readonly<Record<string, unknown>>;

export interface Delivering {
  /** What is under way is broken off, and comes again: a receiver may be told twice, and is not told never. */
  close(): Promise<void>;
}

export interface DeliveringOptions {
  readonly source: EventSource;
  /** It is closed with this. */
  readonly sender: Sender;
  readonly clock: Clock;
  /** Told why the database could not be asked; it is tried again. */
  readonly report: (fault: unknown) => void;
  readonly observe: (ending: Ending) => void;
  /** How long to wait after each look, in milliseconds. @default one second */
  readonly every?: number;
  /** A webhook for which so many events wait is paused. @default as in the source API */
  readonly mostWaiting?: number;
}

/** How many webhooks one gateway works off at once. */
const mostAtOnce = 32;
/** Of one webhook, what is read at once. */
const portion = 50;
/** How long one attempt may take, in milliseconds. */
export const longestAttempt = 10_000;
/** Beyond that, for writing down what came of it. */
const margin = 5000;

export function keepDelivering(database: Database, options: DeliveringOptions): Delivering {
  const { source, sender, clock, report, observe, every = 1000, mostWaiting = 100_000 } = options;
  const working = new Set<Promise<void>>();
  let isClosed = false;

  const leaseEnd = () => (clock() + longestAttempt + margin) as Instant;

  const attempt = async (webhook: LeasedWebhook, delivery: Delivery, event: ToldEvent | undefined) => {
    if (event !== undefined && !isWanted(webhook, event)) return drop(database, delivery);
    const outcome: Attempted =
      event === undefined
        ? { fault: 'The event is not kept any more.', isOver: true }
        : await sender.send(webhook, source.print({ event, subscription_id: webhook.id }), clock());
    if (isClosed && 'fault' in outcome) return;
    observe(await record(database, { webhook, delivery, outcome, now: clock(), chance: Math.random() }));
  };

  const workOff = async (webhook: LeasedWebhook, until: Instant) => {
    let lease: Lease = { webhook, until };
    let isOverfull = false;
    while (!isClosed) {
      const due = await database.read(async (session) => {
        const deliveries = await readDue(session, webhook.id, { now: clock(), most: portion });
        const ids = deliveries.map(({ eventId }) => eventId);
        const events = await source.read(session, webhook.organizationId, ids);
        // Who has so much due may have far more waiting.
        isOverfull = ids.length === portion && (await hasWaiting(session, webhook.id, mostWaiting));
        return deliveries.map((delivery) => ({ delivery, event: events.get(delivery.eventId) }));
      });
      if (due.length === 0) break;
      if (isOverfull) return pause(database, webhook, { now: clock(), reason: overfull(mostWaiting) });
      for (const { delivery, event } of due) {
        const longer = leaseEnd();
        if (isClosed) break;
        if (!(await renew(database, lease, longer))) return;
        lease = { webhook, until: longer };
        await attempt(webhook, delivery, event);
      }
    }
    await release(database, lease);
  };

  const look = async () => {
    const most = mostAtOnce - working.size;
    if (most <= 0) return;
    const until = leaseEnd();
    for (const webhook of await leaseWebhooks(database, { now: clock(), until, most })) {
      const work = workOff(webhook, until)
        .catch(report)
        .finally(() => working.delete(work));
      working.add(work);
    }
  };

  const looking = repeatedly(look, { every, report });
  return {
    async close() {
      isClosed = true;
      sender.close();
      await looking.close();
      await Promise.all(working);
    },
  };
}

const overfull = (count: number) => `${count} events were waiting: the webhook was paused.`;

/** A webhook wants what one of its kinds of events says, with its filter. It may have been changed since the event. */
function isWanted({ events }: LeasedWebhook, event: ToldEvent): boolean {
  return events.some(
    ({ object_type, action, extra_filter }) =>
      object_type === event.object_type &&
      action === event.action &&
      (extra_filter === undefined || matches(extra_filter, event)),
  );
}
