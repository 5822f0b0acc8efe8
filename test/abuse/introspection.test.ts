/** A gateway whose schema is kept to those who have it: neither asked for nor guessed, and no GraphiQL. */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { describeDatabases } from '../describe-databases.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

describeDatabases('a schema that is not shown', (opened) => {
  let mine: Sample;
  let app: App;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
    app = createApp({ databaseUrl: opened.url, requestTimeout: patience, introspection: false, explorer: false });
  });
  afterAll(() => app.close());

  const ask = async (query: string, to = app) => {
    const headers = { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    const response = await to.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
    return (await response.json()) as { data?: object; errors?: { message: string; extensions: { code: string } }[] };
  };

  test.each([
    getIntrospectionQuery(),
    '{ __schema { types { name } } }',
    '{ __type(name: "Lead") { fields { name } } }',
  ])('is not asked for: %#', async (query) => {
    const { data, errors = [] } = await ask(query);
    expect(data).toBeUndefined();
    expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test.each(['{ opportunitie { totalCount } }', '{ leads(frist: 1) { nodes { id } } }', '{ leads { nodes { nam } } }'])(
    'nor guessed by what was nearly right: %s',
    async (query) => {
      const hidden = await ask(query);
      expect(hidden.errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(hidden)).not.toContain('Did you mean');
      const open = createApp({ databaseUrl: opened.url, requestTimeout: patience });
      expect(JSON.stringify(await ask(query, open))).toContain('Did you mean');
      await open.close();
    },
  );

  test('questions are answered as ever, with the names of types', async () => {
    expect(await ask('{ __typename viewer { __typename id } }')).toEqual({
      data: { __typename: 'Query', viewer: { __typename: 'User', id: mine.caller.userId } },
    });
  });

  test('a browser is not given GraphiQL', async () => {
    const request = new Request('http://gateway.test/graphql', { headers: { accept: 'text/html' } });
    const answer = await app.fetch(request);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).not.toContain('graphiql');
  });
});
