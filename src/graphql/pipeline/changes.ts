/** Pipelines: created, renamed, deleted, and put in order with the statuses in them. */
import { createPipeline, deletePipeline, reorderPipelines, updatePipeline } from '../../pipeline/pipeline.ts';
import { reorderStatuses } from '../../pipeline/status.ts';
import { builder } from '../builder.ts';
import { Deletion, idArgument, keyArgument, payloadOf, write } from '../change/change.ts';
import { allPipelines, Pipeline, readPipelines } from './pipeline.ts';
import { NewOpportunityStatusInput } from './status-changes.ts';

const PipelinePayload = payloadOf(Pipeline, readPipelines);

const PipelinesPayload = builder.objectRef<object>('PipelinesPayload').implement({
  description: 'The pipelines after they were put in order.',
  fields: (t) => ({
    pipelines: t.field({
      type: [Pipeline],
      description: 'All pipelines, in their new order.',
      resolve: (_payload, _args, context, info) => allPipelines(context, info),
    }),
  }),
});

builder.mutationFields((t) => ({
  createPipeline: t.field({
    type: PipelinePayload,
    nullable: true,
    description: 'A new pipeline, the last of all.',
    args: {
      name: t.arg.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
      statuses: t.arg({ type: [NewOpportunityStatusInput], description: 'Its statuses in order; none without it.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => ({
        id: await createPipeline(session, caller, { name: args.name, statuses: args.statuses ?? [] }),
      })),
  }),
  renamePipeline: t.field({
    type: PipelinePayload,
    nullable: true,
    description: 'Calls a pipeline something else. History keeps what it was called before.',
    args: {
      ...idArgument(t, 'pipe'),
      name: t.arg.string({ required: true, description: 'What it is called from now on.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await updatePipeline(session, caller, args.id, { name: args.name });
        return { id: args.id };
      }),
  }),
  reorderPipelines: t.field({
    type: PipelinesPayload,
    nullable: true,
    description: 'Puts pipelines in order; the first is the default of new opportunities.',
    args: {
      ids: t.arg.idList({ required: true, description: 'The first ones, in order; the others follow as they stand.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await reorderPipelines(session, caller, args.ids);
        return {};
      }),
  }),
  deletePipeline: t.field({
    type: Deletion,
    nullable: true,
    description: 'Deletes a pipeline that has no statuses; the last one stays (IN_USE).',
    args: { ...idArgument(t, 'pipe'), ...keyArgument(t) },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await deletePipeline(session, caller, args.id);
        return { deletedId: args.id };
      }),
  }),
  reorderOpportunityStatuses: t.field({
    type: PipelinePayload,
    nullable: true,
    description: 'Puts the statuses of a pipeline in order; one that is elsewhere moves in.',
    args: {
      pipelineId: t.arg.id({ required: true, description: 'The pipeline, `pipe_…`.' }),
      statusIds: t.arg.idList({
        required: true,
        description: 'The first ones, in order; the others of the pipeline follow as they stand.',
      }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await reorderStatuses(session, caller, args.pipelineId, args.statusIds);
        return { id: args.pipelineId };
      }),
  }),
}));
