/** What scripts written for the source API send, as they send it: imports of tables, transfers of leads, the search for duplicates. */
import { describe, expect, test } from 'vitest';
import { createCustomField, type NewCustomField } from '../../src/custom-field/define.ts';
import { newId } from '../../src/value/id.ts';
import { describeDatabases } from '../describe-databases.ts';
import { ids, ok } from './answers.ts';
import type { Answer } from './client.ts';
import { query } from './client.ts';
import { useOffice } from './office.ts';

const told = ({ status, body }: Answer) => [status, body['field-errors'] ?? body];

describeDatabases('scripts for the source API', (opened) => {
  const office = useOffice(opened);
  const field = (input: NewCustomField) =>
    opened.database.write((session) => createCustomField(session, office.mine.caller, input));
  const lead = (body: object = {}) => ok(office.rest.post('/lead/', body));

  describe('find_duplicate_leads.py', () => {
    test('4.1 leads and opportunities fall into slices, each into one', async () => {
      const { rest } = office;
      const made = [await lead({ name: 'Slice 1' }), await lead({ name: 'Slice 2' }), await lead({ name: 'Slice 3' })];
      for (const { id } of made) await ok(rest.post('/opportunity/', { lead_id: id }));
      for (const path of ['/lead/', '/opportunity/']) {
        const all = ids(await ok(rest.get(path)));
        const slices = await Promise.all(
          [1, 2, 3].map(async (n) => ids(await ok(rest.get(path + query({ query: `slice:${n}/3 sort:created` }))))),
        );
        expect(slices.flat().toSorted()).toEqual(all.toSorted());
        expect(ids(await ok(rest.get(path + query({ query: 'sort:created slice:1/1' })))).toSorted()).toEqual(
          all.toSorted(),
        );
      }
    });

    test('4.4 a slice of what is found, and one that there is not', async () => {
      const { rest } = office;
      const { id } = await lead({ name: 'Two', contacts: [{ name: 'A' }, { name: 'B' }] });
      const found = await Promise.all(
        [1, 2].map(async (n) => ids(await ok(rest.get(`/lead/${query({ query: `slice:${n}/2 contacts > 1` })}`)))),
      );
      expect(found.flat()).toEqual([id]);
      const refused = await rest.get(`/lead/${query({ query: 'slice:3/2' })}`);
      expect([refused.status, refused.body['field-errors'].query]).toEqual([
        400,
        expect.stringContaining('a slice such as 1/10'),
      ]);
    });

    test('3.4 a key is asked for by itself, by its owner only', async () => {
      const { mine, theirs, rest, theirRest } = office;
      const key = await office.makeKey(mine.caller.userId);
      const found = await ok(rest.get(`/api_key/${key}/`));
      expect(found).toMatchObject({ organization_id: mine.organizationId, user_id: mine.caller.userId });
      expect(JSON.stringify(found)).not.toContain(key);
      expect(await ok(rest.get(`/api_key/${found.id}`))).toEqual(found);
      const missing = { error: 'Empty query: ApiKey matching query does not exist.' };
      const colleague = await office.makeKey(mine.userIds[1]);
      for (const [client, other] of [
        [theirRest, key],
        [rest, colleague],
        [rest, 'api_nothing'],
        [rest, theirs.organizationId],
      ] as const) {
        const { status, body } = await client.get(`/api_key/${other}/`);
        expect([status, body]).toEqual([404, missing]);
      }
    });
  });

  describe('3.5 a lead that is sent back whole', () => {
    test('has its contacts changed by id, and new ones added', async () => {
      const { rest } = office;
      const before = await lead({ contacts: [{ name: 'Ann', title: 'CEO' }, { name: 'Bob' }] });
      const [ann, bob] = before.contacts;
      const contacts = [
        { ...ann, title: 'CTO' },
        { name: 'Cy', emails: [{ email: 'cy@x.example' }] },
      ];
      const after = await ok(rest.put(`/lead/${before.id}/`, { ...before, contacts, status_id: null }));
      expect(after.contacts).toMatchObject([
        { id: ann.id, name: 'Ann', title: 'CTO' },
        bob,
        { name: 'Cy', emails: [{ email: 'cy@x.example' }] },
      ]);
      expect(after.status_id).toBe(before.status_id);
    });

    test('with a contact of another lead is refused as a whole', async () => {
      const { mine, rest } = office;
      const { id } = await lead({ name: 'Own' });
      const answer = await rest.put(`/lead/${id}/`, { name: 'X', contacts: [{ name: 'New' }, { id: mine.contactId }] });
      expect(told(answer)).toEqual([400, { contacts: `contacts[1].id: The lead has no contact "${mine.contactId}".` }]);
      expect(await ok(rest.get(`/lead/${id}/`))).toMatchObject({ name: 'Own', contacts: [] });
    });

    test('keeps its past: who created it and when, contacts too', async () => {
      const { mine, rest } = office;
      const past = { date_created: '2020-02-02T10:00:00.000000+00:00', created_by: mine.userIds[1] };
      const made = await lead({ ...past, contacts: [{ name: 'A', ...past }] });
      expect(made).toMatchObject({ ...past, created_by_name: 'Bo Diddley', updated_by: mine.caller.userId });
      expect(made.contacts).toMatchObject([past]);
      expect(await ok(rest.post('/contact/', { lead_id: made.id, ...past }))).toMatchObject(past);
    });

    test('keeps its addresses', async () => {
      const { rest } = office;
      const none = {
        address_1: null,
        address_2: null,
        city: null,
        country: null,
        label: null,
        state: null,
        zipcode: null,
      };
      const given = [{ label: 'business', address_1: '1 Main St', city: 'Rome', zipcode: null, latitude: 1 }];
      const { id, addresses } = await lead({ addresses: given });
      const stored = [{ ...none, label: 'business', address_1: '1 Main St', city: 'Rome' }];
      expect(addresses).toEqual(stored);
      expect((await ok(rest.put(`/lead/${id}/`, { name: 'N' }))).addresses).toEqual(stored);
      const more = [...stored, { country: 'IT' }];
      expect((await ok(rest.put(`/lead/${id}/`, { addresses: more }))).addresses).toEqual([
        ...stored,
        { ...none, country: 'IT' },
      ]);
      expect((await ok(rest.put(`/lead/${id}/`, { addresses: [] }))).addresses).toEqual([]);
      expect(told(await rest.put(`/lead/${id}/`, { addresses: [{ city: 5 }] }))).toEqual([
        400,
        { addresses: 'addresses[0].city: Value must be of basestring type.' },
      ]);
      expect(told(await rest.post('/lead/', { addresses: [{ address_1: 'x'.repeat(501) }] }))).toEqual([
        400,
        { addresses: expect.stringMatching(/^addresses\[0\]\.address_1: /) },
      ]);
    });
  });

  describe('tables that are imported', () => {
    test('3.6 empty phones and urls are passed over, an empty address is not', async () => {
      const contacts = [{ name: 'A', phones: [{ phone: '', type: 'office' }, { phone: '1' }], urls: [{ url: '' }] }];
      expect((await lead({ contacts })).contacts).toMatchObject([{ phones: [{ phone: '1' }], urls: [] }]);
      const { status } = await office.rest.post('/lead/', { contacts: [{ emails: [{ email: '' }] }] });
      expect(status).toBe(400);
    });

    test('3.3 numbers come as text, and text that is no number is refused', async () => {
      const { mine, rest } = office;
      const seats = await field({ name: 'Seats', type: 'number', objectTypes: ['opportunity'] });
      const size = await field({ name: 'Size', type: 'number', objectTypes: ['lead'] });
      const key = `custom.${seats}`;
      const { id } = await ok(rest.post('/opportunity/', { lead_id: mine.leadId }));
      for (const [text, value] of [
        ['7', 7],
        ['-1.5', -1.5],
        [' 08 ', 8],
        ['+.25', 0.25],
      ] as const) {
        expect((await ok(rest.put(`/opportunity/${id}/`, { [key]: text })))[key]).toBe(value);
      }
      for (const text of ['seven', '7 seats', '1,000', '0x10', '1e400', '9'.repeat(400)]) {
        const { status, body } = await rest.put(`/opportunity/${id}/`, { [key]: text });
        expect([status, body['field-errors'][key]]).toEqual([400, expect.stringContaining('takes a number')]);
      }
      expect((await lead({ custom: { Size: '12' } }))[`custom.${size}`]).toBe(12);
      expect((await ok(rest.put(`/opportunity/${id}/`, { [key]: '' })))[key]).toBeUndefined();
    });

    test('4.1 apostrophes quote, and belong to names', async () => {
      const { rest } = office;
      const [bulk, irish] = [await lead({ name: 'Bulk Co' }), await lead({ name: "O'Brien's" })];
      const find = async (text: string) => ids(await ok(rest.get(`/lead/${query({ query: text })}`)));
      expect(await find("name:'Bulk Co'")).toEqual([bulk.id]);
      expect(await find("name:'bulk' status:'Potential'")).toEqual([bulk.id]);
      expect(await find("O'Brien")).toEqual([irish.id]);
      expect(await find("name:O'Brien's")).toEqual([irish.id]);
    });

    test('4.1 sort:activities takes any order', async () => {
      const { total_results } = await ok(office.rest.get(`/lead/${query({ query: 'sort:activities' })}`));
      expect(total_results).toBe((await ok(office.rest.get('/lead/'))).total_results);
    });
  });

  test('3.5 a lead has all of its opportunities, a thousand and more of them', async () => {
    const { mine, rest } = office;
    const { id: leadId } = await lead({ name: 'Giant' });
    const [{ id: statusId }] = (await ok(rest.get('/status/opportunity/'))).data;
    const date = new Date(mine.caller.now);
    const data = Array.from({ length: 1100 }, () => ({
      ...{ id: newId('opportunity'), organizationId: mine.organizationId, leadId, statusId },
      ...{ dateCreated: date, dateUpdated: date },
    }));
    await opened.database.write(({ prisma }) => prisma.opportunity.createMany({ data }));
    const expected = data.map(({ id }) => id).toSorted();
    const opportunitiesOf = (one: { opportunities: { id: string }[] }) =>
      one.opportunities.map(({ id }) => id).toSorted();
    expect(opportunitiesOf(await ok(rest.get(`/lead/${leadId}/`)))).toEqual(expected);
    const [listed] = (await ok(rest.get(`/lead/${query({ id: leadId })}`))).data;
    expect(opportunitiesOf(listed)).toEqual(expected);
  });
});
