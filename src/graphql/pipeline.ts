/** Pipelines and the statuses in them; statuses of leads. */
import { queryFromInfo } from '@pothos/plugin-prisma';
import { builder } from './builder.ts';
import { StatusType } from './enums.ts';
import { Node, registerNode } from './node.ts';

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
      query: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
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

registerNode('pipeline', 'Pipeline', ({ session, caller }, ids, selection) =>
  session.prisma.pipeline.findMany({
    ...selection,
    where: { organizationId: caller.organizationId, id: { in: [...ids] } },
  }),
);
registerNode('status', 'OpportunityStatus', ({ session, caller }, ids, selection) =>
  session.prisma.opportunityStatus.findMany({
    ...selection,
    where: { organizationId: caller.organizationId, id: { in: [...ids] } },
  }),
);
registerNode('status', 'LeadStatus', ({ session, caller }, ids, selection) =>
  session.prisma.leadStatus.findMany({
    ...selection,
    where: { organizationId: caller.organizationId, id: { in: [...ids] } },
  }),
);

builder.queryFields((t) => ({
  pipelines: t.field({
    type: [Pipeline],
    description: 'All pipelines, in order.',
    resolve: (_root, _args, context, info) =>
      context.session.prisma.pipeline.findMany({
        ...queryFromInfo({ context, info }),
        where: { organizationId: context.caller.organizationId },
        orderBy: [{ position: 'asc' }, { id: 'asc' }],
      }),
  }),
  opportunityStatuses: t.field({
    type: [OpportunityStatus],
    description: 'All statuses of opportunities: pipeline after pipeline, each in its order.',
    resolve: (_root, _args, context, info) =>
      context.session.prisma.opportunityStatus.findMany({
        ...queryFromInfo({ context, info }),
        where: { organizationId: context.caller.organizationId },
        orderBy: [{ pipeline: { position: 'asc' } }, { position: 'asc' }, { id: 'asc' }],
      }),
  }),
  leadStatuses: t.field({
    type: [LeadStatus],
    description: 'All statuses of leads, in order.',
    resolve: (_root, _args, context, info) =>
      context.session.prisma.leadStatus.findMany({
        ...queryFromInfo({ context, info }),
        where: { organizationId: context.caller.organizationId },
        orderBy: [{ position: 'asc' }, { id: 'asc' }],
      }),
  }),
}));
