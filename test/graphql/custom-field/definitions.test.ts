/** Definitions of custom fields over GraphQL. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const selection = 'customField { id name type choices acceptsMultipleValues isShared objectTypes description }';

describeDatabases('defining custom fields over GraphQL', (opened) => {
  const desk = openDesk(opened);

  const create = (input: object, headers?: Record<string, string>) =>
    desk.gateway.askText(
      `mutation ($input: NewCustomFieldInput!) { createCustomField(input: $input) { ${selection} } }`,
      { input },
      headers,
    );
  const created = async (input: object): Promise<string> => {
    const { data, errors } = await create({ type: 'TEXT', objectTypes: 'OPPORTUNITY', ...input });
    expect(errors).toEqual([]);
    return data.createCustomField.customField.id;
  };
  const update = (id: string, input: object, headers?: Record<string, string>) =>
    desk.gateway.askText(
      `mutation ($id: ID!, $input: CustomFieldDefinitionInput!) { updateCustomField(id: $id, input: $input) { ${selection} } }`,
      { id, input },
      headers,
    );
  const remove = (id: string, headers?: Record<string, string>) =>
    desk.gateway.askText('mutation ($id: ID!) { deleteCustomField(id: $id) { deletedId } }', { id }, headers);
  const list = async (objectType?: string, headers?: Record<string, string>): Promise<string[]> => {
    const query = 'query ($of: CustomFieldObjectType) { customFields(objectType: $of) { id } }';
    const { data } = await desk.gateway.askText(query, { of: objectType }, headers);
    return data.customFields.map(({ id }: { id: string }) => id);
  };
  const associate = (change: 'add' | 'remove', id: string, objectType: string) =>
    desk.gateway.askText(
      `mutation ($id: ID!, $of: CustomFieldObjectType!) { ${change}CustomFieldAssociation(id: $id, objectType: $of) { ${selection} } }`,
      { id, of: objectType },
    );

  test.each(['TEXT', 'TEXTAREA', 'NUMBER', 'DATE', 'DATETIME', 'USER', 'CONTACT', 'HIDDEN'])(
    'a field of type %s is created',
    async (type) => {
      const { data, errors } = await create({ name: ` ${type} `, type, objectTypes: ['LEAD'], description: 'why' });
      expect(errors).toEqual([]);
      expect(data.createCustomField.customField).toEqual({
        ...{ id: expect.stringMatching(/^cf_/), name: type, type, choices: null, acceptsMultipleValues: false },
        ...{ isShared: false, objectTypes: ['LEAD'], description: 'why' },
      });
    },
  );

  test('choices are offered in the order given, and several may be accepted', async () => {
    const input = { name: 'Product', type: 'CHOICES', choices: ['Plus', ' Basic '], acceptsMultipleValues: true };
    const { data } = await create({ ...input, objectTypes: ['OPPORTUNITY'] });
    expect(data.createCustomField.customField).toMatchObject({
      ...{ choices: ['Plus', 'Basic'], acceptsMultipleValues: true },
    });
  });

  test.each<[string, object, string]>([
    ['no name', { name: ' ' }, 'input.name'],
    ['a name too long', { name: 'x'.repeat(256) }, 'input.name'],
    ['no choices', { type: 'CHOICES' }, 'input.choices'],
    ['an empty list of choices', { type: 'CHOICES', choices: [] }, 'input.choices'],
    ['a choice twice', { type: 'CHOICES', choices: ['a', 'A'] }, 'input.choices.1'],
    ['an empty choice', { type: 'CHOICES', choices: ['a', ''] }, 'input.choices.1'],
    ['choices of a number', { type: 'NUMBER', choices: ['1'] }, 'input.choices'],
    ['several numbers', { type: 'NUMBER', acceptsMultipleValues: true }, 'input.acceptsMultipleValues'],
    ['two kinds of object, unshared', { objectTypes: ['LEAD', 'OPPORTUNITY'] }, 'input.objectTypes'],
  ])('%s is refused', async (_what, input, place) => {
    const before = await list();
    const answer = await create({ name: 'Wrong', type: 'TEXT', objectTypes: ['OPPORTUNITY'], ...input });
    expect(failures(answer)).toEqual([`INVALID_INPUT ${place}`]);
    expect(await list()).toEqual(before);
  });

  test('what is said of a definition changes, the rest stays', async () => {
    const id = await created({ name: 'Size', type: 'CHOICES', choices: ['S', 'M'], description: 'of the deal' });
    const { data } = await update(id, { choices: ['M', 'L'], description: null });
    expect(data.updateCustomField.customField).toMatchObject({ name: 'Size', choices: ['M', 'L'], description: null });
    const wider = await update(id, { name: 'Sizes', acceptsMultipleValues: true });
    expect(wider.data.updateCustomField.customField).toMatchObject({ name: 'Sizes', acceptsMultipleValues: true });
    expect(failures(await update(id, { acceptsMultipleValues: false }))).toEqual([
      'INVALID_INPUT input.acceptsMultipleValues',
    ]);
  });

  test.each(['name', 'choices', 'acceptsMultipleValues'])('%s cannot be null', async (field) => {
    const id = await created({ name: `No null ${field}`, type: 'CHOICES', choices: ['S'] });
    expect(failures(await update(id, { [field]: null }))).toEqual([`INVALID_INPUT input.${field}`]);
  });

  test('a shared field is given to kinds of objects, and taken from them with their values', async () => {
    const id = await created({ name: 'Region', objectTypes: ['LEAD'], isShared: true });
    expect(failures(await associate('add', id, 'OPPORTUNITY'))).toEqual([]);
    const again = await associate('add', id, 'OPPORTUNITY');
    expect(again.data.addCustomFieldAssociation.customField.objectTypes.toSorted()).toEqual(['LEAD', 'OPPORTUNITY']);
    const set = await desk.gateway.askText(
      `mutation ($lead: ID!, $fields: [CustomFieldInput!]) {
        updateLead(id: $lead, input: { customFields: $fields }) { lead { customFields { ... on TextValue { text } } } }
        createOpportunity(input: { leadId: $lead, customFields: $fields }) { opportunity { id customFields { ... on TextValue { text } } } }
      }`,
      { lead: desk.mine.leadId, fields: [{ fieldId: id, value: { text: 'North' } }] },
    );
    const opportunityId = set.data.createOpportunity.opportunity.id;
    await associate('remove', id, 'OPPORTUNITY');
    const { data } = await desk.gateway.askText(
      'query ($lead: ID!, $deal: ID!) { lead(id: $lead) { customFields { ... on TextValue { text } } } opportunity(id: $deal) { customFields { ... on TextValue { text } } } }',
      { lead: desk.mine.leadId, deal: opportunityId },
    );
    expect(data).toEqual({ lead: { customFields: [{ text: 'North' }] }, opportunity: { customFields: [] } });
    const own = await created({ name: 'Not shared' });
    expect(failures(await associate('add', own, 'LEAD'))).toEqual([expect.stringMatching(/^INVALID_INPUT/)]);
    await remove(id);
  });

  test('fields are listed in the order they were put in', async () => {
    const ids = await list('OPPORTUNITY');
    const [last = '', first = ''] = [ids.at(-1), ids.at(0)];
    const reorder = (order: string[]) =>
      desk.gateway.askText(
        'mutation ($ids: [ID!]!) { reorderCustomFields(objectType: OPPORTUNITY, ids: $ids) { customFields { id } } }',
        { ids: order },
      );
    const { data } = await reorder([last]);
    expect(data.reorderCustomFields.customFields.map(({ id }: { id: string }) => id)).toEqual([
      last,
      ...ids.slice(0, -1),
    ]);
    expect((await list('OPPORTUNITY'))[0]).toBe(last);
    expect(failures(await reorder([first, first]))).toEqual(['INVALID_INPUT ids']);
    expect(failures(await reorder(['cf_none']))).toEqual(['INVALID_INPUT ids']);
  });

  test('what is deleted is gone, with its values', async () => {
    const id = await created({ name: 'Short-lived' });
    const { data } = await desk.gateway.askText(
      'mutation ($fields: [CustomFieldInput!]) { createOpportunity(input: { customFields: $fields }) { opportunity { id } } }',
      { fields: [{ fieldId: id, value: { text: 'x' } }] },
    );
    expect((await remove(id)).data.deleteCustomField).toEqual({ deletedId: id });
    const read = await desk.gateway.askText(
      'query ($id: ID!) { opportunity(id: $id) { customFields { ... on TextValue { text } } } }',
      {
        id: data.createOpportunity.opportunity.id,
      },
    );
    expect(read.data.opportunity.customFields).toEqual([]);
    expect(failures(await remove(id))).toEqual(['NOT_FOUND']);
    expect(failures(await update(id, { name: 'x' }))).toEqual(['NOT_FOUND']);
  });

  describe('another organization', () => {
    test('neither sees the fields nor changes them', async () => {
      const id = await created({ name: 'Ours' });
      const stranger = as(desk.keys.stranger);
      expect(await list(undefined, stranger)).toEqual([]);
      expect(failures(await update(id, { name: 'Theirs' }, stranger))).toEqual(['NOT_FOUND']);
      expect(failures(await remove(id, stranger))).toEqual(['NOT_FOUND']);
      const answer = await desk.gateway.askText(
        'mutation ($fields: [CustomFieldInput!]) { createOpportunity(input: { customFields: $fields }) { opportunity { id } } }',
        { fields: [{ fieldId: id, value: { text: 'x' } }] },
        stranger,
      );
      expect(failures(answer)).toEqual(['INVALID_INPUT input.customFields.0']);
    });
  });
});
