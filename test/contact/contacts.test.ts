import { beforeAll, expect, test } from 'vitest';
import { createContact, type NewContactInput } from '../../src/contact/create.ts';
import type { ContactInput } from '../../src/contact/input.ts';
import { updateContact } from '../../src/contact/update.ts';
import { createCustomField } from '../../src/custom-field/define.ts';
import { readCustomValues } from '../../src/custom-field/values.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { deleteContact } from '../../src/removal/contact.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, later, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('contacts', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const create = (input: NewContactInput = {}, leadId = mine.leadId) =>
    opened.database.write((session) => createContact(session, mine.caller, { leadId, name: 'C', ...input }));
  const update = (id: string, change: ContactInput, expectedVersion?: number) =>
    opened.database.write((session) =>
      updateContact(session, later(mine.caller, 1000), { id, change, expectedVersion }),
    );
  const remove = (id: string, office = mine, expectedVersion?: number) =>
    opened.database.write((session) => deleteContact(session, office.caller, { id, expectedVersion }));
  const read = (id: string) =>
    opened.database.write(({ prisma }) => prisma.contact.findUniqueOrThrow({ where: { id } }));

  test('a contact belongs to a lead of the organization', async () => {
    expect(await read(await create())).toMatchObject({ leadId: mine.leadId, organizationId: mine.organizationId });
    expect(await failure(create({}, theirs.leadId))).toBe('INVALID_INPUT leadId');
    expect(await failure(create({}, 'lead_nothing'))).toBe('INVALID_INPUT leadId');
    expect(await failure(create({ emails: [{ email: ' ' }] }))).toBe('INVALID_INPUT emails.0.email');
  });

  test('phones and urls that are empty are passed over', async () => {
    const phones = [{ phone: '' }, { phone: '1' }, { phone: ' ', type: 'home' }];
    const id = await create({ phones, urls: [{ url: ' ' }] });
    expect(await read(id)).toMatchObject({ phones: [{ phone: '1', type: 'office' }], urls: [] });
  });

  test('a contact was created when and by whom it is said', async () => {
    const dateCreated = Date.UTC(2020, 1, 2) as Instant;
    const [, createdById = ''] = mine.userIds;
    expect(await read(await create({ dateCreated, createdById }))).toMatchObject({
      ...{ dateCreated: new Date(dateCreated), createdById, updatedById: mine.caller.userId },
    });
    expect(await failure(create({ createdById: theirs.caller.userId }))).toBe('INVALID_INPUT createdById');
  });

  test('lists are replaced as a whole, and what is so already does not count', async () => {
    const emails = [
      { email: 'a@x.y', type: 'office' },
      { type: 'home', email: 'b@x.y' },
    ];
    const id = await create({ emails, phones: [{ phone: '1' }] });
    const before = await read(id);
    await update(id, { emails, phones: [{ phone: '1', type: 'office' }], urls: null, title: '', name: 'C' });
    expect(await read(id)).toEqual(before);
    await update(id, { emails: [{ email: 'New@x.y' }], phones: null, title: 'T' }, 1);
    expect(await read(id)).toMatchObject({
      ...{ emails: [{ email: 'New@x.y', type: 'office' }], emailsFolded: 'new@x.y', phones: [], title: 'T', name: 'C' },
      ...{ version: 2, dateUpdated: new Date(mine.caller.now + 1000) },
    });
    expect(await failure(update(id, { name: 'D' }, 1))).toBe('VERSION_CONFLICT');
    expect(await failure(update(theirs.contactId, { name: 'D' }))).toBe('NOT_FOUND');
  });

  test('a contact that goes is taken out of all that names it', async () => {
    const define = (name: string, acceptsMultipleValues: boolean) =>
      opened.database.write((session) =>
        createCustomField(session, mine.caller, {
          ...{ name, type: 'contact', objectTypes: ['opportunity'], acceptsMultipleValues },
        }),
      );
    const [one, several] = [await define('One', false), await define('Several', true)];
    const id = await create();
    const customFields = [
      { fieldId: one, kind: 'set', value: id },
      { fieldId: several, kind: 'set', value: [mine.contactId, id] },
    ] as const;
    const [named, custom] = await opened.database.write(async (session) => [
      await createOpportunity(session, mine.caller, { leadId: mine.leadId, contactId: id }),
      await createOpportunity(session, mine.caller, { leadId: mine.leadId, contactId: mine.contactId, customFields }),
    ]);
    expect(await failure(remove(id, theirs))).toBe('NOT_FOUND');
    expect(await failure(remove(id, mine, 2))).toBe('VERSION_CONFLICT');
    await remove(id, mine, 1);
    expect(await failure(remove(id))).toBe('NOT_FOUND');
    expect(await readOpportunity(opened.database, named)).toMatchObject({ contactId: null, version: 2 });
    expect(await readOpportunity(opened.database, custom)).toMatchObject({ contactId: mine.contactId, version: 2 });
    const values = await opened.database.read((session) =>
      readCustomValues(session, mine.organizationId, 'opportunity', [custom]),
    );
    expect(values.get(custom)).toEqual([{ fieldId: several, value: { kind: 'contact', contactId: mine.contactId } }]);
  });
});
