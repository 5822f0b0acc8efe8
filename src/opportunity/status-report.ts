/**
 * How opportunities, or leads, moved between statuses in a span of time, as the source API reports it. Of those that there are now: what
 * has been deleted since is not in it. A status at a moment is what the first change after it came from, or the status there is.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Where } from '../filter/where.ts';
import { type Instant, toDate } from '../value/period.ts';
import { required } from '../value/required.ts';

export interface Span {
  /** Undefined: from the beginning. */
  readonly from?: Instant | undefined;
  /** Not included. Undefined: until now. */
  readonly to?: Instant | undefined;
}

/** Null: there was no such opportunity, or lead, yet. */
export interface Movement {
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
}

export interface StatusReport {
  /** By the status at the beginning, and at the end. */
  readonly summary: readonly Movement[];
  /** Each step. Creation is one, from null. */
  readonly steps: readonly Movement[];
  /** How many of them entered a status, and left it, once or more. */
  readonly entered: ReadonlyMap<string, number>;
  readonly left: ReadonlyMap<string, number>;
}

/** Where the changes of a kind are kept. */
const histories: Readonly<Record<string, { readonly table: string; readonly subject: string }>> = {
  opportunity: { table: 'status_change', subject: 'opportunity_id' },
  lead: { table: 'lead_status_change', subject: 'lead_id' },
};

function historyOf({ table }: Where) {
  const { table: name, subject } = required(histories[table.name], 'a history of statuses');
  return { changes: sql.table(name), subject: sql.ref(`s.${subject}`) };
}

export async function readStatusReport(session: Session, where: Where, span: Span): Promise<StatusReport> {
  const rows = await Promise.all([
    readSummary(session, where, span),
    readSteps(session, where, span),
    readCreations(session, where, span),
    readPassed(session, where, span, 'new_status_id'),
    readPassed(session, where, span, 'old_status_id'),
  ]);
  const [summary, changes, creations, entered, left] = rows;
  return { summary, steps: [...creations, ...changes], entered, left };
}

type Row = { readonly from: string | null; readonly to: string | null; readonly count: number | bigint };

const counted = ({ from, to, count }: Row): Movement => ({ from, to, count: Number(count) });

/** The status at a moment, of the row of the filter. */
function statusAt(where: Where, moment: Instant): RawBuilder<string | null> {
  const row = (column: string) => sql.ref(`${where.table.alias}.${column}`);
  const { changes, subject } = historyOf(where);
  const at = toDate(moment);
  return sql`case when ${row('date_created')} >= ${at} then null else coalesce((
    select s.old_status_id from ${changes} as s
    where s.organization_id = ${row('organization_id')} and ${subject} = ${row('id')} and s.date_created >= ${at}
    order by s.date_created, s.row_key limit 1), ${row('status_id')}) end`;
}

const source = ({ table, expression }: Where) =>
  sql`from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${expression}`;

async function readSummary({ kysely }: Session, where: Where, { from, to }: Span): Promise<readonly Movement[]> {
  const { alias } = where.table;
  const start = from === undefined ? sql`null` : statusAt(where, from);
  const end = to === undefined ? sql.ref(`${alias}.status_id`) : statusAt(where, to);
  const { rows } = await sql<Row>`
    select was as ${sql.ref('from')}, is_now as ${sql.ref('to')}, count(*) as count
    from (select ${start} as was, ${end} as is_now ${source(where)}) as moved
    group by was, is_now order by was, is_now`.execute(kysely);
  return rows.map(counted).filter((movement) => movement.from !== null || movement.to !== null);
}

const within = (column: string, { from, to }: Span) =>
  sql.join(
    [
      sql`true`,
      ...(from === undefined ? [] : [sql`${sql.ref(column)} >= ${toDate(from)}`]),
      ...(to === undefined ? [] : [sql`${sql.ref(column)} < ${toDate(to)}`]),
    ],
    sql` and `,
  );

/** The changes of those that the filter finds. */
function changesOf(where: Where, span: Span) {
  const { changes, subject } = historyOf(where);
  return sql`from ${changes} as s where s.organization_id = ${where.scope.organizationId} and ${within('s.date_created', span)}
    and ${subject} in (select ${sql.ref(`${where.table.alias}.id`)} ${source(where)})`;
}

async function readSteps({ kysely }: Session, where: Where, span: Span): Promise<readonly Movement[]> {
  const { rows } = await sql<Row>`
    select s.old_status_id as ${sql.ref('from')}, s.new_status_id as ${sql.ref('to')}, count(*) as count
    ${changesOf(where, span)} group by s.old_status_id, s.new_status_id order by 1, 2`.execute(kysely);
  return rows.map(counted);
}

/** Into the status in which they were created. */
async function readCreations({ kysely }: Session, where: Where, span: Span): Promise<readonly Movement[]> {
  const { alias } = where.table;
  const { changes, subject } = historyOf(where);
  const first = sql`coalesce((
    select s.old_status_id from ${changes} as s
    where s.organization_id = ${sql.ref(`${alias}.organization_id`)} and ${subject} = ${sql.ref(`${alias}.id`)}
    order by s.date_created, s.row_key limit 1), ${sql.ref(`${alias}.status_id`)})`;
  const { rows } = await sql<Row>`
    select null as ${sql.ref('from')}, status as ${sql.ref('to')}, count(*) as count
    from (select ${first} as status ${source(where)} and ${within(`${alias}.date_created`, span)}) as made
    group by status order by status`.execute(kysely);
  return rows.map(counted);
}

async function readPassed(
  { kysely }: Session,
  where: Where,
  span: Span,
  column: 'new_status_id' | 'old_status_id',
): Promise<ReadonlyMap<string, number>> {
  const status = sql.ref(`s.${column}`);
  const { rows } = await sql<{ readonly status: string | null; readonly count: number | bigint }>`
    select ${status} as status, count(distinct ${historyOf(where).subject}) as count
    ${changesOf(where, span)} group by ${status}`.execute(kysely);
  return new Map(rows.flatMap(({ status: id, count }) => (id === null ? [] : [[id, Number(count)]])));
}
