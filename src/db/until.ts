/** The database, for as long as one request may take. */
import type { Database } from './client.ts';
import { type Deadline, withDeadline } from './deadline.ts';

export function until(database: Database, deadline: Deadline): Database {
  return {
    ...database,
    ...(database.original && { original: until(database.original, deadline) }),
    openSnapshot: () => withDeadline(deadline, database.openSnapshot),
    read: (work) => withDeadline(deadline, () => database.read(work)),
    lookUp: (work) => withDeadline(deadline, () => database.lookUp(work)),
    write: (work) => withDeadline(deadline, () => database.write(work)),
  };
}
