/** Word that keys may have stopped working, from the write that did it to whoever lets in by keys: once it has been committed. */
import type { Database, Session } from '../db/client.ts';

const changing = new WeakSet<Session>();

export const keysChange = (session: Session): void => void changing.add(session);

export function noticingKeyChanges(database: Database, onChange: () => void): Database {
  return {
    ...database,
    async write(work) {
      let changed = false;
      const result = await database.write(async (session) => {
        const done = await work(session);
        changed = changing.has(session);
        return done;
      });
      if (changed) onChange();
      return result;
    },
  };
}
