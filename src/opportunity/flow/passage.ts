/** How many came into each status of a pipeline, left it and stand in it, and how long they stood there on average. */
import { type RawBuilder, sql } from 'kysely';
import { type Dialect, readSum, sumOfParts } from '../../db/dialect.ts';
import { groupBy } from '../../value/group-by.ts';
import { toDate } from '../../value/period.ts';
import type { Flow } from './flow.ts';
import type { FlowRow } from './row.ts';
import { durationOf, isStage } from './stay.ts';

/** Stays, and for how long they were. */
export interface Time {
  readonly count: number;
  readonly milliseconds: bigint;
}

/** What happened in one status. `opening + entered - left.count = standing.count`. */
export interface Passage {
  /** How many stood in it when the span began. */
  readonly opening: number;
  /** How often it was entered. */
  readonly entered: number;
  /** How many of those were created in it. */
  readonly created: number;
  /** Stays that ended in the span, as long as they were in all. */
  readonly left: Time;
  /** Stays that go on at its end, up to then. */
  readonly standing: Time;
  /** How often each status was what came next. */
  readonly leftTo: ReadonlyMap<string, number>;
}

/** Rows of `part`, by status and by what came next; null: still there. */
export function selectPassages(flow: Flow, dialect: Dialect): RawBuilder<FlowRow> {
  const { from } = flow;
  const began = from === undefined ? sql`true` : sql`since > ${toDate(from)}`;
  const how = (condition: typeof began) => sql`sum(case when ${condition} then 1 else 0 end)`;
  const duration = sql.ref('duration');
  return sql`
    select 'passages' as part, status_id, next_status_id as other, ${how(sql`not (${began})`)} as opening, ${how(began)} as entered,
      ${how(sql`${began} and is_creation = 1`)} as created, ${sumOfParts(dialect.sumParts(duration))} as lower, null as upper
    from (select stay.*, ${durationOf(flow, dialect)} as duration from stay where ${isStage(flow, dialect)}) as stage
    group by status_id, next_status_id`;
}

/** By the id of the status; one that nothing was in is not there. */
export const passagesOf = (rows: readonly FlowRow[]): ReadonlyMap<string, Passage> =>
  new Map([...groupBy(rows, ({ status_id }) => status_id)].map(([id, own]) => [id, passageOf(own)]));

const countOf = ({ opening, entered }: FlowRow) => Number(opening) + Number(entered);

function passageOf(rows: readonly FlowRow[]): Passage {
  const sum = (column: 'opening' | 'entered' | 'created') => rows.reduce((all, row) => all + Number(row[column]), 0);
  const timeOf = (some: readonly FlowRow[]): Time => ({
    count: some.reduce((all, row) => all + countOf(row), 0),
    milliseconds: some.reduce((all, row) => all + readSum(row.lower), 0n),
  });
  const left = rows.filter((row) => row.other !== null);
  return {
    ...{ opening: sum('opening'), entered: sum('entered'), created: sum('created') },
    ...{ left: timeOf(left), standing: timeOf(rows.filter((row) => row.other === null)) },
    leftTo: new Map(left.map((row) => [String(row.other), countOf(row)])),
  };
}
