/** The columns of what images are made of, with the types that they have in a query. */
import type { Selectable } from 'kysely';
import type { Tables } from '../db/generated/tables.ts';

export type SqlType = 'text' | 'bigint' | 'double precision' | 'timestamptz' | 'json';

type ColumnTypes<Name extends keyof Tables> = { readonly [Column in keyof Selectable<Tables[Name]>]: SqlType };

export const opportunityTypes: ColumnTypes<'opportunity'> = {
  ...{ row_key: 'bigint', id: 'text', organization_id: 'text', external_id: 'text', version: 'bigint' },
  ...{ lead_id: 'text', contact_id: 'text', user_id: 'text', status_id: 'text' },
  ...{ value: 'bigint', value_period: 'text', confidence: 'bigint' },
  ...{ annualized_value: 'bigint', weighted: 'bigint', annualized_weighted: 'bigint' },
  ...{ note: 'text', note_folded: 'text', note_html: 'text', date_won: 'text', date_lost: 'timestamptz' },
  ...{ created_by: 'text', updated_by: 'text', date_created: 'timestamptz', date_updated: 'timestamptz' },
};

/** Since when an opportunity has a value, no filter asks. */
export const valueTypes: Omit<ColumnTypes<'custom_field_value'>, 'date_set'> = {
  ...{ row_key: 'bigint', organization_id: 'text', custom_field_id: 'text', opportunity_id: 'text', lead_id: 'text' },
  ...{ position: 'bigint', text_value: 'text', text_folded: 'text', number_value: 'double precision' },
  ...{ date_value: 'text', instant_value: 'timestamptz', user_id: 'text', contact_id: 'text' },
};

const lead: ColumnTypes<'lead'> = {
  ...{ row_key: 'bigint', id: 'text', organization_id: 'text', external_id: 'text', version: 'bigint' },
  ...{ name: 'text', name_folded: 'text', description: 'text', url: 'text', addresses: 'json', status_id: 'text' },
  ...{ created_by: 'text', updated_by: 'text', date_created: 'timestamptz', date_updated: 'timestamptz' },
};

const contact: ColumnTypes<'contact'> = {
  ...{ row_key: 'bigint', id: 'text', organization_id: 'text', lead_id: 'text', version: 'bigint' },
  ...{ name: 'text', name_folded: 'text', title: 'text' },
  ...{ emails: 'json', emails_folded: 'text', phones: 'json', urls: 'json' },
  ...{ created_by: 'text', updated_by: 'text', date_created: 'timestamptz', date_updated: 'timestamptz' },
};

const statusChange: ColumnTypes<'status_change'> = {
  ...{ row_key: 'bigint', id: 'text', organization_id: 'text', opportunity_id: 'text', lead_id: 'text' },
  ...{ contact_id: 'text', user_id: 'text', date_created: 'timestamptz', date_updated: 'timestamptz' },
  ...{ old_status_id: 'text', old_status_label: 'text', old_status_label_folded: 'text', old_status_type: 'text' },
  ...{ old_pipeline_id: 'text', old_pipeline_name: 'text' },
  ...{ new_status_id: 'text', new_status_label: 'text', new_status_label_folded: 'text', new_status_type: 'text' },
  ...{ new_pipeline_id: 'text', new_pipeline_name: 'text' },
  ...{ opportunity_value: 'bigint', opportunity_value_period: 'text', opportunity_confidence: 'bigint' },
  opportunity_date_won: 'text',
};

/** Of what may go together with opportunities, or be named by them and go. */
export const relatedTypes = { lead, contact, status_change: statusChange, custom_field_value: valueTypes };
