/** Who may change what: asked of every mutation and every route that writes, so that a new one cannot be forgotten. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Right, type Role, roles } from '../../src/caller.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { notKeptRoutes } from '../../src/rest/elsewhere/not-kept.ts';
import { routes } from '../../src/rest/routes.ts';
import { setRole } from '../../src/user/membership.ts';
import { describeDatabases } from '../describe-databases.ts';
import { fixedNow } from '../fixtures.ts';
import { as, failures, openDesk } from '../graphql/desk.ts';
import { dump } from '../import/dump.ts';

const allowed: Readonly<Record<Role, readonly Right[]>> = {
  admin: ['write', 'administer'],
  user: ['write'],
  read_only: [],
};

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
/** What is asked by POST, for it is long, changes nothing: these alone. */
const funnels = ['/report/funnel/opportunity/totals/', '/report/funnel/opportunity/stages/'];
const asking = ['/data/search/', '/export/lead/', '/export/opportunity/', ...funnels];
const writes = routes.filter(({ method, path }) => method !== 'GET' && !asking.includes(path));

/** The least that a type takes. What it means does not matter: whoever may not is told so before it is looked at. */
function anything(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return anything(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return required(Object.values(type.getFields()));
  const texts: Readonly<Record<string, unknown>> = { Int: 1, Boolean: false, Money: 1, Date: '2026-01-01' };
  return texts[type.name] ?? 'x';
}

const required = (fields: readonly (GraphQLArgument | GraphQLInputField)[]) =>
  Object.fromEntries(
    fields
      .filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
      .map(({ name, type }) => [name, anything(type)]),
  );

function documentOf({ name, args }: GraphQLField<unknown, unknown>) {
  const given = required(args);
  const declared = args.filter((argument) => argument.name in given);
  const variables = declared.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const passed = declared.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  return {
    document: `mutation ${variables && `(${variables})`} { ${name}${passed && `(${passed})`} { __typename } }`,
    variables: given,
  };
}

test('every mutation says which right it needs', () => {
  expect(mutations.length).toBeGreaterThan(30);
  const silent = mutations.filter(({ extensions }) => !['write', 'administer'].includes(String(extensions.right)));
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('what sets an organization up, and its people, is for admins; what people work with is for all who write', () => {
  const needing = (right: Right) =>
    mutations.filter(({ extensions }) => extensions.right === right).map(({ name }) => name);
  expect(needing('write').toSorted()).toEqual([
    ...['createApiKey', 'createContact', 'createLead', 'createNote', 'createOpportunities', 'createOpportunity'],
    ...['createSavedView', 'createTask', 'deleteContact', 'deleteLead', 'deleteNote', 'deleteOpportunity'],
    ...['deleteSavedView', 'deleteTask', 'mergeLeads', 'revokeApiKey', 'updateContact', 'updateLead'],
    ...['updateMatchingOpportunities', 'updateNote', 'updateOpportunities', 'updateOpportunity'],
    ...['updateSavedView', 'updateTask'],
  ]);
  // What is not kept is refused to all, and to those who only read for that reason first.
  const kept = writes.filter((route) => !notKeptRoutes.includes(route));
  const paths = new Set(kept.filter(({ right }) => right === 'write').map(({ path }) => path.split('/')[1]));
  expect([...paths].toSorted()).toEqual(['activity', 'contact', 'lead', 'opportunity', 'saved_search', 'task']);
});

describeDatabases('rights', (opened) => {
  const desk = openDesk(opened);
  const keys = {} as Record<`${Role} key of ${'an admin' | 'themselves'}`, string>;

  beforeAll(async () => {
    const { organizationId, caller, userIds } = desk.mine;
    const [ada, bo, cy] = userIds;
    await opened.database.write(async (session) => {
      await setRole(session, caller, cy, 'read_only');
      const make = (userId: string, role: Role | null) =>
        createApiKey(session, { organizationId, userId, name: 'test', role }, { now: fixedNow });
      for (const role of roles) keys[`${role} key of an admin`] = await make(ada, role);
      keys['admin key of themselves'] = await make(ada, null);
      keys['user key of themselves'] = await make(bo, null);
      keys['read_only key of themselves'] = await make(cy, null);
    });
  });

  const holders = roles.flatMap((role) => [
    [role, `${role} key of an admin`] as const,
    [role, `${role} key of themselves`] as const,
  ]);

  describe.each(holders)('%s, by the %s', (role, holder) => {
    const request = (path: string, method: string) =>
      desk.gateway.app.fetch(
        new Request(`http://gateway.test/api/v1${path.replaceAll(/\{\w+\}/g, 'x')}`, {
          method,
          headers: { authorization: `Bearer ${keys[holder]}`, 'content-type': 'application/json' },
          // What is not known is passed over: nothing here could be stored.
          ...((method === 'POST' || method === 'PUT') && { body: '{"value": "x", "contacts": "x"}' }),
        }),
      );

    test('is refused each mutation for which the role has no right, and no other', async () => {
      for (const mutation of mutations) {
        const { document, variables } = documentOf(mutation);
        const refused = !allowed[role].includes(mutation.extensions.right as Right);
        const { errors, status } = await desk.gateway.askText(document, variables, as(keys[holder]));
        expect([mutation.name, status, failures({ errors }).includes('FORBIDDEN')]).toEqual([
          mutation.name,
          200,
          refused,
        ]);
        if (refused) expect(errors[0]?.message).toMatch(/^(A person, or an API key|Only an admin)/);
      }
    });

    test('is refused each route that writes for which the role has no right, and no other', async () => {
      expect(writes.length).toBeGreaterThan(30);
      for (const { method, path, right } of writes) {
        const { status } = await request(path, method);
        expect([method, path, status === 403]).toEqual([method, path, !allowed[role].includes(right as Right)]);
      }
    });

    test('reads', async () => {
      const { data, errors } = await desk.gateway.askText(
        '{ opportunities { totalCount } viewer { id role } apiKeys { id } }',
        {},
        as(keys[holder]),
      );
      expect(errors).toEqual([]);
      expect(data.opportunities.totalCount).toBeGreaterThanOrEqual(0);
      const routesRead = routes.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
      for (const { path } of routesRead) expect([path, (await request(path, 'GET')).status]).toEqual([path, 200]);
    });
  });

  test('what is refused has changed nothing', async () => {
    const before = await dump(opened.database);
    const readOnly = as(keys['read_only key of an admin']);
    for (const mutation of mutations) {
      const { document, variables } = documentOf(mutation);
      await desk.gateway.askText(document, variables, readOnly);
    }
    expect(await dump(opened.database)).toEqual(before);
  });

  test('over REST the refusal is a 403 with one sentence', async () => {
    const response = await desk.gateway.app.fetch(
      new Request('http://gateway.test/api/v1/pipeline/', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys['user key of themselves']}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Mine' }),
      }),
    );
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^Only an admin of the organization/) });
  });

  test('a lead that names a custom field that there is not makes none for a member, and no lead', async () => {
    const post = (key: string) =>
      desk.gateway.app.fetch(
        new Request('http://gateway.test/api/v1/lead/', {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'Named', 'custom.Unheard of': 'x' }),
        }),
      );
    const before = await dump(opened.database);
    const refused = await post(keys['user key of themselves']);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ error: expect.stringContaining('There is no custom field "Unheard of"') });
    expect(await dump(opened.database)).toEqual(before);
    expect((await post(keys['admin key of themselves'])).status).toBe(200);
    expect((await post(keys['user key of themselves'])).status).toBe(200);
  });

  test('a person whose role is taken away loses it with the keys they have', async () => {
    const create = () =>
      desk.gateway.askText('mutation { createLead(input: {}) { __typename } }', {}, as(keys['user key of themselves']));
    const [, bo] = desk.mine.userIds;
    const give = (role: Role) =>
      desk.gateway.app.database.write((session) => setRole(session, desk.mine.caller, bo, role));
    await give('read_only');
    expect(failures(await create())).toEqual(['FORBIDDEN']);
    await give('user');
    expect(failures(await create())).toEqual([]);
  });
});
