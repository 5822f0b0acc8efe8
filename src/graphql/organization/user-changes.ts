/** People invited, given a role, deactivated and reactivated, by an admin. */
import { deactivateUser, inviteUser, reactivateUser, setRole } from '../../user/membership.ts';
import { builder } from '../builder.ts';
import { idArgument, keyArgument, payloadOf, write } from '../change/change.ts';
import { Role, readUsers, User } from './user.ts';

const UserPayload = payloadOf(User, readUsers);

const InvitationInput = builder.inputType('InvitationInput', {
  description: 'Who joins the organization.',
  fields: (t) => ({
    email: t.string({
      required: true,
      description: 'The address for signing in. Whoever has it elsewhere already comes under the name they have.',
    }),
    firstName: t.string({ description: 'The given name. Without any name the address stands for it.' }),
    lastName: t.string({ description: 'The family name.' }),
    role: t.field({ type: Role, description: 'What the person may do here; USER without it.' }),
  }),
});

builder.mutationFields((t) => ({
  inviteUser: t.field({
    type: UserPayload,
    nullable: true,
    description: 'Adds a person to the organization, at once and active. Only for admins.',
    args: {
      input: t.arg({ type: InvitationInput, required: true, description: 'Who it is.' }),
      ...keyArgument(t),
    },
    resolve: (_root, { input, ...args }, context, info) =>
      write(context, info, { input, ...args }, async (session, caller) => {
        const names = { firstName: input.firstName ?? '', lastName: input.lastName ?? '' };
        return { id: await inviteUser(session, caller, { ...input, ...names }) };
      }),
  }),
  setUserRole: t.field({
    type: UserPayload,
    nullable: true,
    description: 'Says what a person may do. Only for admins, of whom one stays (IN_USE).',
    args: {
      ...idArgument(t, 'user'),
      role: t.arg({ type: Role, required: true, description: 'What the person may do from now on.' }),
      ...keyArgument(t),
    },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await setRole(session, caller, args.id, args.role);
        return { id: args.id };
      }),
  }),
  deactivateUser: t.field({
    type: UserPayload,
    nullable: true,
    description:
      'Takes a person out: their API keys stop working and nothing can be assigned to them; what they have stays theirs. Only for admins, of whom one stays (IN_USE).',
    args: { ...idArgument(t, 'user'), ...keyArgument(t) },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await deactivateUser(session, caller, args.id);
        return { id: args.id };
      }),
  }),
  reactivateUser: t.field({
    type: UserPayload,
    nullable: true,
    description: 'Takes a person back in, with the role and the API keys they had. Only for admins.',
    args: { ...idArgument(t, 'user'), ...keyArgument(t) },
    resolve: (_root, args, context, info) =>
      write(context, info, args, async (session, caller) => {
        await reactivateUser(session, caller, args.id);
        return { id: args.id };
      }),
  }),
}));
