import { beforeAll, expect, test } from 'vitest';
import { createContact } from '../../src/contact/create.ts';
import type { CustomFieldChange } from '../../src/custom-field/change.ts';
import { createCustomField, type NewCustomField, updateCustomField } from '../../src/custom-field/define.ts';
import { readCustomValues } from '../../src/custom-field/values.ts';
import { createLead } from '../../src/lead/create.ts';
import { updateLead } from '../../src/lead/update.ts';
import { createOpportunities, createOpportunity } from '../../src/opportunity/create.ts';
import { updateOpportunities, updateOpportunity } from '../../src/opportunity/update.ts';
import { deactivateUser, reactivateUser } from '../../src/user/membership.ts';
import type { Zone } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, instant, type Office, readOpportunity } from '../fixtures.ts';

const definitions = {
  text: { name: 'Text', type: 'text' },
  area: { name: 'Area', type: 'textarea' },
  hidden: { name: 'Hidden', type: 'hidden' },
  number: { name: 'Number', type: 'number' },
  date: { name: 'Date', type: 'date' },
  datetime: { name: 'Datetime', type: 'datetime' },
  choice: { name: 'Choice', type: 'choices', choices: ['Red', 'Green', 'Blue'] },
  choices: { name: 'Choices', type: 'choices', choices: ['Monday', 'Tuesday', 'Friday'], acceptsMultipleValues: true },
  user: { name: 'User', type: 'user' },
  users: { name: 'Users', type: 'user', acceptsMultipleValues: true },
  contact: { name: 'Contact', type: 'contact' },
  contacts: { name: 'Contacts', type: 'contact', acceptsMultipleValues: true },
} as const satisfies Record<string, Omit<NewCustomField, 'objectTypes'>>;

type Name = keyof typeof definitions;

