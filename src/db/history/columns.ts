/** What versions keep of the rows that they are of: columns of the same names, those that the database computes left out. */

/** Beside the id. `date_updated` is where a version begins: there it is called `valid_from`. */
export const opportunityColumns = [
  ...['organization_id', 'lead_id', 'contact_id', 'user_id', 'status_id', 'value', 'value_period', 'confidence'],
  ...['date_won', 'date_lost', 'external_id', 'created_by', 'updated_by', 'date_created', 'version'],
] as const;

/** Beside `date_set`, which is where a version of a value begins. */
export const valueColumns = [
  ...['organization_id', 'custom_field_id', 'opportunity_id', 'position', 'text_value', 'text_folded'],
  ...['number_value', 'date_value', 'instant_value', 'user_id', 'contact_id'],
] as const;

export const statusColumns = [
  ...['id', 'organization_id', 'pipeline_id', 'label', 'label_folded', 'type', 'position'],
  ...['date_created', 'date_updated'],
] as const;

export const pipelineColumns = [
  ...['id', 'organization_id', 'name', 'name_folded', 'position', 'date_created', 'date_updated'],
] as const;

/** Kinds of fields whose values are words of people, which go with the opportunity; choices are figures of its past. */
export const freeTextTypes = ['text', 'textarea', 'hidden'] as const;

/** `opportunity_version` is filled in this order by every statement that closes a version. */
export const closedColumns = ['opportunity_id', ...opportunityColumns, 'valid_from', 'valid_to', 'closed_by'] as const;

export const listOf = (columns: readonly string[], row = ''): string =>
  columns.map((column) => (row === '' ? column : `${row}.${column}`)).join(', ');
