/**
 * How long each opportunity stood in each status: a stay begins with the creation or with a change of status, and ends with the
 * next change. History is taken as it is written, entries made by hand included.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../../db/dialect.ts';
import { toDate } from '../../value/period.ts';
import type { StatusType } from '../../value/status-type.ts';
import { type Flow, stagesOf } from './flow.ts';

/**
 * `with … stay as (…)`, to be selected from: `deal`, `place` (counted up in each life), `status_id`, `since`, and where it ended by
 * `to`, `until` and `next_status_id`. Only what began by `to` and did not end by `from`.
 *
 * The status of creation is what the first change came from, or today's where there was none. Where that is not known, or lies before the
 * creation (entries of what happened before the deal came here), nothing is known of a status of creation.
 *
 * Deals are walked by their ids, each with its changes as an index has them, so that nothing is sorted; the first of each deal is read as
 * the two stays that it tells of. To sort the changes by deals, and to look for deals without any afterwards, took three times as long.
 */
export function withStays({ where, from, to }: Pick<Flow, 'where' | 'from' | 'to'>): RawBuilder<unknown> {
  const { table, scope, expression } = where;
  const own = (column: string) => sql.ref(`${table.alias}.${column}`);
  const isMove = sql`(s.old_status_id <> s.new_status_id or s.old_status_id is null)`;
  const touched = from === undefined ? sql`true` : sql`(until is null or until > ${toDate(from)})`;
  return sql`
    with move as (
      select deal.row_key as deal, deal.date_created as created, deal.status_id as current_status_id,
        s.date_created as moment, s.old_status_id, s.new_status_id,
        row_number() over life as place, lead(s.date_created) over life as next_moment, lead(s.new_status_id) over life as next_status_id
      from (
        select ${sql.join(['row_key', 'id', 'date_created', 'status_id'].map(own))}
        from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${expression}
      ) as deal
      left join status_change as s on s.organization_id = ${scope.organizationId} and s.opportunity_id = deal.id and ${isMove}
      window life as (partition by deal.id order by s.date_created, s.row_key)
    ),
    life as (
      select deal, is_creation, case is_creation when 1 then 0 else place end as place,
        case is_creation when 1 then created else moment end as since,
        case is_creation when 1 then case when moment is null then current_status_id else old_status_id end else new_status_id end as status_id,
        case is_creation when 1 then moment else next_moment end as until,
        case is_creation when 1 then new_status_id else next_status_id end as next_status_id
      from move cross join (select 0 as is_creation union all select 1) as telling
      where case is_creation when 0 then moment is not null
        else place = 1 and (moment is null or (old_status_id is not null and created <= moment)) end
    ),
    stay as materialized (
      select deal, place, since, is_creation, status_id, until, next_status_id from (
        select deal, place, since, is_creation, status_id, case when until <= ${toDate(to)} then until end as until,
          case when until <= ${toDate(to)} then next_status_id end as next_status_id
        from life where since <= ${toDate(to)}
      ) as begun where ${touched}
    )`;
}

/** How long a stay was, or has been when the span ends; in milliseconds. */
export function durationOf({ to }: Pick<Flow, 'to'>, dialect: Dialect): RawBuilder<number | bigint> {
  return sql`(${dialect.milliseconds(sql`coalesce(until, ${toDate(to)})`)} - ${dialect.milliseconds(sql.ref('since'))})`;
}

/** Whether a stay is of the pipeline. */
export const isStage = (flow: Flow, dialect: Dialect): RawBuilder<SqlBool> =>
  dialect.isOneOf(
    sql.ref('status_id'),
    stagesOf(flow).map(({ id }) => id),
  );

/** Whether a column holds a status in which deals are open, won or lost, of whatever pipeline. */
export const isOfType = (
  { statuses }: Pick<Flow, 'statuses'>,
  dialect: Dialect,
  column: string,
  type: StatusType,
): RawBuilder<SqlBool> =>
  dialect.isOneOf(
    sql.ref(column),
    statuses.flatMap((status) => (status.type === type ? status.id : [])),
  );
