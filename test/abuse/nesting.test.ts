/** JSON that is nested without end: refused as the sender's mistake, through either door, whatever stack is left. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

const depths = [201, 1000, 1500, 5000, 100_000];

/** Text, for JSON.stringify would run out of stack itself. */
const nested = (depth: number, open: string, inner: string, close: string) =>
  open.repeat(depth) + inner + close.repeat(depth);

describeDatabases('nested JSON', (opened) => {
  let mine: Sample;
  let app: App;
  const logged: string[] = [];
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience });
  });
  afterAll(() => app.close());

  const send = async (path: string, init: RequestInit) => {
    const headers = { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json', ...init.headers };
    const response = await app.fetch(new Request(`http://gateway.test${path}`, { ...init, headers }));
    const text = await response.text();
    logged.push(text);
    return { status: response.status, text };
  };
  const query = 'query ($f: OpportunityFilter) { opportunities(filter: $f) { totalCount } }';

  test.each(depths)('of variables, %i deep', async (depth) => {
    for (const filter of [
      nested(depth, '{"and":[', '', ']}'),
      nested(depth, '{"not":', 'null', '}'),
      nested(depth, '[', '', ']'),
    ]) {
      const body = `{"query":${JSON.stringify(query)},"variables":{"f":${filter}}}`;
      expect(await send('/graphql', { method: 'POST', body })).toMatchObject({ status: 400 });
    }
  });

  test('of variables in an address', async () => {
    const variables = encodeURIComponent(`{"f":${nested(1500, '{"not":', 'null', '}')}}`);
    const path = `/graphql?query=${encodeURIComponent(query)}&variables=${variables}`;
    expect(await send(path, {})).toMatchObject({ status: 400 });
  });

  test.each(depths)('of a body, and of the parameters in one, %i deep', async (depth) => {
    const deep = nested(depth, '[', '', ']');
    const override = { 'x-http-method-override': 'GET' };
    const asked = { method: 'POST', headers: override, body: `{"_params":{"query":${deep}}}` };
    expect(await send('/api/v1/opportunity/', asked)).toMatchObject({ status: 400 });
    for (const body of [`{"note":${deep}}`, `{"custom":${nested(depth, '{"a":', '1', '}')}}`]) {
      expect(await send('/api/v1/opportunity/', { method: 'POST', body })).toMatchObject({ status: 400 });
    }
  });

  test('brackets within texts are no nesting, and filters as deep as may be are answered', async () => {
    const note = `${'['.repeat(5000)}"\\`;
    const body = JSON.stringify({ note });
    expect(await send('/api/v1/opportunity/', { method: 'POST', body })).toMatchObject({ status: 200 });
    const filter = JSON.parse(nested(9, '{"and":[', '{"confidence":{"gt":1}}', ']}'));
    const asked = JSON.stringify({ query, variables: { f: filter } });
    const { text } = await send('/graphql', { method: 'POST', body: asked });
    expect(JSON.parse(text).errors).toBeUndefined();
  });

  test('none of it was a fault of the program', () => {
    expect(logged.length).toBeGreaterThan(20);
    expect(logged.filter((text) => /INTERNAL_SERVER_ERROR|Unexpected error/.test(text))).toEqual([]);
  });
});
