/** Statuses of leads: created, renamed, put in order and deleted. */
import { createLeadStatus, deleteLeadStatus, renameLeadStatus, reorderLeadStatuses } from '../../lead/status.ts';
import { builder } from '../builder.ts';
import { Deletion, idArgument, keyArgument, payloadOf, write } from '../change/change.ts';
import { allLeadStatuses, LeadStatus, readLeadStatuses } from '../pipeline/pipeline.ts';

const LeadStatusPayload = payloadOf(LeadStatus, readLeadStatuses);

const LeadStatusesPayload = builder.objectRef<object>('LeadStatusesPayload').implement({
  description: 'The statuses of leads after they were put in order.',
  fields: (t) => ({
    leadStatuses: t.field({
      type: [LeadStatus],
      description: 'All statuses of leads, in their new order.',
      resolve: (_payload, _args, context, info) => allLeadStatuses(context, info),
    }),
  }),
});

builder.mutationFields((t) => ({
  createLeadStatus: t.field({
    type: LeadStatusPayload,
    nullable: true,
    description: 'A new status of leads, the last of all.',
    args: {
      label: t.arg.string({ required: true, description: 'What it is called, 1 to 255 characters.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => ({ id: await createLeadStatus(session, caller, args) })),
  }),
  renameLeadStatus: t.field({
    type: LeadStatusPayload,
    nullable: true,
    description: 'Calls a status of leads something else.',
    args: {
      ...idArgument(t, 'stat'),
      label: t.arg.string({ required: true, description: 'What it is called from now on.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await renameLeadStatus(session, caller, args.id, args);
        return { id: args.id };
      }),
  }),
  reorderLeadStatuses: t.field({
    type: LeadStatusesPayload,
    nullable: true,
    description: 'Puts the statuses of leads in order; the first is the default of new leads.',
    args: {
      ids: t.arg.idList({ required: true, description: 'The first ones, in order; the others follow as they stand.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await reorderLeadStatuses(session, caller, args.ids);
        return {};
      }),
  }),
  deleteLeadStatus: t.field({
    type: Deletion,
    nullable: true,
    description: 'Deletes a status that no lead has; the last one stays (IN_USE).',
    args: { ...idArgument(t, 'stat'), ...keyArgument(t) },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await deleteLeadStatus(session, caller, args.id);
        return { deletedId: args.id };
      }),
  }),
}));
