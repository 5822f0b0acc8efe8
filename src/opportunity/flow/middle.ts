/** The times in the middle: of the stays that ended in the span, and of those that go on at its end. */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../../db/dialect.ts';
import { groupBy } from '../../value/group-by.ts';
import type { Middle } from '../figures/part.ts';
import type { Flow } from './flow.ts';
import type { FlowRow } from './row.ts';
import { durationOf, isStage } from './stay.ts';

/** In milliseconds; undefined of none. */
export interface Middles {
  readonly left: Middle | undefined;
  readonly standing: Middle | undefined;
}

/** Rows of `part`, by status; `other` is null where the stays go on. */
export const selectMiddles = (flow: Flow, dialect: Dialect): RawBuilder<FlowRow> => sql`
  select 'middles' as part, status_id, has_left as other, 0 as opening, 0 as entered, 0 as created,
    cast(min(duration) as text) as lower, cast(max(duration) as text) as upper
  from (
    select status_id, has_left, duration, row_number() over (partition by status_id, has_left order by duration) as nth,
      count(*) over (partition by status_id, has_left) as number
    from (
      select status_id, case when until is not null then 'left' end as has_left, ${durationOf(flow, dialect)} as duration
      from stay where ${isStage(flow, dialect)}
    ) as stage
  ) as numbered where nth * 2 in (number, number + 1, number + 2) group by status_id, has_left`;

/** By the id of the status; one that nothing was in is not there. */
export function middlesOf(rows: readonly FlowRow[]): ReadonlyMap<string, Middles> {
  const middle = (row: FlowRow | undefined): Middle | undefined =>
    row && [BigInt(row.lower ?? 0), BigInt(row.upper ?? 0)];
  return new Map(
    [...groupBy(rows, ({ status_id }) => status_id)].map(([id, own]) => [
      id,
      {
        left: middle(own.find(({ other }) => other !== null)),
        standing: middle(own.find(({ other }) => other === null)),
      },
    ]),
  );
}
