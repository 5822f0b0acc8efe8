/** What filters have: described once in tables, from which the input types are made and both ways of translation run. */
import type { ComparisonName } from './comparison.ts';

/** One input field: the field of the core it stands for, how it is compared, and what it means. */
type FieldRow = readonly [field: string, comparison: ComparisonName, description: string];
type RelationRow = readonly [relation: string, shape: () => FilterShape, description: string];

export interface FilterShape {
  readonly typeName: string;
  readonly fields: Readonly<Record<string, FieldRow>>;
  readonly relations: Readonly<Record<string, RelationRow>>;
  /** Whole days since an instant: read as comparisons of that, and printed as those. */
  readonly ages?: Readonly<Record<string, readonly [field: string, description: string]>>;
  /** Whether it can be asked which stand still. */
  readonly stalls?: boolean;
  readonly custom: boolean;
  /** Whether it can be filtered by figures over its opportunities. */
  readonly figures: boolean;
  /** The texts that words are looked for in. */
  readonly texts: string;
}

export const statusChangeFilter: FilterShape = {
  typeName: 'StatusChangeFilter',
  texts: 'the labels of both statuses, and who changed it',
  custom: false,
  figures: false,
  relations: {
    opportunity: ['opportunity', () => opportunityFilter, 'Changes of an opportunity that matches all of this.'],
  },
  fields: {
    id: ['id', 'id', 'The id of the change.'],
    opportunityId: ['opportunity_id', 'id', 'The opportunity that changed.'],
    leadId: ['lead_id', 'id', 'The lead of the opportunity.'],
    contactId: ['contact_id', 'id', 'The contact of the opportunity; null when none was named.'],
    userId: ['user_id', 'id', 'Who changed it.'],
    userName: ['user_name', 'text', 'The full name of who changed it.'],
    oldStatusId: ['old_status_id', 'id', 'The status before.'],
    oldPipelineId: ['old_pipeline_id', 'id', 'The pipeline before.'],
    oldStatusLabel: ['old_status_label', 'text', 'What the status before was called then.'],
    oldStatusType: ['old_status_type', 'statusType', 'The type of the status before.'],
    newStatusId: ['new_status_id', 'id', 'The status after.'],
    newPipelineId: ['new_pipeline_id', 'id', 'The pipeline after.'],
    newStatusLabel: ['new_status_label', 'text', 'What the status after was called then.'],
    newStatusType: ['new_status_type', 'statusType', 'The type of the status after.'],
    date: ['date', 'instant', 'When it changed.'],
  },
};

export const contactFilter: FilterShape = {
  typeName: 'ContactFilter',
  texts: 'name and e-mail addresses',
  custom: false,
  figures: false,
  relations: { lead: ['lead', () => leadFilter, 'Contacts of a lead that matches all of this.'] },
  fields: {
    id: ['id', 'id', 'The id of the contact.'],
    leadId: ['lead_id', 'id', 'The lead the contact belongs to.'],
    name: ['name', 'text', 'The contact’s name.'],
    email: ['email', 'text', 'Any of the contact’s e-mail addresses.'],
    phoneCount: ['num_phones', 'integer', 'How many phone numbers the contact has.'],
    dateCreated: ['date_created', 'instant', 'When the contact was created.'],
    dateUpdated: ['date_updated', 'instant', 'When the contact was last changed.'],
  },
};

export const taskFilter: FilterShape = {
  typeName: 'TaskFilter',
  texts: 'text, and who is to do it',
  custom: false,
  figures: false,
  relations: { lead: ['lead', () => leadFilter, 'Tasks about a lead that matches all of this.'] },
  fields: {
    id: ['id', 'id', 'The id of the task.'],
    leadId: ['lead_id', 'id', 'The lead it is about.'],
    contactId: ['contact_id', 'id', 'The person there; null when it is about none.'],
    text: ['text', 'text', 'What is to be done.'],
    dueDate: ['due_day', 'date', 'The day on which it is due; null when it is not due on any.'],
    dueAt: ['due_at', 'instant', 'The moment at which it is due; null when none was said.'],
    dateCompleted: ['date_completed', 'instant', 'When it was done; null while it is to be done.'],
    assigneeId: ['assigned_to', 'id', 'Who is to do it; null when nobody is.'],
    assigneeName: ['assigned_to_name', 'text', 'The full name of who is to do it.'],
    createdById: ['created_by', 'id', 'Who created it.'],
    dateCreated: ['date_created', 'instant', 'When it was created.'],
    dateUpdated: ['date_updated', 'instant', 'When it was last changed.'],
  },
};

