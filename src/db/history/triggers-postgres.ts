/**
 * How PostgreSQL keeps what rows were. All rows of a statement at once, for a change of 10,000 is one pass; a cascade is a
 * statement of its own. Only what changes the row that is being written goes row by row.
 */
import {
  closedColumns,
  freeTextTypes,
  listOf,
  opportunityColumns,
  pipelineColumns,
  statusColumns,
  valueColumns,
} from './columns.ts';

export interface PostgresTrigger {
  readonly name: string;
  readonly table: string;
  /** From `after` or `before` on, as far as the function. */
  readonly event: string;
  readonly body: string;
}

const now = `date_trunc('milliseconds', clock_timestamp())`;
const nowAfter = (moment: string) => `greatest(${now}, ${moment} + interval '1 millisecond')`;

/** A version that is there already was written with the true moment by whoever knew it. */
const close = (row: string, from: string, to: string, closedBy: string, source: string) => `
  insert into opportunity_version (${listOf(closedColumns)}, is_assumed)
  select ${row}.id, ${listOf(opportunityColumns, row)}, ${row}.${from}, ${to}, ${closedBy}, ${from === 'date_created'}
  from ${source} on conflict (organization_id, opportunity_id, valid_from) do nothing;`;

const closeValues = `
  insert into custom_field_version (${listOf(valueColumns)}, valid_from, valid_to)
  select ${listOf(valueColumns, 'b')}, b.date_set, ${nowAfter('b.date_set')} from before as b
  where b.opportunity_id is not null and not exists (
    select 1 from custom_field_version as v where v.organization_id = b.organization_id
    and v.opportunity_id = b.opportunity_id and v.custom_field_id = b.custom_field_id
    and v.position = b.position and v.valid_from is not distinct from b.date_set);`;

const eraseTexts = `
  update custom_field_version as v set text_value = null, text_folded = null from before as b
  where v.organization_id = b.organization_id and v.opportunity_id = b.id and v.text_value is not null
  and not exists (select 1 from custom_field as f where f.organization_id = v.organization_id
    and f.id = v.custom_field_id and f.type not in (${freeTextTypes.map((type) => `'${type}'`).join(', ')}));`;

const former = (name: string, table: string, columns: readonly string[]): PostgresTrigger => ({
  ...{ name: `${name}_delete`, table, event: 'after delete on # referencing old table as before for each statement' },
  body: `insert into ${name} (${listOf(columns)}) select ${listOf(columns)} from before on conflict do nothing; return null;`,
});

export const postgresTriggers: readonly PostgresTrigger[] = [
  {
    ...{ name: 'opportunity_version_insert', table: 'opportunity' },
    event: 'after insert on # referencing new table as after for each statement',
    body: `${close('a', 'date_created', 'a.date_updated', 'null', 'after as a where a.date_created < a.date_updated')} return null;`,
  },
  {
    // Whoever changes a row by hand, and does not say when, changes it now.
    ...{ name: 'opportunity_version_moment', table: 'opportunity' },
    event: `before update on # for each row when (new.date_updated < old.date_updated or (new.date_updated = old.date_updated and new.version = old.version))`,
    body: `new.date_updated := ${nowAfter('old.date_updated')}; return new;`,
  },
  {
    ...{ name: 'opportunity_version_update', table: 'opportunity' },
    event: 'after update on # referencing old table as before new table as after for each statement',
    body: `${close('b', 'date_updated', 'a.date_updated', 'a.updated_by', 'before as b join after as a on a.row_key = b.row_key where a.date_updated > b.date_updated')} return null;`,
  },
  {
    ...{ name: 'opportunity_version_delete', table: 'opportunity' },
    event: 'after delete on # referencing old table as before for each statement',
    body: `${close('b', 'date_updated', nowAfter('b.date_updated'), 'null', 'before as b where true')} ${eraseTexts} return null;`,
  },
  {
    ...{ name: 'custom_field_version_insert', table: 'custom_field_value' },
    event: `before insert on # for each row when (new.opportunity_id is not null and new.date_set is null)`,
    body: `new.date_set := ${now}; return new;`,
  },
  {
    ...{ name: 'custom_field_version_update', table: 'custom_field_value' },
    event: `before update on # for each row when (old.opportunity_id is not null and new.date_set is not distinct from old.date_set)`,
    body: `new.date_set := ${nowAfter('old.date_set')};
      insert into custom_field_version (${listOf(valueColumns)}, valid_from, valid_to)
      values (${listOf(valueColumns, 'old')}, old.date_set, new.date_set);
      return new;`,
  },
  {
    ...{ name: 'custom_field_version_delete', table: 'custom_field_value' },
    event: 'after delete on # referencing old table as before for each statement',
    body: `${closeValues} return null;`,
  },
  former('former_status', 'opportunity_status', statusColumns),
  former('former_pipeline', 'pipeline', pipelineColumns),
];
