/** Statuses of opportunities: created, renamed, moved and deleted. */
import { createStatus, deleteStatus, updateStatus } from '../../pipeline/status.ts';
import { builder } from '../builder.ts';
import { change, Deletion, deletedId, idArgument, payloadOf, sameId } from '../change/change.ts';
import { StatusType } from '../enums.ts';
import { OpportunityStatus, readOpportunityStatuses } from './pipeline.ts';

const OpportunityStatusPayload = payloadOf(OpportunityStatus, readOpportunityStatuses);

export const NewOpportunityStatusInput = builder.inputType('NewOpportunityStatusInput', {
  description: 'A new status of a pipeline.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
    type: t.field({
      type: StatusType,
      description: 'What it means for a deal, for good; ACTIVE without it.',
    }),
  }),
});

builder.mutationFields((t) => ({
  createOpportunityStatus: change(t, {
    right: 'administer',
    type: OpportunityStatusPayload,
    description: 'A new status, the last of its pipeline.',
    args: {
      input: t.arg({ type: NewOpportunityStatusInput, required: true, description: 'What it is.' }),
      pipelineId: t.arg.id({ description: 'Where it belongs, `pipe_…`; in the first pipeline without it.' }),
    },
    run: async (session, caller, args) => ({
      id: await createStatus(session, caller, { ...args.input, pipelineId: args.pipelineId }),
    }),
  }),
  renameOpportunityStatus: change(t, {
    right: 'administer',
    type: OpportunityStatusPayload,
    description: 'Calls a status something else. History keeps what it was called before.',
    args: {
      ...idArgument(t, 'stat'),
      label: t.arg.string({ required: true, description: 'What it is called from now on.' }),
    },
    run: sameId((session, caller, args) => updateStatus(session, caller, args.id, { label: args.label })),
  }),
  moveOpportunityStatus: change(t, {
    right: 'administer',
    type: OpportunityStatusPayload,
    description:
      'Moves a status to the end of another pipeline; opportunities that have it go with it, unchanged in themselves: subscribers are not told.',
    args: {
      ...idArgument(t, 'stat'),
      pipelineId: t.arg.id({ required: true, description: 'Where it belongs from now on, `pipe_…`.' }),
    },
    run: sameId((session, caller, args) => updateStatus(session, caller, args.id, { pipelineId: args.pipelineId })),
  }),
  deleteOpportunityStatus: change(t, {
    right: 'administer',
    type: Deletion,
    description: 'Deletes a status that no opportunity has; the last one of all stays (IN_USE).',
    args: { ...idArgument(t, 'stat') },
    run: deletedId((session, caller, args) => deleteStatus(session, caller, args.id)),
  }),
}));
