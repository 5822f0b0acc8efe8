/** docs/errors.md is true: statuses under both media types, and no code of the gateway's that it does not explain. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { openDesk } from '../desk.ts';

const root = new URL('../../../', import.meta.url);

describeDatabases('documented errors', (opened) => {
  const desk = openDesk(opened);

  const ask = async (body: object, accept: string) => {
    const answer = await desk.gateway.app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${desk.keys.ada}`, 'content-type': 'application/json', accept },
        body: JSON.stringify(body),
      }),
    );
    const { errors = [] } = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
    return [errors[0]?.extensions.code, answer.status];
  };

  const notExecuted: [code: string, body: object][] = [
    ['GRAPHQL_PARSE_FAILED', { query: '{' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
    ['BAD_REQUEST', {}],
    ['TOO_COMPLEX', { query: `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }` }],
    ['UNKNOWN_DOCUMENT', { documentId: 'none' }],
  ];
  test.each(notExecuted)(
    '%s: a document that is not executed is 400, or 200 where only JSON is accepted',
    async (code, body) => {
      expect(await ask(body, 'application/graphql-response+json')).toEqual([code, 400]);
      expect(await ask(body, 'application/json')).toEqual([code, 200]);
    },
  );

  test('variables that do not fit their document are 400 under both', async () => {
    const body = { query: 'query ($id: ID!) { lead(id: $id) { id } }' };
    for (const accept of ['application/graphql-response+json', 'application/json'])
      expect(await ask(body, accept)).toEqual(['BAD_USER_INPUT', 400]);
  });

  const ofField: [code: string, query: string][] = [
    ['SEARCH_SYNTAX', '{ opportunities(query: "stauts:won") { totalCount } }'],
    ['INVALID_PAGE', '{ opportunities(first: 0) { nodes { id } } }'],
    ['INVALID_CURSOR', '{ opportunities(after: "x") { nodes { id } } }'],
    ['NOT_FOUND', 'mutation { updateLead(id: "lead_none", input: { name: "x" }) { lead { id } } }'],
  ];
  test.each(ofField)('%s: what one field came to is 200 under both', async (code, query) => {
    for (const accept of ['application/graphql-response+json', 'application/json'])
      expect(await ask({ query }, accept)).toEqual([code, 200]);
  });
});

test('every code that stands in the program is explained', async () => {
  const files = (await readdir(new URL('src/graphql', root), { recursive: true })).filter((file) =>
    file.endsWith('.ts'),
  );
  const texts = await Promise.all(files.map((file) => readFile(new URL(`src/graphql/${file}`, root), 'utf8')));
  const codes = texts.flatMap((text) => [...text.matchAll(/\bcode: '([A-Z_]+)'/g)].map(([, code]) => code));
  const explained = [...(await readFile(new URL('docs/errors.md', root), 'utf8')).matchAll(/`([A-Z_]+)`/g)].map(
    ([, code]) => code,
  );
  expect(codes.length).toBeGreaterThan(0);
  expect(explained).toEqual(expect.arrayContaining(codes));
});
