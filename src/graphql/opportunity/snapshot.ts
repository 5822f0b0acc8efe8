/** An opportunity as it was at a moment that has passed. */
import type { Snapshot } from '../../opportunity/past/snapshot.ts';
import { roundWeighted } from '../../value/money.ts';
import type { CalendarDate } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { Contact } from '../contact/contact.ts';
import { StatusType, ValuePeriod } from '../enums.ts';
import { Lead } from '../lead/lead.ts';
import { User } from '../organization/user.ts';
import { OpportunityStatus } from '../pipeline/pipeline.ts';
import { Opportunity } from './opportunity.ts';

const rounded = (weighted: bigint | null) => (weighted === null ? null : roundWeighted(weighted));

export const OpportunitySnapshot = builder.objectRef<Snapshot>('OpportunitySnapshot').implement({
  description:
    'What an opportunity was at a moment that has passed. It has no `id`, for that is of the opportunity as it is now. Whom and what it points to is shown as it is now, and null when it is gone.',
  fields: (t) => ({
    opportunityId: t.exposeID('id', { description: '`oppo_…`, also of one that has been deleted since.' }),
    opportunity: t.field({
      type: Opportunity,
      nullable: true,
      description: 'The opportunity as it is now; null when it has been deleted since.',
      resolve: ({ id }, _args, { loaders }) => loaders.opportunity.load(id),
    }),
    lead: t.field({
      type: Lead,
      nullable: true,
      description: 'Whom the deal was with; null when the lead has been deleted since.',
      resolve: (row, _args, { loaders }) => loaders.lead.load(row.lead_id),
    }),
    contact: t.field({
      type: Contact,
      nullable: true,
      description: 'The person there; null when none was named, or has been deleted since.',
      resolve: (row, _args, { loaders }) => (row.contact_id === null ? null : loaders.contact.load(row.contact_id)),
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'Who worked on the deal; null when nobody did.',
      resolve: (row, _args, { loaders }) => (row.user_id === null ? null : loaders.user.load(row.user_id)),
    }),
    status: t.field({
      type: OpportunityStatus,
      nullable: true,
      description: 'Where it stood; null when the status has been deleted since.',
      resolve: (row, _args, { loaders }) => loaders.status.load(row.status_id),
    }),
    statusLabel: t.exposeString('status_label', {
      description: 'What that status is called now; a deleted one as it was called, followed by ` (deleted)`.',
    }),
    statusType: t.field({
      type: StatusType,
      description: 'What that status means.',
      resolve: (row) => row.status_type as 'active' | 'won' | 'lost',
    }),
    value: t.expose('value', {
      type: 'Money',
      nullable: true,
      description: 'What it was worth per `valuePeriod`, in minor units (cents); null when unknown.',
    }),
    valuePeriod: t.field({
      type: ValuePeriod,
      description: 'How often the value was to be paid.',
      resolve: (row) => row.value_period as 'one_time' | 'monthly' | 'annual',
    }),
    confidence: t.exposeInt('confidence', { description: 'How likely it was to be won, in percent, 0 to 100.' }),
    expectedValue: t.field({
      type: 'Money',
      nullable: true,
      description: 'Value times confidence, in minor units, rounded half away from zero; null when the value is.',
      resolve: (row) => rounded(row.weighted),
    }),
    valueAnnualized: t.expose('annualized_value', {
      type: 'Money',
      nullable: true,
      description: 'The value for a year, in minor units: monthly times 12; null when the value is.',
    }),
    expectedValueAnnualized: t.field({
      type: 'Money',
      nullable: true,
      description:
        'The value for a year times confidence, in minor units, rounded half away from zero; null when the value is.',
      resolve: (row) => rounded(row.annualized_weighted),
    }),
    dateWon: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day it was won; of an active deal, the day it was expected to be. Null when unknown.',
      resolve: (row) => row.date_won as CalendarDate | null,
    }),
    dateLost: t.expose('date_lost', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was lost; null unless it was.',
    }),
    dateCreated: t.expose('date_created', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('date_updated', {
      type: 'DateTime',
      description: 'When it had last changed: since then it was so.',
    }),
    externalId: t.exposeString('external_id', {
      nullable: true,
      description: 'Its id where it was imported from; null otherwise.',
    }),
    isAssumed: t.exposeBoolean('is_assumed', {
      description:
        'Whether nobody saw it so: it is concluded from what is known since, as that a deal was open before it was won.',
    }),
  }),
});
