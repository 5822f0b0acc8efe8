/** Statuses of leads: created, renamed, put in order and deleted. */
import { createLeadStatus, deleteLeadStatus, renameLeadStatus, reorderLeadStatuses } from '../../lead/status.ts';
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
import { allLeadStatuses, LeadStatus, readLeadStatuses } from '../pipeline/pipeline.ts';

const LeadStatusPayload = payloadOf(LeadStatus, readLeadStatuses);

const LeadStatusesPayload = orderedPayloadOf(LeadStatus, 'LeadStatuses', 'statuses of leads', (_all, context, info) =>
  allLeadStatuses(context, info),
);

builder.mutationFields((t) => ({
  createLeadStatus: change(t, {
    right: 'administer',
    type: LeadStatusPayload,
    description: 'A new status of leads, the last of all.',
    args: {
      label: t.arg.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
    },
    run: async (session, caller, args) => ({ id: await createLeadStatus(session, caller, args) }),
  }),
  renameLeadStatus: change(t, {
    right: 'administer',
    type: LeadStatusPayload,
    description: 'Calls a status of leads something else.',
    args: {
      ...idArgument(t, 'stat'),
      label: t.arg.string({ required: true, description: 'What it is called from now on.' }),
    },
    run: sameId((session, caller, args) => renameLeadStatus(session, caller, args.id, args)),
  }),
  reorderLeadStatuses: change(t, {
    right: 'administer',
    type: LeadStatusesPayload,
    description: 'Puts the statuses of leads in order; the first is the default of new leads.',
    args: {
      ...orderArgument(t),
    },
    run: async (session, caller, args) => {
      await reorderLeadStatuses(session, caller, args.ids);
      return {};
    },
  }),
  deleteLeadStatus: change(t, {
    right: 'administer',
    type: Deletion,
    description: 'Deletes a status that no lead has; the last one stays (IN_USE).',
    args: { ...idArgument(t, 'stat') },
    run: deletedId((session, caller, args) => deleteLeadStatus(session, caller, args.id)),
  }),
}));
