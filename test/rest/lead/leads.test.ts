/** Whom one sells to: leads (3.5) and contacts (3.6). */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ids, ok } from '../answers.ts';
import { query } from '../client.ts';
import { useOffice } from '../office.ts';

describeDatabases('leads and contacts over REST', (opened) => {
  const office = useOffice(opened);

  describe('3.5 leads', () => {
    const leadKeys = [
      ...['addresses', 'contacts', 'created_by', 'created_by_name', 'custom', 'date_created', 'date_updated'],
      ...['description', 'display_name', 'html_url', 'id', 'integration_links', 'name', 'opportunities'],
      ...['organization_id', 'status_id', 'status_label', 'tasks', 'updated_by', 'updated_by_name', 'url'],
    ];

    test('have these keys, their contacts and opportunities whole', async () => {
      const { mine, rest } = office;
      const lead_id = mine.leadId;
      const opportunity = await ok(rest.post('/opportunity/', { lead_id, value: 5 }));
      const lead = await ok(rest.get(`/lead/${lead_id}/`));
      expect(Object.keys(lead)).toEqual(leadKeys);
      expect(lead).toMatchObject({
        ...{ id: lead_id, name: 'Mine lead', display_name: 'Mine lead', description: '', url: null, addresses: [] },
        ...{
          status_id: mine.leadStatusIds[0],
          status_label: 'Potential',
          tasks: [],
          integration_links: [],
          custom: {},
        },
        html_url: `http://gateway.test/api/v1/lead/${lead_id}/`,
        ...{ created_by: mine.caller.userId, created_by_name: 'Ada Lovelace', updated_by_name: 'Ada Lovelace' },
      });
      expect(lead.contacts).toEqual([await ok(rest.get(`/contact/${mine.contactId}/`))]);
      expect(lead.opportunities).toEqual([opportunity]);
      const body = await ok(rest.get('/lead/?_limit=200'));
      expect(Object.keys(body)).toEqual(['data', 'has_more', 'total_results']);
      expect(body.data).toContainEqual(lead);
    });

    test('a list takes as many statements whatever its length', async () => {
      const { rest } = office;
      const before = (await ok(rest.get('/lead/'))) && rest.statements.length;
      for (let i = 0; i < 3; i++) {
        const { id } = await ok(rest.post('/lead/', { name: `Lead ${i}`, contacts: [{ name: 'A' }, { name: 'B' }] }));
        await ok(rest.post('/opportunity/', { lead_id: id }));
        await ok(rest.post('/opportunity/', { lead_id: id }));
      }
      await ok(rest.get('/lead/'));
      expect(rest.statements.length).toBe(before);
    });

    test('1.5 200 are possible and 1000 refused; 35000 may be passed over', async () => {
      const { rest } = office;
      expect((await rest.get('/lead/?_limit=200&_skip=35000')).status).toBe(200);
      const refused = (name: 'skip' | 'limit', maximum: number) => ({
        status: 400,
        body: {
          error: expect.stringContaining(
            `The ${name} you set is larger than the maximum ${name} for this resource (max_${name} = ${maximum}).`,
          ),
          errors: [],
          'field-errors': { [`_${name}`]: `Input should be less than or equal to ${maximum}` },
        },
      });
      expect(await rest.get('/lead/?_limit=1000')).toMatchObject(refused('limit', 200));
      expect(await rest.get('/lead/?_skip=35001')).toMatchObject(refused('skip', 35_000));
      const { total_results } = await ok(rest.get('/lead/'));
      expect(await ok(rest.get('/lead/?_limit=0'))).toEqual({ data: [], has_more: true, total_results });
    });

    test('are created, changed and deleted with 200, and take their opportunities and contacts along', async () => {
      const { mine, rest } = office;
      const made = await ok(
        rest.post('/lead/', {
          name: 'Acme',
          url: 'https://acme.example',
          description: 'd',
          status_id: mine.leadStatusIds[1],
        }),
      );
      expect(made).toMatchObject({
        name: 'Acme',
        url: 'https://acme.example',
        description: 'd',
        status_label: 'Customer',
      });
      const path = `/lead/${made.id}/`;
      expect(await ok(rest.put(path, { name: 'Acme 2' }))).toMatchObject({ name: 'Acme 2', description: 'd' });
      expect(await ok(rest.put(path, { status: 'potential' }))).toMatchObject({ status_label: 'Potential' });
      const opportunity = await ok(rest.post('/opportunity/', { lead_id: made.id }));
      const contact = await ok(rest.post('/contact/', { lead_id: made.id, name: 'Eve' }));
      expect((await rest.delete(path)).text).toBe('{}\n');
      for (const gone of [path, `/opportunity/${opportunity.id}/`, `/contact/${contact.id}/`]) {
        expect([gone, (await rest.get(gone)).status]).toEqual([gone, 404]);
      }
      expect((await rest.delete(path)).body).toEqual({ error: 'Empty query: Lead matching query does not exist.' });
    });

    test('are created with their contacts, and an empty e-mail address is a field error', async () => {
      const { rest } = office;
      const emails = [{ email: 'eve@acme.example', type: 'office' }];
      const contacts = [
        { name: 'Eve', title: 'CEO', emails, phones: [{ phone: '+1 650 555 1234', type: 'mobile' }] },
        { name: 'Fay' },
      ];
      const lead = await ok(rest.post('/lead/', { name: 'With people', contacts, addresses: [{ city: 'Rome' }] }));
      expect(lead.contacts).toMatchObject([
        { name: 'Eve', title: 'CEO', lead_id: lead.id },
        { name: 'Fay', emails: [] },
      ]);
      const { status, body } = await rest.post('/lead/', { contacts: [{ emails: [{ email: '' }] }] });
      expect([status, body.errors, Object.keys(body['field-errors'])]).toEqual([400, [], ['contacts']]);
      expect(body['field-errors'].contacts).toContain('contacts[0].emails[0].email');
    });

    test('a list too long to be meant is refused at once', async () => {
      const contacts = Array.from({ length: 300_000 }, () => ({}));
      const { status, body } = await office.rest.post('/lead/', { contacts });
      expect([status, body['field-errors']]).toEqual([400, { contacts: 'At most 1000 at once, not 300000.' }]);
    });

    test('1.9 a status that there is not is told under status, with the bad value and what there is', async () => {
      const { rest } = office;
      for (const wrong of [{ status_id: 'stat_none' }, { status: 'Nonsense' }]) {
        const { status, body } = await rest.post('/lead/', { name: 'x', ...wrong });
        expect([status, body.errors, Object.keys(body['field-errors'])]).toEqual([400, [], ['status']]);
        const advice = `Please go to Customizations in your organization settings and add "${Object.values(wrong)[0]}" to the list of lead statuses.`;
        expect(body['field-errors'].status.startsWith(`Not a valid choice. ${advice} `)).toBe(true);
        expect(body['field-errors'].status).toContain('Potential');
      }
      const nameless = await rest.put(`/lead/${office.mine.leadId}/`, { name: '' });
      expect(nameless.body['field-errors']).toHaveProperty('name');
    });

    test('custom fields stand by id and by name, are set either way, and an unknown name becomes a text field', async () => {
      const { rest } = office;
      const size = await ok(rest.post('/custom_field/lead/', { name: 'Size', type: 'number' }));
      const lead = await ok(
        rest.post('/lead/', { name: 'Custom', custom: { Size: 5, 'Lead initials': 'JW', empty: '' } }),
      );
      expect(lead.custom).toEqual({ Size: 5, 'Lead initials': 'JW' });
      expect(lead[`custom.${size.id}`]).toBe(5);
      const { data } = await ok(rest.get('/custom_field/lead/'));
      const made = data.find(({ name }: { name: string }) => name === 'Lead initials');
      expect(made).toMatchObject({ type: 'text', is_shared: false });
      const path = `/lead/${lead.id}/`;
      expect((await ok(rest.put(path, { 'custom.Size': 6, [`custom.${made.id}`]: null }))).custom).toEqual({ Size: 6 });
      expect(await ok(rest.get(`${path}?_fields=custom`))).toEqual({ custom: { Size: 6 }, [`custom.${size.id}`]: 6 });
      const wrong = await rest.put(path, { 'custom.Size': 'big' });
      expect(wrong.body['field-errors']).toHaveProperty(['custom.Size']);
      expect((await rest.put(path, { 'custom.cf_none': 'x' })).body['field-errors']).toHaveProperty(['custom.cf_none']);
      const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`New ${i}`, 'x']));
      expect((await rest.put(path, { custom: many })).body['field-errors']).toHaveProperty('custom');
    });

    test('are searched as old clients do: field:value, names in quotes, sort', async () => {
      const { rest } = office;
      const lead = await ok(
        rest.post('/lead/', {
          name: 'John Wehr',
          custom: { 'Lead initials': 'JW' },
          contacts: [{ emails: [{ email: 'john@wehr.example' }] }],
        }),
      );
      for (const search of [
        ...['name:John Wehr ', 'name:"John Wehr"', '"custom.Lead initials":JW ', 'email_address:"john@wehr.example"'],
        ...['company:"John Wehr" sort:created', 'wehr', `custom."Lead initials":"JW"`],
      ]) {
        const body = await ok(rest.get(`/lead/${query({ query: search })}`));
        expect([search, ids(body)]).toEqual([search, [lead.id]]);
      }
      const body = await ok(
        rest.get(`/lead/${query({ query: 'date_updated>="2026-01-01T10:20" sort:date_updated', _limit: 200 })}`),
      );
      expect(ids(body)).toContain(lead.id);
      const wrong = await rest.get(`/lead/${query({ query: 'nmae:x' })}`);
      expect([wrong.status, Object.keys(wrong.body['field-errors'])]).toEqual([400, ['query']]);
    });

    test('1.4 many ids go into a body', async () => {
      const { mine, rest } = office;
      const long = [mine.leadId, ...Array.from({ length: 100 }, (_, i) => `lead_${String(i).padStart(43, '0')}`)].join(
        ',',
      );
      expect(long.length).toBeGreaterThan(4900);
      const answer = rest.post('/lead/', { _params: { id__in: long } }, { 'x-http-method-override': 'GET' });
      expect(ids(await ok(answer))).toEqual([mine.leadId]);
    });
  });

  describe('3.6 contacts', () => {
    test('have these keys', async () => {
      const { mine, rest } = office;
      const ways = {
        emails: [{ email: 'dee@dee.example', type: 'home' }],
        phones: [{ phone: '+49 30 1', type: 'mobile' }],
        urls: [{ url: 'https://dee.example', type: 'url' }],
      };
      const made = await ok(
        rest.post('/contact/', { lead_id: mine.leadId, name: 'Dee Dee', title: 'Singer', ...ways }),
      );
      expect(made).toEqual({
        ...{ id: expect.stringMatching(/^cont_/), lead_id: mine.leadId, organization_id: mine.organizationId },
        ...{ name: 'Dee Dee', display_name: 'Dee Dee', title: 'Singer', urls: ways.urls },
        emails: [{ email: 'dee@dee.example', type: 'home', is_unsubscribed: false }],
        phones: [{ phone: '+49 30 1', phone_formatted: '+49 30 1', country: null, type: 'mobile' }],
        ...{ timezone: null, timezone_source: null, integration_links: [] },
        ...{ created_by: mine.caller.userId, updated_by: mine.caller.userId },
        ...{ date_created: '2026-06-15T10:30:00.000000+00:00', date_updated: '2026-06-15T10:30:00.000000+00:00' },
      });
      const body = await ok(rest.get(`/contact/?lead_id=${mine.leadId}`));
      expect(Object.keys(body)).toEqual(['data', 'has_more']);
      expect(ids(body).toSorted()).toEqual([made.id, mine.contactId].toSorted());
      const path = `/contact/${made.id}/`;
      expect(await ok(rest.put(path, { name: '', emails: [] }))).toMatchObject({
        display_name: '+49 30 1',
        emails: [],
        title: 'Singer',
      });
      expect(await ok(rest.delete(path))).toEqual({});
      expect((await rest.get(path)).body).toEqual({ error: 'Empty query: Contact matching query does not exist.' });
    });

    test('need a lead that there is', async () => {
      const { rest } = office;
      const errors = async (body: object) => (await rest.post('/contact/', body)).body;
      expect(await errors({ name: 'x' })).toEqual({ errors: [], 'field-errors': { lead: 'This field is required.' } });
      expect(await errors({ lead_id: office.theirs.leadId })).toEqual({
        errors: [],
        'field-errors': { lead: 'Object does not exist.' },
      });
      const lead_id = office.mine.leadId;
      expect(await errors({ lead_id, emails: [{ type: 'home' }] })).toEqual({
        errors: [],
        'field-errors': { emails: 'emails[0].email: This field is required.' },
      });
      expect((await errors({ lead_id, emails: [{ email: 'no address' }] }))['field-errors']).toHaveProperty('emails');
      expect((await errors({ lead_id, phones: 'x' }))['field-errors']).toEqual({
        phones: 'Value must be of list type.',
      });
    });
  });
});
