/** `OpportunityFilter` and its kin: described once in a table, from which the input types are made and both ways of translation run. */
import { DomainError } from '../../errors.ts';
import { assertBounded } from '../../filter/bounds.ts';
import { and, type Filter, limits } from '../../filter/filter.ts';
import { saidAt } from '../../filter/place.ts';
import { phraseOf, wordsOf } from '../../filter/words.ts';
import type { Zone } from '../../value/period.ts';
import { builder } from '../builder.ts';
import {
  type ComparisonInput,
  type ComparisonName,
  comparisons,
  comparisonToFilter,
  saysNothing,
} from './comparison.ts';
import { leadFigureFields } from './lead-figures.ts';

export type FilterInput = { readonly [field: string]: unknown };

/** One input field: the field of the core it stands for, how it is compared, and what it means. */
type FieldRow = readonly [field: string, comparison: ComparisonName, description: string];
type RelationRow = readonly [relation: string, shape: () => FilterShape, description: string];

export interface FilterShape {
  readonly typeName: string;
  readonly fields: Readonly<Record<string, FieldRow>>;
  readonly relations: Readonly<Record<string, RelationRow>>;
  readonly custom: boolean;
  /** The texts that words are looked for in. */
  readonly texts: string;
}

export const statusChangeFilter: FilterShape = {
  typeName: 'StatusChangeFilter',
  texts: 'the labels of both statuses, and who changed it',
  custom: false,
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
    oldStatusLabel: ['old_status_label', 'text', 'What the status before was called then.'],
    oldStatusType: ['old_status_type', 'statusType', 'The type of the status before.'],
    newStatusId: ['new_status_id', 'id', 'The status after.'],
    newStatusLabel: ['new_status_label', 'text', 'What the status after was called then.'],
    newStatusType: ['new_status_type', 'statusType', 'The type of the status after.'],
    date: ['date', 'instant', 'When it changed.'],
  },
};

export const contactFilter: FilterShape = {
  typeName: 'ContactFilter',
  texts: 'name and e-mail addresses',
  custom: false,
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

export const leadFilter: FilterShape = {
  typeName: 'LeadFilter',
  texts: 'name, status, names and e-mail addresses of contacts, custom fields',
  custom: true,
  relations: {
    opportunities: ['opportunity', () => opportunityFilter, 'Leads with an opportunity that matches all of this.'],
    contacts: ['contact', () => contactFilter, 'Leads with a contact that matches all of this.'],
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
    ...leadFigureFields,
  },
};

export const opportunityFilter: FilterShape = {
  typeName: 'OpportunityFilter',
  texts: 'note, names of lead and contact, status, user, custom fields',
  custom: true,
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
    annualizedValue: ['annualized_value', 'money', 'The value for a year, in minor units.'],
    expectedValue: ['expected_value', 'money', 'Value times confidence, rounded to minor units.'],
    annualizedExpectedValue: [
      'annualized_expected_value',
      'money',
      'Annualized value times confidence, rounded to minor units.',
    ],
    valuePeriod: ['value_period', 'valuePeriod', 'How often the value is paid.'],
    confidence: ['confidence', 'integer', 'How likely the deal is, in percent.'],
    note: ['note', 'text', 'The note; isNull: true finds empty ones.'],
    dateCreated: ['date_created', 'instant', 'When it was created.'],
    dateUpdated: ['date_updated', 'instant', 'When it was last changed.'],
    dateWon: ['date_won', 'date', 'The day it was, or is expected to be, won; null when unknown.'],
    dateLost: ['date_lost', 'instant', 'When it was lost; null unless it is.'],
  },
};

const CustomFieldFilter = builder.inputRef<FilterInput>('CustomFieldFilter').implement({
  description:
    'Compares the values of one custom field. With several values, one of them must match. Use the operator of the field’s type.',
  fields: (t) => ({
    fieldId: t.id({ required: true, description: 'The custom field, `cf_…`.' }),
    text: t.field({ type: comparisons.text, description: 'For text, textarea, choices and hidden fields.' }),
    number: t.field({ type: comparisons.number, description: 'For number fields.' }),
    date: t.field({ type: comparisons.date, description: 'For date fields.' }),
    dateTime: t.field({ type: comparisons.instant, description: 'For datetime fields.' }),
    id: t.field({ type: comparisons.id, description: 'For user and contact fields.' }),
  }),
});

const customComparisons = { text: 'text', number: 'number', date: 'date', dateTime: 'instant', id: 'id' } as const;

type Part = Pick<Extract<Filter, { kind: 'part' }>, 'number' | 'of'>;

const PartInput = builder.inputRef<Part>('PartInput').implement({
  description: 'One of several parts: every object is in exactly one of them, and stays in it.',
  fields: (t) => ({
    number: t.int({ required: true, description: 'Which one, counted from 1.' }),
    of: t.int({ required: true, description: `How many there are, ${limits.parts} at most.` }),
  }),
});

