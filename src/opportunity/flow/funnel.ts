/**
 * How deals came through a pipeline in a span of time, by whose they are: what stood in each stage, what advanced from it and what was
 * lost from it, and how it all ended. Stages are the active statuses in their order, then those in which deals are won. Amounts are a
 * year's; whose a deal is and what it is worth is as it is now.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { type Dialect, readSum, sumOfParts } from '../../db/dialect.ts';
import { toDate } from '../../value/period.ts';
import type { StatusType } from '../../value/status-type.ts';
import { type Flow, type FlowStatus, stagesOf } from './flow.ts';
import { isOfType, isStage, withStays } from './stay.ts';

/** Counts and sums, all of which add up over people. Weighted ones are hundredths, milliseconds are of all together. */
export type Sums<Name extends string> = Readonly<Record<Name, bigint>>;

const stageSums = [
  ...(['count', 'value', 'weighted'] as const),
  /** Deals that came to a later stage since. */
  ...(['advanced', 'advancedValue', 'advancedWeighted', 'milliseconds'] as const),
  /** Deals that did not, and left this stage for a status in which they are lost. */
  ...(['lost', 'lostValue'] as const),
] as const;
const outcomeSums = ['count', 'won', 'wonValue', 'milliseconds', 'lost', 'lostValue'] as const;

export type StageSums = Sums<(typeof stageSums)[number]>;
export type OutcomeSums = Sums<(typeof outcomeSums)[number]>;

/** Nobody's: null. */
interface Owned<Figures> {
  readonly userId: string | null;
  readonly sums: Figures;
}

export interface StageRow extends Owned<StageSums> {
  readonly statusId: string;
}

export type OutcomeRow = Owned<OutcomeSums>;

const zeroOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, 0n])) as Sums<Name>;

const adding =
  <Name extends string>(names: readonly Name[]) =>
  (all: readonly Sums<Name>[]): Sums<Name> =>
    all.reduce(
      (sum, one) => Object.fromEntries(names.map((name) => [name, sum[name] + one[name]])) as Sums<Name>,
      zeroOf(names),
    );

export const addStages = adding(stageSums);
export const addOutcomes = adding(outcomeSums);

/** Statuses that are gone are no stages, as nobody can say where they stood. */
export function funnelStagesOf(flow: Flow): readonly FlowStatus[] {
  const present = stagesOf(flow).filter(({ isFormer }) => !isFormer);
  return (['active', 'won'] as const).flatMap((type) => present.filter((status) => status.type === type));
}

export async function readFunnelStages(session: Session, flow: Flow): Promise<readonly StageRow[]> {
  const { dialect, kysely } = session;
  const ids = funnelStagesOf(flow).map(({ id }) => id);
  const status = sql.ref('status_id');
  const [hasAdvanced, isLost] = [
    sql<SqlBool>`advance.deal is not null`,
    sql<SqlBool>`loss.deal is not null and advance.deal is null`,
  ];
  const took = elapsed(dialect, 'stood.since', 'advance.moment');
  const { rows } = await sql<Readonly<Record<string, string | null>>>`
    ${withStays(flow)},
    stage as (
      select deal, place, since, status_id, next_status_id, ${dialect.placeAmong(status, ids)} as step
      from stay where ${dialect.isOneOf(status, ids)} and ${happened(flow, dialect)}
    ),
    stood as (
      select deal, status_id, step, min(place) as first_place, max(place) as last_place, min(since) as since
      from stage group by deal, status_id, step
    ),
    advance as (
      select stood.deal, stood.step, min(stage.since) as moment
      from stood join stage on stage.deal = stood.deal and stage.step > stood.step and stage.place > stood.first_place
      group by stood.deal, stood.step
    ),
    loss as (
      select stood.deal, stood.step from stood join stage on stage.deal = stood.deal and stage.place = stood.last_place
      where ${isOfType(flow, dialect, 'next_status_id', 'lost')}
    )
    select o.user_id, stood.status_id, ${columns(stageSums, {
      ...worth(dialect, sql`true`, { count: 'count', value: 'value', weighted: 'weighted' }),
      ...worth(dialect, hasAdvanced, { count: 'advanced', value: 'advancedValue', weighted: 'advancedWeighted' }),
      milliseconds: sumOf(dialect, took, hasAdvanced),
      ...worth(dialect, isLost, { count: 'lost', value: 'lostValue' }),
    })}
    from stood join ${sql.table(flow.where.table.name)} as o on o.row_key = stood.deal
    left join advance on advance.deal = stood.deal and advance.step = stood.step
    left join loss on loss.deal = stood.deal and loss.step = stood.step
    group by o.user_id, stood.status_id`.execute(kysely);
  return rows.map((row) => ({ ...owned(stageSums, row), statusId: String(row.status_id) }));
}

