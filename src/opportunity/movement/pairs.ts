/**
 * What each opportunity was at one moment and is at another, side by side: one row for each that matched at either, and where
 * it is grouped, one for each group that it was or is in. The filter is compiled once and asked of both images.
 */
import { type RawBuilder, sql } from 'kysely';
import { namesIn, pastColumns, tablesAsOf, withTables } from '../../db/history/as-of.ts';
import { fieldNamesOf } from '../../filter/filter.ts';
import type { Where } from '../../filter/where.ts';
import { type Instant, toDate } from '../../value/period.ts';
import type { Calendar } from '../calendar.ts';
import { keyNames } from '../figures/rows.ts';
import { fieldNameOf, type GroupBy, keyExpression } from '../groups/dimension.ts';
import { stepOfPair } from './step.ts';

export interface Moves {
  readonly from: Instant;
  readonly to: Instant;
  /** Compiled for rows that stand in the query. */
  readonly where: Where;
  readonly by: readonly GroupBy[];
  /** Of the zone, over what there was at each of the moments. */
  readonly calendars: { readonly from: Calendar; readonly to: Calendar };
}

/** `with … step as (…)`: the rows of `pair` with their `step`, to be selected from. */
export function withSteps(moves: Moves): RawBuilder<unknown> {
  const { by } = moves;
  const held = asksOfClosingDay(moves) ? heldImage(moves) : undefined;
  return sql`
    with ${pairs(moves)},
    step as (
      select pair.*, ${stepOfPair()} as step from (
        select pair.*, ${held ? sql`${tagOf(by)} in (select ${tagOf(by)} from (${held}) as held)` : sql`is_in`} as held from pair
      ) as pair
    )`;
}

const figures = [
  ...['id', 'value', 'value_period', 'confidence', 'weighted', 'annualized_value', 'annualized_weighted'],
  ...['status_id', 'date_won'],
] as const;

/** The figure of both sides, by the name that it has in a pair. */
const paired = {
  value: 'value',
  period: 'value_period',
  confidence: 'confidence',
  weighted: 'weighted',
  annualized: 'annualized_value',
  annualized_weighted: 'annualized_weighted',
  status_id: 'status_id',
  date_won: 'date_won',
} as const;

const keysOf = (where: Where, by: readonly GroupBy[], calendar: Calendar) =>
  by.map((key, index) => sql`${keyExpression(key, where, calendar)} as ${keyNames(by.length)[index]}`);

/** @param replaced what stands for opportunities instead of what they were, in those words */
function image(
  { where, by, calendars, ...moments }: Moves,
  moment: 'from' | 'to',
  columns: readonly string[],
  replaced = (rows: RawBuilder<unknown>, _names: ReadonlySet<string>) => rows,
): RawBuilder<unknown> {
  const { alias } = where.table;
  const { dialect, organizationId } = where.scope;
  const own = columns.map((column) => sql.ref(`${alias}.${column}`));
  const selected = sql`
    select ${sql.join([...own, ...keysOf(where, by, calendars[moment])])}
    from opportunity as ${sql.ref(alias)} where ${where.expression}`;
  const names = namesIn(selected.toOperationNode());
  const tables = tablesAsOf(dialect, organizationId, moments[moment], names).map(({ table, rows }) => ({
    ...{ table, rows: table === 'opportunity' ? replaced(rows, names) : rows },
  }));
  return sql`${withTables(tables)} ${selected}`;
}

/** The opportunity and its group as one text: a list of such is looked up by a hash, whatever the planner expects of its length. */
const tagOf = (by: readonly GroupBy[]) =>
  sql.join([sql.ref('id'), ...keyNames(by.length).map((name) => sql`coalesce('=' || ${name}, '')`)], sql` || ' ' || `);

/**
 * What those that matched once were at the other moment is looked up, each by its id. The images are put together by grouping:
 * for a full join SQLite has no index, and where PostgreSQL expected few it compared each with each.
 */
