/** Of the opportunities that entered a status in the span: how many came to each other status of the pipeline since, and how many were won. */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../../db/dialect.ts';
import { groupBy } from '../../value/group-by.ts';
import { toDate } from '../../value/period.ts';
import type { Flow } from './flow.ts';
import type { FlowRow } from './row.ts';
import { isOfType, isStage } from './stay.ts';

/** Opportunities, each counted once however often it came. */
export interface Reached {
  readonly entered: number;
  /** By the id of the status, whichever comes first in the pipeline. */
  readonly further: ReadonlyMap<string, number>;
  readonly won: number;
}

/** Beside the ids of statuses. */
const won = 'won';

/** Rows of `part`: in `entered` how many came from a status to the `other`. */
export function selectReached(flow: Flow, dialect: Dialect): RawBuilder<FlowRow> {
  const stage = isStage(flow, dialect);
  const began = flow.from === undefined ? sql`true` : sql`since > ${toDate(flow.from)}`;
  // A status was reached since if it was entered for the last time after the other was for the first.
  return sql`
    select 'reached' as part, first_entry.status_id, goal as other, 0 as opening, count(*) as entered, 0 as created,
      null as lower, null as upper
    from (
      select deal, status_id, min(place) as place from stay where ${stage} and ${began} group by deal, status_id
    ) as first_entry
    join (
      select deal, status_id as goal, max(place) as place from stay where ${stage} group by deal, status_id
      union all select deal, ${sql.lit(won)}, max(place) from stay where ${isOfType(flow, dialect, 'status_id', 'won')} group by deal
    ) as last_entry on last_entry.deal = first_entry.deal and last_entry.place >= first_entry.place
    group by first_entry.status_id, goal`;
}

/** By the id of the status; one that nothing entered is not there. */
export const reachedOf = (rows: readonly FlowRow[]): ReadonlyMap<string, Reached> =>
  new Map(
    [...groupBy(rows, ({ status_id }) => status_id)].map(([id, own]) => {
      const counts = new Map(own.map(({ other, entered }) => [String(other), Number(entered)]));
      return [id, { entered: counts.get(id) ?? 0, further: counts, won: counts.get(won) ?? 0 }];
    }),
  );
