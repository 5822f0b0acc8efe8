/** Values of custom fields over GraphQL, on opportunities and on leads alike: typed both ways. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { failures, openDesk } from '../desk.ts';

const entries = `customFields { field { id } text number date dateTime choices users { id } contacts { id } }`;

const types = {
  line: { type: 'TEXT' },
  prose: { type: 'TEXTAREA' },
  secret: { type: 'HIDDEN' },
  seats: { type: 'NUMBER' },
  due: { type: 'DATE' },
  call: { type: 'DATETIME' },
  plan: { type: 'CHOICES', choices: ['Basic', 'Plus', 'Max'] },
  tags: { type: 'CHOICES', choices: ['Red', 'Green', 'Blue'], acceptsMultipleValues: true },
  coach: { type: 'USER' },
  team: { type: 'USER', acceptsMultipleValues: true },
  buyer: { type: 'CONTACT' },
  circle: { type: 'CONTACT', acceptsMultipleValues: true },
};
type Name = keyof typeof types;

describeDatabases('custom values over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const field = {} as Record<Name, string>;

  beforeAll(async () => {
    for (const [name, definition] of Object.entries(types)) {
      const { data } = await desk.gateway.askText(
        'mutation ($input: NewCustomFieldInput!) { createCustomField(input: $input) { customField { id } } }',
        { input: { name, ...definition, objectTypes: ['OPPORTUNITY', 'LEAD'], isShared: true } },
      );
      field[name as Name] = data.createCustomField.customField.id;
    }
  });

  describe.each(['opportunity', 'lead'] as const)('of an %s', (kind) => {
    const type = kind === 'lead' ? 'Lead' : 'Opportunity';
    const create = async (customFields: object[]) => {
      const query = `mutation ($fields: [CustomFieldInput!]) { done: create${type}(input: { customFields: $fields }) { ${kind} { id ${entries} version } } }`;
      const answer = await desk.gateway.askText(query, { fields: customFields });
      expect(answer.errors).toEqual([]);
      return answer.data.done[kind];
    };
    const update = (id: string, customFields: object[]) =>
      desk.gateway.askText(
        `mutation ($id: ID!, $fields: [CustomFieldInput!]) { done: update${type}(id: $id, input: { customFields: $fields }) { ${kind} { id ${entries} version } } }`,
        { id, fields: customFields },
      );
    /** By the name of the field: what is filled of its entry. */
    const filled = (object: { customFields: { field: { id: string } }[] }) =>
      Object.fromEntries(
        object.customFields.map(({ field: { id }, ...values }) => [
          Object.entries(field).find(([, fieldId]) => fieldId === id)?.[0],
          Object.fromEntries(
            Object.entries(values).filter(([, value]) => value !== null && (value as { length?: number }).length !== 0),
          ),
        ]),
      );

    test('each type is written under its name and read under it', async () => {
      const [ada, bo, cy] = desk.mine.userIds;
      const contact = desk.mine.contactId;
      const object = await create([
        { fieldId: field.line, text: 'ein Wort' },
        { fieldId: field.prose, text: 'one\ntwo ☃' },
        { fieldId: field.secret, text: '{}' },
        { fieldId: field.seats, number: -0.125 },
        { fieldId: field.due, date: '2028-02-29' },
        { fieldId: field.call, dateTime: '2026-06-15T12:00:00.250+02:00' },
        { fieldId: field.plan, choices: ['Plus'] },
        { fieldId: field.tags, choices: ['Blue', 'Red'] },
        { fieldId: field.coach, userIds: [bo] },
        { fieldId: field.team, userIds: [cy, ada] },
        { fieldId: field.buyer, contactIds: [contact] },
        { fieldId: field.circle, contactIds: [contact] },
      ]);
      expect(filled(object)).toEqual({
        line: { text: 'ein Wort' },
        prose: { text: 'one\ntwo ☃' },
        secret: { text: '{}' },
        seats: { number: -0.125 },
        due: { date: '2028-02-29' },
        call: { dateTime: '2026-06-15T10:00:00.250Z' },
        plan: { text: 'Plus', choices: ['Plus'] },
        tags: { choices: ['Blue', 'Red'] },
        coach: { users: [{ id: bo }] },
        team: { users: [{ id: cy }, { id: ada }] },
        buyer: { contacts: [{ id: contact }] },
        circle: { contacts: [{ id: contact }] },
      });
    });

    test('unset empties one and leaves the others, and so does an empty list', async () => {
      const { id } = await create([
        { fieldId: field.line, text: 'x' },
        { fieldId: field.seats, number: 1 },
        { fieldId: field.tags, choices: ['Red'] },
      ]);
      const { data } = await update(id, [{ fieldId: field.line, unset: true }]);
      expect(Object.keys(filled(data.done[kind])).toSorted()).toEqual(['seats', 'tags']);
      const after = await update(id, [{ fieldId: field.tags, choices: [] }]);
      expect(filled(after.data.done[kind])).toEqual({ seats: { number: 1 } });
    });

    test('an empty list empties a field of one value too', async () => {
      const { id } = await create([
        { fieldId: field.plan, choices: ['Plus'] },
        { fieldId: field.coach, userIds: [desk.mine.userIds[1]] },
        { fieldId: field.buyer, contactIds: [desk.mine.contactId] },
      ]);
      const { data, errors } = await update(id, [
        { fieldId: field.plan, choices: [] },
        { fieldId: field.coach, userIds: [] },
        { fieldId: field.buyer, contactIds: [] },
      ]);
      expect(errors).toEqual([]);
      expect(filled(data.done[kind])).toEqual({});
    });

    test('`text` has the choice of a field that takes one, and never that of a field that accepts several', async () => {
      const object = await create([
        { fieldId: field.plan, choices: ['Plus'] },
        { fieldId: field.tags, choices: ['Red'] },
      ]);
      expect(filled(object)).toEqual({ plan: { text: 'Plus', choices: ['Plus'] }, tags: { choices: ['Red'] } });
    });

    test('of several changes of one field, the one that is wrong is told', async () => {
      const { id } = await create([]);
      const answer = await update(id, [
        { fieldId: field.tags, choices: ['Red'] },
        { fieldId: field.seats, number: 1 },
        { fieldId: field.tags, add: { choices: ['Purple'] } },
      ]);
      expect(failures(answer)).toEqual(['INVALID_INPUT input.customFields.2']);
    });

    test('a list of two for a field of one value is told as such', async () => {
      const { id } = await create([]);
      const answer = await update(id, [{ fieldId: field.plan, choices: ['Basic', 'Plus'] }]);
      expect(answer.errors[0]?.message).toBe('"plan" takes one value, not 2.');
    });

    test('a list is replaced, added to and taken from; what changes nothing leaves the version', async () => {
      const { id } = await create([{ fieldId: field.tags, choices: ['Red'] }]);
      const tagsAfter = async (change: object) => {
        const { data, errors } = await update(id, [{ fieldId: field.tags, ...change }]);
        expect(errors).toEqual([]);
        return [filled(data.done[kind]).tags?.choices, data.done[kind].version];
      };
      expect(await tagsAfter({ choices: ['Blue', 'Green'] })).toEqual([['Blue', 'Green'], 2]);
      expect(await tagsAfter({ add: { choices: ['Red', 'Blue'] } })).toEqual([['Blue', 'Green', 'Red'], 3]);
      expect(await tagsAfter({ add: { choices: ['Red'] } })).toEqual([['Blue', 'Green', 'Red'], 3]);
      expect(await tagsAfter({ remove: { choices: ['Green'] } })).toEqual([['Blue', 'Red'], 4]);
      expect(await tagsAfter({ remove: { choices: ['Green', 'Never there'] } })).toEqual([['Blue', 'Red'], 4]);
      expect(await tagsAfter({ remove: { choices: ['Red', 'Blue'] } })).toEqual([undefined, 5]);
    });

    test('people and contacts are added to and taken from their lists', async () => {
      const [ada, bo] = desk.mine.userIds;
      const { id } = await create([{ fieldId: field.team, userIds: [ada] }]);
      await update(id, [
        { fieldId: field.team, add: { userIds: [bo] } },
        { fieldId: field.circle, add: { contactIds: [desk.mine.contactId] } },
      ]);
      const { data } = await update(id, [{ fieldId: field.team, remove: { userIds: [ada] } }]);
      expect(filled(data.done[kind])).toEqual({
        team: { users: [{ id: bo }] },
        circle: { contacts: [{ id: desk.mine.contactId }] },
      });
    });

    const wrong: [what: string, change: () => object, message: RegExp][] = [
      [
        'text for a number',
        () => ({ fieldId: field.seats, text: '5' }),
        /"seats" is of type number: give number, not text/,
      ],
      ['a date for text', () => ({ fieldId: field.line, date: '2026-01-01' }), /"line" .* give text, not date/],
      ['text for a choice', () => ({ fieldId: field.plan, text: 'Plus' }), /"plan" .* give choices, not text/],
      ['a day for a moment', () => ({ fieldId: field.call, date: '2026-01-01' }), /"call" .* give dateTime, not date/],
      ['contacts for users', () => ({ fieldId: field.coach, contactIds: [] }), /"coach" .* give userIds/],
      ['a choice not offered', () => ({ fieldId: field.plan, choices: ['Pluss'] }), /did you mean "Plus"/],
      ['two choices of one', () => ({ fieldId: field.plan, choices: ['Basic', 'Plus'] }), /"plan" takes one/],
      ['adding to a single value', () => ({ fieldId: field.plan, add: { choices: ['Max'] } }), /takes one value/],
      ['a user next door', () => ({ fieldId: field.coach, userIds: [desk.theirs.userIds[0]] }), /no user/],
      ['a contact next door', () => ({ fieldId: field.buyer, contactIds: [desk.theirs.contactId] }), /no contact/],
      ['a field that is none', () => ({ fieldId: 'cf_none', text: 'x' }), /no custom field "cf_none"/],
      ['nothing', () => ({ fieldId: field.line }), /exactly one of .*, not 0/],
      ['two values', () => ({ fieldId: field.line, text: 'x', number: 1 }), /exactly one of .*, not 2/],
      ['a value and unset', () => ({ fieldId: field.line, text: 'x', unset: true }), /exactly one of .*, not 2/],
    ];
    test.each(wrong)('%s is an error that names the field, and changes nothing', async (_what, change, message) => {
      const { id } = await create([{ fieldId: field.seats, number: 7 }]);
      const answer = await update(id, [{ fieldId: field.due, date: '2026-01-01' }, change()]);
      expect(failures(answer)).toEqual(['INVALID_INPUT input.customFields.1']);
      expect(answer.errors[0]?.message).toMatch(message);
      const { data } = await update(id, []);
      expect(data.done[kind]).toMatchObject({ version: 1 });
      expect(filled(data.done[kind])).toEqual({ seats: { number: 7 } });
    });

    test.each<[string, (fields: Record<Name, string>) => object]>([
      ['a number in quotes', ({ seats }) => ({ fieldId: seats, number: '5' })],
      ['a day that does not exist', ({ due }) => ({ fieldId: due, date: '2026-02-30' })],
      ['a moment without a zone', ({ call }) => ({ fieldId: call, dateTime: '2026-02-03T10:00:00' })],
      ['two kinds to add', ({ tags }) => ({ fieldId: tags, add: { choices: ['Red'], userIds: [] } })],
      ['nothing to add', ({ tags }) => ({ fieldId: tags, add: {} })],
    ])('%s is refused before anything is done', async (_what, change) => {
      const { id } = await create([]);
      const { status, data, errors } = await update(id, [change(field)]);
      expect(status).toBeLessThan(500);
      expect(data).toBeNull();
      expect(errors[0]?.message).toMatch(/input|\$fields/);
    });

    test('what was chosen stays readable, findable and removable when it is offered no more', async () => {
      const name = `Color of ${kind}`;
      const made = await desk.gateway.askText(
        `mutation { createCustomField(input: { name: "${name}", type: CHOICES, choices: ["Red", "Blue"], acceptsMultipleValues: true, objectTypes: [${kind.toUpperCase()}] }) { customField { id } } }`,
      );
      const fieldId = made.data.createCustomField.customField.id;
      const { id } = await create([{ fieldId, choices: ['Red'] }]);
      await desk.gateway.askText(
        'mutation ($id: ID!) { updateCustomField(id: $id, input: { choices: ["Crimson", "Blue"] }) { __typename } }',
        { id: fieldId },
      );
      const after = await update(id, [{ fieldId, add: { choices: ['Blue'] } }]);
      expect(after.data.done[kind].customFields[0].choices).toEqual(['Red', 'Blue']);
      const list = kind === 'lead' ? 'leads' : 'opportunities';
      const found = await desk.gateway.askText(
        `query ($id: ID!) { ${list}(filter: { custom: { fieldId: $id, text: { eq: "red" } } }) { nodes { id } } }`,
        { id: fieldId },
      );
      expect(found.data[list].nodes).toEqual([{ id }]);
      const gone = await update(id, [{ fieldId, remove: { choices: ['Red'] } }]);
      expect(gone.data.done[kind].customFields[0].choices).toEqual(['Blue']);
    });
  });

  test('filters, orders and groups see what was written at once', async () => {
    const rows = [
      { note: 'custom-a', seats: 3, plan: 'Plus' },
      { note: 'custom-b', seats: 1, plan: 'Plus' },
      { note: 'custom-c', seats: 2, plan: 'Max' },
    ];
    const inputs = rows.map(({ note, seats, plan }) => ({
      note,
      customFields: [
        { fieldId: field.seats, number: seats },
        { fieldId: field.plan, choices: [plan] },
      ],
    }));
    const { data, errors } = await desk.gateway.askText(
      `mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { errors { message } } }`,
      { inputs },
    );
    expect([errors, data.createOpportunities.errors]).toEqual([[], []]);
    const read = await desk.gateway.askText(
      `query ($seats: ID!, $plan: ID!) {
        opportunities(filter: { note: { contains: "custom-" }, custom: { fieldId: $seats, number: { gte: 2 } } }, orderBy: { customFieldId: $seats }) {
          nodes { note }
          groups(by: { field: CUSTOM_FIELD, customFieldId: $plan }) { nodes { keys { label } count } }
        }
      }`,
      { seats: field.seats, plan: field.plan },
    );
    expect(read.errors).toEqual([]);
    expect(read.data.opportunities.nodes).toEqual([{ note: 'custom-c' }, { note: 'custom-a' }]);
    expect(read.data.opportunities.groups.nodes).toEqual([
      { keys: [{ label: 'Plus' }], count: 1 },
      { keys: [{ label: 'Max' }], count: 1 },
    ]);
  });
});