/** What a deal was last in the pipeline, by the end of the span, is how it ended. */
export async function readOutcomes(session: Session, flow: Flow): Promise<readonly OutcomeRow[]> {
  const { dialect, kysely } = session;
  const is = (type: StatusType) => isOfType(flow, dialect, 'outcome.status_id', type);
  const { rows } = await sql<Readonly<Record<string, string | null>>>`
    ${withStays(flow)},
    outcome as (
      select deal, status_id, since, row_number() over (partition by deal order by place desc) as back
      from stay where ${isStage(flow, dialect)} and ${happened(flow, dialect)}
    )
    select o.user_id, ${columns(outcomeSums, {
      count: countOf(sql`true`),
      ...worth(dialect, is('won'), { count: 'won', value: 'wonValue' }),
      milliseconds: sumOf(dialect, elapsed(dialect, 'o.date_created', 'outcome.since'), is('won')),
      ...worth(dialect, is('lost'), { count: 'lost', value: 'lostValue' }),
    })}
    from outcome join ${sql.table(flow.where.table.name)} as o on o.row_key = outcome.deal
    where back = 1 group by o.user_id`.execute(kysely);
  return rows.map((row) => owned(outcomeSums, row));
}

/** Open deals are there all the while; a closed one counts when it was closed. */
function happened(flow: Flow, dialect: Dialect): RawBuilder<SqlBool> {
  if (flow.from === undefined) return sql`true`;
  return sql`(since > ${toDate(flow.from)} or ${isOfType(flow, dialect, 'status_id', 'active')})`;
}

/** What was before the creation, as entries made by hand may be, took no time. */
function elapsed(dialect: Dialect, from: string, to: string): RawBuilder<unknown> {
  const [since, until] = [dialect.milliseconds(sql.ref(from)), dialect.milliseconds(sql.ref(to))];
  return sql`case when ${until} > ${since} then ${until} - ${since} else 0 end`;
}

const countOf = (condition: RawBuilder<unknown>) => sql`cast(count(case when ${condition} then 1 end) as text)`;

const sumOf = (dialect: Dialect, column: RawBuilder<unknown>, condition: RawBuilder<unknown>) =>
  sumOfParts(dialect.sumParts(sql`(case when ${condition} then ${column} end)`));

interface WorthNames {
  readonly count: string;
  readonly value: string;
  readonly weighted?: string;
}

/** Of the deals for which the condition holds, under the names under which they are asked for. */
const worth = (dialect: Dialect, condition: RawBuilder<unknown>, { count, value, weighted }: WorthNames) => ({
  [count]: countOf(condition),
  [value]: sumOf(dialect, sql.ref('o.annualized_value'), condition),
  ...(weighted !== undefined && { [weighted]: sumOf(dialect, sql.ref('o.annualized_weighted'), condition) }),
});

const columns = (names: readonly string[], expressions: Readonly<Record<string, RawBuilder<unknown>>>) =>
  sql.join(names.map((name) => sql`${expressions[name]} as ${sql.ref(name)}`));

const owned = <Name extends string>(names: readonly Name[], row: Readonly<Record<string, string | null>>) => ({
  userId: row.user_id ?? null,
  sums: Object.fromEntries(names.map((name) => [name, readSum(row[name] ?? null)])) as Sums<Name>,
});
