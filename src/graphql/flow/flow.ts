/** `statusFlow(pipelineId:, from:, to:)`: how opportunities go through the statuses of a pipeline, by their history. */
import DataLoader from 'dataloader';
import type { Session } from '../../db/client.ts';
import { type Flow, openFlow, stagesOf } from '../../opportunity/flow/flow.ts';
import { type FlowParts, readFlowParts } from '../../opportunity/flow/read.ts';
import type { FlowPart } from '../../opportunity/flow/row.ts';
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import { listArguments, openList } from '../opportunity/list.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import { type FlowSource, StatusFlowStatus } from './status.ts';

const StatusFlow = builder.objectRef<FlowSource>('StatusFlow').implement({
  description:
    'How opportunities went through the statuses of a pipeline in a span of time, by their creation and their changes of status. Of opportunities that there are now: what has been deleted is in no figure, nor are statuses before a history that begins later (imports bring such).',
  fields: (t) => ({
    pipeline: t.field({
      type: Pipeline,
      nullable: true,
      description: 'The pipeline. Which statuses belong to it is as it is now. Never null.',
      resolve: ({ flow }, _args, { loaders }) => loaders.pipeline.load(flow.pipelineId),
    }),
    from: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'After which moment it is told; null from the beginning.',
      resolve: ({ flow }) => flow.from ?? null,
    }),
    to: t.field({ type: 'DateTime', description: 'Up to which moment it is told.', resolve: ({ flow }) => flow.to }),
    statuses: t.field({
      type: [StatusFlowStatus],
      description:
        'The statuses in the order of the pipeline, those in which nothing happened included. Then those that have been deleted, as far as something happened in them.',
      extensions: weight({ statement: 30_000, looks: 1 }),
      resolve: async (source) => {
        const { flow, read } = source;
        const stages = stagesOf(flow);
        if (!stages.some(({ isFormer }) => isFormer)) return stages.map((status) => ({ status, source }));
        // Which of them are told is known only now: all parts at once cost less than to walk twice.
        const [{ passages }] = await Promise.all([read('passages'), read('middles'), read('reached')]);
        return stages.filter(({ id, isFormer }) => !isFormer || passages.has(id)).map((status) => ({ status, source }));
      },
    }),
  }),
});

builder.queryField('statusFlow', (t) =>
  t.field({
    type: StatusFlow,
    nullable: true,
    description:
      'How opportunities go through a pipeline: how many enter each status, leave it and where to, how long they stay, and how many of them come further and are won. Filters are of what opportunities are now.',
    args: {
      pipelineId: t.arg.id({ description: 'Of which pipeline, `pipe_…`; of the first without it.' }),
      from: t.arg({
        type: 'DateTime',
        description:
          'After which moment: what happened at that very moment lies before. From the beginning without it.',
      }),
      to: t.arg({
        type: 'DateTime',
        description:
          'Up to which moment, what happened at it included; not before `from`, and not later than now. Now without it.',
      }),
      ...listArguments(t),
    },
    resolve: async (_root, { pipelineId, from, to, ...args }, context, info) => {
      const { session, caller } = context;
      const { where } = await openList(context, args, info);
      const flow = await openFlow(session, caller, where, { pipelineId, from, to });
      return { flow, read: togetherRead(session, flow) };
    },
  }),
);

/** Those that fields ask for in one turn are one statement. */
function togetherRead(session: Session, flow: Flow): FlowSource['read'] {
  const loader = new DataLoader<FlowPart, FlowParts>(async (parts) => {
    const read = await readFlowParts(session, flow, parts);
    return parts.map(() => read);
  });
  return (part) => loader.load(part);
}
