/**
 * What the event log tells of: a line for each kind of object. Its triggers are made of these, as the versions of opportunities
 * are kept by triggers: no way of writing may forget.
 */
import { type Column, type ModelName, modelOf } from '../rows/model.ts';

export interface EventKind {
  /** As the source API calls it, where it has it. */
  readonly type: string;
  readonly model: ModelName;
  /** The column of the lead that it is about. */
  readonly lead?: string;
  /** The column by which values of custom fields point to it. */
  readonly values?: 'opportunity_id' | 'lead_id';
}

export const eventKinds: readonly EventKind[] = [
  { type: 'opportunity', model: 'Opportunity', lead: 'lead_id', values: 'opportunity_id' },
  { type: 'lead', model: 'Lead', lead: 'id', values: 'lead_id' },
  { type: 'contact', model: 'Contact', lead: 'lead_id' },
  { type: 'task.lead', model: 'Task', lead: 'lead_id' },
  { type: 'activity.note', model: 'Note', lead: 'lead_id' },
  { type: 'activity.opportunity_status_change', model: 'StatusChange', lead: 'lead_id' },
  { type: 'activity.lead_status_change', model: 'LeadStatusChange', lead: 'lead_id' },
  { type: 'activity.task_completed', model: 'TaskCompletion', lead: 'lead_id' },
  { type: 'pipeline', model: 'Pipeline' },
  { type: 'status.opportunity', model: 'OpportunityStatus' },
  { type: 'status.lead', model: 'LeadStatus' },
  { type: 'custom_field', model: 'CustomField' },
];

export const eventTypes: readonly string[] = eventKinds.map(({ type }) => type);

/** The first three are told by triggers, a merge by `event/merge.ts`. */
export const eventActions = ['created', 'updated', 'deleted', 'merged'] as const;

/** What only serves the database: an event does not tell it. */
const inner = new Set(['row_key', 'version', 'annualized_value', 'weighted', 'annualized_weighted']);

/** Who changed it and when is told by the event itself: no change of its own. */
const stamps = new Set(['date_updated', 'updated_by']);

export interface KindColumns {
  readonly table: string;
  readonly told: readonly Column[];
  /** Those of which a change is told. */
  readonly compared: readonly Column[];
  readonly hasVersion: boolean;
  readonly hasDate: boolean;
}

export function columnsOf({ model }: EventKind): KindColumns {
  const { table, columns } = modelOf(model);
  const all = Object.values(columns);
  const told = all.filter(({ column }) => !inner.has(column) && !column.endsWith('_folded'));
  return {
    table,
    told,
    compared: told.filter(({ column }) => !stamps.has(column)),
    hasVersion: all.some(({ column }) => column === 'version'),
    hasDate: all.some(({ column }) => column === 'date_updated'),
  };
}

/** An event is written in this order. */
export const eventColumns = [
  ...['id', 'organization_id', 'object_type', 'object_id', 'lead_id', 'action', 'data', 'previous_data'],
  ...['change_id', 'user_id', 'api_key_id', 'request_id', 'date_created'],
].join(', ');
