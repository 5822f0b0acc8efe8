/** `/export/` and `accept: text/csv`: files over HTTP, of one moment, under the same keys and filters as the REST API. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/app.ts';
import { utc } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { figuresOf } from '../opportunity/figure-model.ts';
import { patience } from '../patience.ts';
import { createSamples, foreignMark, now, type Sample } from '../sample.ts';

describeDatabases('a file over HTTP', (opened) => {
  let mine: Sample;
  let app: App;

  const open = (options: Partial<AppOptions> = {}) =>
    createApp({ databaseUrl: opened.url, clock: () => now, requestTimeout: patience, ...options });

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 1_200));
    app = open();
  });
  afterAll(() => app.close());

  const get = async (path: string, headers: Record<string, string> = {}, of = app) =>
    of.fetch(
      new Request(`http://gateway.test${path}`, { headers: { authorization: `Bearer ${mine.apiKey}`, ...headers } }),
    );
  const table = async (response: Response): Promise<Record<string, string>[]> =>
    parse(await response.text(), { columns: true });

  test('has every match in order, and nothing of another organization', async () => {
    const response = await get('/export/opportunities.csv');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="opportunities.csv"');
    expect(response.headers.has('ratelimit')).toBe(true);
    const rows = await table(response);
    const ids = rows.map(({ external_id }) => external_id);
    const newest = [...mine.rows].sort((a, b) => b.dateCreated - a.dateCreated || (a.id < b.id ? 1 : -1));
    expect(ids).toEqual(newest.map(({ id }) => id));
    expect(JSON.stringify(rows)).not.toContain(foreignMark);
  });

  test('takes the searches, filters, orders and fields of the list', async () => {
    const query = '?query=status_type:won&value_period=monthly&_order_by=-value&fields=id,value,custom.Seats';
    const rows = await table(await get(`/export/opportunities.csv${query}`));
    const wanted = mine.rows.filter(({ statusType, valuePeriod }) => statusType === 'won' && valuePeriod === 'monthly');
    expect(rows.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'value', 'custom.Seats:number']);
    const amounts = rows.flatMap(({ value }) => (value === '' ? [] : Number(value)));
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
  });

  test('the list of the REST API is a file for who accepts CSV, on all pages; and its groups are', async () => {
    const list = await get('/api/v1/opportunity/?status_type=lost&_fields=id,note', { accept: 'text/csv' });
    expect(list.headers.get('content-type')).toContain('text/csv');
    expect(await table(list)).toHaveLength(mine.rows.filter(({ statusType }) => statusType === 'lost').length);
    const groups = await get('/api/v1/opportunity/?_group_by=user_id', { accept: 'text/csv' });
    const rows = await table(groups);
    expect(rows.reduce((sum, { count }) => sum + Number(count), 0)).toBe(mine.rows.length);
    expect(rows.find(({ user_name }) => user_name === 'Bo')).toBeDefined();
  });

  test('figures add up to the totals that are asked for without a key', async () => {
    const groups = await table(await get('/export/figures.csv?by=status_type,date_won__quarter'));
    const [total] = await table(await get('/export/figures.csv'));
    expect(Object.keys(groups[0] ?? {})).toEqual([
      ...['status_type', 'date_won__quarter', 'count', 'count_with_value'],
      ...['total', 'expected', 'average', 'median', 'smallest', 'largest'].flatMap((what) =>
        ['one_time', 'monthly', 'annual', 'annualized'].map((span) => `${what}_value_${span}`),
      ),
      ...['win_rate', 'win_rate_by_value', 'average_days_to_close', 'median_days_to_close'],
    ]);
    const told = figuresOf(mine.rows, utc);
    expect([total?.win_rate, total?.median_days_to_close]).toEqual(
      [Number(told.win_rate) / 1e6, Number(told.median_days_to_close) / 10].map(String),
    );
    const cents = (text = '') => BigInt(Math.sign(Number(text))) * BigInt(toCents(text));
    expect(cents(total?.median_value_annual)).toBe(told.median_value_annual);
    const sum = groups.reduce((all, row) => all + cents(row.total_value_annualized), 0n);
    expect(sum).toBe(cents(total?.total_value_annualized));
    expect(groups.reduce((all, { count }) => all + Number(count), 0)).toBe(mine.rows.length);
  });

  test('NDJSON has the same rows', async () => {
    const lines = (await (await get('/export/opportunities.ndjson?fields=id,value')).text()).trim().split('\n');
    const byId = new Map(mine.rows.map(({ id, value }) => [id, value === null ? null : Number(value)]));
    expect(new Map(lines.map((line) => Object.values(JSON.parse(line)) as [string, number | null]))).toEqual(byId);
  });

  test('what is wrong is told before anything is sent', async () => {
    const wrong = async (path: string, headers?: Record<string, string>) => {
      const response = await get(path, headers);
      return [response.status, await response.json()];
    };
    expect(await wrong('/export/opportunities.csv?fields=valeu')).toEqual([
      400,
      { errors: [], 'field-errors': { fields: 'There is no field "valeu". Did you mean value?' } },
    ]);
    expect(await wrong('/export/opportunities.csv?query=stauts:won')).toMatchObject([400, {}]);
    expect(await wrong('/export/figures.csv?by=notes')).toMatchObject([400, { 'field-errors': {} }]);
    expect(await wrong('/export/figures.csv?by=user_id,user_id')).toMatchObject([400, { 'field-errors': {} }]);
    expect(await wrong('/export/contacts.csv')).toMatchObject([404, {}]);
    expect(await wrong('/export/opportunities.csv', { authorization: 'Bearer nothing' })).toMatchObject([401, {}]);
    const post = await app.fetch(
      new Request('http://gateway.test/export/opportunities.csv', {
        method: 'POST',
        headers: { authorization: `Bearer ${mine.apiKey}` },
      }),
    );
    expect(post.status).toBe(405);
  });

  test('is of the moment at which it began, whatever is written while it is sent', async () => {
    const response = await get('/export/opportunities.csv?fields=note');
    const reader = response.body?.getReader();
    await reader?.read();
    await opened.database.write(({ kysely }) => kysely.updateTable('opportunity').set({ note: 'CHANGED' }).execute());
    let rest = '';
    for (;;) {
      const { value, done = true } = (await reader?.read()) ?? {};
      if (done) break;
      rest += Buffer.from(value ?? []).toString();
    }
    expect(rest.split('\r\n').length).toBeGreaterThan(900);
    expect(rest).not.toContain('CHANGED');
  });

  test('one that nobody takes breaks off at its deadline', async () => {
    const brief = open({ exportTimeout: 3_000 });
    const held = await get('/export/opportunities.csv', {}, brief);
    expect(held.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await expect(held.text()).rejects.toThrow();
    await brief.close();
  });

  test('more than a few at once are refused, until one has left', async () => {
    const small = open({ poolSize: 4 });
    const held = await get('/export/opportunities.csv', {}, small);
    expect((await get('/export/opportunities.csv', {}, small)).status).toBe(503);
    await held.body?.cancel();
    const next = await get('/export/opportunities.csv', {}, small);
    expect(await table(next)).toHaveLength(mine.rows.length);
    await small.close();
  });
});

function toCents(text: string): string {
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
  return `${whole}${decimals.padEnd(2, '0')}`;
}
