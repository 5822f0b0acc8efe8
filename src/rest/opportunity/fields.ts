/** An opportunity as REST shows it. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { formatOpportunityValue } from '../../opportunity/formatted-value.ts';
import { isStalled } from '../../opportunity/stalled.ts';
import { roundWeighted, valuePeriods } from '../../value/money.ts';
import { toInstant } from '../../value/period.ts';
import { statusTypes } from '../../value/status-type.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { day, described, integer, link, listOf, nullable, object, oneOf, type Schema, text } from '../schema.ts';

export type OpportunityRow = Prisma.OpportunityGetPayload<{
  include: {
    lead: { include: { contacts: true } };
    contact: true;
    userMembership: true;
    createdMembership: true;
    updatedMembership: true;
    status: { include: { pipeline: true } };
  };
}>;

const { column, computed, fixed, moment, onDemand, optionalMoment } = fieldsOf<OpportunityRow>();

type Person = 'userMembership' | 'createdMembership' | 'updatedMembership';

const nameOf = (name: string, person: Person, description: string) =>
  computed(name, nullable(text), description, (row) => row[person]?.fullName ?? null, {
    select: { [person]: { select: { fullName: true } } },
  });

const ofStatus = <Key extends 'label' | 'type' | 'pipelineId'>(
  name: string,
  key: Key,
  schema: Schema,
  description: string,
) =>
  computed(name, schema, description, ({ status }) => status[key], {
    select: { status: { select: { [key]: true } } },
  });

const rounded = (name: string, key: 'weighted' | 'annualizedWeighted', description: string) =>
  computed(
    name,
    nullable(integer),
    description,
    ({ [key]: weighted }) => (weighted === null ? null : roundWeighted(weighted)),
    { select: { [key]: true } },
  );

/** Of the lead's contacts in order, the first who has one. */
const ofFirstContact = (name: string, list: 'emails' | 'phones', key: string, description: string) =>
  computed(
    name,
    nullable(text),
    description,
    ({ lead }) => lead.contacts.flatMap((contact) => contact[list] as { [key: string]: string }[])[0]?.[key] ?? null,
    { select: { lead: { select: { contacts: { select: { [list]: true }, orderBy: contactOrder } } } } },
  );

export const contactOrder = [{ dateCreated: 'asc' }, { rowKey: 'asc' }] as const;

const commentSummary = object({
  comment_count: described(integer, 'How many; the gateway keeps none.'),
  thread_id: described(nullable(text), 'Where they stand.'),
});
const attachment = object({
  ...{ content_type: described(text, 'Its media type.'), filename: described(text, 'What it is called.') },
  ...{ size: described(integer, 'In bytes.'), url: described(text, 'Where it is.') },
  thumbnail_url: described(text, 'Where a small picture of it is.'),
});

export const opportunity: Resource<OpportunityRow> = {
  name: 'Opportunity',
  description: 'A potential deal with a lead. Custom fields that are set stand beside the others as `custom.cf_…`.',
  custom: { owner: 'opportunity', byName: false },
  rows: (read) => read.opportunity,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    column('id', 'id', text, '`oppo_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('lead_id', 'leadId', text, 'Whom the deal is with.'),
    computed('lead_name', text, 'What the lead is called.', ({ lead }) => lead.name, {
      select: { lead: { select: { name: true } } },
    }),
    column('contact_id', 'contactId', nullable(text), 'The person there; null when none was named.'),
    computed('contact_name', nullable(text), 'The name of that person.', ({ contact }) => contact?.name ?? null, {
      select: { contact: { select: { name: true } } },
    }),
    column('user_id', 'userId', nullable(text), 'Who works on the deal.'),
    nameOf('user_name', 'userMembership', 'The full name of who works on the deal.'),
    column(
      'created_by',
      'createdById',
      nullable(text),
      'Who created it; null where nobody here did, or it is not known.',
    ),
    nameOf('created_by_name', 'createdMembership', 'The full name of who created it.'),
    column('updated_by', 'updatedById', nullable(text), 'Who changed it last; null for imports.'),
    nameOf('updated_by_name', 'updatedMembership', 'The full name of who changed it last.'),
    column('status_id', 'statusId', text, 'Where the deal stands.'),
    ofStatus('status_label', 'label', text, 'What the status is called.'),
    ofStatus('status_display_name', 'label', text, 'What the status is called.'),
    ofStatus('status_type', 'type', oneOf(statusTypes), 'What the status means for the deal.'),
    ofStatus('pipeline_id', 'pipelineId', text, 'The pipeline of the status.'),
    computed('pipeline_name', text, 'What the pipeline is called.', ({ status }) => status.pipeline.name, {
      select: { status: { select: { pipeline: { select: { name: true } } } } },
    }),
    column('value', 'value', nullable(integer), 'What the deal is worth per period, in minor units (cents).'),
    column('value_period', 'valuePeriod', oneOf(valuePeriods), 'How often the value is paid.'),
    computed('value_currency', text, 'ISO 4217 code.', (_row, { caller }) => caller.currency),
    computed(
      'value_formatted',
      text,
      'The value for people: `$1,500 monthly`; empty when it is 0 or unknown.',
      (row, { caller }) => formatOpportunityValue(row, caller.currency),
      { select: { value: true, valuePeriod: true } },
    ),
    rounded('expected_value', 'weighted', 'Value times confidence, rounded half away from zero.'),
    column('annualized_value', 'annualizedValue', nullable(integer), 'The value for a year: monthly times 12.'),
    rounded('annualized_expected_value', 'annualizedWeighted', 'Annualized value times confidence, rounded.'),
    column('confidence', 'confidence', integer, 'How likely it is to be won, in percent.'),
    column('note', 'note', text, 'Free text; empty when there is none.'),
    column('note_html', 'noteHtml', nullable(text), 'The note as HTML.'),
    moment('date_created', 'dateCreated', 'When it was created.'),
    moment('date_updated', 'dateUpdated', 'When it was last changed.'),
    column('date_won', 'dateWon', nullable(day), 'The day it was won, or is expected to be.'),
    optionalMoment('date_lost', 'dateLost', 'When it was lost; null unless it is.'),
    fixed('attachments', [], listOf(attachment), 'Files; the gateway keeps none.'),
    fixed('integration_links', [], listOf(link), 'Links to other systems; the gateway keeps none.'),
    onDemand(
      computed(
        'is_stalled',
        { type: 'boolean' },
        'Whether the deal stands still: active, and not changed for as many days as the organization sets.',
        ({ status, dateUpdated }, { caller }) =>
          isStalled({ type: status.type, updated: toInstant(dateUpdated) }, caller),
        { select: { status: { select: { type: true } }, dateUpdated: true } },
      ),
    ),
    onDemand(fixed('stall_status', null, nullable(text), 'Why the deal stands still.')),
    onDemand(fixed('suggested_action', null, nullable(text), 'What to do next.')),
    onDemand(fixed('comment_summary', { comment_count: 0, thread_id: null }, commentSummary, 'Its comments.')),
    onDemand(ofFirstContact('lead_primary_email', 'emails', 'email', 'The first e-mail address of the lead.')),
    onDemand(ofFirstContact('lead_primary_phone', 'phones', 'phone', 'The first phone number of the lead.')),
  ],
};
