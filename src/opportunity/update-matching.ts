/** The same change for all opportunities that match a filter, in a number of statements that does not grow with theirs. */
import { type Selectable, sql } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { DomainError } from '../errors.ts';
import { countMatches } from '../filter/count.ts';
import type { Where } from '../filter/where.ts';
import type { OpportunityInput } from './input.ts';
import { openPlanner } from './update.ts';
import { storeUpdates } from './update-store.ts';

export const maximumMatches = 10_000;

export interface MatchingOptions {
  /** How many the caller expects at most: more than these are left alone. @default 10000, which is also the most */
  readonly limit?: number | null;
}

export interface MatchingResult {
  readonly matched: number;
  /** Those that were not as wanted already. */
  readonly changed: number;
}

/** @throws INVALID_INPUT, also if more than `limit` match: then none is changed */
export async function updateMatching(
  session: Session,
  caller: Caller,
  where: Where,
  change: OpportunityInput,
  options: MatchingOptions = {},
): Promise<MatchingResult> {
  const limit = options.limit ?? maximumMatches;
  if (!Number.isInteger(limit) || limit < 1 || limit > maximumMatches) {
    throw tooMany(`limit must be between 1 and ${maximumMatches}, not ${limit}.`);
  }
  const rows = await lockMatches(session, where, limit + 1);
  if (rows.length > limit) {
    const count = await countMatches(session, where);
    throw tooMany(`${count} opportunities match, and at most ${limit} may be changed at once. Narrow the filter.`);
  }
  const { plan, assertChange } = await openPlanner(session, caller, rows, [change]);
  // A mistake does not wait for the first match to show.
  assertChange(change);
  const changed = await storeUpdates(
    session,
    caller,
    rows.map((row) => plan(row, change)),
  );
  return { matched: rows.length, changed };
}

async function lockMatches({ kysely, dialect }: Session, where: Where, limit: number) {
  const alias = sql.ref(where.table.alias);
  const { rows } = await sql<Selectable<Tables['opportunity']>>`
    select ${alias}.* from opportunity as ${alias} where ${where.expression}
    order by ${alias}.id limit ${limit} ${dialect.lockRows}`.execute(kysely);
  return rows;
}

const tooMany = (message: string) => new DomainError('INVALID_INPUT', message, { path: ['limit'] });
