/** What opportunities can be filtered and sorted by. Names are those of the REST API, which the search language shares. */
import { sql } from 'kysely';
import { customTexts } from '../custom-field/table.ts';
import {
  column,
  type Field,
  type FieldType,
  personName,
  type Scope,
  type Table,
  table,
  through,
} from '../filter/field.ts';
import { valuePeriods } from '../value/money.ts';
import { statusTypes } from '../value/status-type.ts';

/** Two steps away: of the pipeline of the status. */
function ofPipeline(name: string, type: FieldType, column: string): Field {
  const value = sql.ref(`pipeline.${column}`);
  return {
    ...{ name, type, nullable: false },
    where: ({ alias, organizationId }, test) =>
      sql`${sql.ref(`${alias}.status_id`)} in (select opportunity_status.id from opportunity_status join pipeline on pipeline.id = opportunity_status.pipeline_id where pipeline.organization_id = ${organizationId} and ${test(value)})`,
    sort: ({ alias }) =>
      sql`(select ${value} from opportunity_status join pipeline on pipeline.id = opportunity_status.pipeline_id where opportunity_status.id = ${sql.ref(`${alias}.status_id`)})`,
  };
}

/** The last change of its status; one that never changed stands where it was created. */
const statusSinceOf = ({ alias, organizationId }: Scope) =>
  sql`coalesce((select max(changed.date_created) from status_change as changed where changed.organization_id = ${organizationId} and changed.opportunity_id = ${sql.ref(`${alias}.id`)}), ${sql.ref(`${alias}.date_created`)})`;

const statusSince: Field = {
  ...{ name: 'status_since', type: 'instant', nullable: false },
  where: (scope, test) => test(statusSinceOf(scope)),
  sort: statusSinceOf,
};

/** What a cell of `db/summary` has in common, or what it points to has. */
const summarized = {
  user_id: ['user_id', 'user_name'],
  status_id: [
    ...['status_id', 'status_label', 'status_type', 'status_position'],
    ...['pipeline_id', 'pipeline_name', 'pipeline_position'],
  ],
  value_period: ['value_period'],
};

const rows = table(
  'opportunity',
  'o',
  [
    column('id', 'id'),
    column('lead_id', 'id'),
    through('lead_name', 'text', { from: 'lead_id', to: 'lead', column: 'name_folded' }, { textIndex: 'lead' }),
    column('contact_id', 'id', { nullable: true }),
    through(
      'contact_name',
      'text',
      { from: 'contact_id', to: 'contact', column: 'name_folded' },
      { nullable: true, textIndex: 'contact' },
    ),
    column('user_id', 'id', { nullable: true }),
    through('user_name', 'text', personName('user_id'), { nullable: true }),
    column('created_by', 'id', { nullable: true }),
    through('created_by_name', 'text', personName('created_by'), { nullable: true }),
    column('updated_by', 'id', { nullable: true }),
    through('updated_by_name', 'text', personName('updated_by'), { nullable: true }),
    column('status_id', 'id'),
    through('status_label', 'text', { from: 'status_id', to: 'opportunity_status', column: 'label_folded' }),
    through(
      'status_type',
      'enum',
      { from: 'status_id', to: 'opportunity_status', column: 'type' },
      { values: statusTypes },
    ),
    through('pipeline_id', 'id', { from: 'status_id', to: 'opportunity_status', column: 'pipeline_id' }),
    ofPipeline('pipeline_name', 'text', 'name_folded'),
    ofPipeline('pipeline_position', 'integer', 'position'),
    through('status_position', 'integer', { from: 'status_id', to: 'opportunity_status', column: 'position' }),
    column('value', 'money', { nullable: true }),
    column('value_period', 'enum', { values: valuePeriods }),
    column('annualized_value', 'money', { nullable: true }),
    column('expected_value', 'weighted', { column: 'weighted', nullable: true }),
    column('annualized_expected_value', 'weighted', { column: 'annualized_weighted', nullable: true }),
    column('confidence', 'integer'),
    column('note', 'text', { column: 'note_folded', textIndex: 'opportunity' }),
    column('date_created', 'instant'),
    column('date_updated', 'instant'),
    statusSince,
    column('date_won', 'date', { nullable: true }),
    column('date_lost', 'instant', { nullable: true }),
  ],
  [
    { name: 'lead', table: 'lead', from: 'lead_id', to: 'id' },
    { name: 'contact', table: 'contact', from: 'contact_id', to: 'id' },
    { name: 'status_change', table: 'status_change', from: 'id', to: 'opportunity_id' },
  ],
  ['note', 'lead_name', 'contact_name', 'status_label', 'user_name', customTexts('opportunity')],
);

function columnsOf(fields: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(fields).flatMap(([column, names]) => names.map((name) => [name, column] as const)));
}

export const opportunityTable: Table = {
  ...rows,
  summary: { cells: 'opportunity_cell', fields: columnsOf(summarized), date: 'date_won' },
};
