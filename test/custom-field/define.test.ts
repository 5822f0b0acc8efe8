import { beforeAll, expect, test } from 'vitest';
import { addAssociation, removeAssociation, reorderCustomFields } from '../../src/custom-field/association.ts';
import {
  type CustomFieldDefinitionChange,
  createCustomField,
  deleteCustomField,
  type NewCustomField,
  updateCustomField,
} from '../../src/custom-field/define.ts';
import { definitionById, readCustomFields } from '../../src/custom-field/definition.ts';
import { readCustomValues } from '../../src/custom-field/values.ts';
import { createLead } from '../../src/lead/create.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office } from '../fixtures.ts';

describeDatabases('definitions of custom fields', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  let defined = 0;
  const define = (input: Partial<NewCustomField>) => {
    defined += 1;
    const named = { name: `Field ${defined}`, type: 'text', objectTypes: ['opportunity'] };
    return opened.database.write((session) => createCustomField(session, mine.caller, { ...named, ...input }));
  };
  const update = (id: string, change: CustomFieldDefinitionChange, office = mine) =>
    opened.database.write((session) => updateCustomField(session, office.caller, id, change));
  const definition = (id: string) =>
    opened.database.read(async (session) => definitionById(await readCustomFields(session, mine.organizationId), id));
  const order = async (objectType: string) => {
    const fields = await opened.database.read((session) => readCustomFields(session, mine.organizationId));
    const places = fields.flatMap(({ id, objects }) =>
      objects.filter((object) => object.objectType === objectType).map(({ position }) => ({ id, position })),
    );
    return places.sort((a, b) => a.position - b.position).map(({ id }) => id);
  };

  test('a definition is stored as given', async () => {
    const choices = ['Plus', 'Basic', 'Ünlimited'];
    const id = await define({ name: ' Product ', type: 'choices', choices, acceptsMultipleValues: true });
    expect(await definition(id)).toMatchObject({
      ...{ name: 'Product', type: 'choices', choices, acceptsMultipleValues: true, isShared: false },
      objects: [{ objectType: 'opportunity' }],
    });
    const row = await opened.database.write(({ prisma }) => prisma.customField.findUniqueOrThrow({ where: { id } }));
    expect(row).toMatchObject({ nameFolded: 'product', createdById: mine.caller.userId, description: null, choices });
  });

  test.each<[string, Partial<NewCustomField>]>([
    ['INVALID_INPUT name', { name: ' ' }],
    ['INVALID_INPUT name', { name: 'x'.repeat(256) }],
    ['INVALID_INPUT type', { type: 'txt' }],
    ['INVALID_INPUT choices', { type: 'choices' }],
    ['INVALID_INPUT choices', { type: 'choices', choices: [] }],
    ['INVALID_INPUT choices', { type: 'text', choices: ['a'] }],
    ['INVALID_INPUT choices.1', { type: 'choices', choices: ['a', ' '] }],
    ['INVALID_INPUT choices.2', { type: 'choices', choices: ['a', 'b', 'A'] }],
    ['INVALID_INPUT acceptsMultipleValues', { type: 'number', acceptsMultipleValues: true }],
    ['INVALID_INPUT objectTypes', { objectTypes: ['deal'] }],
    ['INVALID_INPUT objectTypes', { objectTypes: [] }],
    ['INVALID_INPUT objectTypes', { objectTypes: ['lead', 'opportunity'] }],
    ['INVALID_INPUT description', { description: 'x'.repeat(1001) }],
  ])('%s for %o', async (expected, input) => {
    expect(await failure(define(input))).toBe(expected);
  });

  test('a name, its choices and more can be changed; what would lose values cannot', async () => {
    const id = await define({ type: 'choices', choices: ['a', 'b'] });
    await update(id, { name: 'New', choices: ['b', 'c'], acceptsMultipleValues: true, description: 'why' });
    expect(await definition(id)).toMatchObject({ name: 'New', choices: ['b', 'c'], acceptsMultipleValues: true });
    expect(await failure(update(id, { acceptsMultipleValues: false }))).toBe('INVALID_INPUT acceptsMultipleValues');
    expect(await failure(update(id, { choices: [] }))).toBe('INVALID_INPUT choices');
    expect(await failure(update(await define({}), { choices: ['a'] }))).toBe('INVALID_INPUT choices');
    expect(await failure(update('cf_nothing', { name: 'x' }))).toBe('NOT_FOUND');
    expect(await failure(update(id, { name: 'x' }, theirs))).toBe('NOT_FOUND');
  });

  test('a list of more than 100 values is refused', async () => {
    const choices = Array.from({ length: 101 }, (_, i) => `c${i}`);
    const fieldId = await define({ type: 'choices', choices, acceptsMultipleValues: true });
    const create = (value: readonly string[]) =>
      opened.database.write((session) =>
        createOpportunity(session, mine.caller, {
          leadId: mine.leadId,
          customFields: [{ fieldId, kind: 'set', value }],
        }),
      );
    expect(await failure(create(choices))).toBe(`INVALID_INPUT custom.${fieldId}`);
    expect(await create(choices.slice(1))).toMatch(/^oppo_/);
  });

  test('a field goes with its values', async () => {
    const fieldId = await define({});
    const customFields = [{ fieldId, kind: 'set', value: 'x' }] as const;
    const id = await opened.database.write((session) =>
      createOpportunity(session, mine.caller, { leadId: mine.leadId, customFields }),
    );
    const remove = (office: Office) =>
      opened.database.write((session) => deleteCustomField(session, office.caller, fieldId));
    expect(await failure(remove(theirs))).toBe('NOT_FOUND');
    await remove(mine);
    expect(await failure(remove(mine))).toBe('NOT_FOUND');
    const read = opened.database.read((session) => readCustomValues(session, mine.organizationId, 'opportunity', [id]));
    expect(await read).toEqual(new Map());
  });

  test('a shared field is added to kinds of object and taken from them, its values with it', async () => {
    const fieldId = await define({ isShared: true, objectTypes: ['opportunity'] });
    const associate = (change: typeof addAssociation, id: string, objectType: string) =>
      opened.database.write((session) => change(session, mine.caller, id, objectType));
    await associate(addAssociation, fieldId, 'lead');
    await associate(addAssociation, fieldId, 'lead');
    expect((await definition(fieldId)).objects.map(({ objectType }) => objectType).sort()).toEqual([
      'lead',
      'opportunity',
    ]);
    const customFields = [{ fieldId, kind: 'set', value: 'x' }] as const;
    const ids = await opened.database.write(async (session) => ({
      lead: await createLead(session, mine.caller, { customFields }),
      opportunity: await createOpportunity(session, mine.caller, { leadId: mine.leadId, customFields }),
    }));
    await associate(removeAssociation, fieldId, 'lead');
    const valuesOf = (type: 'lead' | 'opportunity') =>
      opened.database.read((session) => readCustomValues(session, mine.organizationId, type, [ids[type]]));
    expect((await valuesOf('lead')).size).toBe(0);
    expect((await valuesOf('opportunity')).size).toBe(1);
    const own = await define({});
    expect(await failure(associate(addAssociation, own, 'lead'))).toBe('INVALID_INPUT fieldId');
    expect(await failure(associate(removeAssociation, own, 'opportunity'))).toBe('INVALID_INPUT fieldId');
    expect(await failure(associate(addAssociation, fieldId, 'deal'))).toBe('INVALID_INPUT objectType');
    expect(await failure(associate(addAssociation, 'cf_nothing', 'lead'))).toBe('NOT_FOUND');
  });

  test('fields stand in the order in which they were made, or are put', async () => {
    const a = await define({ objectTypes: ['contact'] });
    const b = await define({ objectTypes: ['contact'] });
    const last = await define({ objectTypes: ['contact'] });
    expect(await order('contact')).toEqual([a, b, last]);
    const reorder = (...ids: string[]) =>
      opened.database.write((session) => reorderCustomFields(session, mine.caller, 'contact', ids));
    await reorder(last, a);
    expect(await order('contact')).toEqual([last, a, b]);
    expect(await failure(reorder(a, a))).toBe('INVALID_INPUT ids');
    expect(await failure(reorder('cf_nothing'))).toBe('INVALID_INPUT ids');
    expect(await order('contact')).toEqual([last, a, b]);
  });
});
