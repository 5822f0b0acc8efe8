/** The same change for all opportunities that match a filter, in a number of statements that does not grow with theirs. */
import { type Selectable, sql } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { countMatches } from '../filter/count.ts';
import { asksNothing, type Filter } from '../filter/filter.ts';
import type { Where } from '../filter/where.ts';
import { invalid } from '../value/input.ts';
import type { OpportunityInput } from './input.ts';
import { openPlanner } from './update.ts';
import { storeUpdates } from './update-store.ts';

export const maximumMatches = 10_000;

export interface MatchingOptions {
  /** How many the caller expects at most: more than these are left alone. @default 10000, which is also the most */
  readonly limit?: number | null;
  /** All that there are, without a filter: said apart, so that a condition that was lost on the way is not taken for it. */
  readonly all?: boolean | null;
}

export interface MatchingResult {
  readonly matched: number;
  /** Those that were not as wanted already. */
  readonly changed: number;
}

/** @throws INVALID_INPUT, also for a filter that asks nothing, and if more than `limit` match: then none is changed */
export async function updateMatching(
  session: Session,
  caller: Caller,
  where: Where,
  change: OpportunityInput,
  options: MatchingOptions = {},
): Promise<MatchingResult> {
  assertMeant(where.filter, options);
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

function assertMeant(filter: Filter, { all }: MatchingOptions): void {
  if (asksNothing(filter) === (all === true)) return;
  if (all) throw invalid('all', 'Give a filter or all: true, not both: all that match the filter would be all.');
  throw invalid(
    'filter',
    'The filter asks nothing, so that all would be changed: say which, or give all: true without it.',
  );
}

async function lockMatches({ kysely, dialect, moment }: Session, where: Where, limit: number) {
  const alias = sql.ref(where.table.alias);
  const { rows } = await sql<Selectable<Tables['opportunity']>>`
    select ${alias}.* from opportunity as ${alias} where ${where.expression}
    order by ${alias}.id limit ${limit} ${dialect.lockRows}`.execute(kysely);
  moment.follow(rows);
  return rows;
}

const tooMany = (message: string) => invalid('limit', message);