function defineFilter(shape: FilterShape, description: string) {
  const ref = builder.inputRef<{ [field: string]: unknown }>(shape.typeName);
  refs.set(shape.typeName, ref);
  return ref.implement({
    description: `${description} All fields given must hold. A list’s own filter may ask nothing, which is all: null, \`{}\`. Within a filter, null and what asks nothing (\`{ leadId: {} }\`, \`{ not: {} }\`) are errors, for they are what a variable that was not set leaves behind.`,
    fields: (t) => ({
      and: t.field({ type: [ref], description: 'All of these must match.' }),
      or: t.field({ type: [ref], description: 'At least one of these must match; an empty list matches nothing.' }),
      not: t.field({
        type: ref,
        description: 'This must not match. What has no value is not matched by a comparison.',
      }),
      words: t.string({
        description: `Each of these words begins a word in one of its texts, in any case: ${shape.texts}.`,
      }),
      phrase: t.string({
        description:
          'These words stand whole and side by side in one of those texts, with blanks of any kind between them.',
      }),
      part: t.field({ type: PartInput, description: 'One part of all, for reading them side by side.' }),
      ...Object.fromEntries(
        Object.entries(shape.fields).map(([name, [, comparison, about]]) => [
          name,
          t.field({ type: comparisons[comparison], description: about }),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(shape.relations).map(([name, [, related, about]]) => [
          name,
          t.field({ type: refOf(related()), description: about }),
        ]),
      ),
      ...(shape.custom && {
        custom: t.field({ type: [CustomFieldFilter], description: 'Custom fields; each must match.' }),
      }),
    }),
  });
}

type FilterRef = ReturnType<typeof builder.inputRef<{ [field: string]: unknown }>>;
const refs = new Map<string, FilterRef>();

function refOf({ typeName }: FilterShape): FilterRef {
  const ref = refs.get(typeName);
  if (!ref) throw new Error(`${typeName} is not defined`);
  return ref;
}

export const StatusChangeFilter = defineFilter(statusChangeFilter, 'Which changes of status.');
export const ContactFilter = defineFilter(contactFilter, 'Which contacts.');
export const OpportunityFilter = defineFilter(opportunityFilter, 'Which opportunities.');
export const LeadFilter = defineFilter(leadFilter, 'Which leads.');

/** @throws FILTER_TOO_COMPLEX, INVALID_FILTER */
export function filterFromInput(shape: FilterShape, input: FilterInput | null | undefined, zone: Zone): Filter {
  return saidAt('filter', () => {
    const filter = read(shape, input ?? {}, zone, 1);
    assertBounded(filter);
    return filter;
  });
}

function read(shape: FilterShape, input: FilterInput, zone: Zone, depth: number): Filter {
  if (depth > limits.depth) {
    throw new DomainError('FILTER_TOO_COMPLEX', `The filter is nested more than ${limits.depth} deep.`);
  }
  const parts = Object.entries(input).flatMap(([name, value]) =>
    value === undefined ? [] : [saidAt(name, () => readField(shape, name, value, zone, depth))],
  );
  return and(...parts);
}

/** Within another: there it must ask something. */
function readInner(shape: FilterShape, input: FilterInput, zone: Zone, depth: number): Filter {
  const filter = read(shape, input, zone, depth);
  if (filter.kind !== 'every') return filter;
  throw saysNothing('{}', 'To find what has any at all, use { id: { isNull: false } }.');
}

function readField(shape: FilterShape, name: string, value: unknown, zone: Zone, depth: number): Filter {
  if (value === null) throw saysNothing('null', 'To find what has no value, use { isNull: true }.');
  const nested = (part: unknown) => readInner(shape, part as FilterInput, zone, depth + 1);
  const each = (read: (part: unknown) => Filter) =>
    (value as unknown[]).map((part, index) => saidAt(index, () => read(part)));
  if (name === 'not') return { kind: 'not', filter: nested(value) };
  if (name === 'and') return and(...each(nested));
  if (name === 'or') return { kind: 'or', filters: each(nested) };
  if (name === 'words') return wordsOf(value as string);
  if (name === 'phrase') return phraseOf(value as string);
  if (name === 'part') return { kind: 'part', ...(value as Part) };
  if (name === 'custom') return and(...each((part) => readCustom(part as FilterInput, zone)));
  const relation = shape.relations[name];
  if (relation) {
    const [related, inner] = relation;
    return { kind: 'some', relation: related, filter: readInner(inner(), value as FilterInput, zone, depth + 1) };
  }
  const row = shape.fields[name];
  if (!row) throw new Error(`${shape.typeName} has no field ${name}`);
  return comparisonToFilter(row[0], row[1], value as ComparisonInput, zone);
}

function readCustom({ fieldId, ...given }: FilterInput, zone: Zone): Filter {
  const parts = Object.entries(customComparisons).flatMap(([name, comparison]) => {
    const input = given[name];
    if (input === undefined) return [];
    return [
      saidAt(name, () => {
        if (input === null) throw saysNothing('null', 'To find what has no value, use { isNull: true }.');
        return comparisonToFilter(`custom.${fieldId}`, comparison, input as ComparisonInput, zone);
      }),
    ];
  });
  if (parts.length > 0) return and(...parts);
  throw new DomainError('INVALID_FILTER', `Give one of ${Object.keys(customComparisons).join(', ')} beside fieldId.`);
}