describeDatabases('values of custom fields', (opened) => {
  let mine: Office;
  let theirs: Office;
  const ids = {} as Record<Name, string>;
  let onlyLeads: string;
  let shared: string;
  let foreign: string;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
    const define = (input: NewCustomField, office = mine) =>
      opened.database.write((session) => createCustomField(session, office.caller, input));
    for (const [name, definition] of Object.entries(definitions)) {
      ids[name as Name] = await define({ ...definition, objectTypes: ['opportunity'] });
    }
    onlyLeads = await define({ name: 'Lead text', type: 'text', objectTypes: ['lead'] });
    shared = await define({ name: 'Shared', type: 'text', objectTypes: ['lead', 'opportunity'], isShared: true });
    foreign = await define({ name: 'Theirs', type: 'text', objectTypes: ['opportunity'] }, theirs);
  });

  const set = (name: Name, value: unknown): CustomFieldChange => ({ fieldId: ids[name], kind: 'set', value });
  const create = (...customFields: readonly CustomFieldChange[]) =>
    opened.database.write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, customFields }));
  const update = (id: string, ...customFields: readonly CustomFieldChange[]) =>
    opened.database.write((session) => updateOpportunity(session, mine.caller, { id, change: { customFields } }));
  const valuesOf = async (id: string, type: 'opportunity' | 'lead' = 'opportunity') => {
    const found = await opened.database.read((session) => readCustomValues(session, mine.organizationId, type, [id]));
    return found.get(id) ?? [];
  };
  const read = async (id: string, name: Name) =>
    (await valuesOf(id)).filter(({ fieldId }) => fieldId === ids[name]).map(({ value }) => value);

  test('a value of each type is stored and read as what it is', async () => {
    const [, bo] = mine.userIds;
    const id = await create(
      ...[set('text', 'a 🚀'), set('area', 'two\nlines'), set('hidden', 'h'), set('number', 0.1)],
      ...[set('date', '2024-02-29'), set('datetime', '2026-01-31T09:30:00.123+02:00'), set('choice', 'Red')],
      ...[set('choices', ['Friday', 'Monday']), set('user', bo), set('users', ['Ada Lovelace', bo])],
      ...[set('contact', mine.contactId), set('contacts', [mine.contactId])],
    );
    expect(await read(id, 'text')).toEqual([{ kind: 'text', text: 'a 🚀' }]);
    expect(await read(id, 'area')).toEqual([{ kind: 'text', text: 'two\nlines' }]);
    expect(await read(id, 'hidden')).toEqual([{ kind: 'text', text: 'h' }]);
    expect(await read(id, 'number')).toEqual([{ kind: 'number', number: 0.1 }]);
    expect(await read(id, 'date')).toEqual([{ kind: 'date', date: '2024-02-29' }]);
    expect(await read(id, 'datetime')).toEqual([{ kind: 'instant', instant: instant('2026-01-31T07:30:00.123Z') }]);
    expect(await read(id, 'choice')).toEqual([{ kind: 'text', text: 'Red' }]);
    expect(await read(id, 'choices')).toEqual([
      { kind: 'text', text: 'Friday' },
      { kind: 'text', text: 'Monday' },
    ]);
    expect(await read(id, 'user')).toEqual([{ kind: 'user', userId: bo }]);
    expect(await read(id, 'users')).toEqual([mine.userIds[0], bo].map((userId) => ({ kind: 'user', userId })));
    expect(await read(id, 'contact')).toEqual([{ kind: 'contact', contactId: mine.contactId }]);
    expect(await read(id, 'contacts')).toEqual([{ kind: 'contact', contactId: mine.contactId }]);
  });

  test('a time without a zone is one of the caller’s', async () => {
    const caller = { ...mine.caller, zone: '-11:00' as Zone };
    const id = await opened.database.write((session) =>
      createOpportunity(session, caller, { leadId: mine.leadId, customFields: [set('datetime', '2026-01-31 09:30')] }),
    );
    expect(await read(id, 'datetime')).toEqual([{ kind: 'instant', instant: instant('2026-01-31T20:30:00Z') }]);
  });

  test.each<[Name, unknown, RegExp]>([
    ['text', 5, /takes text, not 5/],
    ['text', ['a'], /takes text, not a list/],
    ['text', 'a\0', /NUL/],
    ['text', '\ud83d', /surrogate/],
    ['number', '5', /takes a number, not "5"/],
    ['number', Number.POSITIVE_INFINITY, /takes a number/],
    ['number', Number.NaN, /takes a number/],
    ['date', '2026-02-30', /takes a date as YYYY-MM-DD, not "2026-02-30"/],
    ['date', 20260101, /takes a date/],
    ['datetime', 'tomorrow', /takes a date and time/],
    ['choice', 'Blu', /did you mean "Blue"/],
    ['choice', 'Magenta', /one of "Red", "Green", "Blue", not "Magenta"/],
    ['choice', ['Red'], /takes one of its choices, as text, not a list/],
    ['choices', ['Monday', 'Someday'], /one of its choices|one of "Monday"/],
    ['choices', [null], /one of its choices/],
    ['choices', Array.from({ length: 101 }, (_, i) => `c${i}`), /one of/],
    ['user', 'user_nothing', /no user "user_nothing"/],
    ['user', 'ada lovelace', /exact full name/],
    ['user', 7, /id or the full name/],
    ['contact', 'cont_nothing', /no contact/],
    ['contact', true, /id of a contact, not true/],
    ['contact', {}, /not an object/],
  ])('%s refuses %o and says what it takes', async (name, value, message) => {
    const wrong = create(set(name, value));
    await expect(wrong).rejects.toThrow(message);
    expect(await failure(wrong)).toBe(`INVALID_INPUT custom.${ids[name]}`);
  });

  test('users, contacts and fields of another organization are not there', async () => {
    expect(await failure(create(set('user', theirs.userIds[1])))).toBe(`INVALID_INPUT custom.${ids.user}`);
    expect(await failure(create(set('contact', theirs.contactId)))).toBe(`INVALID_INPUT custom.${ids.contact}`);
    const change = (fieldId: string): CustomFieldChange => ({ fieldId, kind: 'set', value: 'x' });
    expect(await failure(create(change(foreign)))).toBe(`INVALID_INPUT custom.${foreign}`);
    expect(await failure(create(change('cf_nothing')))).toBe('INVALID_INPUT custom.cf_nothing');
    expect(await failure(create(change(onlyLeads)))).toBe(`INVALID_INPUT custom.${onlyLeads}`);
  });

  test('unset, null and empty text are no value', async () => {
    const id = await create(set('text', 'a'), set('number', 1), set('choices', ['Monday']), set('date', '2026-01-01'));
    await update(id, set('text', ''), set('number', null), { fieldId: ids.choices, kind: 'unset' }, set('date', null));
    expect(await valuesOf(id)).toEqual([]);
    expect((await readOpportunity(opened.database, id)).version).toBe(2);
    await update(id, set('text', null), set('choices', []));
    expect((await readOpportunity(opened.database, id)).version).toBe(2);
  });

  test('a list is replaced as a whole; one value is added once, and removed whether or not it is there', async () => {
    const id = await create(set('choices', ['Monday', 'Monday', 'Tuesday']));
    const days = async () => (await read(id, 'choices')).map((value) => value.kind === 'text' && value.text);
    expect(await days()).toEqual(['Monday', 'Tuesday']);
    await update(id, { fieldId: ids.choices, kind: 'add', value: 'Friday' });
    expect(await days()).toEqual(['Monday', 'Tuesday', 'Friday']);
    const { version } = await readOpportunity(opened.database, id);
    await update(id, { fieldId: ids.choices, kind: 'add', value: 'Monday' });
    await update(id, { fieldId: ids.choices, kind: 'remove', value: 'Sunday' });
    expect((await readOpportunity(opened.database, id)).version).toBe(version);
    await update(id, { fieldId: ids.choices, kind: 'remove', value: 'Monday' });
    expect(await days()).toEqual(['Tuesday', 'Friday']);
    await update(id, set('choices', 'Monday'));
    expect(await days()).toEqual(['Monday']);
    const both: CustomFieldChange[] = ['Tuesday', 'Friday'].map((value) => ({
      fieldId: ids.choices,
      kind: 'add',
      value,
    }));
    await update(id, ...both, { fieldId: ids.choices, kind: 'remove', value: 'Monday' });
    expect(await days()).toEqual(['Tuesday', 'Friday']);
  });

  test('a user of a list is removed by name as well as by id', async () => {
    const id = await create(set('users', mine.userIds));
    await update(id, { fieldId: ids.users, kind: 'remove', value: 'Bo Diddley' });
    await update(id, { fieldId: ids.users, kind: 'remove', value: mine.userIds[2] });
    expect(await read(id, 'users')).toEqual([{ kind: 'user', userId: mine.userIds[0] }]);
  });

  test('a field of one value takes no second one', async () => {
    const id = await create(set('choice', 'Red'));
    const added = update(id, { fieldId: ids.choice, kind: 'add', value: 'Green' });
    expect(await failure(added)).toBe(`INVALID_INPUT custom.${ids.choice}`);
    await update(id, { fieldId: ids.choice, kind: 'remove', value: 'Green' });
    expect(await read(id, 'choice')).toEqual([{ kind: 'text', text: 'Red' }]);
    await update(id, { fieldId: ids.choice, kind: 'remove', value: 'Red' });
    expect(await read(id, 'choice')).toEqual([]);
  });

  test('what is not offered any more stays readable and may stay, but is not chosen again', async () => {
    const id = await create(set('choices', ['Tuesday']), set('choice', 'Green'));
    const offer = (choices: readonly string[]) =>
      opened.database.write((session) => updateCustomField(session, mine.caller, ids.choices, { choices }));
    await offer(['Monday', 'Friday', 'Wednesday']);
    expect(await read(id, 'choices')).toEqual([{ kind: 'text', text: 'Tuesday' }]);
    await update(id, set('choices', ['Wednesday', 'Tuesday']));
    expect(await read(id, 'choices')).toHaveLength(2);
    expect(await failure(create(set('choices', ['Tuesday'])))).toBe(`INVALID_INPUT custom.${ids.choices}`);
    await update(id, { fieldId: ids.choices, kind: 'remove', value: 'Tuesday' });
    expect(await read(id, 'choices')).toEqual([{ kind: 'text', text: 'Wednesday' }]);
    await offer(['Monday', 'Tuesday', 'Friday']);
  });

  test('who was deactivated may stay in a list, but is not put into one', async () => {
    const [ada, , cy] = mine.userIds;
    const id = await create(set('users', [cy]));
    await opened.database.write((session) => deactivateUser(session, mine.caller, cy));
    await update(id, set('users', [ada, cy]));
    expect(await read(id, 'users')).toHaveLength(2);
    expect(await failure(create(set('users', [cy])))).toBe(`INVALID_INPUT custom.${ids.users}`);
    expect(await failure(create(set('user', 'Cy Twombly')))).toBe(`INVALID_INPUT custom.${ids.user}`);
    await opened.database.write((session) => reactivateUser(session, mine.caller, cy));
  });

  test('a wrong value leaves the others, and the fields beside them, unwritten', async () => {
    const id = await create(set('text', 'old'));
    const change = { confidence: 99, customFields: [set('text', 'new'), set('number', 'x')] };
    const wrong = opened.database.write((session) => updateOpportunity(session, mine.caller, { id, change }));
    expect(await failure(wrong)).toBe(`INVALID_INPUT custom.${ids.number}`);
    expect(await read(id, 'text')).toEqual([{ kind: 'text', text: 'old' }]);
    expect((await readOpportunity(opened.database, id)).confidence).toBe(50);
  });

  test('leads have theirs, and a shared field is one of both', async () => {
    const customFields = [onlyLeads, shared].map((fieldId) => ({ fieldId, kind: 'set', value: 'x' }) as const);
    const id = await opened.database.write((session) => createLead(session, mine.caller, { name: 'L', customFields }));
    expect(await valuesOf(id, 'lead')).toHaveLength(2);
    const change = { customFields: [{ fieldId: onlyLeads, kind: 'unset' } as const] };
    await opened.database.write((session) => updateLead(session, mine.caller, { id, change }));
    expect(await valuesOf(id, 'lead')).toEqual([{ fieldId: shared, value: { kind: 'text', text: 'x' } }]);
    const row = await opened.database.write(({ prisma }) => prisma.lead.findUniqueOrThrow({ where: { id } }));
    expect(row.version).toBe(2);
    const opportunity = await create({ fieldId: shared, kind: 'set', value: 'y' });
    expect(await valuesOf(opportunity)).toEqual([{ fieldId: shared, value: { kind: 'text', text: 'y' } }]);
  });

  test('a name that two users have is no name', async () => {
    const [ada = ''] = mine.userIds;
    await opened.database.write((session) =>
      session.kysely
        .updateTable('membership')
        .set({ full_name: 'Ada Lovelace' })
        .where('user_id', '=', mine.userIds[2])
        .execute(),
    );
    await expect(create(set('user', 'Ada Lovelace'))).rejects.toThrow(
      '2 users are called "Ada Lovelace": give the id.',
    );
    expect(await read(await create(set('user', ada)), 'user')).toEqual([{ kind: 'user', userId: ada }]);
  });

  test('many objects with many values take as many statements as a few', async () => {
    const contact = await opened.database.write((session) =>
      createContact(session, mine.caller, { leadId: mine.leadId, name: 'E' }),
    );
    const customFields = [
      ...[set('text', 't'), set('number', 1), set('choices', ['Monday', 'Friday']), set('users', mine.userIds)],
      set('contacts', [mine.contactId, contact]),
    ];
    const statements = async (size: number) => {
      opened.statements.length = 0;
      const rows = Array.from({ length: size }, () => ({ leadId: mine.leadId, customFields }));
      const { ids: made } = await opened.database.write((session) => createOpportunities(session, mine.caller, rows));
      const created = opened.statements.length;
      opened.statements.length = 0;
      const change = { customFields: [set('text', 'u'), set('choices', ['Friday']), set('contacts', null)] };
      await opened.database.write((session) =>
        updateOpportunities(
          session,
          mine.caller,
          made.map((id) => ({ id: id ?? '', change })),
        ),
      );
      return [created, opened.statements.length];
    };
    expect(await statements(200)).toEqual(await statements(2));
  });
});
