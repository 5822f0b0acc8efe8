/** An opportunity, and one opportunity by its id. */
import type { Session } from '../../db/client.ts';
import { formatOpportunityValue } from '../../opportunity/formatted-value.ts';
import { isStalled } from '../../opportunity/stalled.ts';
import { roundWeighted } from '../../value/money.ts';
import { type CalendarDate, formatInstant, toInstant } from '../../value/period.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { Contact } from '../contact/contact.ts';
import { CustomFieldValue, heldIn, idsArgument, valuesOf } from '../custom-field/values.ts';
import { ValuePeriod } from '../enums.ts';
import { Lead } from '../lead/lead.ts';
import { Node, type ReadByIds, readOne, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';
import { OpportunityStatus } from '../pipeline/pipeline.ts';

export const Opportunity = builder.prismaObject('Opportunity', {
  description: 'A potential deal with a lead.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`oppo_…`' }),
    lead: t.relation('lead', { type: Lead, description: 'Whom the deal is with.' }),
    contact: t.relation('contact', {
      type: Contact,
      nullable: true,
      description: 'The person there; null when none was named.',
    }),
    user: t.relation('userMembership', {
      type: User,
      nullable: true,
      description: 'Who works on the deal; null when nobody does.',
    }),
    status: t.relation('status', {
      type: OpportunityStatus,
      description: 'Where the deal stands; it tells the pipeline too.',
    }),
    value: t.expose('value', {
      type: 'Money',
      nullable: true,
      description: 'What the deal is worth per `valuePeriod`, in minor units (cents); null when unknown.',
    }),
    valueFormatted: t.string({
      description: 'The value for people: `$1,500 monthly`; empty when it is 0 or unknown.',
      select: { value: true, valuePeriod: true },
      resolve: (row, _args, { caller }) => formatOpportunityValue(row, caller.currency),
    }),
    valuePeriod: t.field({
      type: ValuePeriod,
      description: 'How often the value is paid.',
      select: { valuePeriod: true },
      resolve: ({ valuePeriod }) => valuePeriod as 'one_time' | 'monthly' | 'annual',
    }),
    confidence: t.exposeInt('confidence', { description: 'How likely it is to be won, in percent, 0 to 100.' }),
    expectedValue: t.field({
      type: 'Money',
      nullable: true,
      description: 'Value times confidence, in minor units, rounded half away from zero; null when the value is.',
      select: { weighted: true },
      resolve: ({ weighted }) => (weighted === null ? null : roundWeighted(weighted)),
    }),
    valueAnnualized: t.expose('annualizedValue', {
      type: 'Money',
      nullable: true,
      description:
        'The value for a year, in minor units: monthly times 12, the others as they are; null when the value is.',
    }),
    expectedValueAnnualized: t.field({
      type: 'Money',
      nullable: true,
      description:
        'The value for a year times confidence, in minor units, rounded half away from zero; null when the value is.',
      select: { annualizedWeighted: true },
      resolve: ({ annualizedWeighted }) => (annualizedWeighted === null ? null : roundWeighted(annualizedWeighted)),
    }),
    note: t.exposeString('note', { description: 'Free text; empty when there is none.' }),
    noteHtml: t.exposeString('noteHtml', { nullable: true, description: 'The note as HTML; null when there is none.' }),
    dateWon: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day it was won; on an active deal, the day it is expected to be. Null when unknown.',
      select: { dateWon: true },
      resolve: ({ dateWon }) => dateWon as CalendarDate | null,
    }),
    dateLost: t.expose('dateLost', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was lost; null unless it is.',
    }),
    expectedCloseDate: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day on which an active deal is expected to be won; null when unknown, and for others.',
      select: { dateWon: true, status: { select: { type: true } } },
      resolve: ({ dateWon, status }) => (status.type === 'active' ? (dateWon as CalendarDate | null) : null),
    }),
    closedAt: t.field({
      type: 'DateOrDateTime',
      nullable: true,
      description:
        'Since when it is closed: the day on which it was won, for only that is known, or the moment at which it was lost. Null when unknown, and while it is active.',
      select: { dateWon: true, dateLost: true, status: { select: { type: true } } },
      resolve: closedAt,
    }),
    statusSince: t.field({
      type: 'DateTime',
      description: 'Since when it stands in its status: since its last change, else since its creation.',
      select: { id: true, dateCreated: true },
      resolve: async ({ id, dateCreated }, _args, { loaders }) =>
        (await loaders.statusSince.load(id)) ?? toInstant(dateCreated),
    }),
    isStalled: t.boolean({
      description:
        'Whether it stands still: active, and not changed for `stalledAfterDays` of the organization or longer. False where that is null.',
      select: { dateUpdated: true, status: { select: { type: true } } },
      resolve: ({ dateUpdated, status }, _args, { caller }) =>
        isStalled({ type: status.type, updated: toInstant(dateUpdated) }, caller),
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
    createdBy: t.relation('createdMembership', {
      type: User,
      nullable: true,
      description: 'Who created it; null where nobody here did, or it is not known.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null for imports.',
    }),
    customFields: t.field({
      type: [CustomFieldValue],
      description: 'Its custom fields that have a value, by name of the field.',
      args: idsArgument(t),
      select: valuesOf,
      resolve: (row, _args, context) => heldIn(context, row.customFieldValues),
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'Its id where it was imported from; null otherwise.',
    }),
    version: t.exposeInt('version', { description: 'Grows by one with every change.' }),
  }),
});

interface Closing {
  readonly dateWon: string | null;
  readonly dateLost: Date | null;
  readonly status: { readonly type: string };
}

function closedAt({ dateWon, dateLost, status }: Closing): string | null {
  if (status.type === 'won') return dateWon;
  return status.type === 'lost' && dateLost ? formatInstant(toInstant(dateLost)) : null;
}

export const readOpportunities: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.opportunity.findMany({
    ...selection,
    where: mine(caller, ids),
  });

export const opportunityRows = { load: readOpportunities, reader: ({ rows }: Session) => rows.opportunity };

registerNode('opportunity', 'Opportunity', readOpportunities);

builder.queryField('opportunity', (t) =>
  t.field({
    type: Opportunity,
    nullable: true,
    description: 'One opportunity; null when there is none of that id.',
    args: { id: t.arg.id({ required: true, description: '`oppo_…`' }) },
    resolve: (_root, { id }, context, info) => readOne(readOpportunities, id, context, info),
  }),
);
