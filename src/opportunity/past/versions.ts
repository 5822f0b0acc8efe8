/** The versions of an opportunity: what it was from one change to the next, and which fields each change touched. */
import { sql } from 'kysely';
import { customFieldName } from '../../custom-field/table.ts';
import type { Session } from '../../db/client.ts';
import { opportunityColumns } from '../../db/history/columns.ts';
import { differences } from '../../db/versioned.ts';
import { groupBy } from '../../value/group-by.ts';
import { type Instant, toDate, toInstant } from '../../value/period.ts';
import { fieldsOf } from '../news.ts';
import type { Snapshot } from './snapshot.ts';

export interface Version extends Snapshot {
  /** 0 where it is assumed. */
  readonly version: number;
  /** Null: it is so now. */
  readonly valid_to: Date | null;
  /** By the names of inputs, custom fields as `custom.cf_…`; empty for the first. */
  readonly changed: readonly string[];
}

type Row = Omit<Version, 'changed'>;

/** The newest first, at most so many before a moment; two statements for all. By the id of the opportunity. */
export async function readVersionsOfEach(
  session: Session,
  organizationId: string,
  ids: readonly string[],
  { limit, before }: { readonly limit: number; readonly before: Instant | undefined },
): Promise<ReadonlyMap<string, readonly Version[]>> {
  const { kysely, dialect } = session;
  const columns = sql.join([
    ...opportunityColumns.map((column) => sql.ref(column)),
    ...['annualized_value', 'weighted', 'annualized_weighted'].map((column) => sql.ref(column)),
  ]);
  const ours = (column: string) =>
    sql`organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref(column), ids)}`;
  const bound = before === undefined ? sql`true` : sql`date_updated < ${toDate(before)}`;
  // One more than is shown: it tells what the last one changed.
  const { rows } = await sql<Row>`
    select v.*, coalesce(s.label, f.label || ' (deleted)') as status_label, coalesce(s.type, f.type) as status_type from (
      select life.*, row_number() over (partition by id order by date_updated desc) as place from (
        select id, ${columns}, date_updated, cast(null as ${sql.raw(session.dialect.provider === 'sqlite' ? 'datetime' : 'timestamptz')}) as valid_to, false as is_assumed
        from opportunity where ${ours('id')}
        union all
        select opportunity_id, ${columns}, valid_from, valid_to, is_assumed from opportunity_version where ${ours('opportunity_id')}
      ) as life where ${bound}
    ) as v
    left join opportunity_status as s on s.organization_id = v.organization_id and s.id = v.status_id
    left join former_status as f on f.organization_id = v.organization_id and f.id = v.status_id
    where place <= ${limit + 1} order by v.id, v.date_updated desc`.execute(kysely);
  const customFields = await readChangedFields(session, organizationId, ids);
  return new Map(
    [...groupBy(rows, ({ id }) => id)].map(([id, own]) => [
      id,
      own.slice(0, limit).map((row, index) => {
        const earlier = own[index + 1];
        const touched = earlier === undefined ? [] : [...fieldsOf(differences(earlier, row)), ...customFields(row)];
        return { ...row, is_assumed: Boolean(row.is_assumed), changed: touched };
      }),
    ]),
  );
}

/** @returns the custom fields that were set or emptied when a version began */
async function readChangedFields({ kysely, dialect }: Session, organizationId: string, ids: readonly string[]) {
  const ours = sql`organization_id = ${organizationId} and ${dialect.isOneOf(sql.ref('opportunity_id'), ids)}`;
  const { rows } = await sql<{
    readonly opportunity_id: string;
    readonly custom_field_id: string;
    readonly moment: Date;
  }>`
    select opportunity_id, custom_field_id, date_set as moment from custom_field_value where ${ours} and date_set is not null
    union select opportunity_id, custom_field_id, valid_from from custom_field_version where ${ours} and valid_from is not null
    union select opportunity_id, custom_field_id, valid_to from custom_field_version where ${ours}`.execute(kysely);
  const byMoment = groupBy(rows, (row) => `${row.opportunity_id} ${toInstant(row.moment)}`);
  return ({ id, date_updated }: Row) =>
    (byMoment.get(`${id} ${toInstant(date_updated)}`) ?? [])
      .map(({ custom_field_id }) => customFieldName(custom_field_id))
      .sort();
}
