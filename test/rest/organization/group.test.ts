/** `/group/`: teams, as programs of the source API keep them. */
import { describe, expect, test } from 'vitest';
import { deactivateUser, reactivateUser } from '../../../src/user/membership.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { ok } from '../answers.ts';
import { useOffice } from '../office.ts';

const unknown = { error: 'Empty query: Group matching query does not exist.' };

describeDatabases('groups of people', (opened) => {
  const office = useOffice(opened);
  const make = (name: string) => ok(office.rest.post('/group/', { name }), 201);

  test('are made empty, filled, renamed and deleted; people stay', async () => {
    const { rest, mine } = office;
    const [ada, bo] = mine.userIds;
    const group = await make('Support');
    expect(group).toEqual({
      ...{ id: expect.stringMatching(/^group_/), name: 'Support', members: [] },
      organization_id: mine.organizationId,
    });
    const path = `/group/${group.id}/`;
    for (const userId of [ada, bo, ada]) {
      expect(await ok(rest.post(`${path}member/`, { user_id: userId }), 201)).toEqual({ user_id: userId });
    }
    const members = [ada, bo].toSorted().map((userId) => ({ user_id: userId }));
    expect((await ok(rest.get(path))).members).toEqual(members);
    expect(await ok(rest.put(path, { name: 'Sales' }))).toMatchObject({ id: group.id, name: 'Sales', members });
    expect(await ok(rest.put(path, {}))).toMatchObject({ name: 'Sales' });
    for (let times = 0; times < 2; times += 1) {
      expect((await rest.delete(`${path}member/${ada}/`)).status).toBe(204);
    }
    expect((await ok(rest.get(path))).members).toEqual([{ user_id: bo }]);
    const removed = await rest.delete(path);
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await rest.get(path)).body).toEqual(unknown);
    await ok(rest.get(`/user/${bo}/`));
  });

  test('are listed by name, with the fields that are asked for', async () => {
    const { rest } = office;
    const { id } = await make('beta');
    await make('Alpha');
    const { data, has_more } = await ok(rest.get('/group/?_fields=name'));
    expect([data, has_more]).toEqual([[{ name: 'Alpha' }, { name: 'beta' }], false]);
    await rest.delete(`/group/${id}/`);
  });

  describe('bad input', () => {
    test('a name that is taken, in whatever case, or is none', async () => {
      const { rest } = office;
      const { id } = await make('Taken');
      const other = await make('Other');
      const refused = { 'field-errors': { name: expect.stringContaining('"Taken"') } };
      expect((await rest.post('/group/', { name: 'TAKEN' })).body).toMatchObject(refused);
      expect((await rest.put(`/group/${other.id}/`, { name: 'taken ' })).body).toMatchObject(refused);
      expect(await ok(rest.put(`/group/${id}/`, { name: 'taken' }))).toMatchObject({ name: 'taken' });
      for (const body of [{}, { name: ' ' }, { name: 5 }]) expect((await rest.post('/group/', body)).status).toBe(400);
    });

    test('somebody who is not here, or not any more', async () => {
      const { rest, mine, theirs } = office;
      const { id } = await make('Closed');
      const put = (user_id: unknown) => rest.post(`/group/${id}/member/`, { user_id });
      for (const userId of ['user_nobody', theirs.userIds[0]]) {
        expect((await put(userId)).body['field-errors']).toEqual({ user_id: 'Object does not exist.' });
      }
      expect((await rest.post(`/group/${id}/member/`, {})).body['field-errors']).toHaveProperty('user_id');
      await opened.database.write((session) => deactivateUser(session, mine.caller, mine.userIds[1]));
      expect((await put(mine.userIds[1])).body['field-errors'].user_id).toContain('is deactivated');
      await opened.database.write((session) => reactivateUser(session, mine.caller, mine.userIds[1]));
    });

    test('a group that there is not, or of another organization', async () => {
      const { rest, theirRest, mine } = office;
      const { id } = await make('Ours');
      const [ada] = mine.userIds;
      for (const [client, other] of [
        [rest, 'group_none'],
        [theirRest, id],
      ] as const) {
        const answers = [
          await client.get(`/group/${other}/`),
          await client.put(`/group/${other}/`, { name: 'X' }),
          await client.post(`/group/${other}/member/`, { user_id: ada }),
          await client.delete(`/group/${other}/member/${ada}/`),
          await client.delete(`/group/${other}/`),
        ];
        expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [404, unknown]));
      }
      expect((await ok(theirRest.get('/group/'))).data).toEqual([]);
      expect(await ok(rest.get(`/group/${id}/`))).toMatchObject({ name: 'Ours', members: [] });
    });
  });
});
