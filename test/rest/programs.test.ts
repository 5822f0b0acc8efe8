/** What programs written for the source API send, and were stopped by or lost something by: each kind of request, sent anew. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from './answers.ts';
import { query } from './client.ts';
import { useOffice } from './office.ts';

describeDatabases('programs written for the source API', (opened) => {
  const office = useOffice(opened);
  const stranger = 'user_ofAnotherOrganization';

  describe('a status', () => {
    test('is of the type that is called status_type; of two names, type counts', async () => {
      const { rest } = office;
      const made = await rest.post('/status/opportunity/', { label: 'Signed', status_type: 'won' });
      expect(made).toMatchObject({ status: 200, body: { type: 'won' } });
      const both = await rest.post('/status/opportunity/', { label: 'Gone', status_type: 'won', type: 'lost' });
      expect(both.body).toMatchObject({ type: 'lost' });
      const bad = await rest.post('/status/opportunity/', { label: 'Odd', status_type: 'wonn' });
      expect(bad).toMatchObject({ status: 400, body: { 'field-errors': expect.any(Object) } });
    });

    test('keeps its type: the same may be sent back, another is refused', async () => {
      const { rest } = office;
      const { body } = await rest.post('/status/opportunity/', { label: 'Kept', type: 'won' });
      const path = `/status/opportunity/${body.id}/`;
      expect((await rest.put(path, { ...body, label: 'Kept on', status_type: 'won' })).body).toMatchObject({
        ...{ label: 'Kept on', type: 'won' },
      });
      const other = await rest.put(path, { status_type: 'active' });
      expect(other.status).toBe(400);
      expect(other.text).toContain('means won, and stays so');
    });
  });

  describe('authors of another organization', () => {
    test('are left empty in deals, leads and their contacts, and contacts', async () => {
      const { rest } = office;
      const contacts = [{ name: 'Ada', created_by: stranger }];
      const lead = await rest.post('/lead/', { name: 'Moved', created_by: stranger, contacts });
      expect(lead).toMatchObject({ status: 200, body: { created_by: null, contacts: [{ created_by: null }] } });
      const lead_id = lead.body.id;
      const deal = await rest.post('/opportunity/', { lead_id, created_by: stranger });
      expect(deal).toMatchObject({ status: 200, body: { created_by: null } });
      const contact = await rest.post('/contact/', { lead_id, name: 'Bo', created_by: stranger });
      expect(contact).toMatchObject({ status: 200, body: { created_by: null } });
    });

    test('take nothing from an object that is here when it is sent back', async () => {
      const { rest } = office;
      const { body: deal } = await rest.post('/opportunity/', {});
      const back = await rest.put(`/opportunity/${deal.id}/`, { ...deal, created_by: stranger, note: 'new' });
      expect(back.body).toMatchObject({ note: 'new', created_by: deal.created_by });
    });

    test('stay where they are known, and a foreign owner is an error', async () => {
      const { rest, mine, theirs } = office;
      const [, bo] = mine.userIds;
      const known = await rest.post('/opportunity/', { created_by: bo });
      expect(known.body).toMatchObject({ created_by: bo });
      const foreign = await rest.post('/opportunity/', { created_by: theirs.caller.userId });
      expect(foreign.body).toMatchObject({ created_by: null });
      expect((await rest.post('/opportunity/', { user_id: stranger })).status).toBe(400);
    });
  });

  describe('custom fields of another organization', () => {
    const foreign = `custom.cf_${'x'.repeat(43)}`;

    test('are passed over in a deal that comes from there, and those that are here are kept', async () => {
      const { rest, mine } = office;
      const seats = await ok(rest.post('/custom_field/opportunity/', { name: 'Moved seats', type: 'number' }));
      const deal = { lead_id: mine.leadId, status: 'Open', [foreign]: 'red', [`custom.${seats.id}`]: 7 };
      const marks = [
        { created_by: 'user_elsewhere' },
        { organization_id: 'orga_elsewhere' },
        { pipeline_id: 'pipe_elsewhere', created_by: null },
      ];
      for (const mark of marks) {
        const made = await ok(rest.post('/opportunity/', { ...deal, ...mark }));
        expect(made).toMatchObject({ [`custom.${seats.id}`]: 7 });
        expect(made).not.toHaveProperty([foreign]);
      }
    });

    test('are an error in all else: a new deal of this organization, a change, a name', async () => {
      const { rest, mine } = office;
      const refused = { 'field-errors': { [foreign]: expect.stringContaining('There is no custom field') } };
      const deal = { lead_id: mine.leadId, created_by: mine.userIds[1], organization_id: mine.organizationId };
      expect((await rest.post('/opportunity/', { ...deal, [foreign]: 1 })).body).toMatchObject(refused);
      const { id } = await ok(rest.post('/opportunity/', deal));
      const change = await rest.put(`/opportunity/${id}/`, { created_by: 'user_elsewhere', [foreign]: 1 });
      expect(change.body).toMatchObject(refused);
      const named = await rest.post('/opportunity/', { ...deal, created_by: 'user_elsewhere', 'custom.Colour': 'red' });
      expect(named.status).toBe(400);
    });
  });

  test('a status by its label decides over a pipeline of another organization', async () => {
    const { rest } = office;
    const moved = await rest.post('/opportunity/', { status: 'won', pipeline_id: 'pipe_elsewhere' });
    expect(moved).toMatchObject({ status: 200, body: { status_label: 'Won' } });
    expect((await rest.post('/opportunity/', { status: 'nothing', pipeline_id: 'pipe_elsewhere' })).status).toBe(400);
    expect((await rest.post('/opportunity/', { pipeline_id: 'pipe_elsewhere' })).status).toBe(400);
  });

  describe('without a content type', () => {
    const send = (headers: Record<string, string>) => {
      const key = office.mine.caller;
      return office.makeKey(key.userId).then((apiKey) =>
        office.rest.send('/lead/', {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}`, ...headers },
          body: Buffer.from('{"name":"Go"}'),
        }),
      );
    };

    test('JSON is taken of a program, and refused of a browser', async () => {
      expect(await send({})).toMatchObject({ status: 200, body: { name: 'Go' } });
      for (const header of ['origin', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) {
        expect((await send({ [header]: 'x' })).status).toBe(400);
      }
    });

    test('another type is refused as before', async () => {
      expect((await send({ 'content-type': 'text/plain' })).status).toBe(415);
    });
  });

  test('PATCH changes what is named, as PUT does', async () => {
    const { rest, mine } = office;
    const { body } = await rest.post('/opportunity/', { note: 'kept', confidence: 10 });
    const apiKey = await office.makeKey(mine.caller.userId);
    const patched = await rest.app.fetch(
      new Request(`http://gateway.test/api/v1/opportunity/${body.id}/`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: '{"confidence": 80}',
      }),
    );
    expect(patched.status).toBe(200);
    expect(await patched.json()).toMatchObject({ note: 'kept', confidence: 80 });
  });

  test('a contact without a title has none', async () => {
    const { rest } = office;
    const lead = await rest.post('/lead/', { name: 'L', contacts: [{ name: 'A' }, { name: 'B', title: 'CEO' }] });
    expect(lead.body.contacts).toMatchObject([{ title: null }, { title: 'CEO' }]);
  });

  test('fields of days take moments and fields of moments days, on deals and leads; custom_fields is understood', async () => {
    const { rest } = office;
    for (const kind of ['opportunity', 'lead']) {
      const day = await rest.post(`/custom_field/${kind}/`, { name: 'Day', type: 'date' });
      const moment = await rest.post(`/custom_field/${kind}/`, { name: 'Moment', type: 'datetime' });
      const [dayKey, momentKey] = [`custom.${day.body.id}`, `custom.${moment.body.id}`];
      const { body } = await rest.post(
        `/${kind}/`,
        { [dayKey]: '2026-12-24T23:00:00.000Z', [momentKey]: '2026-12-24' },
        { 'x-tz-offset': '-5' },
      );
      expect(body[dayKey]).toBe('2026-12-24');
      expect(body[momentKey]).toBe('2026-12-24T05:00:00.000000+00:00');
      const inDict = await rest.put(`/${kind}/${body.id}/`, { custom_fields: { [day.body.id]: '2027-01-01' } });
      expect(inDict.body[dayKey]).toBe('2027-01-01');
      expect((await rest.put(`/${kind}/${body.id}/`, { [dayKey]: 'soon' })).status).toBe(400);
    }
  });

  test('shared fields have their associations in the schema of a kind, and others have none', async () => {
    const { rest } = office;
    const shared = await rest.post('/custom_field/shared/', { name: 'Region', type: 'text', associations: [] });
    await rest.post(`/custom_field/shared/${shared.body.id}/association/`, { object_type: 'lead' });
    await rest.post('/custom_field/lead/', { name: 'Own', type: 'text' });
    const { body } = await rest.get('/custom_field_schema/lead/');
    const named = (name: string) => body.fields.find((field: { name: string }) => field.name === name);
    expect(named('Region').associations).toEqual([{ object_type: 'lead', editable_with_roles: [], required: false }]);
    expect(named('Own')).not.toHaveProperty('associations');
  });

  test('searches count addresses, and of what is not kept there is none', async () => {
    const { rest } = office;
    const addresses = [{ city: 'A' }, { city: 'B' }];
    const { body: lead } = await rest.post('/lead/', { name: 'Two addresses', addresses });
    const found = async (text: string) => {
      const { status, body } = await rest.get(`/lead/${query({ query: text, _fields: 'id' })}`);
      return { status, ids: (body.data ?? []).map(({ id }: { id: string }) => id) };
    };
    expect(await found('addresses > 1')).toEqual({ status: 200, ids: [lead.id] });
    expect((await found('has:addresses')).ids).toContain(lead.id);
    for (const none of ['has:calls', 'sms_messages > 0', 'has:emails', 'meetings > 2'])
      expect(await found(none)).toEqual({ status: 200, ids: [] });
    expect((await found('sms_messages = 0')).ids).toContain(lead.id);
    const calls = 'call((recording_duration > 0 or voicemail_duration > 0) date >= "2026-01-01")';
    for (const none of [calls, 'contact(sequence_subscription(sequence:*))'])
      expect(await found(none)).toEqual({ status: 200, ids: [] });
    expect((await found(`not ${calls}`)).ids).toContain(lead.id);
    await rest.post('/task/', { lead_id: lead.id, text: 'Done', is_complete: true });
    expect(await found('task_completion(user:me date:today)')).toEqual({ status: 200, ids: [lead.id] });
    await rest.post('/custom_field/lead/', { name: 'Source CRM', type: 'text' });
    await rest.put(`/lead/${lead.id}/`, { 'custom.Source CRM': 'Old' });
    expect(await found('"custom.Source CRM":*')).toEqual({ status: 200, ids: [lead.id] });
  });

  test('there are the three roles, with what each may do', async () => {
    const { rest } = office;
    const { body } = await rest.get('/role/');
    expect(body.data.map(({ id, permissions }: { id: string; permissions: string[] }) => [id, permissions])).toEqual([
      ['admin', ['write', 'administer']],
      ['user', ['write']],
      ['read_only', []],
    ]);
    expect((await rest.get('/role/user/')).body).toEqual(body.data[1]);
    expect((await rest.get('/role/owner/')).status).toBe(404);
  });

  test('who copies roles is given the one that is there, and told that there are no others', async () => {
    const { rest } = office;
    const [, , readOnly] = (await ok(rest.get('/role/'))).data;
    const { id: _, organization_id: __, ...copied } = readOnly;
    expect(await ok(rest.post('/role/', copied))).toEqual(readOnly);
    const refused = { error: expect.stringContaining('there are no others: "Admin", "User", "Read only"') };
    for (const answer of [
      await rest.post('/role/', { ...copied, name: 'Account Manager' }),
      await rest.put('/role/read_only/', { name: 'Reader' }),
      await rest.delete('/role/read_only/'),
    ])
      expect(answer).toMatchObject({ status: 400, body: refused });
    expect((await ok(rest.get('/role/'))).data).toHaveLength(3);
  });

  test('who is there is not known: the list is empty', async () => {
    expect(await ok(office.rest.get('/user/availability/'))).toEqual({ data: [], has_more: false });
  });

  test('a change of a lead status may name nothing', async () => {
    const { rest } = office;
    const status = await ok(rest.post('/status/lead/', { label: 'Unchanged' }));
    expect(await ok(rest.put(`/status/lead/${status.id}/`, {}))).toEqual(status);
    expect((await rest.put(`/status/lead/${status.id}/`, { label: '' })).status).toBe(400);
  });

  test('custom activities are asked for among all of them, and there are none', async () => {
    expect((await ok(office.rest.get('/activity/?_type=Custom'))).data).toEqual([]);
  });

  test.each([
    '/activity/call/',
    '/activity/email/',
    '/activity/sms/',
    '/sequence/',
    '/custom_activity/',
    '/send_as/',
    '/bulk_action/edit/',
  ])(
    'of %s there are none: the list is empty, one is not found, and nothing is taken that would be lost',
    async (path) => {
      const { rest } = office;
      expect(await rest.get(`${path}?_limit=100&_skip=0`)).toMatchObject({
        ...{ status: 200, body: { data: [], has_more: false } },
      });
      expect((await rest.get(`${path}acti_x/`)).status).toBe(404);
      const written = await rest.post(path, { lead_id: 'lead_x' });
      expect(written.status).toBe(400);
      expect(written.body.error).toMatch(/^The gateway keeps no .*: nothing was stored\.$/);
    },
  );
});
