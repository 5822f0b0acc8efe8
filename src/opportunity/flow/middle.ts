/** The times in the middle: of the stays that ended in the span, and of those that go on at its end. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { groupBy } from '../../value/group-by.ts';
import { toDate } from '../../value/period.ts';
import type { Middle } from '../figures/part.ts';
import { type Flow, stagesOf } from './flow.ts';
import { durationOf, withStays } from './stay.ts';

/** In milliseconds; undefined of none. */
export interface Middles {
  readonly left: Middle | undefined;
  readonly standing: Middle | undefined;
}

interface Row {
  readonly status_id: string;
  readonly has_left: number | bigint;
  readonly lower: string;
  readonly upper: string;
}

/** One statement. By the id of the status; one that nothing was in is not there. */
export async function readMiddles(session: Session, flow: Flow): Promise<ReadonlyMap<string, Middles>> {
  const { dialect } = session;
  const { from } = flow;
  const stages = stagesOf(flow).map(({ id }) => id);
  const touched = from === undefined ? sql`true` : sql`(until is null or until > ${toDate(from)})`;
  const { rows } = await sql<Row>`
    ${withStays(flow)}
    select status_id, has_left, cast(min(duration) as text) as lower, cast(max(duration) as text) as upper
    from (
      select status_id, has_left, duration, row_number() over (partition by status_id, has_left order by duration) as nth,
        count(*) over (partition by status_id, has_left) as number
      from (
        select status_id, case when until is null then 0 else 1 end as has_left,
          ${durationOf(flow, dialect)} as duration
        from stay where ${dialect.isOneOf(sql.ref('status_id'), stages)} and ${touched}
      ) as stage
    ) as numbered where nth * 2 in (number, number + 1, number + 2) group by status_id, has_left`.execute(
    session.kysely,
  );
  const middle = (own: readonly Row[], hasLeft: 0 | 1): Middle | undefined => {
    const row = own.find(({ has_left }) => Number(has_left) === hasLeft);
    return row && [BigInt(row.lower), BigInt(row.upper)];
  };
  return new Map(
    [...groupBy(rows, ({ status_id }) => status_id)].map(([id, own]) => [
      id,
      { left: middle(own, 1), standing: middle(own, 0) },
    ]),
  );
}
