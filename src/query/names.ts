/**
 * The names that searches use, besides those of the core's own fields, one table for each kind of object. The names are
 * those of the source API, where it has one.
 */
import { plainCatalog } from '../catalog.ts';
import type { Table } from '../filter/field.ts';
import { every, type Filter } from '../filter/filter.ts';
import { numberOfOthers } from '../lead/table.ts';
import { statusTypes } from '../value/status-type.ts';
import { column, type QueryField, reference, related, some } from './field.ts';

export type ObjectName = 'opportunity' | 'lead' | 'contact' | 'status_change' | 'task' | 'task_completion' | 'note';

export interface QueryTable {
  readonly name: ObjectName;
  /** As a sentence calls them. */
  readonly plural: string;
  readonly names: ReadonlyMap<string, QueryField>;
  readonly relations: ReadonlySet<string>;
}

/** Where a core's field goes by another name, because its own means more in a search: `created_by:"Ada Lovelace"`. */
export const spelling: Readonly<Record<string, string>> = {
  assigned_to: 'assigned_to_id',
  created_by: 'created_by_id',
  updated_by: 'updated_by_id',
};

const person = (id: string, name: string) => reference('user', id, name, 'whole');
const changers: Readonly<Record<string, QueryField>> = {
  created_by: person('created_by', 'created_by_name'),
  created_by_id: column('created_by'),
  updated_by: person('updated_by', 'updated_by_name'),
  updated_by_id: column('updated_by'),
};
const dates: Readonly<Record<string, QueryField>> = {
  created: column('date_created'),
  updated: column('date_updated'),
};
const words: Readonly<Record<string, QueryField>> = { words: { kind: 'words' }, slice: { kind: 'slice' } };

const ofType = (type: string): Filter =>
  some('opportunity', { kind: 'compare', field: 'status_type', operator: 'eq', value: type });
const opportunityTypes = Object.fromEntries(statusTypes.map((type) => [type, ofType(type)]));
const hasOpportunities = Object.fromEntries(statusTypes.map((type) => [`${type}_opportunities`, ofType(type)]));
const choices = (words: readonly string[], filter: Filter) => Object.fromEntries(words.map((word) => [word, filter]));
const hasPhones: Filter = { kind: 'compare', field: 'num_phones', operator: 'gt', value: 0 };

function queryTable(
  { name, fields, relations }: Table,
  plural: string,
  aliases: Readonly<Record<string, QueryField>>,
): QueryTable {
  const own = [...fields.values()].map((field) => [field.name, column(field.name, matchingOf(field.name))] as const);
  return {
    name: name as ObjectName,
    plural,
    names: new Map([...own, ...Object.entries({ ...words, ...aliases })]),
    relations: new Set(relations.keys()),
  };
}

/** Labels are chosen, not written: who names one means that one. */
const matchingOf = (field: string) => (field.endsWith('status_label') ? 'whole' : 'part');

const opportunity = queryTable(plainCatalog.opportunity, 'opportunities', {
  ...changers,
  ...dates,
  date: column('date_won'),
  last_changed: column('date_updated'),
  days_in_status: { kind: 'age', since: 'status_since' },
  age_days: { kind: 'age', since: 'date_created' },
  days_since_change: { kind: 'age', since: 'date_updated' },
  is_stalled: { kind: 'stalled' },
  status: { ...reference('status', 'status_id', 'status_label', 'whole'), type: 'status_type' },
  pipeline: reference('pipeline', 'pipeline_id', 'pipeline_name', 'whole'),
  user: person('user_id', 'user_name'),
  lead: reference('lead', 'lead_id', 'lead_name', 'part'),
  contact: reference('contact', 'contact_id', 'contact_name', 'part'),
});

const has = {
  kind: 'choice',
  choices: {
    opportunities: some('opportunity', every),
    ...hasOpportunities,
    contacts: some('contact', every),
    email_addresses: some('contact', { kind: 'present', field: 'email' }),
    phone_numbers: some('contact', hasPhones),
    addresses: { kind: 'compare', field: 'num_addresses', operator: 'gt', value: 0 },
    tasks: some('task', every),
    notes: some('note', every),
  },
} satisfies QueryField;

const lead = queryTable(plainCatalog.lead, 'leads', {
  ...changers,
  ...dates,
  company: column('name'),
  display_name: column('name'),
  status: reference('status', 'status_id', 'status_label', 'whole'),
  email: related('contact', column('email')),
  email_address: related('contact', column('email')),
  contact: related('contact', reference('contact', 'id', 'name', 'part')),
  addresses: column('num_addresses'),
  contacts: { ...column('num_contacts'), present: some('contact', every) },
  opportunities: { ...column('num_opportunities'), present: some('opportunity', every) },
  opportunity: { kind: 'choice', choices: opportunityTypes, present: some('opportunity', every) },
  has,
});

const contact = queryTable(plainCatalog.contact, 'contacts', {
  ...dates,
  email_address: column('email'),
  phones: { ...column('num_phones'), present: hasPhones },
  lead: related('lead', reference('lead', 'id', 'name', 'part')),
});

const statusChange = queryTable(plainCatalog.statusChange, 'changes of status', {
  created: column('date'),
  date_created: column('date'),
  user: person('user_id', 'user_name'),
  old_status: { ...reference('status', 'old_status_id', 'old_status_label', 'whole'), type: 'old_status_type' },
  new_status: { ...reference('status', 'new_status_id', 'new_status_label', 'whole'), type: 'new_status_type' },
});

const completed: Filter = { kind: 'present', field: 'date_completed' };

const task = queryTable(plainCatalog.task, 'tasks', {
  ...changers,
  ...dates,
  assigned_to: person('assigned_to', 'assigned_to_name'),
  assigned_to_id: column('assigned_to'),
  description: column('text'),
  date: column('day'),
  due_date: column('due_day'),
  is_complete: {
    kind: 'choice',
    choices: {
      ...choices(['yes', 'true'], completed),
      ...choices(['no', 'false'], { kind: 'not', filter: completed }),
    },
  },
});

const note = queryTable(plainCatalog.note, 'notes', {
  ...dates,
  user: person('user_id', 'user_name'),
});

const taskCompletion = queryTable(plainCatalog.taskCompletion, 'completed tasks', {
  date: column('date_created'),
  user: person('user_id', 'user_name'),
});

const notKept = ['calls', 'emails', 'sms_messages', 'meetings', 'voicemails'];
export const nothing: Filter = { kind: 'or', filters: [] };

/**
 * Leads, with what the source API counts of them and the gateway does not keep. Of that there is none, which a program of that
 * API takes for an answer; people are told that it is not kept.
 */
export const leadsForPrograms: QueryTable = {
  ...lead,
  names: new Map([
    ...lead.names,
    ...notKept.map((kind) => [kind, column(numberOfOthers)] as const),
    ['has', { ...has, choices: { ...has.choices, ...Object.fromEntries(notKept.map((kind) => [kind, nothing])) } }],
  ]),
};

/** What the source API looks into and the gateway does not keep: a program that asks what it says finds nothing. */
export const kindsNotKept: ReadonlySet<string> = new Set([
  ...['call', 'email', 'email_thread', 'sms', 'meeting', 'voicemail', 'whatsapp_message', 'form_submission'],
  ...['custom_activity', 'custom_object', 'integration_link', 'sequence_subscription'],
]);

export const queryTables: Readonly<Record<ObjectName, QueryTable>> = {
  opportunity,
  lead,
  contact,
  task,
  task_completion: taskCompletion,
  note,
  status_change: statusChange,
};
