/** The one way in which a door changes anything: by somebody who may, once for each idempotency key, all of it or nothing. */
import { assertRight, type Caller, type Right } from '../caller.ts';
import type { Database, Session } from '../db/client.ts';
import { writtenBy } from '../db/origin.ts';
import { withIdempotency } from '../idempotency/idempotency.ts';

export interface Operation {
  /** Tells operations apart under one idempotency key. */
  readonly name: string;
  readonly right: Right;
  readonly input: unknown;
  readonly idempotencyKey: string | null | undefined;
}

/** The answer is kept with the key, so it must be JSON. @throws FORBIDDEN before anything is looked at */
export async function perform<Answer>(
  database: Database,
  caller: Caller,
  { name, right, input, idempotencyKey }: Operation,
  work: (session: Session) => Promise<Answer>,
): Promise<Answer> {
  assertRight(caller, right);
  return withIdempotency(database, caller, idempotencyKey, name, input, (session) =>
    writtenBy(session, caller, () => work(session)),
  );
}
