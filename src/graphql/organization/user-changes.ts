/** People invited, given a role, deactivated and reactivated, by an admin. */
import { deactivateUser, inviteUser, reactivateUser, setRole } from '../../user/membership.ts';
import { builder } from '../builder.ts';
import { change, idArgument, payloadOf, sameId } from '../change/change.ts';
import { Role, readUsers, User } from './user.ts';

const UserPayload = payloadOf(User, readUsers);

const InvitationInput = builder.inputType('InvitationInput', {
  description: 'Who joins the organization.',
  fields: (t) => ({
    email: t.string({
      required: true,
      description:
        'The address for signing in. Whoever has it elsewhere already comes in as a person that is new here: under the name that is given.',
    }),
    firstName: t.string({ description: 'The given name. Without any name the address stands for it.' }),
    lastName: t.string({ description: 'The family name.' }),
    role: t.field({ type: Role, description: 'What the person may do here; USER without it.' }),
  }),
});

builder.mutationFields((t) => ({
  inviteUser: change(t, {
    right: 'administer',
    type: UserPayload,
    description: 'Adds a person to the organization, at once and active.',
    args: {
      input: t.arg({ type: InvitationInput, required: true, description: 'Who it is.' }),
    },
    run: async (session, caller, { input }) => {
      const names = { firstName: input.firstName ?? '', lastName: input.lastName ?? '' };
      return { id: await inviteUser(session, caller, { ...input, ...names }) };
    },
  }),
  setUserRole: change(t, {
    right: 'administer',
    type: UserPayload,
    description: 'Says what a person may do. One active admin stays (IN_USE).',
    args: {
      ...idArgument(t, 'user'),
      role: t.arg({ type: Role, required: true, description: 'What the person may do from now on.' }),
    },
    run: sameId((session, caller, args) => setRole(session, caller, args.id, args.role)),
  }),
  deactivateUser: change(t, {
    right: 'administer',
    type: UserPayload,
    description:
      'Takes a person out: their API keys stop working and nothing can be assigned to them; what they have stays theirs. One active admin stays (IN_USE).',
    args: { ...idArgument(t, 'user') },
    run: sameId((session, caller, args) => deactivateUser(session, caller, args.id)),
  }),
  reactivateUser: change(t, {
    right: 'administer',
    type: UserPayload,
    description: 'Takes a person back in, with the role and the API keys they had.',
    args: { ...idArgument(t, 'user') },
    run: sameId((session, caller, args) => reactivateUser(session, caller, args.id)),
  }),
}));
