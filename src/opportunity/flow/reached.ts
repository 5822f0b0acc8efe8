/** Of the opportunities that entered a status in the span: how many came to each other status of the pipeline since, and how many were won. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { groupBy } from '../../value/group-by.ts';
import { toDate } from '../../value/period.ts';
import { type Flow, stagesOf } from './flow.ts';
import { withStays } from './stay.ts';

/** Opportunities, each counted once however often it came. */
export interface Reached {
  readonly entered: number;
  /** By the id of the status, whichever comes first in the pipeline. */
  readonly further: ReadonlyMap<string, number>;
  readonly won: number;
}

interface Row {
  readonly status_id: string;
  readonly goal: string;
  readonly count: number | bigint;
}

/** Beside the ids of statuses. */
const won = 'won';

/** One statement. By the id of the status; one that nothing entered is not there. */
export async function readReached(session: Session, flow: Flow): Promise<ReadonlyMap<string, Reached>> {
  const { dialect } = session;
  const { from } = flow;
  const isStage = dialect.isOneOf(
    sql.ref('status_id'),
    stagesOf(flow).map(({ id }) => id),
  );
  const isWon = dialect.isOneOf(
    sql.ref('status_id'),
    flow.statuses.flatMap((status) => (status.isWon ? status.id : [])),
  );
  const began = from === undefined ? sql`true` : sql`since > ${toDate(from)}`;
  // A status was reached since if it was entered for the last time after the other was for the first.
  const { rows } = await sql<Row>`
    ${withStays(flow)},
    first_entry as (
      select opportunity_id, status_id, min(place) as place from stay where ${isStage} and ${began}
      group by opportunity_id, status_id
    ),
    last_entry as (
      select opportunity_id, status_id as goal, max(place) as place from stay where ${isStage} group by opportunity_id, status_id
      union all select opportunity_id, ${sql.lit(won)}, max(place) from stay where ${isWon} group by opportunity_id
    )
    select status_id, goal, count(*) as count
    from first_entry join last_entry on last_entry.opportunity_id = first_entry.opportunity_id and last_entry.place >= first_entry.place
    group by status_id, goal`.execute(session.kysely);
  return new Map(
    [...groupBy(rows, ({ status_id }) => status_id)].map(([id, own]) => {
      const counts = new Map(own.map(({ goal, count }) => [goal, Number(count)]));
      return [id, { entered: counts.get(id) ?? 0, further: counts, won: counts.get(won) ?? 0 }];
    }),
  );
}
