/** What can be written of an opportunity. */
import type { OpportunityInput as CoreInput } from '../../opportunity/input.ts';
import type { OpportunityUpdate } from '../../opportunity/update.ts';
import { builder, type InputFields } from '../builder.ts';
import { CustomFieldInput, customFieldChanges } from '../change/custom-field-input.ts';
import { ValuePeriod } from '../enums.ts';

const fields = (t: InputFields) => ({
  leadId: t.id({
    description:
      'Whom the deal is with, `lead_…`. Always there: a new one without it is with the lead of its contact, or gets a lead called «Untitled».',
  }),
  contactId: t.id({
    description:
      'The person there, `cont_…`; one of another lead is refused. Left behind when the deal moves to another lead.',
  }),
  userId: t.id({ description: 'Who works on it, an active user, `user_…`. Of a new one: the caller.' }),
  statusId: t.id({
    description:
      'Where it stands, `stat_…`. Of a new one: the first status. Becoming won sets dateWon to today where there is none; becoming lost sets dateLost to now, and leaving lost clears it.',
  }),
  pipelineId: t.id({
    description: 'Moves it to the first status of this pipeline, or says to which pipeline statusId must belong.',
  }),
  value: t.field({
    type: 'Money',
    description: 'What it is worth per valuePeriod, in minor units (cents), up to 99999999999999 either way.',
  }),
  valuePeriod: t.field({ type: ValuePeriod, description: 'How often the value is paid; null: ONE_TIME.' }),
  confidence: t.int({ description: 'How likely it is to be won, 0 to 100 percent; null: 50.' }),
  note: t.string({ description: 'Free text, from which noteHtml is made.' }),
  noteHtml: t.string({
    description:
      'The note as HTML, from which `note` is made. Of both, the one that is new counts; this one if both are.',
  }),
  dateWon: t.field({ type: 'Date', description: 'The day it was, or is expected to be, won.' }),
  dateLost: t.field({
    type: 'DateTime',
    description: 'When it was lost. Passed over unless it is lost after the change: only then there is one.',
  }),
  dateCreated: t.field({ type: 'DateTime', description: 'When it was created, if that was earlier elsewhere.' }),
  createdById: t.id({ description: 'Who created it, `user_…`, if that was not the caller.' }),
  customFields: t.field({ type: [CustomFieldInput], description: 'What becomes of custom fields; the others stay.' }),
});

export const OpportunityInput = builder.inputType('OpportunityInput', {
  description:
    'What is said of an opportunity. What is left out stays as it is, or gets its default in a new one. null empties what may be empty.',
  fields,
});

export const OpportunityUpdateInput = builder.inputType('OpportunityUpdateInput', {
  description: 'What is said of one opportunity of a batch. What is left out stays; null empties what may be empty.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which one, `oppo_…`. Each at most once in a batch.' }),
    expectedVersion: t.int({ description: 'The version that was read; with another one by now this row is an error.' }),
    ...fields(t),
  }),
});

type Given = typeof OpportunityInput.$inferInput;

export function opportunityInput({ customFields, ...input }: Given): CoreInput {
  return { ...input, customFields: customFieldChanges(customFields ?? []) };
}

export function opportunityUpdate({
  id,
  expectedVersion,
  ...change
}: typeof OpportunityUpdateInput.$inferInput): OpportunityUpdate {
  return { id, expectedVersion, change: opportunityInput(change) };
}