export const noteFilter: FilterShape = {
  typeName: 'NoteFilter',
  texts: 'text, and whose note it is',
  custom: false,
  figures: false,
  relations: { lead: ['lead', () => leadFilter, 'Notes about a lead that matches all of this.'] },
  fields: {
    id: ['id', 'id', 'The id of the note.'],
    leadId: ['lead_id', 'id', 'The lead it is about.'],
    contactId: ['contact_id', 'id', 'The person there; null when it is about none.'],
    userId: ['user_id', 'id', 'Whose note it is.'],
    userName: ['user_name', 'text', 'The full name of whose note it is.'],
    title: ['title', 'text', 'What it is called.'],
    note: ['note', 'text', 'The text.'],
    datePinned: ['date_pinned', 'instant', 'Since when it is kept on top; null when it is not.'],
    activityAt: ['activity_at', 'instant', 'When it happened.'],
    dateCreated: ['date_created', 'instant', 'When it was created.'],
    dateUpdated: ['date_updated', 'instant', 'When it was last changed.'],
  },
};

export const eventFilter: FilterShape = {
  typeName: 'EventFilter',
  texts: 'none, for events have no texts',
  custom: false,
  figures: false,
  relations: {},
  fields: {
    id: ['id', 'id', 'The id of the event.'],
    objectType: ['object_type', 'id', 'The kind of object: `opportunity`, `lead`, `contact`, `task.lead` …'],
    objectId: ['object_id', 'id', 'What it happened to.'],
    leadId: ['lead_id', 'id', 'The lead it is about.'],
    action: ['action', 'id', '`created`, `updated` or `deleted`.'],
    userId: ['user_id', 'id', 'Who did it; null for an import.'],
    apiKeyId: ['api_key_id', 'id', 'The key with which it was done.'],
    requestId: ['request_id', 'id', 'The request that did it.'],
    dateCreated: ['date_created', 'instant', 'When it happened.'],
  },
};

export const leadStatusChangeFilter: FilterShape = {
  typeName: 'LeadStatusChangeFilter',
  texts: 'who changed it',
  custom: false,
  figures: false,
  relations: { lead: ['lead', () => leadFilter, 'Changes of a lead that matches all of this.'] },
  fields: {
    id: ['id', 'id', 'The id of the change.'],
    leadId: ['lead_id', 'id', 'The lead that changed.'],
    userId: ['user_id', 'id', 'Who changed it.'],
    userName: ['user_name', 'text', 'The full name of who changed it.'],
    oldStatusId: ['old_status_id', 'id', 'The status before.'],
    newStatusId: ['new_status_id', 'id', 'The status after.'],
    date: ['date_created', 'instant', 'When it changed.'],
  },
};

export const leadFilter: FilterShape = {
  typeName: 'LeadFilter',
  texts: 'name, status, names and e-mail addresses of contacts, custom fields',
  custom: true,
  figures: true,
  relations: {
    opportunities: ['opportunity', () => opportunityFilter, 'Leads with an opportunity that matches all of this.'],
    contacts: ['contact', () => contactFilter, 'Leads with a contact that matches all of this.'],
    tasks: ['task', () => taskFilter, 'Leads with a task that matches all of this.'],
    notes: ['note', () => noteFilter, 'Leads with a note that matches all of this.'],
  },
  fields: {
    id: ['id', 'id', 'The id of the lead.'],
    name: ['name', 'text', 'The lead’s name.'],
    statusId: ['status_id', 'id', 'The lead’s status.'],
    statusLabel: ['status_label', 'text', 'What the lead’s status is called.'],
    createdById: ['created_by', 'id', 'Who created it.'],
    createdByName: ['created_by_name', 'text', 'The full name of who created it.'],
    updatedById: ['updated_by', 'id', 'Who changed it last.'],
    updatedByName: ['updated_by_name', 'text', 'The full name of who changed it last.'],
    dateCreated: ['date_created', 'instant', 'When it was created.'],
    dateUpdated: ['date_updated', 'instant', 'When it was last changed.'],
    contactCount: ['num_contacts', 'integer', 'How many contacts it has.'],
  },
};

