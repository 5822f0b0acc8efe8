/** Opportunities created, changed and deleted, one by one. */
import { createOpportunity } from '../../opportunity/create.ts';
import { deleteOpportunity } from '../../opportunity/remove.ts';
import { updateOpportunity } from '../../opportunity/update.ts';
import { builder } from '../builder.ts';
import {
  Deletion,
  idArgument,
  keyArgument,
  payloadOf,
  versionArgument,
  write,
  zoneArgument,
} from '../change/change.ts';
import { OpportunityInput, opportunityInput } from './input.ts';
import { Opportunity, readOpportunities } from './opportunity.ts';

const OpportunityPayload = payloadOf(Opportunity, readOpportunities);

builder.mutationFields((t) => ({
  createOpportunity: t.field({
    type: OpportunityPayload,
    nullable: true,
    description: 'A new opportunity.',
    args: {
      input: t.arg({ type: OpportunityInput, required: true, description: 'What it is; all of it may be left out.' }),
      ...zoneArgument(t),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => ({
        id: await createOpportunity(session, caller, opportunityInput(args.input)),
      })),
  }),
  updateOpportunity: t.field({
    type: OpportunityPayload,
    nullable: true,
    description:
      'Changes what is said of an opportunity, and nothing else. Saying what is so already leaves its version as it is.',
    args: {
      ...idArgument(t, 'oppo'),
      input: t.arg({ type: OpportunityInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
      ...zoneArgument(t),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await updateOpportunity(session, caller, { ...args, change: opportunityInput(args.input) });
        return { id: args.id };
      }),
  }),
  deleteOpportunity: t.field({
    type: Deletion,
    nullable: true,
    description: 'Deletes an opportunity, with its history and its custom fields.',
    args: { ...idArgument(t, 'oppo'), ...versionArgument(t), ...keyArgument(t) },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await deleteOpportunity(session, caller, args);
        return { deletedId: args.id };
      }),
  }),
}));
