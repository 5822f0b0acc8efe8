/** The exports of other systems: how they call their columns. Told apart by these, so that each table is all there is to add. */
import type { FieldName } from './field.ts';

export interface Layout {
  readonly system: string;
  /** By the name of the column, in lower case. */
  readonly columns: Readonly<Record<string, FieldName>>;
}

const layouts: readonly Layout[] = [
  {
    system: 'HubSpot',
    columns: {
      ...{ 'record id': 'external_id', 'deal id': 'external_id', 'deal name': 'name', 'deal stage': 'status_label' },
      ...{ pipeline: 'pipeline_name', amount: 'value', 'close date': 'close_date', 'create date': 'date_created' },
      ...{ 'deal owner': 'user_name', 'associated company': 'lead_name', 'associated company (primary)': 'lead_name' },
      ...{ 'associated contact': 'contact_name', 'deal probability': 'confidence', currency: 'value_currency' },
      ...{ 'deal description': 'note' },
    },
  },
  {
    system: 'Salesforce',
    columns: {
      ...{ 'opportunity id': 'external_id', id: 'external_id', 'opportunity name': 'name', name: 'name' },
      ...{ stage: 'status_label', stagename: 'status_label', amount: 'value', 'close date': 'close_date' },
      ...{ closedate: 'close_date', 'created date': 'date_created', createddate: 'date_created' },
      ...{ 'opportunity owner': 'user_name', 'owner.name': 'user_name', owner: 'user_name' },
      ...{ 'account name': 'lead_name', 'account.name': 'lead_name', 'probability (%)': 'confidence' },
      ...{ probability: 'confidence', 'amount currency': 'value_currency', currencyisocode: 'value_currency' },
      ...{ 'primary contact': 'contact_name', description: 'note' },
    },
  },
  {
    system: 'Zoho CRM',
    columns: {
      ...{ 'record id': 'external_id', 'deal id': 'external_id', 'deal name': 'name', 'potential name': 'name' },
      ...{ stage: 'status_label', pipeline: 'pipeline_name', amount: 'value', 'closing date': 'close_date' },
      ...{ 'created time': 'date_created', 'deal owner': 'user_name', 'potential owner': 'user_name' },
      ...{ 'account name': 'lead_name', 'contact name': 'contact_name', 'probability (%)': 'confidence' },
      ...{ probability: 'confidence', currency: 'value_currency', description: 'note' },
    },
  },
  {
    system: 'Pipedrive',
    columns: {
      ...{
        'deal - id': 'external_id',
        'deal - title': 'name',
        'deal - status': 'outcome',
        'deal - stage': 'status_label',
      },
      ...{ 'deal - pipeline': 'pipeline_name', 'deal - value': 'value', 'deal - currency of value': 'value_currency' },
      ...{ 'deal - currency': 'value_currency', 'deal - probability': 'confidence', 'deal - owner': 'user_name' },
      ...{ 'deal - organization': 'lead_name', 'deal - contact person': 'contact_name' },
      ...{ 'deal - deal created': 'date_created', 'deal - won time': 'date_won', 'deal - lost time': 'date_lost' },
      ...{ 'deal - expected close date': 'close_date' },
    },
  },
  {
    system: 'Bitrix24',
    columns: {
      ...{ id: 'external_id', 'deal name': 'name', 'deal stage': 'status_label', stage: 'status_label' },
      ...{ pipeline: 'pipeline_name', total: 'value', amount: 'value', currency: 'value_currency' },
      ...{ responsible: 'user_name', 'responsible person': 'user_name', company: 'lead_name', contact: 'contact_name' },
      ...{ 'created on': 'date_created', created: 'date_created', 'expected close date': 'close_date' },
      ...{ 'end date': 'close_date', probability: 'confidence', 'probability, %': 'confidence', comment: 'note' },
    },
  },
  {
    system: 'Odoo',
    columns: {
      ...{ 'external id': 'external_id', id: 'external_id', opportunity: 'name', stage: 'status_label' },
      ...{ 'expected revenue': 'value', salesperson: 'user_name', customer: 'lead_name', 'company name': 'lead_name' },
      ...{ 'contact name': 'contact_name', probability: 'confidence', 'created on': 'date_created' },
      ...{ 'expected closing': 'close_date', 'closed date': 'close_date', currency: 'value_currency', notes: 'note' },
    },
  },
  {
    system: 'SuiteCRM or vtiger',
    columns: {
      ...{ id: 'external_id', 'opportunity no': 'external_id', 'opportunity name': 'name', name: 'name' },
      ...{ 'sales stage': 'status_label', amount: 'value', 'opportunity amount': 'value', currency: 'value_currency' },
      ...{ 'expected close date': 'close_date', 'date closed': 'close_date', 'assigned to': 'user_name' },
      ...{ 'assigned user': 'user_name', 'account name': 'lead_name', 'organization name': 'lead_name' },
      ...{ 'contact name': 'contact_name', 'probability (%)': 'confidence', probability: 'confidence' },
      ...{ 'date created': 'date_created', 'created time': 'date_created', description: 'note' },
    },
  },
  {
    system: 'Dynamics 365',
    columns: {
      ...{ '(do not modify) opportunity': 'external_id', topic: 'name', 'est. revenue': 'value' },
      ...{ 'est. close date': 'close_date', 'actual close date': 'close_date', 'sales stage': 'status_label' },
      ...{ status: 'outcome', owner: 'user_name', 'potential customer': 'lead_name', account: 'lead_name' },
      ...{ contact: 'contact_name', probability: 'confidence', 'created on': 'date_created' },
      ...{ currency: 'value_currency', description: 'note' },
    },
  },
];

