/** In whose days instants stand: what clocks of a zone were ahead of UTC over the time that the data spans, for SQL to reckon with. */
import { type RawBuilder, sql } from 'kysely';
import type { Session } from '../db/client.ts';
import type { Dialect } from '../db/dialect.ts';
import { fieldOf, type Where } from '../filter/where.ts';
import {
  dayOf,
  type Instant,
  type OffsetSpan,
  offsetsBetween,
  offsetsInYears,
  toDate,
  toInstant,
  utc,
  type Zone,
} from '../value/period.ts';

export interface Calendar {
  readonly zone: Zone;
  /** The zone's offsets over the time that the data spans. */
  readonly offsets: readonly OffsetSpan[];
}

/** `date` is that of a change of status. */
export type InstantField = 'date_created' | 'date_updated' | 'date_lost' | 'date';

/** The same for all lists of an organization, for instants of these fields. */
export async function openCalendar(
  session: Session,
  where: Where,
  fields: readonly InstantField[],
  zone: Zone,
): Promise<Calendar> {
  return { zone, offsets: fields.length === 0 ? [] : await readOffsets(session, where, zone, fields) };
}

/** The day that clocks of the zone show at an instant. */
export function localDay(
  dialect: Dialect,
  instant: RawBuilder<unknown>,
  { offsets }: Calendar,
): RawBuilder<string | null> {
  const newestFirst = [...offsets].reverse();
  const cases = newestFirst.map(({ since, offset }) =>
    since === null ? sql`else ${sql.lit(offset)}` : sql`when ${instant} >= ${toDate(since)} then ${sql.lit(offset)}`,
  );
  const [first] = offsets;
  const ahead = cases.length > 1 ? sql<number>`case ${sql.join(cases, sql` `)} end` : sql.lit(first?.offset ?? 0);
  return dialect.localDay(instant, ahead);
}

/** How many years of clock changes a statement may have, one after another. */
const longestSpan = 200;

/** A zone with a fixed offset needs no look at the data; others change clocks a few times a year of it. */
async function readOffsets(
  session: Session,
  where: Where,
  zone: Zone,
  fields: readonly InstantField[],
): Promise<Calendar['offsets']> {
  if (zone === 'UTC' || /^[+-]/.test(zone)) return offsetsBetween(zone, 0 as Instant, 0 as Instant);
  const moments = await readBounds(session, where, fields);
  if (moments.length === 0) return offsetsBetween(zone, 0 as Instant, 0 as Instant);
  const [from, to] = [Math.min(...moments) as Instant, Math.max(...moments) as Instant];
  const span = Number(dayOf(to, utc).slice(0, 4)) - Number(dayOf(from, utc).slice(0, 4));
  // One opportunity of the year 9999 would bring 16,000 changes of clocks into the statement of everybody's groups.
  return span <= longestSpan
    ? offsetsBetween(zone, from, to)
    : offsetsInYears(zone, await readYears(session, where, fields));
}

const momentOf = ({ table, scope }: Where, field: string) => fieldOf(table, field).sort?.(scope) ?? sql.ref(field);

const ofOrganization = ({ table, scope }: Where) =>
  sql`from ${sql.table(table.name)} as ${sql.ref(table.alias)} where ${sql.ref(`${table.alias}.organization_id`)} = ${scope.organizationId}`;

/** Of all of the organization: that is two looks into an index for each field, whatever is asked for. */
async function readBounds({ kysely }: Session, where: Where, fields: readonly string[]): Promise<readonly number[]> {
  const bounds = fields.flatMap((field) =>
    (['min', 'max'] as const).map((end) =>
      sql<Date | number | null>`(select ${sql.raw(end)}(${momentOf(where, field)}) ${ofOrganization(where)})`.as(
        `${end}_${field}`,
      ),
    ),
  );
  const row = await kysely.selectNoFrom(bounds).executeTakeFirstOrThrow();
  return Object.values(row)
    .filter((moment) => moment !== null)
    .map((moment) => (moment instanceof Date ? toInstant(moment) : Number(moment)));
}

async function readYears(
  { kysely, dialect }: Session,
  where: Where,
  fields: readonly string[],
): Promise<readonly number[]> {
  const years = fields.map(
    (field) =>
      sql`select substr(${dialect.localDay(momentOf(where, field), sql.lit(0))}, 1, 4) as year ${ofOrganization(where)}`,
  );
  const { rows } = await sql<{ year: string | null }>`
    select distinct year from (${sql.join(years, sql` union all `)}) as y where year is not null order by year`.execute(
    kysely,
  );
  return rows.map(({ year }) => Number(year));
}
