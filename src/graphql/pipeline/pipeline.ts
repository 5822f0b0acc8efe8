/** Pipelines and the statuses in them; statuses of leads. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import type { Context } from '../context.ts';
import { StatusType } from '../enums.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';

const inOrder = [{ position: 'asc' as const }, { id: 'asc' as const }];

export const Pipeline = builder.prismaObject('Pipeline', {
  description: 'A way that deals go: an ordered list of statuses.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`pipe_…`' }),
    name: t.exposeString('name', { description: 'What it is called.' }),
    position: t.exposeInt('position', { description: 'Its place among the pipelines; the first is the default.' }),
    statuses: t.relation('statuses', {
      description: 'Its statuses, in the order deals go through them.',
      query: { orderBy: inOrder },
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
});

export const OpportunityStatus = builder.prismaObject('OpportunityStatus', {
  description: 'A step of a pipeline.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`stat_…`' }),
    label: t.exposeString('label', { description: 'What it is called.' }),
    type: t.field({
      type: StatusType,
      description: 'What it means for a deal.',
      select: { type: true },
      resolve: ({ type }) => type as 'active' | 'won' | 'lost',
    }),
    position: t.exposeInt('position', { description: 'Its place in its pipeline.' }),
    pipeline: t.relation('pipeline', { description: 'The pipeline it belongs to.' }),
  }),
});

export const LeadStatus = builder.prismaObject('LeadStatus', {
  description: 'Where the relation to a lead stands.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`stat_…`' }),
    label: t.exposeString('label', { description: 'What it is called.' }),
    position: t.exposeInt('position', {
      description: 'Its place among the statuses of leads; the first is the default.',
    }),
  }),
});

export const readPipelines: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.pipeline.findMany({ ...selection, where: mine(caller, ids) });

export const readOpportunityStatuses: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.opportunityStatus.findMany({ ...selection, where: mine(caller, ids) });

export const readLeadStatuses: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.leadStatus.findMany({ ...selection, where: mine(caller, ids) });

registerNode('pipeline', 'Pipeline', readPipelines);
registerNode('status', 'OpportunityStatus', readOpportunityStatuses);
registerNode('status', 'LeadStatus', readLeadStatuses);

export const allPipelines = (context: Context, info: GraphQLResolveInfo) =>
  context.session.rows.pipeline.findMany({
    ...queryFromInfo({ context, info }),
    where: { organizationId: context.caller.organizationId },
    orderBy: inOrder,
  });

export const allLeadStatuses = (context: Context, info: GraphQLResolveInfo) =>
  context.session.rows.leadStatus.findMany({
    ...queryFromInfo({ context, info }),
    where: { organizationId: context.caller.organizationId },
    orderBy: inOrder,
  });

builder.queryFields((t) => ({
  pipelines: t.field({
    type: [Pipeline],
    description: 'All pipelines, in order.',
    resolve: (_root, _args, context, info) => allPipelines(context, info),
  }),
  opportunityStatuses: t.field({
    type: [OpportunityStatus],
    description: 'All statuses of opportunities: pipeline after pipeline, each in its order.',
    resolve: (_root, _args, context, info) =>
      context.session.rows.opportunityStatus.findMany({
        ...queryFromInfo({ context, info }),
        where: { organizationId: context.caller.organizationId },
        orderBy: [{ pipeline: { position: 'asc' } }, ...inOrder],
      }),
  }),
  leadStatuses: t.field({
    type: [LeadStatus],
    description: 'All statuses of leads, in order.',
    resolve: (_root, _args, context, info) => allLeadStatuses(context, info),
  }),
}));
