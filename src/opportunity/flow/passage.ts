/** How many came into each status of a pipeline, left it and stand in it, and how long they stood there on average. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { readSum, sumOfParts } from '../../db/dialect.ts';
import { groupBy } from '../../value/group-by.ts';
import { toDate } from '../../value/period.ts';
import { type Flow, stagesOf } from './flow.ts';
import { durationOf, withStays } from './stay.ts';

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

type Count = number | bigint;

interface Row {
  readonly status_id: string;
  /** Null: still there. */
  readonly next_status_id: string | null;
  readonly opening: Count;
  readonly entered: Count;
  readonly created: Count;
  readonly milliseconds: string | null;
}

/** One statement. By the id of the status; one that nothing was in is not there. */
export async function readPassages(session: Session, flow: Flow): Promise<ReadonlyMap<string, Passage>> {
  const { dialect } = session;
  const { from } = flow;
  const stages = stagesOf(flow).map(({ id }) => id);
  const began = from === undefined ? sql`true` : sql`since > ${toDate(from)}`;
  const touched = from === undefined ? sql`true` : sql`(until is null or until > ${toDate(from)})`;
  const how = (condition: typeof began) => sql`sum(case when ${condition} then 1 else 0 end)`;
  const duration = sql.ref('duration');
  const { rows } = await sql<Row>`
    ${withStays(flow)}
    select status_id, next_status_id, ${how(sql`not (${began})`)} as opening, ${how(began)} as entered,
      ${how(sql`${began} and is_creation`)} as created, ${sumOfParts(dialect.sumParts(duration))} as milliseconds
    from (
      select stay.*, ${durationOf(flow, dialect)} as duration
      from stay where ${dialect.isOneOf(sql.ref('status_id'), stages)} and ${touched}
    ) as stage group by status_id, next_status_id`.execute(session.kysely);
  return new Map([...groupBy(rows, ({ status_id }) => status_id)].map(([id, own]) => [id, passageOf(own)]));
}

const countOf = ({ opening, entered }: Row) => Number(opening) + Number(entered);

function passageOf(rows: readonly Row[]): Passage {
  const sum = (column: 'opening' | 'entered' | 'created') => rows.reduce((all, row) => all + Number(row[column]), 0);
  const timeOf = (some: readonly Row[]): Time => ({
    count: some.reduce((all, row) => all + countOf(row), 0),
    milliseconds: some.reduce((all, row) => all + readSum(row.milliseconds), 0n),
  });
  const left = rows.filter((row) => row.next_status_id !== null);
  return {
    ...{ opening: sum('opening'), entered: sum('entered'), created: sum('created') },
    ...{ left: timeOf(left), standing: timeOf(rows.filter((row) => row.next_status_id === null)) },
    leftTo: new Map(left.map((row) => [String(row.next_status_id), countOf(row)])),
  };
}
