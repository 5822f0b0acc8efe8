/**
 * The changes of the opportunities that match a filter, before or after: whoever lists what matches learns of each that
 * comes in, changes within, and goes out. After is the moment at which the news is read, which may be a little later.
 */
import { sql } from 'kysely';
import type { Database, Session } from '../db/client.ts';
import type { Where } from '../filter/where.ts';
import type { ChangeFeed } from '../live/change.ts';
import { matchingImages, maximumImages } from './image-match.ts';
import type { OpportunityChange } from './news.ts';

/** Begins at once. @throws SERVICE_UNAVAILABLE, now or when read, if changes may have been missed: then subscribe again */
export function subscribeToOpportunities(
  database: Database,
  feed: ChangeFeed,
  where: Where,
): AsyncIterableIterator<OpportunityChange> {
  const source = feed.subscribe(where.scope.organizationId);
  let waiting: OpportunityChange[] = [];
  // Not a generator: its `return` would wait for the next change, and a client that has left would be kept until then.
  return {
    async next() {
      for (;;) {
        const [change] = waiting.splice(0, 1);
        if (change) return { value: change, done: false };
        const news = await source.next();
        if (news.done) return { value: undefined, done: true };
        waiting = await matching(database, where, news.value as readonly OpportunityChange[]);
      }
    },
    async return() {
      waiting = [];
      await source.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function matching(database: Database, where: Where, changes: readonly OpportunityChange[]) {
  const found: OpportunityChange[] = [];
  for (let from = 0; from < changes.length; from += maximumImages) {
    const some = changes.slice(from, from + maximumImages);
    found.push(...(await database.read((session) => matchingSome(session, where, some))));
  }
  return found;
}

async function matchingSome(session: Session, where: Where, changes: readonly OpportunityChange[]) {
  const now = await matchingIds(
    session,
    where,
    changes.map(({ id }) => id),
  );
  // Only those that do not match now can match by what they were.
  const rest = changes.filter(({ id, before }) => !now.has(id) && before !== null);
  const images = rest.flatMap(({ before }) => before ?? []);
  const places = await matchingImages(session, where, images);
  const before = new Set([...places].map((place) => rest[place]));
  return changes.filter((change) => now.has(change.id) || before.has(change));
}

async function matchingIds({ kysely, dialect }: Session, { table, expression }: Where, ids: readonly string[]) {
  const alias = sql.ref(table.alias);
  const { rows } = await sql<{ readonly id: string }>`
    select ${alias}.id from opportunity as ${alias}
    where ${expression} and ${dialect.isOneOf(sql`${alias}.id`, ids)}`.execute(kysely);
  return new Set(rows.map(({ id }) => id));
}
