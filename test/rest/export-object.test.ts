/** `/export/opportunity/` and `/export/lead/`: asked for, looked at, and downloaded, as programs of the source API do. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from './answers.ts';
import { useOffice } from './office.ts';

describeDatabases('exports as the source API has them', (opened) => {
  const office = useOffice(opened);

  test('are done at once, and the file has what the filters find', async () => {
    const { rest, mine } = office;
    await ok(rest.post('/opportunity/', { note: 'exported & won', value: 5, status: 'Won' }));
    await ok(rest.post('/opportunity/', { note: 'not this', value: 6 }));
    const params = { status_type__in: ['won'], query: 'note:exported', _limit: 1 };
    const asked = await ok(rest.post('/export/opportunity/', { params, format: 'json', send_done_email: false }));
    expect(asked).toMatchObject({ status: 'done', format: 'json', date_created: '2026-06-15T10:30:00.000000+00:00' });
    expect(asked).toMatchObject({ type: 'opps', params: { status_type__in: 'won', query: 'note:exported' } });
    for (const path of ['/export', '/export/opportunity'])
      expect(await ok(rest.get(`${path}/${asked.id}/`))).toEqual(asked);
    const key = await office.makeKey(mine.caller.userId);
    const file = await rest.app.fetch(new Request(asked.download_url, { headers: { authorization: `Bearer ${key}` } }));
    expect(file.status).toBe(200);
    const rows = (await file.json()) as { data?: object[] } | object[];
    expect(JSON.stringify(rows)).toContain('exported & won');
    expect(JSON.stringify(rows)).not.toContain('not this');
    const csv = await ok(rest.post('/export/opportunity/', { fields: ['note', 'value'] }));
    const sheet = await rest.app.fetch(new Request(csv.download_url, { headers: { authorization: `Bearer ${key}` } }));
    expect((await sheet.text()).split(/\r?\n/)[0]).toBe('note,value');
    expect((await rest.app.fetch(new Request(csv.download_url))).status).toBe(401);
    expect((await ok(rest.get('/export/'))).data).toEqual([]);
  });

  test('what is wrong is told before anything is downloaded', async () => {
    const { rest } = office;
    const wrong = async (body: object) => (await rest.post('/export/opportunity/', body)).body['field-errors'];
    expect(await wrong({ format: 'xml' })).toEqual({ format: 'Use one of csv, json.' });
    expect(await wrong({ params: { status_type: 'wone' } })).toEqual({ status_type: expect.any(String) });
    expect(await wrong({ params: ['x'] })).toEqual({ params: 'Value must be of dict type.' });
    expect(await wrong({ params: { query: 'x'.repeat(5000) } })).toEqual({ params: expect.any(String) });
    expect((await rest.get('/export/expo_x/')).status).toBe(404);
    const later = Buffer.from(JSON.stringify(['leads', 'csv', '', 1e15])).toString('base64url');
    expect((await rest.get(`/export/expo_${later}/`)).status).toBe(404);
  });

  /** The answer to who asks, and the file that it leads to. */
  async function exported(body: object) {
    const { rest, mine } = office;
    const asked = await ok(rest.post('/export/lead/', body));
    const key = await office.makeKey(mine.caller.userId);
    const file = await rest.app.fetch(new Request(asked.download_url, { headers: { authorization: `Bearer ${key}` } }));
    expect(file.status).toBe(200);
    return { asked, text: await file.text() };
  }

  const named = {
    type: 'and',
    queries: [
      { type: 'object_type', object_type: 'lead' },
      {
        ...{ type: 'field_condition', condition: { type: 'text', mode: 'full_words', value: 'exported' } },
        field: { type: 'regular_field', object_type: 'lead', field_name: 'name' },
      },
    ],
  };

  async function makeLeads() {
    const { rest } = office;
    const region = await ok(rest.post('/custom_field/lead/', { name: 'Region', type: 'text' }));
    const contacts = [
      { name: 'Ada', emails: [{ email: 'ada@acme.example', type: 'office' }] },
      { name: 'Bo', phones: [{ phone: '+1 555', type: 'office' }] },
    ];
    const addresses = [{ city: 'Ulm', country: 'DE' }];
    const first = await ok(rest.post('/lead/', { name: 'Acme exported', contacts, addresses }));
    await ok(rest.post('/lead/', { name: 'Zeta exported', [`custom.${region.id}`]: 'North' }));
    await ok(rest.post('/lead/', { name: 'Not this' }));
    await ok(rest.post('/opportunity/', { lead_id: first.id, value: 12_345, note: '=1+1' }));
    await ok(rest.post('/activity/note/', { lead_id: first.id, note: 'Called them' }));
    return first;
  }

  test('leads come out whole, as JSON, in the order that is asked for', async () => {
    const { rest } = office;
    const first = await makeLeads();
    const field = { type: 'regular_field', object_type: 'lead', field_name: 'name' };
    const sort = [{ direction: 'asc', field }];
    const body = { s_query: named, sort, results_limit: null, format: 'json', type: 'leads', send_done_email: false };
    const { asked, text } = await exported(body);
    expect(asked).toMatchObject({ status: 'done', type: 'leads', s_query: named, sort, results_limit: null });
    expect(await ok(rest.get(`/export/lead/${asked.id}/`))).toEqual(asked);
    const leads = JSON.parse(text);
    expect(leads.map(({ name }: { name: string }) => name)).toEqual(['Acme exported', 'Zeta exported']);
    expect(leads[0]).toEqual(await ok(rest.get(`/lead/${first.id}/`)));
    expect(leads[1].custom).toEqual({ Region: 'North' });
    const one = await exported({ ...body, results_limit: 1, fields: ['name', 'contacts'], include_activities: true });
    const [lead, ...others] = JSON.parse(one.text);
    expect(others).toEqual([]);
    expect(Object.keys(lead).toSorted()).toEqual(['activities', 'contacts', 'name']);
    expect(lead.activities).toMatchObject([{ _type: 'Note', note: 'Called them' }]);
    expect(JSON.parse((await exported({ format: 'json', query: 'name:"not this"' })).text)).toHaveLength(1);
  });

  test('as a table they are a row for each lead, each contact, or each opportunity', async () => {
    const table = async (body: object) => {
      const { text } = await exported({ s_query: named, ...body });
      return text.trim().split('\r\n');
    };
    const [header, ...leads] = await table({ type: 'leads', fields: ['name', 'addresses', 'contacts', 'custom'] });
    expect(header).toBe('name,addresses,contacts,custom.Region');
    expect(leads.toSorted()).toEqual(['Acme exported,"""Ulm, DE""","Ada,Bo",', 'Zeta exported,,,North']);
    const contacts = await table({ type: 'contacts', fields: ['name', 'emails', 'phones'] });
    expect(contacts).toEqual(['name,emails,phones', 'Ada,ada@acme.example,', 'Bo,,+1 555']);
    const deals = await table({ type: 'lead_opps', fields: ['lead_name', 'value', 'value_period', 'note'] });
    expect(deals).toEqual(['lead_name,value,value_period,note', 'Acme exported,123.45,one_time,=1+1']);
    expect((await table({ type: 'lead_opps' }))[0]).toContain('status_label,status_type,value,');
  });

  test('moments are written as the program asks for them', async () => {
    const dates = async (date_format?: string) => {
      const body = { s_query: named, results_limit: 1, fields: ['date_created'], ...(date_format && { date_format }) };
      return (await exported(body)).text.trim().split('\r\n')[1];
    };
    expect(await dates()).toMatch(/^2026-06-15 10:30:00\.\d{6}\+00:00$/);
    expect(await dates('iso8601')).toBe('2026-06-15T10:30:00+00:00');
    expect(await dates('excel')).toBe('2026-06-15 10:30:00 AM');
    const { rest, mine } = office;
    const asked = await ok(rest.post('/export/opportunity/', { fields: ['date_created'], date_format: 'excel' }));
    const key = await office.makeKey(mine.caller.userId);
    const file = await rest.app.fetch(new Request(asked.download_url, { headers: { authorization: `Bearer ${key}` } }));
    expect((await file.text()).split('\r\n')[1]).toBe('2026-06-15 10:30:00 AM');
  });

  test('of leads, too, what is wrong is told before anything is downloaded', async () => {
    const wrong = async (body: object) => {
      const answer = await office.rest.post('/export/lead/', body);
      expect([answer.status, answer.text]).toEqual([400, answer.text]);
      return Object.keys(answer.body['field-errors']);
    };
    expect(await wrong({ format: 'xml' })).toEqual(['format']);
    expect(await wrong({ type: 'deals' })).toEqual(['type']);
    expect(await wrong({ date_format: 'julian' })).toEqual(['date_format']);
    expect(await wrong({ fields: ['nmae'] })).toEqual(['fields']);
    expect(await wrong({ results_limit: -1 })).toEqual(['results_limit']);
    expect(await wrong({ s_query: 'name:acme' })).toEqual(['s_query']);
    expect(await wrong({ s_query: { type: 'object_type', object_type: 'contact' } })).toEqual(['s_query']);
    expect(await wrong({ query: 'nmae:x' })).toEqual(['query']);
    expect(await wrong({ sort: [{ direction: 'up' }] })).toEqual(['sort']);
    expect(await wrong({ s_query: { ...named, note: 'x'.repeat(5000) } })).toEqual(['s_query']);
    const { rest, mine } = office;
    const key = await office.makeKey(mine.caller.userId);
    const file = (query: string) =>
      rest.app.fetch(
        new Request(`http://gateway.test/export/leads.json?${query}`, { headers: { authorization: `Bearer ${key}` } }),
      );
    expect((await file('s_query=%7B')).status).toBe(400);
    expect((await file('type=deals')).status).toBe(400);
  });
});
