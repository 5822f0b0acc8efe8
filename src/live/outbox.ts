/**
 * How the news of a write leaves it. Write functions record their changes with the session; a database that announces
 * changes gives each of its write sessions an outbox, and empties it into the feed. Nobody listens to a plain database
 * (an import, a test): what is recorded there is forgotten.
 */
import type { Database, Session } from '../db/client.ts';
import type { Change, ChangeFeed } from './change.ts';

const outboxes = new WeakMap<Session, Change[]>();

/** Whether anybody is told of what the session does. */
export const isAnnounced = (session: Session): boolean => outboxes.has(session);

export function recordChanges<News extends Change>(session: Session, changes: readonly News[]): void {
  const outbox = outboxes.get(session);
  for (const change of changes) outbox?.push(change);
}

export function announcingChanges(database: Database, feed: Pick<ChangeFeed, 'send'>): Database {
  return {
    ...database,
    async write(work) {
      let afterCommit = () => {};
      const result = await database.write(async (session) => {
        // A new one for each attempt: what an attempt that is rolled back recorded did not happen.
        const changes: Change[] = [];
        outboxes.set(session, changes);
        const done = await work(session);
        afterCommit = changes.length === 0 ? () => {} : await feed.send(session, changes);
        return done;
      });
      afterCommit();
      return result;
    },
  };
}
