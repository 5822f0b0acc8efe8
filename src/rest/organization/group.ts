/** `/group/`: groups of people. */
import type { Prisma } from '../../db/generated/postgresql/client.ts';
import {
  addToGroup,
  createGroup,
  deleteGroup,
  type Membership,
  removeFromGroup,
  renameGroup,
} from '../../user/group.ts';
import { bodyFieldsOf, bodySchema, inNamesOf, readBody, readWhole } from '../body-field.ts';
import { crud } from '../crud.ts';
import { fieldsOf, type Resource } from '../field.ts';
import { wholeList } from '../list.ts';
import { anyText } from '../reader.ts';
import { noSuchObject } from '../refusals.ts';
import type { Route } from '../route.ts';
import { described, listOf, object, text } from '../schema.ts';
import { write } from '../write.ts';

type GroupRow = Prisma.UserGroupGetPayload<{ include: { members: true } }>;

const { column, computed } = fieldsOf<GroupRow>();

const memberSchema = object({ user_id: described(text, 'Who.') });
const memberBodyOf = ({ userId }: { readonly userId: string }) => ({ user_id: userId });

export const group: Resource<GroupRow> = {
  name: 'Group',
  description: 'People of the organization under a name. It decides nothing about what they may do.',
  rows: (read) => read.userGroup,
  visible: ({ organizationId }) => ({ organizationId }),
  fields: [
    column('id', 'id', text, '`group_…`'),
    column('organization_id', 'organizationId', text, 'The organization it belongs to.'),
    column('name', 'name', text, 'What it is called; no other is called so.'),
    computed('members', listOf(memberSchema), 'Who is in it.', ({ members }) => members.map(memberBodyOf), {
      select: { members: { select: { userId: true }, orderBy: [{ userId: 'asc' }] } },
    }),
  ],
};

interface NewGroup {
  readonly name: string;
}

const groupBody = [bodyFieldsOf<NewGroup>()('name', 'name', anyText, 'What it is called; no other is called so.')];

const memberBody = [
  bodyFieldsOf<Pick<Membership, 'userId'>>()('user_id', 'userId', anyText, 'Who.', { refusal: noSuchObject }),
];

const path = '/group/';

const memberRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: `${path}{id}/member/`, resource: group.name, right: 'administer', status: 201 },
    ...{ summary: 'Put somebody into a group', body: bodySchema(memberBody, { required: ['user_id'] }) },
    answer: memberSchema,
    handle: (request) =>
      write(request, (session) =>
        inNamesOf(memberBody, request.body, async () => {
          const { caller, body, path: at } = request;
          const { userId } = readWhole(memberBody, ['user_id'], body, caller);
          await addToGroup(session, caller, { groupId: at.id ?? '', userId });
          return memberBodyOf({ userId });
        }),
      ),
  },
  {
    ...{ method: 'DELETE', path: `${path}{id}/member/{user_id}/`, resource: group.name, right: 'administer' },
    ...{ status: 204, summary: 'Take somebody out of a group' },
    handle: (request) =>
      write(request, async (session) => {
        const { id: groupId = '', user_id: userId = '' } = request.path;
        await removeFromGroup(session, request.caller, { groupId, userId });
        return {};
      }),
  },
];

export const groupRoutes: readonly Route[] = [
  wholeList(group, path, { several: 'groups of people, by name', orderBy: [{ nameFolded: 'asc' }, { id: 'asc' }] }),
  ...crud(group, path, {
    ...{ right: 'administer', one: 'a group of people', body: bodySchema(groupBody), required: ['name'] },
    statuses: { created: 201, removed: 204 },
    create: (session, { caller, body }) =>
      inNamesOf(groupBody, body, async () =>
        createGroup(session, caller, readWhole<NewGroup>(groupBody, ['name'], body, caller).name),
      ),
    update: (session, { caller, body }, id) =>
      inNamesOf(groupBody, body, async () => {
        const { name } = readBody<NewGroup>(groupBody, body, caller);
        if (name !== undefined) await renameGroup(session, caller, id, name);
      }),
    remove: (session, { caller }, id) => deleteGroup(session, caller, id),
  }),
  ...memberRoutes,
];
