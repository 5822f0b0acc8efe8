/** `/export/opportunity/` and `/export/lead/`: asked for, looked at, and downloaded, as programs of the source API do. */
import { describe, expect, test } from 'vitest';
import { namedFigures } from '../../src/lead/figures.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { now } from '../sample.ts';
import { ok } from './answers.ts';
import { openRest, query } from './client.ts';
import { useOffice } from './office.ts';

describeDatabases('exports as the source API has them', (opened) => {
  const office = useOffice(opened);

  /** As a browser does: no key, no header. To the end, for a file holds a snapshot until then. */
  const download = async (url: string | URL, app = office.rest.app) => {
    const response = await app.fetch(new Request(url));
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test('are done at once, and the file has what the filters find', async () => {
    const { rest } = office;
    await ok(rest.post('/opportunity/', { note: 'exported & won', value: 5, status: 'Won' }));
    await ok(rest.post('/opportunity/', { note: 'not this', value: 6 }));
    const params = { status_type__in: ['won'], query: 'note:exported', _limit: 1 };
    const asked = await ok(rest.post('/export/opportunity/', { params, format: 'json', send_done_email: false }));
    expect(asked).toMatchObject({ status: 'done', format: 'json', date_created: '2026-06-15T10:30:00.000000+00:00' });
    expect(asked).toMatchObject({ type: 'opps', params: { status_type__in: 'won', query: 'note:exported' } });
    for (const path of ['/export', '/export/opportunity'])
      expect(await ok(rest.get(`${path}/${asked.id}/`))).toEqual(asked);
    expect([asked.n_docs, asked.n_docs_processed]).toEqual([1, 1]);
    const file = await download(asked.download_url);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="opportunities.json"');
    expect(file.headers.get('cache-control')).toBe('no-store');
    const rows = JSON.parse(file.text);
    expect(JSON.stringify(rows)).toContain('exported & won');
    expect(JSON.stringify(rows)).not.toContain('not this');
    const csv = await ok(rest.post('/export/opportunity/', { fields: ['note', 'value'] }));
    const sheet = await download(csv.download_url);
    expect(sheet.text.split(/\r?\n/)[0]).toBe('note,value');
    expect((await ok(rest.get('/export/'))).data).toEqual([]);
  });

  describe('the address of the file', () => {
    const ask = async () => (await ok(office.rest.post('/export/opportunity/', { fields: ['id'] }))).download_url;
    const refused = async (url: string | URL, app = office.rest.app) => {
      const answer = await download(url, app);
      return [answer.status, JSON.parse(answer.text).error];
    };
    const wrong = [403, 'This address is not signed by a key that is good: ask for another.'];

    test('opens nothing where anything of it was changed', async () => {
      const changed = async (change: (url: URL) => void) => {
        const url = new URL(await ask());
        change(url);
        return refused(url);
      };
      const set = (name: string, value: string) => changed(({ searchParams }) => searchParams.set(name, value));
      const signature = new URL(await ask()).searchParams.get('signature') ?? '';
      expect(await set('signature', 'x')).toEqual(wrong);
      expect(
        await set(
          'signature',
          signature.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
        ),
      ).toEqual(wrong);
      expect(await set('expires', String(now + 7_200_000))).toEqual(wrong);
      expect(await set('key', 'api_nothing')).toEqual(wrong);
      for (const name of ['signature', 'expires', 'key'])
        expect(await changed(({ searchParams }) => searchParams.delete(name))).toEqual(wrong);
      const other = await ok(office.rest.post('/export/lead/', {}));
      expect(
        await changed((url) => {
          url.pathname = `/export/${other.id}`;
        }),
      ).toEqual(wrong);
    });

    test('is of one organization: with the key of another nothing opens that is not its own', async () => {
      const { theirRest } = office;
      const [mine, theirs] = [
        new URL(await ask()),
        await ok(theirRest.post('/export/opportunity/', { fields: ['id'] })),
      ];
      const their = new URL(theirs.download_url);
      const crossed = new URL(mine);
      crossed.searchParams.set('key', their.searchParams.get('key') ?? '');
      expect(await refused(crossed)).toEqual(wrong);
      // The id holds a question and no data: whoever asks it gets an answer of their own.
      const { id } = await ok(office.rest.post('/export/opportunity/', { fields: ['id'] }));
      const asTheirs = await download((await ok(theirRest.get(`/export/${id}/`))).download_url);
      expect(asTheirs.text).toBe((await download(their)).text);
    });

    test('opens for an hour, and no longer than the key is good', async () => {
      const { rest, mine } = office;
      const later = (milliseconds: number) =>
        openRest(opened, () => '', { clock: () => (now + milliseconds) as Instant });
      const url = await ask();
      const [before, after] = [later(3_599_999), later(3_600_000)];
      expect((await download(url, before.app)).status).toBe(200);
      expect(await refused(url, after.app)).toEqual([403, expect.stringContaining('This address has expired')]);
      for (const { close } of [before, after]) await close();
      const key = await office.makeKey(mine.caller.userId);
      const own = openRest(opened, () => key);
      const { download_url } = await ok(own.post('/export/opportunity/', { fields: ['id'] }));
      expect((await download(download_url)).status).toBe(200);
      await opened.database.write(({ kysely }) =>
        kysely
          .updateTable('api_key')
          .set({ date_revoked: new Date(now) })
          .where('id', '=', new URL(download_url).searchParams.get('key') ?? '')
          .execute(),
      );
      expect(await refused(download_url, own.app)).toEqual(wrong);
      await own.close();
      const refusing = openRest(opened, () => '', { refusedKeys: [key] });
      expect(await refused(download_url, refusing.app)).toEqual(wrong);
      await refusing.close();
      expect((await rest.app.fetch(new Request(url, { method: 'POST' }))).status).toBe(405);
    });

    test('means the days of who asked, who do not come with it', async () => {
      const { rest } = office;
      await ok(rest.post('/opportunity/', { note: 'late', date_created: '2026-03-01T23:30:00+00:00' }));
      const found = async (offset: string) => {
        const params = { query: 'note:late created:2026-03-02' };
        const asked = await ok(
          rest.post('/export/opportunity/', { params, fields: ['id'] }, { 'x-tz-offset': offset }),
        );
        const lines = (await download(asked.download_url)).text.trim().split('\r\n');
        return [asked.n_docs, lines.length - 1];
      };
      expect(await found('0')).toEqual([0, 0]);
      expect(await found('1')).toEqual([1, 1]);
    });
  });

  test('what is wrong is told before anything is downloaded', async () => {
    const { rest } = office;
    const wrong = async (body: object) => (await rest.post('/export/opportunity/', body)).body['field-errors'];
    expect(await wrong({ format: 'xml' })).toEqual({ format: 'Use one of csv, json.' });
    expect(await wrong({ params: { status_type: 'wone' } })).toEqual({ status_type: expect.any(String) });
    expect(await wrong({ params: ['x'] })).toEqual({ params: 'Value must be of dict type.' });
    expect(await wrong({ params: { query: 'x'.repeat(5000) } })).toEqual({ params: expect.any(String) });
    expect((await rest.get('/export/expo_x/')).status).toBe(404);
    for (const [date, zone, count] of [
      [1e15, 'UTC', 0],
      [0, 'Mars', 0],
      [0, 'UTC', -1],
      [0, 'UTC', 'many'],
    ]) {
      const id = Buffer.from(JSON.stringify(['leads', 'csv', '', date, zone, count])).toString('base64url');
      expect((await rest.get(`/export/expo_${id}/`)).status).toBe(404);
    }
  });

  /** The answer to who asks, and the file that it leads to. */
  async function exported(body: object) {
    const asked = await ok(office.rest.post('/export/lead/', body));
    const file = await download(asked.download_url);
    expect(file.status).toBe(200);
    return { asked, text: file.text };
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
    expect(asked).toMatchObject({
      status: 'done',
      type: 'leads',
      s_query: named,
      sort,
      results_limit: null,
      n_docs: 2,
    });
    expect(await ok(rest.get(`/export/lead/${asked.id}/`))).toEqual(asked);
    const leads = JSON.parse(text);
    expect(leads.map(({ name }: { name: string }) => name)).toEqual(['Acme exported', 'Zeta exported']);
    expect(leads[0]).toEqual(await ok(rest.get(`/lead/${first.id}/`)));
    expect(leads[1].custom).toEqual({ Region: 'North' });
    const one = await exported({ ...body, results_limit: 1, fields: ['name', 'contacts'], include_activities: true });
    const [lead, ...others] = JSON.parse(one.text);
    expect([one.asked.n_docs, one.asked.include_activities]).toEqual([1, true]);
    expect(others).toEqual([]);
    expect(Object.keys(lead).toSorted()).toEqual(['activities', 'contacts', 'name']);
    expect(lead.activities).toMatchObject([{ _type: 'Note', note: 'Called them' }]);
    expect(JSON.parse((await exported({ format: 'json', query: 'name:"not this"' })).text)).toHaveLength(1);
  });

  test('a tree of nothing is of all leads', async () => {
    const { asked } = await exported({ s_query: {}, format: 'csv', type: 'leads' });
    expect([asked.s_query, asked.n_docs]).toEqual([null, (await ok(office.rest.get('/lead/'))).total_results]);
  });

  test('smart fields come with leads where they are asked for, and are what searches find by', async () => {
    const { rest } = office;
    const [won] = (await ok(rest.get('/status/opportunity/'))).data.filter(
      ({ type }: { type: string }) => type === 'won',
    );
    const { id } = await ok(rest.post('/lead/', { name: 'Smart Co' }));
    const deal = (body: object) => ok(rest.post('/opportunity/', { lead_id: id, ...body }));
    await deal({ value: 1001 });
    await deal({ value: 500, value_period: 'monthly', status_id: won.id });
    await deal({ value: 1, status_id: won.id, value_period: 'annual' });
    await deal({});
    const body = { query: 'name:smart', format: 'json', type: 'leads', include_smart_fields: true };
    const { asked, text } = await exported(body);
    expect(asked.include_smart_fields).toBe(true);
    const [lead] = JSON.parse(text);
    expect(lead).toMatchObject({
      ...{ num_opportunities: 4, num_won_opportunities: 2, num_lost_opportunities: 0, num_monthly_opportunities: 1 },
      ...{ total_annualized_opportunity_value: 7002, total_annualized_won_opportunity_value: 6001 },
      ...{ avg_annualized_opportunity_value: 2334, avg_annualized_won_opportunity_value: 3001 },
      ...{ max_annualized_opportunity_value: 6000, min_annualized_opportunity_value: 1 },
      ...{ max_monthly_opportunity_value: 500, avg_one_time_active_opportunity_value: 1001 },
      ...{ total_annual_lost_opportunity_value: 0, avg_annual_lost_opportunity_value: null },
    });
    expect(lead).toEqual(await ok(rest.get(`/lead/${id}/?_fields=_all`)));
    expect(Object.keys(await ok(rest.get(`/lead/${id}/`)))).not.toContain('num_opportunities');
    expect(await ok(rest.get(`/lead/${id}/?_fields=num_opportunities`))).toEqual({ num_opportunities: 4 });
    for (const name of namedFigures.keys()) {
      const value = lead[name];
      if (value === null) continue;
      const amount = name.startsWith('num_') ? value : value / 100;
      // An average is rounded where it is shown; searches compare the exact one.
      const term = name.startsWith('avg_')
        ? `${name} >= ${(amount - 0.01).toFixed(2)} and ${name} <= ${(amount + 0.01).toFixed(2)}`
        : `${name} = ${amount}`;
      const found = await ok(rest.get(`/lead/${query({ query: `name:smart and ${term}`, _fields: 'id' })}`));
      expect([name, found.data]).toEqual([name, [{ id }]]);
    }
    const table = await exported({ ...body, format: 'csv', fields: ['name', 'num_opportunities'] });
    const [header = '', row = ''] = table.text.trim().split('\r\n');
    const cell = (name: string) => row.split(',')[header.split(',').indexOf(name)];
    expect(header.split(',').slice(0, 3)).toEqual(['name', 'num_opportunities', 'num_active_opportunities']);
    expect([cell('num_opportunities'), cell('total_annualized_opportunity_value')]).toEqual(['4', '70.02']);
    const one = await exported({
      ...body,
      include_smart_fields: false,
      format: 'csv',
      fields: ['num_won_opportunities'],
    });
    expect(one.text.trim().split('\r\n')).toEqual(['num_won_opportunities', '2']);
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
    const { rest } = office;
    const asked = await ok(rest.post('/export/opportunity/', { fields: ['date_created'], date_format: 'excel' }));
    const file = await download(asked.download_url);
    expect(file.text.split('\r\n')[1]).toBe('2026-06-15 10:30:00 AM');
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
