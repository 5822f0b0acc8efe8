/** People invited, given a role, taken out and taken back over GraphQL, by admins alone. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const user = 'user { id fullName email role isActive }';

describeDatabases('users over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, variables: object = {}, headers?: Record<string, string>) =>
    desk.gateway.askText(query, variables, headers);
  const invite = (input: object, headers?: Record<string, string>) =>
    ask(`mutation ($input: InvitationInput!) { inviteUser(input: $input) { ${user} } }`, { input }, headers);
  const change = (what: 'deactivateUser' | 'reactivateUser', id: string, headers?: Record<string, string>) =>
    ask(`mutation ($id: ID!) { done: ${what}(id: $id) { ${user} } }`, { id }, headers);
  const setRole = (id: string, role: string, headers?: Record<string, string>) =>
    ask(
      `mutation ($id: ID!, $role: Role!) { done: setUserRole(id: $id, role: $role) { ${user} } }`,
      { id, role },
      headers,
    );

  test('an admin invites people, who can be given deals at once', async () => {
    const { data, errors } = await invite({ email: ' Grace@Example.com', firstName: 'Grace', lastName: 'Hopper' });
    expect(errors).toEqual([]);
    expect(data.inviteUser.user).toEqual({
      ...{ id: expect.stringMatching(/^user_/), fullName: 'Grace Hopper', email: 'grace@example.com' },
      ...{ role: 'USER', isActive: true },
    });
    const deal = await ask(
      'mutation ($id: ID!) { createOpportunity(input: { userId: $id }) { opportunity { user { id } } } }',
      {
        id: data.inviteUser.user.id,
      },
    );
    expect(deal.data.createOpportunity.opportunity.user.id).toBe(data.inviteUser.user.id);
  });

  test('whoever is known elsewhere is called as the invitation says, and nobody is invited twice', async () => {
    const known = await invite({ email: 'bo@theirs.example', firstName: 'Somebody', role: 'ADMIN' });
    expect(known.data.inviteUser.user).toMatchObject({ fullName: 'Somebody', role: 'ADMIN' });
    expect(failures(await invite({ email: 'BO@theirs.example' }))).toEqual(['INVALID_INPUT input.email']);
    expect(failures(await invite({ email: 'nonsense' }))).toEqual(['INVALID_INPUT input.email']);
  });

  test('the answer to an invitation does not tell whether somebody has the address elsewhere, nor anything of them', async () => {
    const selection =
      'id fullName firstName lastName email image role isActive dateCreated opportunities { totalCount }';
    const invited = async (email: string) => {
      const { data, errors } = await ask(
        `mutation ($input: InvitationInput!) { inviteUser(input: $input) { user { ${selection} } } }`,
        { input: { email, firstName: 'Guess', lastName: 'Who' } },
      );
      expect(errors).toEqual([]);
      return { ...data.inviteUser.user, email: '', id: data.inviteUser.user.id.length };
    };
    // Somebody there, whose name, picture and first day are others.
    const [, , cy] = desk.theirs.userIds;
    await opened.database.write(async ({ kysely }) => {
      const past = new Date('2020-01-01T00:00:00Z');
      await kysely.updateTable('user').set({ date_created: past, date_updated: past }).where('id', '=', cy).execute();
      const name = {
        first_name: 'Hidden',
        last_name: 'Person',
        full_name: 'Hidden Person',
        name_folded: 'hidden person',
      };
      const told = { ...name, image: 'https://example.com/cy.png', date_created: past, date_updated: past };
      await kysely.updateTable('membership').set(told).where('user_id', '=', cy).execute();
    });
    expect(await invited('cy@theirs.example')).toEqual(await invited('nobody@theirs.example'));
    const rest = async (path: string) => {
      const headers = { authorization: `Bearer ${desk.keys.ada}` };
      const response = await desk.gateway.app.fetch(new Request(`http://gateway.test/api/v1${path}`, { headers }));
      return response.text();
    };
    for (const path of [`/user/${cy}/`, '/user/', '/me/', `/organization/${desk.mine.organizationId}/`]) {
      const text = await rest(path);
      expect(text).not.toMatch(/Hidden|Person|cy\.png|2020-01-01/);
    }
    // Nor do searches, filters and orders, which go by the name that is given here.
    const found = (query: string) =>
      ask('query ($q: String!) { opportunities(query: $q) { totalCount } }', { q: query });
    await ask('mutation ($id: ID!) { createOpportunity(input: { userId: $id }) { __typename } }', { id: cy });
    expect((await found('user:"Guess Who"')).data.opportunities.totalCount).toBe(1);
    expect((await found('user:"Hidden Person"')).data.opportunities.totalCount).toBe(0);
    const groups = await ask(
      '{ opportunities { groups(by: { field: USER }) { nodes { keys { label ... on UserGroupKey { user { fullName } } } } } } }',
    );
    expect(groups.data.opportunities.groups.nodes).toContainEqual({
      keys: [{ label: 'Guess Who', user: { fullName: 'Guess Who' } }],
    });
  });

  test('who is taken out is let in no more, gets no deals, and keeps what they have', async () => {
    const [, bo] = desk.mine.userIds;
    const bos = as(desk.keys.bo);
    const deal = await ask('mutation { createOpportunity(input: {}) { opportunity { id } } }', {}, bos);
    expect((await change('deactivateUser', bo)).data.done.user).toMatchObject({ id: bo, isActive: false });
    expect((await ask('{ viewer { id } }', {}, bos)).status).toBe(401);
    const given = await ask('mutation ($id: ID!) { createOpportunity(input: { userId: $id }) { __typename } }', {
      id: bo,
    });
    expect(failures(given)).toEqual(['INVALID_INPUT input.userId']);
    const { data } = await ask('query ($id: ID!) { opportunity(id: $id) { user { id isActive } } }', {
      id: deal.data.createOpportunity.opportunity.id,
    });
    expect(data.opportunity.user).toEqual({ id: bo, isActive: false });
    expect((await change('reactivateUser', bo)).data.done.user).toMatchObject({ isActive: true });
    expect((await ask('{ viewer { id } }', {}, bos)).data.viewer.id).toBe(bo);
  });

  test('who is no admin changes nothing', async () => {
    const [ada, bo] = desk.mine.userIds;
    const bos = as(desk.keys.bo);
    expect(failures(await invite({ email: 'x@example.com' }, bos))).toEqual(['FORBIDDEN']);
    expect(failures(await setRole(bo, 'ADMIN', bos))).toEqual(['FORBIDDEN']);
    expect(failures(await change('deactivateUser', ada, bos))).toEqual(['FORBIDDEN']);
    expect(failures(await change('reactivateUser', ada, bos))).toEqual(['FORBIDDEN']);
    expect((await setRole(bo, 'ADMIN')).data.done.user.role).toBe('ADMIN');
    expect(failures(await invite({ email: 'y@example.com' }, bos))).toEqual([]);
    await setRole(bo, 'USER');
  });

  test('people of another organization are not there', async () => {
    const stranger = as(desk.keys.stranger);
    const [ada] = desk.mine.userIds;
    expect(failures(await change('deactivateUser', ada, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await setRole(ada, 'USER', stranger))).toEqual(['NOT_FOUND']);
  });

  test('the last admin stays one', async () => {
    const { data } = await ask('{ viewer { id } }', {}, as(desk.keys.stranger));
    const stranger = as(desk.keys.stranger);
    expect(failures(await setRole(data.viewer.id, 'USER', stranger))).toEqual(['IN_USE']);
    expect(failures(await change('deactivateUser', data.viewer.id, stranger))).toEqual(['IN_USE']);
  });
});
