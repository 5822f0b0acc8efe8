/** Opportunities created, changed and deleted, one by one. */
import { createOpportunity } from '../../opportunity/create.ts';
import { deleteOpportunity } from '../../opportunity/remove.ts';
import { updateOpportunity } from '../../opportunity/update.ts';
import { builder } from '../builder.ts';
import {
  change,
  Deletion,
  deletedId,
  idArgument,
  payloadOf,
  sameId,
  versionArgument,
  zoneArgument,
} from '../change/change.ts';
import { OpportunityEdge } from './connection.ts';
import { OpportunityInput, opportunityInput } from './input.ts';
import { Opportunity, readOpportunities } from './opportunity.ts';

const OpportunityPayload = payloadOf(Opportunity, readOpportunities, { table: 'opportunity', edge: OpportunityEdge });

builder.mutationFields((t) => ({
  createOpportunity: change(t, {
    right: 'write',
    type: OpportunityPayload,
    description: 'A new opportunity.',
    args: {
      input: t.arg({ type: OpportunityInput, required: true, description: 'What it is; all of it may be left out.' }),
      ...zoneArgument(t),
    },
    run: async (session, caller, args) => ({
      id: await createOpportunity(session, caller, opportunityInput(args.input)),
    }),
  }),
  updateOpportunity: change(t, {
    right: 'write',
    type: OpportunityPayload,
    description:
      'Changes what is said of an opportunity, and nothing else. Saying what is so already leaves its version as it is.',
    args: {
      ...idArgument(t, 'oppo'),
      input: t.arg({ type: OpportunityInput, required: true, description: 'What changes.' }),
      ...versionArgument(t),
      ...zoneArgument(t),
    },
    run: sameId((session, caller, args) =>
      updateOpportunity(session, caller, { ...args, change: opportunityInput(args.input) }),
    ),
  }),
  deleteOpportunity: change(t, {
    right: 'write',
    type: Deletion,
    description: 'Deletes an opportunity, with its history and its custom fields.',
    args: { ...idArgument(t, 'oppo'), ...versionArgument(t) },
    run: deletedId((session, caller, args) => deleteOpportunity(session, caller, args)),
  }),
}));
