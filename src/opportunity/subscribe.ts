/**
 * The changes of the opportunities that match a filter, before or after: whoever lists what matches learns of each that
 * comes in, changes within, and goes out. However late the news is read, the opportunity is told as it was; of other objects
 * that a filter asks about only what the same transaction deleted is known as it was.
 */
import type { Database, Session } from '../db/client.ts';
import type { Tables } from '../filter/field.ts';
import type { Where } from '../filter/where.ts';
import type { ChangeFeed } from '../live/change.ts';
import { toJson } from '../value/json.ts';
import { type Gone, together } from './gone.ts';
import { largestSize, matchingImages, sizeOf } from './image-match.ts';
import type { OpportunityChange } from './news.ts';

type Changes = readonly OpportunityChange[];

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
        const change = waiting.shift();
        if (change) return { value: change, done: false };
        const news = await source.next();
        if (news.done) return { value: undefined, done: true };
        try {
          waiting = [...(await matchingForAll(database, where, news.value as Changes))];
        } catch (error) {
          // After an error nobody comes to read, nor to return.
          await source.return?.();
          throw error;
        }
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

/** By what was told, by the tables of the filter, and by the filter. */
const matched = new WeakMap<Changes, Map<Tables, Map<string, Promise<Changes>>>>();

/** All subscribers are handed the same news: what matches a filter is asked once, however many have it. */
function matchingForAll(database: Database, where: Where, changes: Changes): Promise<Changes> {
  const byTables = matched.get(changes) ?? new Map<Tables, Map<string, Promise<Changes>>>();
  matched.set(changes, byTables);
  const { tables } = where.scope;
  const byFilter = byTables.get(tables) ?? new Map<string, Promise<Changes>>();
  byTables.set(tables, byFilter);
  const filter = toJson(where.filter);
  const known = byFilter.get(filter);
  if (known) return known;
  const asked = matching(database, where, changes);
  byFilter.set(filter, asked);
  // Who reads it later may have more luck.
  asked.catch(() => byFilter.delete(filter));
  return asked;
}

async function matching(database: Database, where: Where, changes: Changes): Promise<Changes> {
  const found: OpportunityChange[] = [];
  const gone = together(changes.map((change) => change.gone));
  for (const some of portions(changes)) {
    found.push(...(await database.read((session) => matchingSome(session, where, some, gone))));
  }
  return found;
}

/** Of one opportunity no portion has more than one change: an image stands for all that is asked about its id. */
function portions(changes: Changes): readonly Changes[] {
  const made: OpportunityChange[][] = [];
  let size = 0;
  for (const change of changes) {
    const last = made.at(-1);
    const more = Math.max(sizeOf(change.before), sizeOf(change.after));
    if (last && size + more <= largestSize && !last.some(({ id }) => id === change.id)) {
      last.push(change);
      size += more;
    } else {
      made.push([change]);
      size = more;
    }
  }
  return made;
}

async function matchingSome(session: Session, where: Where, changes: Changes, gone: Gone) {
  const matched = new Set<OpportunityChange | undefined>();
  for (const moment of ['after', 'before'] as const) {
    // Whatever matches after need not be asked about before.
    const asked = changes.filter((change) => change[moment] !== null && !matched.has(change));
    const images = asked.flatMap((change) => change[moment] ?? []);
    const matching = await matchingImages(session, where, images, moment === 'before' ? gone : {});
    for (const place of matching) matched.add(asked[place]);
  }
  return changes.filter((change) => matched.has(change));
}