/** Of a history: a row is what a deal became. */
const salesforceHistory: Layout = {
  system: 'Salesforce',
  columns: {
    ...{
      opportunityid: 'external_id',
      'opportunity id': 'external_id',
      createddate: 'moment',
      'created date': 'moment',
    },
    ...{ 'last modified': 'moment', stagename: 'status_label', stage: 'status_label', 'to stage': 'status_label' },
    ...{ amount: 'value', probability: 'confidence', 'probability (%)': 'confidence', closedate: 'close_date' },
    ...{ 'close date': 'close_date', currencyisocode: 'value_currency', createdbyid: 'changed_by_name' },
    ...{ 'createdby.name': 'changed_by_name', 'last modified by': 'changed_by_name' },
  },
};

/** Of properties that have a history. */
const hubspotHistory: Layout = {
  system: 'HubSpot',
  columns: {
    ...{ dealstage: 'status_label', 'deal stage': 'status_label', pipeline: 'pipeline_name', amount: 'value' },
    ...{ closedate: 'close_date', 'close date': 'close_date', hs_deal_stage_probability: 'confidence' },
    ...{ 'deal probability': 'confidence', hubspot_owner_id: 'user_name', 'deal owner': 'user_name' },
    ...{ deal_currency_code: 'value_currency', currency: 'value_currency' },
  },
};

const keyOf = (column: string) => column.trim().toLowerCase();

/** Fewer may be a coincidence: many tables have an amount. */
const fewest = 3;

export type LayoutOf = (columns: readonly string[]) => Layout | undefined;

/** The system whose names the most columns have; of equals, the first. */
const layoutAmong =
  (known: readonly Layout[]): LayoutOf =>
  (columns) => {
    const hits = known.map((layout) => columns.filter((column) => fieldIn(layout, column) !== undefined).length);
    const most = Math.max(...hits);
    return most < fewest ? undefined : known[hits.indexOf(most)];
  };

export const layoutOf = layoutAmong(layouts);
export const layoutOfHistory = layoutAmong([salesforceHistory]);
export const layoutOfProperties: LayoutOf = () => hubspotHistory;

export function fieldIn({ columns }: Layout, column: string): FieldName | undefined {
  const key = keyOf(column);
  return Object.hasOwn(columns, key) ? columns[key] : undefined;
}
