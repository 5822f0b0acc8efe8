/** `/saved_search/`: kept, shared or private, and used by lists and by other searches. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { openRest } from '../client.ts';
import { useOffice } from '../office.ts';

const ofType = (object_type: string) => ({ type: 'object_type', object_type });
const named = (value: string) => ({
  ...{ type: 'field_condition', condition: { type: 'text', mode: 'phrase', value } },
  field: { type: 'regular_field', object_type: 'lead', field_name: 'name' },
});
const tree = (...queries: object[]) => ({ query: { type: 'and', queries } });

describeDatabases('saved searches', (opened) => {
  const office = useOffice(opened);
  const save = (body: object) => ok(office.rest.post('/saved_search/', body));

  test('in words or as a tree, are kept, changed and deleted', async () => {
    const { rest, mine } = office;
    const words = await save({ name: 'Mine', query: 'created_by:me', description: 'What I made' });
    expect(words).toMatchObject({
      ...{
        name: 'Mine',
        type: 'lead',
        query: 'created_by:me',
        s_query: null,
        is_shared: false,
        is_user_dependent: true,
      },
      ...{ user_id: mine.caller.userId, description: 'What I made' },
    });
    const s_query = tree(ofType('lead'), named('saved'));
    const trees = await save({ name: 'By tree', s_query });
    expect(trees).toMatchObject({ query: null, s_query, is_user_dependent: false });
    expect(await ok(rest.get(`/saved_search/${trees.id}/`))).toEqual(trees);
    const renamed = await ok(rest.put(`/saved_search/${trees.id}/`, { ...trees, name: 'Renamed', is_shared: true }));
    expect(renamed).toEqual({ ...trees, name: 'Renamed', is_shared: true, date_updated: renamed.date_updated });
    const deals = await save({ name: 'Deals', type: 'opportunity', query: 'status_type:active' });
    const list = async (types: string) => ids(await ok(rest.get(`/saved_search/?${types}`)));
    expect(await list('type=opportunity')).toEqual([deals.id]);
    expect(await list('type__in=lead,opportunity')).toEqual([deals.id, words.id, trees.id]);
    for (const { id } of [words, trees, deals]) await ok(rest.delete(`/saved_search/${id}/`));
    expect(await list('')).toEqual([]);
  });

  test('lists find what a saved search finds, and its parameters besides', async () => {
    const { rest } = office;
    const one = await ok(rest.post('/lead/', { name: 'Saved one' }));
    const two = await ok(rest.post('/lead/', { name: 'Saved two' }));
    const deal = await ok(rest.post('/opportunity/', { lead_id: one.id, value: 500 }));
    const leads = await save({ name: 'Leads', s_query: tree(ofType('lead'), named('saved')) });
    const deals = await save({ name: 'Deals', type: 'opportunity', query: `lead:"Saved one" sort:value` });
    const found = async (path: string) => ids(await ok(rest.get(path))).sort();
    expect(await found(`/lead/?saved_search_id=${leads.id}`)).toEqual([one.id, two.id].sort());
    expect(await found(`/lead/?saved_search_id=${leads.id}&query=two`)).toEqual([two.id]);
    expect(await found(`/opportunity/?saved_search_id=${deals.id}`)).toEqual([deal.id]);
    expect(await found(`/opportunity/?lead_saved_search_id=${leads.id}`)).toEqual([deal.id]);
    const within = {
      query: { type: 'and', queries: [ofType('lead'), { type: 'saved_search', saved_search_id: leads.id }] },
    };
    expect(ids(await ok(rest.post('/data/search/', within))).sort()).toEqual([one.id, two.id].sort());
    for (const path of [`/lead/?saved_search_id=${deals.id}`, '/opportunity/?lead_saved_search_id=save_none']) {
      const answer = await rest.get(path);
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('There is no saved search')]);
    }
    const other = await save({ name: 'Uses it', s_query: within });
    const circle = {
      query: { type: 'and', queries: [ofType('lead'), { type: 'saved_search', saved_search_id: other.id }] },
    };
    const self = await rest.put(`/saved_search/${other.id}/`, { s_query: circle });
    expect(self.status).toBe(400);
    const around = await rest.put(`/saved_search/${leads.id}/`, { s_query: circle });
    expect(around.status).toBe(400);
    expect(await found(`/lead/?saved_search_id=${leads.id}`)).toEqual([one.id, two.id].sort());
  });

  test('a private one is its owner’s alone; a shared one is seen by all, and changed by its owner or an admin', async () => {
    const { rest, mine, theirRest } = office;
    const bosKey = await office.makeKey(mine.userIds[1]);
    const bo = openRest(opened, () => bosKey);
    const own = await save({ name: 'Private', query: 'acme' });
    expect((await bo.get(`/saved_search/${own.id}/`)).status).toBe(404);
    expect((await bo.get(`/lead/?saved_search_id=${own.id}`)).status).toBe(400);
    expect((await bo.put(`/saved_search/${own.id}/`, { name: 'x' })).status).toBe(404);
    const shared = await save({ name: 'Shared', query: 'acme', is_shared: true });
    expect((await bo.get(`/saved_search/${shared.id}/`)).status).toBe(200);
    expect((await bo.put(`/saved_search/${shared.id}/`, { name: 'x' })).status).toBe(403);
    const bos = await ok(bo.post('/saved_search/', { name: 'Bo’s', query: 'x', is_shared: true }));
    expect(await ok(rest.put(`/saved_search/${bos.id}/`, { name: 'Tidied' }))).toMatchObject({ name: 'Tidied' });
    expect((await theirRest.get(`/saved_search/${shared.id}/`)).status).toBe(404);
    expect((await theirRest.get(`/lead/?saved_search_id=${shared.id}`)).status).toBe(400);
    expect((await theirRest.delete(`/saved_search/${shared.id}/`)).status).toBe(404);
    await bo.close();
  });

  test('what could not be asked is not kept', async () => {
    const wrong = async (body: object) => (await office.rest.post('/saved_search/', { name: 'Wrong', ...body })).body;
    expect(await wrong({ query: 'stauts:x' })).toMatchObject({
      'field-errors': { query: expect.stringContaining('stauts') },
    });
    const bodies = [
      { s_query: tree(ofType('contact'), named('x')) },
      { s_query: tree(ofType('lead'), { type: 'adn' }) },
      { type: 'task', query: 'x' },
      { type: 'contact', query: 'x' },
      { query: 'x', s_query: tree(ofType('lead')) },
      { name: ' ', query: 'x' },
      { s_query: tree(ofType('lead'), named('\u0000')) },
    ];
    for (const body of bodies) {
      const answer = await office.rest.post('/saved_search/', { name: 'Wrong', ...body });
      expect([answer.status, answer.text]).toEqual([400, expect.any(String)]);
    }
    expect((await ok(office.rest.get('/saved_search/'))).data.map(({ name }: { name: string }) => name)).not.toContain(
      'Wrong',
    );
  });

  test('that name one another again and again are refused, and hold up nobody', async () => {
    const { rest } = office;
    const view = (name: string, ...parts: object[]) =>
      rest.post('/saved_search/', { name, s_query: tree(ofType('lead'), ...parts) });
    let answer = await view('first');
    for (let depth = 0; depth < 6 && answer.status === 200; depth++) {
      const part = { type: 'saved_search', saved_search_id: answer.body.id };
      answer = await view(`level ${depth}`, ...Array.from({ length: 8 }, () => part));
    }
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('more than 50 times')]);
  });
});
