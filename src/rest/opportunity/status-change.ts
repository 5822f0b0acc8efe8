/** `/activity/status_change/opportunity/`: the history of statuses. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import { formatOpportunityValue } from '../../opportunity/formatted-value.ts';
import { deleteStatusChange, logStatusChange, type StatusLogEntry } from '../../opportunity/status-log.ts';
import { valuePeriods } from '../../value/money.ts';
import { statusTypes } from '../../value/status-type.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { type Field, fieldsOf, type Resource } from '../field.ts';
import { exactly, moment as momentFilter, ownOrganization } from '../filters.ts';
import { searchedList } from '../list.ts';
import { anyText } from '../reader.ts';
import { noSuchObject } from '../refusals.ts';
import type { Route } from '../route.ts';
import { integer, midnight, nullable, oneOf, text } from '../schema.ts';
import { entryOfChange, whoAndWhen } from '../status-change.ts';
import { wireMidnight } from '../time.ts';

type ChangeRow = Prisma.StatusChangeGetPayload<{ include: { membership: true } }>;

const { column, computed, fixed } = fieldsOf<ChangeRow>();

/** What the statuses were called then. */
const statusThen = (when: 'old' | 'new', about: string): readonly Field<ChangeRow>[] => {
  const optional = when === 'old' ? nullable : <Same>(schema: Same) => schema;
  return [
    column(`${when}_status_id`, `${when}StatusId`, optional(text), `The status ${about}.`),
    column(`${when}_status_label`, `${when}StatusLabel`, optional(text), 'What it was called then.'),
    column(`${when}_status_type`, `${when}StatusType`, optional(oneOf(statusTypes)), 'What it meant.'),
    column(`${when}_pipeline_id`, `${when}PipelineId`, optional(text), 'The pipeline it belonged to.'),
    column(`${when}_pipeline_name`, `${when}PipelineName`, optional(text), 'What that was called then.'),
  ];
};

export const statusChange: Resource<ChangeRow> = {
  name: 'OpportunityStatusChange',
  description: 'One change of the status of an opportunity, and what that was worth then.',
  rows: (read) => read.statusChange,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    fixed('_type', 'OpportunityStatusChange', oneOf(['OpportunityStatusChange']), 'The kind of activity.'),
    column('id', 'id', text, '`acti_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('opportunity_id', 'opportunityId', text, 'What changed.'),
    column('lead_id', 'leadId', text, 'The lead of the opportunity.'),
    column('contact_id', 'contactId', nullable(text), 'The contact that the deal was with then.'),
    ...statusThen('old', 'before'),
    ...statusThen('new', 'after'),
    column('opportunity_value', 'opportunityValue', nullable(integer), 'The value then, in minor units.'),
    column('opportunity_value_period', 'opportunityValuePeriod', oneOf(valuePeriods), 'How often it was paid.'),
    computed('opportunity_value_currency', text, 'ISO 4217 code.', (_row, { caller }) => caller.currency),
    computed(
      'opportunity_value_formatted',
      text,
      'The value then, for people.',
      ({ opportunityValue: value, opportunityValuePeriod: valuePeriod }, { caller }) =>
        formatOpportunityValue({ value, valuePeriod }, caller.currency),
      { select: { opportunityValue: true, opportunityValuePeriod: true } },
    ),
    column('opportunity_confidence', 'opportunityConfidence', integer, 'The confidence then.'),
    computed(
      'opportunity_date_won',
      nullable(midnight),
      'The day it was won, as the midnight at which it begins.',
      ({ opportunityDateWon: won }) => (won === null ? null : wireMidnight(won)),
      { select: { opportunityDateWon: true } },
    ),
    ...whoAndWhen,
  ],
};

const filters = [
  exactly('id', 'The id of the change.'),
  exactly('opportunity_id', 'What changed.'),
  exactly('lead_id', 'The lead of the opportunity.'),
  exactly('contact_id', 'The contact that the deal was with then.'),
  exactly('user_id', 'Who changed it.'),
  momentFilter('date_created', 'When it changed.', 'date'),
  momentFilter('activity_at', 'When it changed.', 'date'),
  ownOrganization,
];

const entry = bodyFieldsOf<StatusLogEntry>();
const entryBody = [
  entry('opportunity_id', 'opportunityId', anyText, 'What changed.', {
    ...{ errorName: 'opportunity', refusal: noSuchObject },
  }),
  ...entryOfChange,
];

const required = ['opportunity_id', 'new_status_id'];

const path = '/activity/status_change/opportunity/';

export const statusChangeRoutes: readonly Route[] = [
  searchedList(statusChange, path, {
    ...{ several: 'changes of status', table: 'statusChange', filters, bounds: { limit: 1000 } },
    order: [{ field: 'date', descending: true }],
  }),
  ...crud(statusChange, path, {
    right: 'write',
    one: 'a change of status, which moves no opportunity',
    ...{ body: bodySchema(entryBody), required },
    create: (session, { caller, body }) =>
      inNamesOf(entryBody, body, async () => {
        const input = readWhole<StatusLogEntry>(entryBody, required, body, caller);
        return logStatusChange(session, caller, input);
      }),
    remove: (session, { caller }, id) => deleteStatusChange(session, caller, id),
  }),
];
