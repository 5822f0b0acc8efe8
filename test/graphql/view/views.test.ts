/** Saved views over GraphQL: kept, and used by lists with their figures and groups. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

describeDatabases('saved views over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = async (text: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(text, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const save = async (input: object): Promise<{ id: string; name: string }> => {
    const { createSavedView } = await ask(
      `mutation ($input: NewSavedViewInput!) {
        createSavedView(input: $input) { savedView { id name type query isShared description owner { id } } }
      }`,
      { input },
    );
    return createSavedView.savedView;
  };

  test('are kept, listed, changed and deleted', async () => {
    const { mine } = desk;
    const made = await save({ name: 'Big', type: 'OPPORTUNITY', query: 'value > 100', description: 'Large ones' });
    expect(made).toMatchObject({
      ...{ name: 'Big', type: 'OPPORTUNITY', query: 'value > 100', isShared: false, description: 'Large ones' },
      owner: { id: mine.caller.userId },
    });
    const { id } = made;
    const updated = await ask(
      'mutation ($id: ID!) { updateSavedView(id: $id, input: { name: "Bigger", isShared: true }) { savedView { id name isShared } } }',
      { id },
    );
    expect(updated.updateSavedView.savedView).toEqual({ id, name: 'Bigger', isShared: true });
    const listed = await ask(
      'query ($id: ID!) { savedViews(type: OPPORTUNITY) { id } leads: savedViews(type: LEAD) { id } node(id: $id) { __typename } savedView(id: $id) { name } }',
      { id },
    );
    expect(listed).toEqual({
      ...{ savedViews: [{ id }], leads: [], node: { __typename: 'SavedView' }, savedView: { name: 'Bigger' } },
    });
    const gone = await ask('mutation ($id: ID!) { deleteSavedView(id: $id) { deletedId } }', { id });
    expect(gone.deleteSavedView.deletedId).toBe(id);
  });

  test('lists find what their search finds, with figures and groups, and the filter besides', async () => {
    const { gateway } = desk;
    for (const value of [5_000, 50_000, 70_000]) {
      await ask(`mutation { createOpportunity(input: { value: ${value}, note: "viewed" }) { opportunity { id } } }`);
    }
    const query = 'note:viewed value > 100 sort:-value';
    const view = await save({ name: 'Viewed', type: 'OPPORTUNITY', query });
    const fields =
      '{ totalCount nodes { id value } aggregates { totalValueAnnualized } groups(by: { field: STATUS }) { nodes { count drillDown } } }';
    const groups = gateway.askText(`query ($id: ID) { opportunities(view: $id) ${fields} }`, { id: view.id });
    const searched = gateway.askText(`query ($query: String) { opportunities(query: $query) ${fields} }`, { query });
    expect((await searched).errors).toEqual([]);
    expect((await groups).data).toEqual((await searched).data);
    expect((await groups).data.opportunities.totalCount).toBe(2);
    const both = await ask(
      'query ($id: ID) { opportunities(view: $id, filter: { value: { gte: 60000 } }) { nodes { value } } }',
      { id: view.id },
    );
    expect(both.opportunities.nodes).toEqual([{ value: 70_000 }]);
    const leads = await save({ name: 'With deals', type: 'LEAD', query: 'opportunity(note:viewed)' });
    const found = await ask('query ($id: ID) { leads(view: $id) { totalCount } }', { id: leads.id });
    expect(found.leads.totalCount).toBe(3);
  });

  test('one that is not there, of another kind, or not yours, is an error at its argument', async () => {
    const { gateway, keys } = desk;
    const view = await save({ name: 'Mine alone', type: 'LEAD', query: 'x' });
    const list = (id: string, key = keys.ada) =>
      gateway.askText('query ($id: ID) { opportunities(view: $id) { totalCount } }', { id }, as(key));
    expect(failures(await list('save_none'))).toEqual(['INVALID_INPUT view']);
    expect(failures(await list(view.id))).toEqual(['INVALID_INPUT view']);
    const leads = (key: string) =>
      gateway.askText(
        'query ($id: ID) { leads(view: $id) { totalCount } savedViews { id } }',
        { id: view.id },
        as(key),
      );
    expect(failures(await leads(keys.bo))).toEqual(['INVALID_INPUT view']);
    expect(failures(await leads(keys.stranger))).toEqual(['INVALID_INPUT view']);
    const wrong = await gateway.askText(
      'mutation { createSavedView(input: { name: "Wrong", type: LEAD, query: "stauts:x" }) { savedView { id } } }',
    );
    expect(failures(wrong)).toEqual(['SEARCH_SYNTAX input.query']);
  });
});
