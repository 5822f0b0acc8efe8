/** `StatusChange`: one step of an opportunity, with what was true then. */

import type { Session } from '../../db/client.ts';
import type { ValuePeriod as ValuePeriodName } from '../../value/money.ts';
import type { CalendarDate } from '../../value/period.ts';
import type { StatusType as StatusTypeName } from '../../value/status-type.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { Contact } from '../contact/contact.ts';
import { StatusType, ValuePeriod } from '../enums.ts';
import { Lead } from '../lead/lead.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { Opportunity } from '../opportunity/opportunity.ts';
import { User } from '../organization/user.ts';

export const StatusChange = builder.prismaObject('StatusChange', {
  description:
    'One change of the status of an opportunity. Statuses are told as they were then: they may have another name by now, or be gone.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`acti_…`' }),
    opportunity: t.relation('opportunity', { type: Opportunity, description: 'What changed, as it is now.' }),
    lead: t.relation('lead', { type: Lead, description: 'The lead of the opportunity.' }),
    contact: t.field({
      type: Contact,
      nullable: true,
      description: 'The contact of the opportunity then; null when none was named, or it is gone.',
      select: { contactId: true },
      resolve: ({ contactId }, _args, { loaders }) => (contactId === null ? null : loaders.contact.load(contactId)),
    }),
    user: t.relation('membership', { type: User, nullable: true, description: 'Who changed it; null for imports.' }),
    oldStatusId: t.exposeID('oldStatusId', {
      nullable: true,
      description: 'The status before, `stat_…`; null when it is not known.',
    }),
    oldStatusLabel: t.exposeString('oldStatusLabel', {
      nullable: true,
      description: 'What the status before was called; null when it is not known.',
    }),
    oldStatusType: t.field({
      type: StatusType,
      nullable: true,
      description: 'What the status before meant; null when it is not known.',
      select: { oldStatusType: true },
      resolve: ({ oldStatusType }) => oldStatusType as StatusTypeName | null,
    }),
    oldPipelineId: t.exposeID('oldPipelineId', {
      nullable: true,
      description: 'The pipeline before, `pipe_…`; null when it is not known.',
    }),
    oldPipelineName: t.exposeString('oldPipelineName', {
      nullable: true,
      description: 'What the pipeline before was called; null when it is not known.',
    }),
    newStatusId: t.exposeID('newStatusId', { description: 'The status after, `stat_…`' }),
    newStatusLabel: t.exposeString('newStatusLabel', { description: 'What the status after was called.' }),
    newStatusType: t.field({
      type: StatusType,
      description: 'What the status after meant.',
      select: { newStatusType: true },
      resolve: ({ newStatusType }) => newStatusType as StatusTypeName,
    }),
    newPipelineId: t.exposeID('newPipelineId', { description: 'The pipeline after, `pipe_…`' }),
    newPipelineName: t.exposeString('newPipelineName', { description: 'What the pipeline after was called.' }),
    opportunityValue: t.expose('opportunityValue', {
      type: 'Money',
      nullable: true,
      description: 'What the deal was worth after the change, in minor units; null when unknown.',
    }),
    opportunityValuePeriod: t.field({
      type: ValuePeriod,
      description: 'How often that value was paid.',
      select: { opportunityValuePeriod: true },
      resolve: ({ opportunityValuePeriod }) => opportunityValuePeriod as ValuePeriodName,
    }),
    opportunityConfidence: t.exposeInt('opportunityConfidence', {
      description: 'How likely it was to be won after the change, in percent.',
    }),
    opportunityDateWon: t.field({
      type: 'Date',
      nullable: true,
      description: 'The day it was, or was expected to be, won, after the change; null when unknown.',
      select: { opportunityDateWon: true },
      resolve: ({ opportunityDateWon }) => opportunityDateWon as CalendarDate | null,
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When the status changed.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When this record was last changed.' }),
  }),
});

const readStatusChanges: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.statusChange.findMany({
    ...selection,
    where: mine(caller, ids),
  });

export const statusChangeRows = { load: readStatusChanges, reader: ({ rows }: Session) => rows.statusChange };

registerNode('activity', 'StatusChange', readStatusChanges);
