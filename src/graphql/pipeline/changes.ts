/** Pipelines: created, renamed, deleted, and put in order with the statuses in them. */
import { createPipeline, deletePipeline, reorderPipelines, updatePipeline } from '../../pipeline/pipeline.ts';
import { reorderStatuses } from '../../pipeline/status.ts';
import { builder } from '../builder.ts';
import {
  change,
  Deletion,
  deletedId,
  idArgument,
  orderArgument,
  orderedPayloadOf,
  payloadOf,
  sameId,
} from '../change/change.ts';
import { allPipelines, Pipeline, readPipelines } from './pipeline.ts';
import { NewOpportunityStatusInput } from './status-changes.ts';

const PipelinePayload = payloadOf(Pipeline, readPipelines);

const PipelinesPayload = orderedPayloadOf(Pipeline, 'Pipelines', 'pipelines', (_all, context, info) =>
  allPipelines(context, info),
);

builder.mutationFields((t) => ({
  createPipeline: change(t, {
    right: 'administer',
    type: PipelinePayload,
    description: 'A new pipeline, the last of all.',
    args: {
      name: t.arg.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
      statuses: t.arg({ type: [NewOpportunityStatusInput], description: 'Its statuses in order; none without it.' }),
    },
    run: async (session, caller, args) => ({
      id: await createPipeline(session, caller, { name: args.name, statuses: args.statuses ?? [] }),
    }),
  }),
  renamePipeline: change(t, {
    right: 'administer',
    type: PipelinePayload,
    description: 'Calls a pipeline something else. History keeps what it was called before.',
    args: {
      ...idArgument(t, 'pipe'),
      name: t.arg.string({ required: true, description: 'What it is called from now on.' }),
    },
    run: sameId((session, caller, args) => updatePipeline(session, caller, args.id, { name: args.name })),
  }),
  reorderPipelines: change(t, {
    right: 'administer',
    type: PipelinesPayload,
    description: 'Puts pipelines in order; the first is the default of new opportunities.',
    args: {
      ...orderArgument(t),
    },
    run: async (session, caller, args) => {
      await reorderPipelines(session, caller, args.ids);
      return {};
    },
  }),
  deletePipeline: change(t, {
    right: 'administer',
    type: Deletion,
    description: 'Deletes a pipeline that has no statuses; the last one stays (IN_USE).',
    args: { ...idArgument(t, 'pipe') },
    run: deletedId((session, caller, args) => deletePipeline(session, caller, args.id)),
  }),
  reorderOpportunityStatuses: change(t, {
    right: 'administer',
    type: PipelinePayload,
    description: 'Puts the statuses of a pipeline in order; one that is elsewhere moves in.',
    args: {
      pipelineId: t.arg.id({ required: true, description: 'The pipeline, `pipe_…`.' }),
      statusIds: t.arg.idList({
        required: true,
        description: 'The first ones, in order; the others of the pipeline follow as they stand.',
      }),
    },
    run: async (session, caller, args) => {
      await reorderStatuses(session, caller, args.pipelineId, args.statusIds);
      return { id: args.pipelineId };
    },
  }),
}));
