/** Values of custom fields over GraphQL, on opportunities and on leads alike: typed both ways. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { failures, openDesk } from '../desk.ts';

const values = `field { id } ... on TextValue { text } ... on NumberValue { number } ... on DateValue { date } ... on DateTimeValue { dateTime }
  ... on ChoicesValue { choices } ... on UsersValue { users { id } } ... on ContactsValue { contacts { id } }`;
const entries = `customFields { ${values} }`;

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
    /** What there is, by the name of the field. */
    const filled = (object: { customFields: { field: { id: string } }[] }) =>
      Object.fromEntries(
        object.customFields.map(({ field: { id }, ...values }) => [
          Object.entries(field).find(([, fieldId]) => fieldId === id)?.[0],
          values,
        ]),
      );

    test('each type is written under its name and read under it', async () => {
      const [ada, bo, cy] = desk.mine.userIds;
      const contact = desk.mine.contactId;
      const object = await create([
        { fieldId: field.line, value: { text: 'ein Wort' } },
        { fieldId: field.prose, value: { text: 'one\ntwo ☃' } },
        { fieldId: field.secret, value: { text: '{}' } },
        { fieldId: field.seats, value: { number: -0.125 } },
        { fieldId: field.due, value: { date: '2028-02-29' } },
        { fieldId: field.call, value: { dateTime: '2026-06-15T12:00:00.250+02:00' } },
        { fieldId: field.plan, value: { choices: ['Plus'] } },
        { fieldId: field.tags, value: { choices: ['Blue', 'Red'] } },
        { fieldId: field.coach, value: { userIds: [bo] } },
        { fieldId: field.team, value: { userIds: [cy, ada] } },
        { fieldId: field.buyer, value: { contactIds: [contact] } },
        { fieldId: field.circle, value: { contactIds: [contact] } },
      ]);
      expect(filled(object)).toEqual({
        line: { text: 'ein Wort' },
        prose: { text: 'one\ntwo ☃' },
        secret: { text: '{}' },
        seats: { number: -0.125 },
        due: { date: '2028-02-29' },
        call: { dateTime: '2026-06-15T10:00:00.250Z' },
        plan: { choices: ['Plus'] },
        tags: { choices: ['Blue', 'Red'] },
        coach: { users: [{ id: bo }] },
        team: { users: [{ id: cy }, { id: ada }] },
        buyer: { contacts: [{ id: contact }] },
        circle: { contacts: [{ id: contact }] },
      });
    });

    test('unset empties one and leaves the others, and so does an empty list', async () => {
      const { id } = await create([
        { fieldId: field.line, value: { text: 'x' } },
        { fieldId: field.seats, value: { number: 1 } },
        { fieldId: field.tags, value: { choices: ['Red'] } },
      ]);
      const { data } = await update(id, [{ fieldId: field.line, value: { unset: true } }]);
      expect(Object.keys(filled(data.done[kind])).toSorted()).toEqual(['seats', 'tags']);
      const after = await update(id, [{ fieldId: field.tags, value: { choices: [] } }]);
      expect(filled(after.data.done[kind])).toEqual({ seats: { number: 1 } });
    });

    test('an empty list empties a field of one value too', async () => {
      const { id } = await create([
        { fieldId: field.plan, value: { choices: ['Plus'] } },
        { fieldId: field.coach, value: { userIds: [desk.mine.userIds[1]] } },
        { fieldId: field.buyer, value: { contactIds: [desk.mine.contactId] } },
      ]);
      const { data, errors } = await update(id, [
        { fieldId: field.plan, value: { choices: [] } },
        { fieldId: field.coach, value: { userIds: [] } },
        { fieldId: field.buyer, value: { contactIds: [] } },
      ]);
      expect(errors).toEqual([]);
      expect(filled(data.done[kind])).toEqual({});
    });

    test('of the fields that are named there are those that have a value, beside all in one question', async () => {
      const made = await create([
        { fieldId: field.plan, value: { choices: ['Plus'] } },
        { fieldId: field.tags, value: { choices: ['Red'] } },
        { fieldId: field.seats, value: { number: 3 } },
      ]);
      const { data, errors } = await desk.gateway.askText(
        `query ($id: ID!, $some: [ID!], $other: [ID!]) { object: ${kind}(id: $id) {
          ${entries} some: customFields(ids: $some) { ${values} } other: customFields(ids: $other) { ${values} } none: customFields(ids: []) { ${values} }
        } }`,
        { id: made.id, some: [field.seats, field.line], other: [field.tags, 'cf_none', '\u0000'] },
      );
      expect(errors).toEqual([]);
      const { some, other, none } = data.object;
      expect(Object.keys(filled(data.object)).toSorted()).toEqual(['plan', 'seats', 'tags']);
      expect(filled({ customFields: some })).toEqual({ seats: { number: 3 } });
      expect(filled({ customFields: other })).toEqual({ tags: { choices: ['Red'] } });
      expect(none).toEqual([]);
    });

    test('of several changes of one field, the one that is wrong is told', async () => {
      const { id } = await create([]);
      const answer = await update(id, [
        { fieldId: field.tags, value: { choices: ['Red'] } },
        { fieldId: field.seats, value: { number: 1 } },
        { fieldId: field.tags, value: { add: { choices: ['Purple'] } } },
      ]);
      expect(failures(answer)).toEqual(['INVALID_INPUT input.customFields.2']);
    });

    test('a list of two for a field of one value is told as such', async () => {
      const { id } = await create([]);
      const answer = await update(id, [{ fieldId: field.plan, value: { choices: ['Basic', 'Plus'] } }]);
      expect(answer.errors[0]?.message).toBe('"plan" takes one value, not 2.');
    });

    test('a list is replaced, added to and taken from; what changes nothing leaves the version', async () => {
      const { id } = await create([{ fieldId: field.tags, value: { choices: ['Red'] } }]);
      const tagsAfter = async (change: object) => {
        const { data, errors } = await update(id, [{ fieldId: field.tags, value: change }]);
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
      const { id } = await create([{ fieldId: field.team, value: { userIds: [ada] } }]);
      await update(id, [
        { fieldId: field.team, value: { add: { userIds: [bo] } } },
        { fieldId: field.circle, value: { add: { contactIds: [desk.mine.contactId] } } },
      ]);
      const { data } = await update(id, [{ fieldId: field.team, value: { remove: { userIds: [ada] } } }]);
      expect(filled(data.done[kind])).toEqual({
        team: { users: [{ id: bo }] },
        circle: { contacts: [{ id: desk.mine.contactId }] },
      });
    });

    const wrong: [what: string, change: () => object, message: RegExp][] = [
      [
        'text for a number',
        () => ({ fieldId: field.seats, value: { text: '5' } }),
        /"seats" is of type number: give number, not text/,
      ],
      [
        'a date for text',
        () => ({ fieldId: field.line, value: { date: '2026-01-01' } }),
        /"line" .* give text, not date/,
      ],
      [
        'text for a choice',
        () => ({ fieldId: field.plan, value: { text: 'Plus' } }),
        /"plan" .* give choices, not text/,
      ],
      [
        'a day for a moment',
        () => ({ fieldId: field.call, value: { date: '2026-01-01' } }),
        /"call" .* give dateTime, not date/,
      ],
      ['contacts for users', () => ({ fieldId: field.coach, value: { contactIds: [] } }), /"coach" .* give userIds/],
      ['a choice not offered', () => ({ fieldId: field.plan, value: { choices: ['Pluss'] } }), /did you mean "Plus"/],
      [
        'two choices of one',
        () => ({ fieldId: field.plan, value: { choices: ['Basic', 'Plus'] } }),
        /"plan" takes one/,
      ],
      [
        'adding to a single value',
        () => ({ fieldId: field.plan, value: { add: { choices: ['Max'] } } }),
        /takes one value/,
      ],
      ['a user next door', () => ({ fieldId: field.coach, value: { userIds: [desk.theirs.userIds[0]] } }), /no user/],
      [
        'a contact next door',
        () => ({ fieldId: field.buyer, value: { contactIds: [desk.theirs.contactId] } }),
        /no contact/,
      ],
      ['a field that is none', () => ({ fieldId: 'cf_none', value: { text: 'x' } }), /no custom field "cf_none"/],
      ['unset, but not', () => ({ fieldId: field.seats, value: { unset: false } }), /unset: false says nothing/],
    ];
    test.each(wrong)('%s is an error that names the field, and changes nothing', async (_what, change, message) => {
      const { id } = await create([{ fieldId: field.seats, value: { number: 7 } }]);
      const answer = await update(id, [{ fieldId: field.due, value: { date: '2026-01-01' } }, change()]);
      expect(failures(answer)).toEqual(['INVALID_INPUT input.customFields.1']);
      expect(answer.errors[0]?.message).toMatch(message);
      const { data } = await update(id, []);
      expect(data.done[kind]).toMatchObject({ version: 1 });
      expect(filled(data.done[kind])).toEqual({ seats: { number: 7 } });
    });

    test.each<[string, (fields: Record<Name, string>) => object]>([
      ['a number in quotes', ({ seats }) => ({ fieldId: seats, value: { number: '5' } })],
      ['a day that does not exist', ({ due }) => ({ fieldId: due, value: { date: '2026-02-30' } })],
      ['a moment without a zone', ({ call }) => ({ fieldId: call, value: { dateTime: '2026-02-03T10:00:00' } })],
      ['no value', ({ line }) => ({ fieldId: line })],
      ['nothing', ({ line }) => ({ fieldId: line, value: {} })],
      ['null', ({ line }) => ({ fieldId: line, value: { text: null } })],
      ['two values', ({ line }) => ({ fieldId: line, value: { text: 'x', number: 1 } })],
      ['a value and unset', ({ line }) => ({ fieldId: line, value: { text: 'x', unset: true } })],
      ['two kinds to add', ({ tags }) => ({ fieldId: tags, value: { add: { choices: ['Red'], userIds: [] } } })],
      ['nothing to add', ({ tags }) => ({ fieldId: tags, value: { add: {} } })],
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
      const { id } = await create([{ fieldId, value: { choices: ['Red'] } }]);
      await desk.gateway.askText(
        'mutation ($id: ID!) { updateCustomField(id: $id, input: { choices: ["Crimson", "Blue"] }) { __typename } }',
        { id: fieldId },
      );
      const after = await update(id, [{ fieldId, value: { add: { choices: ['Blue'] } } }]);
      expect(after.data.done[kind].customFields[0].choices).toEqual(['Red', 'Blue']);
      const list = kind === 'lead' ? 'leads' : 'opportunities';
      const found = await desk.gateway.askText(
        `query ($id: ID!) { ${list}(filter: { custom: { fieldId: $id, value: { text: { eq: "red" } } } }) { nodes { id } } }`,
        { id: fieldId },
      );
      expect(found.data[list].nodes).toEqual([{ id }]);
      const gone = await update(id, [{ fieldId, value: { remove: { choices: ['Red'] } } }]);
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
        { fieldId: field.seats, value: { number: seats } },
        { fieldId: field.plan, value: { choices: [plan] } },
      ],
    }));
    const { data, errors } = await desk.gateway.askText(
      `mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { errors { message } } }`,
      { inputs },
    );
    expect([errors, data.createOpportunities.errors]).toEqual([[], []]);
    const read = await desk.gateway.askText(
      `query ($seats: ID!, $plan: ID!) {
        opportunities(filter: { note: { contains: "custom-" }, custom: { fieldId: $seats, value: { number: { gte: 2 } } } }, orderBy: { customFieldId: $seats }) {
          nodes { note }
          groups(by: { customFieldId: $plan }) { nodes { keys { label } count } }
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
