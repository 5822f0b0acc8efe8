/** Section 1 of how the source API behaves: addresses, methods, keys, bytes and limits. The numbers are those of its lines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { createSamples, now, type Sample } from '../sample.ts';
import { openRest, query, type RestClient } from './client.ts';

describeDatabases('REST transport', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  let rest: RestClient;
  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 150));
    rest = openRest(opened, () => mine.apiKey);
  });
  afterAll(() => rest.close());

  const basic = (user: string, password = '') => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  test('1.1 a path answers with its slash, without it, and with slashes too many', async () => {
    const { text } = await rest.get('/status/opportunity/');
    for (const path of ['/status/opportunity', '/status/opportunity//', '//status//opportunity///']) {
      const answer = await rest.get(path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, text]);
    }
    const id = mine.rows[0]?.id;
    expect((await rest.get(`/opportunity/${id}`)).text).toBe((await rest.get(`/opportunity/${id}/`)).text);
    expect((await rest.get('/opportunity?_limit=1')).body.data).toHaveLength(1);
  });

  test('1.1 what there is not is 404, and another method 405 with those that there are', async () => {
    expect(await rest.get('/opportunities/')).toMatchObject({ status: 404, body: { error: expect.any(String) } });
    expect(await rest.get('/')).toMatchObject({ status: 404 });
    const answer = await rest.delete('/opportunity/');
    expect(answer).toMatchObject({ status: 405, body: { error: expect.any(String) } });
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  test('1.1 POST to one object is 404 and says to use PUT', async () => {
    const answer = await rest.post(`/opportunity/${mine.rows[0]?.id}/`, {});
    expect(answer).toMatchObject({ status: 404, body: { error: 'Did you mean to use PUT?' } });
    const nothing = await rest.post('/lead/divide/', {});
    expect(nothing).toMatchObject({ status: 404, body: { error: 'There is nothing at /api/v1/lead/divide/.' } });
  });

  test('1.2 JSON has sorted keys, «, » and «: » between things, ASCII only, one newline, and a type without charset', async () => {
    const { text, body, headers } = await rest.get('/opportunity/?_limit=250');
    expect(headers.get('content-type')).toBe('application/json');
    expect(text).toMatch(/^[ -~]*\n$/);
    expect(text).toContain('\\u0130stanbul');
    expect(text).toContain('\\ud83d\\ude80 launch');
    expect(text).toBe(`${sortedJson(body)}\n`);
  });

  test('1.2 browsers are told not to guess at answers, nor to frame them', async () => {
    for (const path of ['/me/', '/nothing/']) {
      const { headers } = await rest.get(path);
      expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY']);
    }
  });

  test('1.3 the key is the user name of HTTP Basic, whatever the password, or a Bearer token', async () => {
    const as = async (headers: Record<string, string>) => (await rest.send('/me/', { headers })).body.id;
    expect(await as(basic(mine.apiKey))).toBe(mine.caller.userId);
    expect(await as(basic(mine.apiKey, "''"))).toBe(mine.caller.userId);
    expect(await as({ authorization: `Bearer ${foreign.apiKey}` })).toBe(foreign.caller.userId);
  });

  test('1.3 1.9 without a key, or with a wrong one, it is 401 and one string under error', async () => {
    for (const headers of [{}, basic('api_wrong'), basic(''), { authorization: 'Bearer ' }, { authorization: 'x' }]) {
      for (const path of ['/opportunity/', '/nothing/']) {
        const answer = await rest.send(path, { headers });
        expect(answer).toMatchObject({ status: 401, text: '{"error": "Unauthorized"}\n' });
      }
    }
    expect(rest.statements).toEqual([]);
  });

  test('1.4 a content type and a body with GET say nothing', async () => {
    const answer = await rest.get('/me/', { 'content-type': 'application/json', accept: '*/*' });
    expect(answer.status).toBe(200);
  });

  test('1.4 x-tz-offset says where days begin, in hours and their fractions; none, or none that is one, is UTC', async () => {
    const count = async (params: Record<string, string>, headers = {}) =>
      (await rest.get(`/opportunity/${query({ ...params, _limit: 0 })}`, headers)).body.total_results;
    const day = { date_created__gte: '2025-12-29', date_created__lte: '2025-12-29' };
    const hour = 3_600_000;
    const from = (offset: number) => {
      const start = Date.UTC(2025, 11, 29) - offset * hour;
      return mine.rows.filter(({ dateCreated }) => dateCreated >= start && dateCreated < start + 24 * hour).length;
    };
    expect(await count(day)).toBe(from(0));
    for (const offset of ['-4', '5.5', '-2.5', '-0.0', '0', '13', '-11']) {
      expect([offset, await count(day, { 'x-tz-offset': offset })]).toEqual([offset, from(Number(offset))]);
    }
    expect(await count(day, { 'x-tz-offset': 'Europe/Berlin' })).toBe(from(0));
    const zoneless = { date_created__gte: '2025-12-29T00:00:00', date_created__lt: '2025-12-30T00:00:00' };
    expect(await count(zoneless, { 'x-tz-offset': '5.5' })).toBe(from(5.5));
  });

  test('1.4 a POST with x-http-method-override: GET is a GET with the parameters in its body', async () => {
    const override = { 'x-http-method-override': 'GET' };
    const ids = mine.rows.map(({ id }) => id);
    const answer = await rest.post(
      '/opportunity/',
      { _params: { id__in: ids.join(','), _limit: 3, _fields: 'id', status_type__in: ['won', 'lost'] } },
      override,
    );
    const expected = mine.rows.filter(({ statusType }) => statusType !== 'active').length;
    expect(answer.status).toBe(200);
    expect(answer.body.total_results).toBe(expected);
    expect(answer.body.data).toHaveLength(3);
    expect(Object.keys(answer.body.data[0])).toEqual(['id']);
    const listed = await rest.post('/opportunity/', { _params: { id__in: ids.slice(0, 5), _skip: '2' } }, override);
    expect(listed.body.total_results).toBe(5);
    expect(listed.body.data).toHaveLength(3);
    const commas = await rest.post('/opportunity/', { _params: { status_label__in: ['churned, gone'] } }, override);
    expect(commas.body.total_results).toBe(
      mine.rows.filter(({ statusLabel }) => statusLabel === 'Churned, gone').length,
    );
  });

  test('HEAD is GET without the body', async () => {
    const headers = basic(mine.apiKey);
    const answer = await rest.app.fetch(new Request('http://gateway.test/api/v1/me/', { method: 'HEAD', headers }));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  test('one organization sees nothing of the other, however it asks', async () => {
    const [stranger] = foreign.rows;
    const paths = [
      `/opportunity/${stranger?.id}/`,
      `/lead/${stranger?.leadId}/`,
      `/user/${foreign.caller.userId}/`,
      `/organization/${foreign.caller.organizationId}/`,
      `/status/opportunity/${stranger?.statusId}/`,
      `/custom_field/opportunity/${foreign.productFieldId}/`,
      `/pipeline/${stranger?.pipelineId}/`,
    ];
    for (const path of paths) expect([path, (await rest.get(path)).status]).toEqual([path, 404]);
    const filters = [
      `id__in=${stranger?.id}`,
      `lead_id=${stranger?.leadId}`,
      `user_id=${foreign.caller.userId}`,
      `organization_id=${foreign.caller.organizationId}`,
      `status_id=${stranger?.statusId}`,
    ];
    for (const filter of filters) {
      const { body } = await rest.get(`/opportunity/?${filter}`);
      expect([filter, body.total_results]).toEqual([filter, 0]);
    }
    const own = `organization_id=${mine.caller.organizationId}`;
    expect((await rest.get(`/opportunity/?${own}`)).body.total_results).toBe(mine.rows.length);
  });

  describe('1.10 rate limits', () => {
    test('are told with every answer, in one header between commas and in one for each', async () => {
      const { headers } = await rest.get('/me/');
      expect(headers.get('ratelimit')).toMatch(/^limit=\d+, remaining=\d+, reset=\d+$/);
      const [limit, remaining, reset] = [...(headers.get('ratelimit') ?? '').matchAll(/\d+/g)].map(String);
      expect(headers.get('ratelimit-limit')).toBe(limit);
      expect(headers.get('ratelimit-remaining')).toBe(remaining);
      expect(headers.get('ratelimit-reset')).toBe(reset);
      expect(Number(remaining)).toBeLessThan(Number(limit));
    });

    test('nobody is turned away unless that was asked for', async () => {
      const statuses = await Promise.all(Array.from({ length: 300 }, async () => (await rest.get('/nothing/')).status));
      expect(new Set(statuses)).toEqual(new Set([404]));
    });

    test('1.9 who has used them up gets 429 with the seconds to wait, in every place where clients look', async () => {
      let clock: number = now;
      const strict = openRest(opened, () => mine.apiKey, {
        clock: () => clock as typeof now,
        rateLimits: { requests: 2, seconds: 1, cost: 0 },
      });
      try {
        const statuses = [];
        for (let i = 0; i < 3; i++) statuses.push((await strict.get('/me/')).status);
        expect(statuses).toEqual([200, 200, 429]);
        const { body, headers } = await strict.get('/me/');
        expect(body).toMatchObject({
          error: {
            message: expect.any(String),
            rate_limit: 2,
            rate_window: 1,
            rate_reset: 0.5,
            rate_limit_type: 'key',
          },
          rate_reset: 0.5,
        });
        expect(headers.get('retry-after')).toBe('1');
        expect(headers.get('ratelimit')).toBe('limit=2, remaining=0, reset=1');
        clock += 500;
        expect((await strict.get('/me/')).status).toBe(200);
        expect((await strict.get('/me/')).status).toBe(429);
      } finally {
        await strict.close();
      }
    });
  });
});

/** As Python's `json.dumps(value, sort_keys=True)` writes it, for what these answers hold. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}: ${sortedJson(part)}`).join(', ')}}`;
  }
  const json = JSON.stringify(value);
  return [...json]
    .flatMap((character) => (character > '~' ? character.split('') : character))
    .map((unit) => (unit > '~' ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit))
    .join('');
}
