import { beforeAll, describe, expect, test } from 'vitest';
import { createCustomField } from '../../src/custom-field/define.ts';
import { readCustomValues } from '../../src/custom-field/values.ts';
import type { Session } from '../../src/db/client.ts';
import { createLead } from '../../src/lead/create.ts';
import type { LeadChange, NewLead } from '../../src/lead/input.ts';
import { updateLead } from '../../src/lead/update.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import { deleteLead } from '../../src/removal/lead.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, later, type Office, readOpportunity } from '../fixtures.ts';

describeDatabases('leads', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const write = <T>(work: (session: Session) => Promise<T>) => opened.database.write(work);
  const create = (input: NewLead) => write((session) => createLead(session, mine.caller, input));
  const update = (id: string, change: LeadChange, expectedVersion?: number) =>
    write((session) => updateLead(session, later(mine.caller, 1000), { id, change, expectedVersion }));
  const read = (id: string) =>
    opened.database.write(({ prisma }) =>
      prisma.lead.findUniqueOrThrow({ where: { id }, include: { contacts: { orderBy: { rowKey: 'asc' } } } }),
    );

  test('a lead is stored with its contacts', async () => {
    const id = await create({
      ...{ name: ' Straße & Co ', description: 'd', url: 'https://example.com', statusId: mine.leadStatusIds[1] },
      contacts: [
        {
          ...{
            name: 'Émile',
            title: 'CEO',
            emails: [{ email: 'Emile@Example.com' }, { email: 'b@x.y', type: 'home' }],
          },
          ...{ phones: [{ phone: '+1 555 0100', type: 'mobile' }], urls: [{ url: 'https://e.example' }] },
        },
        {},
      ],
    });
    const lead = await read(id);
    expect(lead).toMatchObject({
      ...{ organizationId: mine.organizationId, name: 'Straße & Co', nameFolded: 'strasse & co', description: 'd' },
      ...{ url: 'https://example.com', statusId: mine.leadStatusIds[1], createdById: mine.caller.userId, version: 1 },
    });
    expect(lead.contacts).toMatchObject([
      {
        ...{ name: 'Émile', nameFolded: 'émile', title: 'CEO', emailsFolded: 'emile@example.com\nb@x.y' },
        emails: [
          { email: 'Emile@Example.com', type: 'office' },
          { email: 'b@x.y', type: 'home' },
        ],
        ...{ phones: [{ phone: '+1 555 0100', type: 'mobile' }], urls: [{ url: 'https://e.example', type: 'url' }] },
      },
      { name: '', emails: [], phones: [], urls: [], createdById: mine.caller.userId },
    ]);
  });

  test('a lead and its contacts were created when and by whom it is said, by members only', async () => {
    const [earlier, before] = [Date.UTC(2020, 1, 2) as Instant, Date.UTC(2021, 2, 3) as Instant];
    const [, colleague = ''] = mine.userIds;
    const contacts = [{ dateCreated: before, createdById: colleague }, { createdById: null }];
    const lead = await read(await create({ dateCreated: earlier, createdById: colleague, contacts }));
    const now = new Date(mine.caller.now);
    expect(lead).toMatchObject({ dateCreated: new Date(earlier), createdById: colleague });
    expect(lead).toMatchObject({ dateUpdated: now, updatedById: mine.caller.userId });
    expect(lead.contacts).toMatchObject([
      { dateCreated: new Date(before), createdById: colleague, dateUpdated: now },
      { dateCreated: now, createdById: null, updatedById: mine.caller.userId },
    ]);
    expect(await failure(create({ createdById: theirs.caller.userId }))).toBe('INVALID_INPUT createdById');
  });

  test('addresses are stored in full and in order, replaced as a whole, and the same again changes nothing', async () => {
    const empty = {
      label: null,
      address1: null,
      address2: null,
      city: null,
      state: null,
      zipcode: null,
      country: null,
    };
    const given = [{ label: 'business', address1: ' 1 Main St ', city: 'Zürich', zipcode: '' }, {}];
    const id = await create({ addresses: given });
    const stored = [{ ...empty, label: 'business', address1: '1 Main St', city: 'Zürich' }, empty];
    expect(await read(id)).toMatchObject({ addresses: stored, version: 1 });
    await update(id, { addresses: [{ city: 'Zürich', address1: '1 Main St', label: 'business' }, {}] });
    await update(id, { description: '' });
    expect(await read(id)).toMatchObject({ addresses: stored, version: 1 });
    await update(id, { addresses: [{ country: 'CH' }] });
    expect(await read(id)).toMatchObject({ addresses: [{ ...empty, country: 'CH' }], version: 2 });
    await update(id, { addresses: null });
    expect(await read(id)).toMatchObject({ addresses: [], version: 3 });
  });

  describe('the contacts that a change names', () => {
    const withTwo = () =>
      create({
        contacts: [
          { name: 'Ann', phones: [{ phone: '1' }] },
          { name: 'Bob', title: 'CEO' },
        ],
      });

    test('are changed by their ids or added, and the others stay', async () => {
      const id = await withTwo();
      const [ann, bob] = (await read(id)).contacts;
      await update(id, {
        contacts: [
          { name: 'Cy', emails: [{ email: 'cy@x.y' }] },
          { id: ann?.id ?? '', title: 'CTO' },
        ],
      });
      const { contacts, version } = await read(id);
      expect(contacts).toMatchObject([
        { id: ann?.id, name: 'Ann', title: 'CTO', phones: [{ phone: '1' }], version: 2 },
        bob ?? {},
        { name: 'Cy', emails: [{ email: 'cy@x.y', type: 'office' }], version: 1 },
      ]);
      expect([contacts.length, version]).toEqual([3, 1]);
    });

    test('belong to the lead: any other id, or one twice, is refused and nothing is stored', async () => {
      const [id, other] = [await withTwo(), await withTwo()];
      const before = await read(id);
      const [own = '', foreign = ''] = [before.contacts[0]?.id, (await read(other)).contacts[0]?.id];
      for (const wrong of [foreign, theirs.contactId, 'cont_nothing', 'a\0']) {
        const contacts = [{ name: 'New' }, { id: own, name: 'Changed' }, { id: wrong, name: 'X' }];
        expect(await failure(update(id, { name: 'N', contacts }))).toBe('INVALID_INPUT contacts.2.id');
      }
      expect(await failure(update(id, { contacts: [{ id: own }, { id: own }] }))).toBe('INVALID_INPUT contacts.1.id');
      expect(await failure(update(id, { contacts: [{ emails: [{ email: '' }] }] }))).toBe(
        'INVALID_INPUT contacts.0.emails.0.email',
      );
      expect(await read(id)).toEqual(before);
    });
  });

  test('what is not said has its default', async () => {
    const nothing = { name: 'Untitled', description: '', url: null, statusId: mine.leadStatusIds[0] };
    expect(await read(await create({}))).toMatchObject(nothing);
    expect(await read(await create({ name: '', url: '', statusId: null, description: null }))).toMatchObject(nothing);
  });

  test.each<[string, NewLead]>([
    ['INVALID_INPUT name', { name: 'x'.repeat(256) }],
    ['INVALID_INPUT name', { name: 'a\0' }],
    ['INVALID_INPUT statusId', { statusId: 'stat_nothing' }],
    ['INVALID_INPUT contacts.0.emails.0.email', { contacts: [{ emails: [{ email: '' }] }] }],
    ['INVALID_INPUT contacts.1.emails.1.email', { contacts: [{}, { emails: [{ email: 'a@b' }, { email: 'a b@c' }] }] }],
    ['INVALID_INPUT contacts.0.urls.0.url', { contacts: [{ urls: [{ url: 'a\0' }] }] }],
    ['INVALID_INPUT contacts.0.createdById', { contacts: [{ createdById: 'user_nobody' }] }],
    ['INVALID_INPUT createdById', { createdById: 'user_nobody' }],
    ['INVALID_INPUT addresses.1.zipcode', { addresses: [{}, { zipcode: 'x'.repeat(501) }] }],
    ['INVALID_INPUT addresses', { addresses: Array.from({ length: 51 }, () => ({})) }],
    ['INVALID_INPUT contacts.0.name', { contacts: [{ name: 'a\ud83d' }] }],
    [
      'INVALID_INPUT contacts.0.emails',
      { contacts: [{ emails: Array.from({ length: 51 }, () => ({ email: 'a@b' })) }] },
    ],
    ['INVALID_INPUT custom.cf_nothing', { customFields: [{ fieldId: 'cf_nothing', kind: 'set', value: 'x' }] }],
  ])('%s: nothing is stored', async (expected, input) => {
    const count = () => opened.database.write(({ prisma }) => prisma.lead.count());
    const before = await count();
    expect(await failure(create(input))).toBe(expected);
    expect(await count()).toBe(before);
  });

  test('only what is named changes, and what is so already does not count', async () => {
    const id = await create({ name: 'A', description: 'kept' });
    await update(id, { name: 'A', statusId: mine.leadStatusIds[0], url: null });
    expect((await read(id)).version).toBe(1);
    await update(id, { name: 'B', url: 'u' }, 1);
    expect(await read(id)).toMatchObject({ name: 'B', nameFolded: 'b', url: 'u', description: 'kept', version: 2 });
    expect(await failure(update(id, { name: 'C' }, 1))).toBe('VERSION_CONFLICT');
    expect(await failure(update(id, { name: null }))).toBe('INVALID_INPUT name');
    expect(await failure(update(id, { statusId: null }))).toBe('INVALID_INPUT statusId');
    expect(await failure(update(id, { statusId: theirs.leadStatusIds[0] }))).toBe('INVALID_INPUT statusId');
    expect(await failure(update(theirs.leadId, { name: 'C' }))).toBe('NOT_FOUND');
    await update(id, { description: null, url: null });
    expect(await read(id)).toMatchObject({ description: '', url: null, version: 3 });
  });

  test('a lead takes along its contacts, its opportunities and their history, and leaves the others', async () => {
    const id = await create({ name: 'Going', contacts: [{ name: 'Gone' }] });
    const contactId = (await read(id)).contacts[0]?.id ?? '';
    const fieldId = await write((session) =>
      createCustomField(session, mine.caller, {
        ...{ name: 'Contacts', type: 'contact', acceptsMultipleValues: true },
        ...{ isShared: true, objectTypes: ['lead', 'opportunity'] },
      }),
    );
    const customFields = [{ fieldId, kind: 'set', value: [contactId, mine.contactId] }] as const;
    const [inside, outside, otherLead] = await write(async (session) => [
      await createOpportunity(session, mine.caller, { leadId: id, contactId, customFields }),
      await createOpportunity(session, mine.caller, { leadId: mine.leadId, customFields }),
      await createLead(session, mine.caller, { name: 'Other', customFields }),
    ]);
    // As old data may have it: a deal has named a person of another lead.
    await write(({ kysely }) =>
      kysely.updateTable('opportunity').set({ contact_id: contactId }).where('id', '=', outside).execute(),
    );
    const change = { statusId: mine.status.won };
    await write((session) => updateOpportunity(session, mine.caller, { id: inside, change }));
    const remove = (expectedVersion?: number, office = mine) =>
      failure(write((session) => deleteLead(session, office.caller, { id, expectedVersion })));
    expect(await remove(9)).toBe('VERSION_CONFLICT');
    expect(await remove(undefined, theirs)).toBe('NOT_FOUND');
    expect(await remove(1)).toBe('no error');
    expect(await remove()).toBe('NOT_FOUND');

    const left = await opened.database.write(async ({ prisma }) => [
      await prisma.opportunity.count({ where: { leadId: id } }),
      await prisma.contact.count({ where: { leadId: id } }),
      await prisma.statusChange.count({ where: { opportunityId: inside } }),
      await prisma.customFieldValue.count({ where: { opportunityId: inside } }),
      await prisma.customFieldValue.count({ where: { contactId } }),
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0]);
    expect(await readOpportunity(opened.database, outside)).toMatchObject({ contactId: null, version: 2 });
    expect(await read(otherLead)).toMatchObject({ version: 2 });
    const valuesOf = (type: 'lead' | 'opportunity', owner: string) =>
      opened.database.read((session) => readCustomValues(session, mine.organizationId, type, [owner]));
    const rest = [{ fieldId, value: { kind: 'contact', contactId: mine.contactId } }];
    expect((await valuesOf('opportunity', outside)).get(outside)).toEqual(rest);
    expect((await valuesOf('lead', otherLead)).get(otherLead)).toEqual(rest);
  });
});
