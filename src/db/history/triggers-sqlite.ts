/** How SQLite keeps what rows were. Row by row; a cascade fires them as well. */
import {
  closedColumns,
  freeTextTypes,
  listOf,
  opportunityColumns,
  pipelineColumns,
  statusColumns,
  valueColumns,
} from './columns.ts';
import { now, type Trigger, trigger } from './sqlite-trigger.ts';

/** A version that is there already was written with the true moment by whoever knew it. */
const close = (row: 'old' | 'new', to: string, closedBy: string, more = '') => `
  insert into opportunity_version (${listOf(closedColumns)}${more && ', is_assumed'})
  select ${row}.id, ${listOf(opportunityColumns, row)}, ${row}.${more ? 'date_created' : 'date_updated'}, ${to}, ${closedBy}${more}
  where not exists (select 1 from opportunity_version as v where v.organization_id = ${row}.organization_id
    and v.opportunity_id = ${row}.id and v.valid_from = ${row}.${more ? 'date_created' : 'date_updated'})`;

/** Not before the last change of the row that is going. */
const nowAfter = (moment: string) => `max(${now}, coalesce(${moment}, 0) + 1)`;

const former = (table: string, columns: readonly string[]) => [
  `insert or ignore into ${table} (${listOf(columns)}) values (${listOf(columns, 'old')})`,
];

export const sqliteTriggers: readonly Trigger[] = [
  trigger('opportunity_version_insert', 'after insert on opportunity when new.date_created < new.date_updated', [
    close('new', 'new.date_updated', 'null', ', true'),
  ]),
  // Whoever changes a row by hand, and does not say when, changes it now. What this writes fires the next one, which finds the
  // version there.
  trigger(
    'opportunity_version_moment',
    'after update on opportunity when new.date_updated < old.date_updated or (new.date_updated = old.date_updated and new.version = old.version)',
    [
      close('old', nowAfter('old.date_updated'), 'new.updated_by'),
      `update opportunity set date_updated = (select max(v.valid_to) from opportunity_version as v
        where v.organization_id = new.organization_id and v.opportunity_id = new.id) where row_key = new.row_key`,
    ],
  ),
  trigger('opportunity_version_update', 'after update on opportunity when new.date_updated > old.date_updated', [
    close('old', 'new.date_updated', 'new.updated_by'),
  ]),
  trigger('opportunity_version_delete', 'after delete on opportunity', [
    close('old', nowAfter('old.date_updated'), 'null'),
    `update custom_field_version set text_value = null, text_folded = null
        where organization_id = old.organization_id and opportunity_id = old.id and text_value is not null
        and custom_field_id not in (select f.id from custom_field as f where f.organization_id = old.organization_id
          and f.type not in (${freeTextTypes.map((type) => `'${type}'`).join(', ')}))`,
  ]),
  trigger(
    'custom_field_version_insert',
    'after insert on custom_field_value when new.opportunity_id is not null and new.date_set is null',
    [`update custom_field_value set date_set = ${now} where row_key = new.row_key`],
  ),
  trigger('custom_field_version_delete', 'after delete on custom_field_value when old.opportunity_id is not null', [
    `insert into custom_field_version (${listOf(valueColumns)}, valid_from, valid_to)
        select ${listOf(valueColumns, 'old')}, old.date_set, ${nowAfter('old.date_set')}
        where not exists (select 1 from custom_field_version as v where v.organization_id = old.organization_id
          and v.opportunity_id = old.opportunity_id and v.custom_field_id = old.custom_field_id
          and v.position = old.position and v.valid_from is old.date_set)`,
  ]),
  trigger(
    'custom_field_version_update',
    'after update on custom_field_value when old.opportunity_id is not null and new.date_set is old.date_set',
    [
      `insert into custom_field_version (${listOf(valueColumns)}, valid_from, valid_to)
        values (${listOf(valueColumns, 'old')}, old.date_set, ${nowAfter('old.date_set')})`,
      `update custom_field_value set date_set = (select max(v.valid_to) from custom_field_version as v
        where v.organization_id = old.organization_id and v.opportunity_id = old.opportunity_id
        and v.custom_field_id = old.custom_field_id and v.position = old.position) where row_key = new.row_key`,
    ],
  ),
  trigger('former_status_delete', 'after delete on opportunity_status', former('former_status', statusColumns)),
  trigger('former_pipeline_delete', 'after delete on pipeline', former('former_pipeline', pipelineColumns)),
];