export const opportunityFilter: FilterShape = {
  typeName: 'OpportunityFilter',
  texts: 'note, names of lead and contact, status, user, custom fields',
  custom: true,
  figures: false,
  relations: {
    lead: ['lead', () => leadFilter, 'Opportunities whose lead matches all of this.'],
    contact: ['contact', () => contactFilter, 'Opportunities whose contact matches all of this.'],
    statusChange: [
      'status_change',
      () => statusChangeFilter,
      'Opportunities with a change of status that matches all of this, on one and the same change.',
    ],
  },
  fields: {
    id: ['id', 'id', 'The id of the opportunity.'],
    leadId: ['lead_id', 'id', 'The lead the deal is with.'],
    leadName: ['lead_name', 'text', 'The name of the lead.'],
    contactId: ['contact_id', 'id', 'The contact the deal is with; null when none was named.'],
    contactName: ['contact_name', 'text', 'The name of the contact.'],
    userId: ['user_id', 'id', 'Who works on the deal; null when nobody does.'],
    userName: ['user_name', 'text', 'The full name of who works on the deal.'],
    createdById: ['created_by', 'id', 'Who created it.'],
    createdByName: ['created_by_name', 'text', 'The full name of who created it.'],
    updatedById: ['updated_by', 'id', 'Who changed it last.'],
    updatedByName: ['updated_by_name', 'text', 'The full name of who changed it last.'],
    statusId: ['status_id', 'id', 'The status.'],
    statusLabel: ['status_label', 'text', 'What the status is called.'],
    statusType: ['status_type', 'statusType', 'Whether the deal is active, won or lost.'],
    pipelineId: ['pipeline_id', 'id', 'The pipeline of the status.'],
    pipelineName: ['pipeline_name', 'text', 'The name of the pipeline.'],
    value: ['value', 'money', 'The value per period, in minor units (cents); null when unknown.'],
    valueAnnualized: ['annualized_value', 'money', 'The value for a year, in minor units.'],
    expectedValue: ['expected_value', 'money', 'Value times confidence, rounded to minor units.'],
    expectedValueAnnualized: [
      'annualized_expected_value',
      'money',
      'The value for a year times confidence, rounded to minor units.',
    ],
    valuePeriod: ['value_period', 'valuePeriod', 'How often the value is paid.'],
    confidence: ['confidence', 'integer', 'How likely the deal is, in percent.'],
    note: ['note', 'text', 'The note; isNull: true finds empty ones.'],
    dateCreated: ['date_created', 'instant', 'When it was created.'],
    dateUpdated: ['date_updated', 'instant', 'When it was last changed.'],
    dateWon: ['date_won', 'date', 'The day it was, or is expected to be, won; null when unknown.'],
    dateLost: ['date_lost', 'instant', 'When it was lost; null unless it is.'],
    statusSince: [
      'status_since',
      'instant',
      'Since when it stands in its status: since its last change, else its creation.',
    ],
  },
  ages: {
    daysInStatus: ['status_since', 'For how many days it has stood in its status: whole days of 24 hours up to now.'],
    ageDays: [
      'date_created',
      'How many days ago it was created: whole days of 24 hours up to now, also of closed ones.',
    ],
    daysSinceChange: [
      'date_updated',
      'For how many days nobody has changed it: whole days of 24 hours up to now. When that was is `dateUpdated`.',
    ],
  },
  stalls: true,
};
