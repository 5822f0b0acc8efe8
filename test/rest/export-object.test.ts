/** `/export/opportunity/`: asked for, looked at, and downloaded, as programs of the source API do. */
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
    expect(await ok(rest.get(`/export/${asked.id}/`))).toEqual(asked);
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
    const later = Buffer.from(JSON.stringify(['csv', '', 1e15])).toString('base64url');
    expect((await rest.get(`/export/expo_${later}/`)).status).toBe(404);
    expect((await rest.post('/export/lead/', { format: 'json' })).text).toContain('page by page');
  });
});
