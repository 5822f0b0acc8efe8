/**
 * How long each opportunity stood in each status: a stay begins with the creation or with a change of status, and ends with the
 * next change. History is taken as it is written, entries made by hand included.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '../../db/dialect.ts';
import { toDate } from '../../value/period.ts';
import type { Flow } from './flow.ts';

/**
 * `with … stay as (…)`, to be selected from: `opportunity_id`, `place` (counted up in each life), `status_id`, `since`, and where it ended by
 * `to`, `until` and `next_status_id`. Only what began by `to`.
 *
 * The status of creation is what the first change came from. Where that is not known, or lies before the creation (entries of what happened
 * before the deal came here), nothing is known of a status of creation.
 */
export function withStays({ where, to }: Pick<Flow, 'where' | 'to'>): RawBuilder<unknown> {
  const { table, scope, expression } = where;
  const own = (column: string) => sql.ref(`${table.alias}.${column}`);
  const matching = sql`from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${expression}`;
  const ended = (column: string) =>
    sql`case when until <= ${toDate(to)} then ${sql.ref(column)} end as ${sql.ref(column)}`;
  return sql`
    with entry as (
      select ${own('id')} as opportunity_id, 0 as row_key, ${own('date_created')} as since,
        cast(null as text) as came_from, ${own('status_id')} as status_id ${matching}
      union all
      select s.opportunity_id, s.row_key, s.date_created, s.old_status_id, s.new_status_id
      from status_change as s
      where s.organization_id = ${scope.organizationId} and (s.old_status_id <> s.new_status_id or s.old_status_id is null)
        and s.opportunity_id in (select ${own('id')} ${matching})
    ),
    placed as (
      select opportunity_id, row_key, since, status_id, row_number() over life as place, lead(since) over life as until,
        lead(came_from) over life as left_from, lead(status_id) over life as next_status_id
      from entry window life as (partition by opportunity_id order by row_key > 0, since, row_key)
    ),
    stay as materialized (
      select opportunity_id, place, since, row_key = 0 as is_creation, ${ended('next_status_id')}, ${ended('until')},
        case when row_key > 0 or until is null then status_id else left_from end as status_id
      from placed
      where since <= ${toDate(to)}
        and (row_key > 0 or until is null or (left_from is not null and since <= until))
    )`;
}

/** How long a stay was, or has been when the span ends; in milliseconds. */
export function durationOf({ to }: Pick<Flow, 'to'>, dialect: Dialect): RawBuilder<number | bigint> {
  return sql`(${dialect.milliseconds(sql`coalesce(until, ${toDate(to)})`)} - ${dialect.milliseconds(sql.ref('since'))})`;
}
