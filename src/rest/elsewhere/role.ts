/** `/role/`: the roles that there are. They are the same in every organization, and nobody makes others. */
import { hasRight, type Right, type Role, roles } from '../../caller.ts';
import type { Body } from '../field.ts';
import { problem } from '../problem.ts';
import { pageOf } from '../resource-schema.ts';
import type { Route } from '../route.ts';
import { boolean, described, listOf, object, oneOf, text } from '../schema.ts';

const rights: readonly Right[] = ['write', 'administer'];

const labels: Readonly<Record<Role, string>> = { admin: 'Admin', user: 'User', read_only: 'Read only' };

const role = object(
  {
    id: described(oneOf(roles), 'What people and keys have as their role.'),
    name: described(text, 'What it is called.'),
    organization_id: described(text, 'Yours: roles are the same in all.'),
    editable: described(boolean, 'Whether it can be changed: none can.'),
    permissions: described(listOf(oneOf(rights)), 'What it may do beside reading.'),
  },
  ['id', 'name', 'organization_id', 'editable', 'permissions'],
);

const roleBody = (id: Role, organizationId: string): Body => ({
  ...{ id, name: labels[id], organization_id: organizationId, editable: false },
  permissions: rights.filter((right) => hasRight({ role: id }, right)),
});

export const roleRoutes: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/role/', resource: 'Role', summary: 'List the roles that there are' },
    answer: pageOf(role),
    handle: async ({ caller }) => ({
      data: roles.map((id) => roleBody(id, caller.organizationId)),
      has_more: false,
    }),
  },
  {
    ...{ method: 'GET', path: '/role/{id}/', resource: 'Role', summary: 'Retrieve a role' },
    answer: role,
    async handle({ caller, path }) {
      const id = roles.find((known) => known === path.id);
      if (id === undefined) throw problem(404, 'Empty query: Role matching query does not exist.');
      return roleBody(id, caller.organizationId);
    },
  },
];
