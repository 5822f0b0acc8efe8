/**
 * When keys were last used, written down now and then: a write of its own would make a change of every question. What was noted
 * since the last time is lost with a process that is killed.
 */
import type { Database } from '../db/client.ts';
import { type Instant, toDate } from '../value/period.ts';

export interface KeyUse {
  note(apiKeyId: string, now: Instant): void;
  /** Writes down what was noted, and nothing after that by itself. */
  close(): Promise<void>;
}

export function createKeyUse(database: Database, interval = 60_000): KeyUse {
  let noted = new Map<string, Instant>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const uses = noted;
    noted = new Map();
    if (uses.size > 0) await store(database, uses);
  };
  return {
    note(apiKeyId, now) {
      noted.set(apiKeyId, now);
      // Lost uses are no loss: the next ones say as much.
      timer ??= setTimeout(() => void flush().catch(() => {}), interval).unref();
    },
    close: () => flush().catch(() => {}),
  };
}

/** In the order of ids, for other processes do the same. */
async function store(database: Database, uses: ReadonlyMap<string, Instant>): Promise<void> {
  await database.write(async ({ kysely }) => {
    for (const [id, now] of [...uses].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const used = toDate(now);
      await kysely
        .updateTable('api_key')
        .set({ date_last_used: used })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('date_last_used', 'is', null), eb('date_last_used', '<', used)]))
        .execute();
    }
  });
}
