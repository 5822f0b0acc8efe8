/**
 * A process that creates opportunities, each under an idempotency key of its own, and tells of each that is stored:
 * `number id` on a line. Started, and killed at any moment, by crash.test.ts.
 */
import type { Caller } from '../../src/caller.ts';
import { openDatabase } from '../../src/db/client.ts';
import { retryingConflicts } from '../../src/db/retry.ts';
import { withIdempotency } from '../../src/idempotency/idempotency.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';

export interface WriterTask {
  readonly url: string;
  readonly caller: Caller;
  readonly numbers: readonly number[];
}

/** How many writes are under way at once. */
const hands = 4;

const { url, caller, numbers } = JSON.parse(process.argv[2] ?? '') as WriterTask;
const database = retryingConflicts(openDatabase(url, { maxWait: 20_000 }));
const waiting = [...numbers];

async function work(): Promise<void> {
  for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
    const input = { note: `crash ${number}`, value: BigInt(number) };
    const id = await withIdempotency(database, caller, `crash-${number}`, 'create', input, (session) =>
      createOpportunity(session, caller, input),
    );
    process.stdout.write(`${number} ${id}\n`);
  }
}

await Promise.all(Array.from({ length: hands }, work));
await database.close();
