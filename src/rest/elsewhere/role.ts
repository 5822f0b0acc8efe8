/** `/role/`: the roles that there are. They are the same in every organization, and nobody makes others. */
import { assertRight, hasRight, type Right, type Role, roles } from '../../caller.ts';
import type { Body } from '../field.ts';
import { problem } from '../problem.ts';
import { pageOf } from '../resource-schema.ts';
import type { RestRequest, Route, WriteMethod } from '../route.ts';
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

const names = Object.values(labels).map((label) => `"${label}"`);

const noOthers = `The roles are the same in every organization, and there are no others: ${names.join(', ')}.`;

async function refuse({ caller, right }: RestRequest): Promise<never> {
  if (right) assertRight(caller, right);
  throw problem(400, `${noOthers} Nothing was stored.`);
}

/** Who copies one organization into another makes the roles that are missing there: the one that is meant is there already. */
async function makeRole(request: RestRequest): Promise<Body> {
  const { caller, body, right } = request;
  const id = roles.find((known) => labels[known] === body.name);
  if (id === undefined) return refuse(request);
  if (right) assertRight(caller, right);
  return roleBody(id, caller.organizationId);
}

const refused = (method: WriteMethod): Route => ({
  ...{ method, path: '/role/{id}/', resource: 'Role', right: 'administer', answer: object({}), handle: refuse },
  summary: 'Refused: roles are the same in every organization',
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
  {
    ...{ method: 'POST', path: '/role/', resource: 'Role', right: 'administer', answer: role, handle: makeRole },
    summary: 'Retrieve the role of this name: there are no others',
    body: { ...object({ name: described(text, 'What it is called.') }, ['name']), additionalProperties: true },
  },
  refused('PUT'),
  refused('DELETE'),
];