function pairs(moves: Moves): RawBuilder<unknown> {
  const { by, where } = moves;
  const { organizationId } = where.scope;
  const sides = ['was', 'is'] as const;
  const keys = keyNames(by.length);
  const side = (own: 'was' | 'is') =>
    sides.flatMap((name) => [
      sql`${sql.lit(name === own ? 1 : 0)} as ${sql.ref(`${name}_in`)}`,
      ...pairedColumns(name, (column) => (name === own ? sql.ref(column) : sql`null`)),
    ]);
  const together = sides.flatMap((name) => [
    sql`max(${sql.ref(`${name}_in`)}) = 1 as ${sql.ref(`${name}_in`)}`,
    ...Object.keys(paired).map(
      (column) => sql`max(${sql.ref(`${name}_${column}`)}) as ${sql.ref(`${name}_${column}`)}`,
    ),
  ]);
  const identity = [sql.ref('id'), ...keys];
  const states = sides.map((name) => stateOf(moves, name));
  return sql`
    matched as (
      select ${sql.join([...identity, ...together])} from (
        select ${sql.join([...identity, ...side('was')])} from (${image(moves, 'from', figures)}) as was
        union all select ${sql.join([...identity, ...side('is')])} from (${image(moves, 'to', figures)}) as "is"
      ) as images group by ${sql.join(identity)}
    ),
    status_type as materialized (
      select id, type from opportunity_status where organization_id = ${organizationId}
      union all select id, type from former_status where organization_id = ${organizationId}
    ),
    pair as materialized (select matched.*, ${sql.join(states)} from matched)`;
}

const pairedColumns = (side: 'was' | 'is', columnOf: (column: string) => RawBuilder<unknown>) =>
  Object.entries(paired).map(([name, column]) => sql`${columnOf(column)} as ${sql.ref(`${side}_${name}`)}`);

/**
 * Only of those that came or left. In a select of its own for each, within a case: a join PostgreSQL would make of all there was, to
 * find a few.
 */
function stateOf(moves: Moves, side: 'was' | 'is'): RawBuilder<unknown> {
  const moment = side === 'was' ? 'from' : 'to';
  const of = (column: 'status_id' | 'date_won') => sql`
    case when ${sql.ref(`${side}_in`)} then ${sql.ref(`${side}_${column}`)} else ${stateThen(moves, moment, 'matched.id', column)} end`;
  const ofOneSided = (value: RawBuilder<unknown>) => sql`case when not (was_in and is_in) then ${value} end`;
  return sql`
    ${ofOneSided(sql`(select type from status_type where id = ${of('status_id')})`)} as ${sql.ref(`${side}_type`)},
    ${ofOneSided(of('date_won'))} as ${sql.ref(`${side}_day`)}`;
}

/** What an opportunity had in a column; null where it was not there. */
function stateThen({ where, ...moments }: Moves, moment: 'from' | 'to', id: string, column: string) {
  const { organizationId } = where.scope;
  const at = toDate(moments[moment]);
  return sql`coalesce(
    (select ${sql.ref(`now.${column}`)} from ${where.scope.dialect.storedTable('opportunity')} as now
      where now.organization_id = ${organizationId} and now.id = ${sql.ref(id)} and now.date_updated <= ${at}),
    (select ${sql.ref(`past.${column}`)} from opportunity_version as past
      where past.organization_id = ${organizationId} and past.opportunity_id = ${sql.ref(id)}
      and past.valid_from <= ${at} and past.valid_to > ${at}))`;
}

/** Where neither the filter nor a key looks at the closing day, nothing comes or goes because of it. */
function asksOfClosingDay({ where, by }: Moves): boolean {
  return [...fieldNamesOf(where.filter), ...by.map(fieldNameOf)].includes('date_won');
}

/** Which of those that came or left would match, and in which group, were all as it is but for the closing day. */
function heldImage(moves: Moves): RawBuilder<unknown> {
  return image(moves, 'to', ['id'], (rows, names) => {
    const columns = pastColumns(names).map((column) =>
      column === 'date_won' ? sql`${stateThen(moves, 'from', 'o.id', column)} as date_won` : sql.ref(`o.${column}`),
    );
    // `is true`: as a join, PostgreSQL went through the image once for each of those that it took for a few.
    return sql`
      select ${sql.join(columns)} from (${rows}) as o where (o.id in (
        select id from pair where not (was_in and is_in) and was_day <> is_day
      )) is true`;
  });
}
