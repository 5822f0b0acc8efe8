/** docs/errors.md is true: statuses under both media types, and no code of the gateway's that it does not explain. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { statusOf } from '../../../src/errors.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { openDesk } from '../desk.ts';

const root = new URL('../../../', import.meta.url);

/** What docs/errors.md says, by code: `400`, `400 or 405`. */
const documented = new Map(
  [...readFileSync(new URL('docs/errors.md', root), 'utf8').matchAll(/^\| (`[^|]+) \| ([^|]+) \|/gm)].flatMap(
    ([, codes = '', status = '']) =>
      [...codes.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => [code, status] as const),
  ),
);

describeDatabases('documented errors', (opened) => {
  const desk = openDesk(opened);

  const send = async (init: RequestInit, path = '/graphql') => {
    const answer = await desk.gateway.app.fetch(new Request(`http://gateway.test${path}`, init));
    const { errors = [] } = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
    return [errors[0]?.extensions.code, answer.status];
  };
  const key = () => ({ authorization: `Bearer ${desk.keys.ada}` });
  const json = (accept = 'application/json') => ({ ...key(), 'content-type': 'application/json', accept });
  const ask = (body: object, accept: string) =>
    send({ method: 'POST', headers: json(accept), body: JSON.stringify(body) });

  const notExecuted: [code: string, body: object][] = [
    ['GRAPHQL_PARSE_FAILED', { query: '{' }],
    ['GRAPHQL_VALIDATION_FAILED', { query: '{ nothing }' }],
    ['BAD_REQUEST', {}],
    ['TOO_COMPLEX', { query: `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }` }],
    ['UNKNOWN_DOCUMENT', { documentId: 'none' }],
    ['PERSISTED_QUERY_NOT_SUPPORTED', { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } }],
  ];
  test.each(notExecuted)(
    '%s: a document that is not executed is 400, or 200 where only JSON is accepted',
    async (code, body) => {
      expect(await ask(body, 'application/graphql-response+json')).toEqual([code, 400]);
      expect(documented.get(code)).toMatch(/^400\b/);
      expect(await ask(body, 'application/json')).toEqual([code, 200]);
    },
  );

  const question = '{"query":"{ viewer { id } }"}';
  const post = (body: string, headers: object = {}) => ({ method: 'POST', headers: { ...json(), ...headers }, body });
  const byGet = `/graphql?query=${encodeURIComponent('mutation { createLead(input: {}) { lead { id } } }')}`;
  const basic = () => ({ authorization: `Basic ${btoa(`${desk.keys.ada}:`)}` });
  const refused: [code: string, status: number, init: () => RequestInit, path?: string][] = [
    ['UNAUTHENTICATED', 401, () => post(question, { authorization: 'Bearer no' })],
    ['PREFLIGHT_REQUIRED', 403, () => ({ headers: basic() })],
    ['METHOD_NOT_ALLOWED', 405, () => ({ ...post(question), method: 'PUT' })],
    ['NOT_ACCEPTABLE', 406, () => post('{"query":"subscription { opportunityChanged { kind } }"}')],
    ['BODY_TOO_LARGE', 413, () => post(' '.repeat(5_000_000))],
    ['UNSUPPORTED_MEDIA_TYPE', 415, () => post(question, { 'content-type': 'text/plain' })],
    [
      'OPERATION_RESOLUTION_FAILURE',
      400,
      () => post('{"query":"query A { viewer { id } } query B { viewer { id } }"}'),
    ],
    // Several questions in one body, and a change by GET.
    ['BAD_REQUEST', 400, () => post(`[${question},${question}]`)],
    ['BAD_REQUEST', 405, () => ({ headers: key() }), byGet],
  ];
  test.each(refused)('%s is %i before anything is executed', async (code, status, init, path) => {
    expect(await send(init(), path)).toEqual([code, status]);
    expect(documented.get(code)?.split(' or ')).toContain(String(status));
  });

  test.each(['@defer', '@stream'])(
    '%s is a directive that there is not, as docs/clients.md says',
    async (directive) => {
      const query = `{ opportunities { ... ${directive} { totalCount } } }`;
      const { errors } = await desk.gateway.askText(query);
      expect(errors).toMatchObject([
        { message: `Unknown directive "${directive}".`, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ]);
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

test('the statuses that are told are those that REST, and refusals of GraphQL, answer with', () => {
  const { AMOUNT_OVERFLOW: _, ...statuses } = statusOf;
  const told = Object.fromEntries(Object.keys(statuses).map((code) => [code, Number(documented.get(code))]));
  expect(told).toEqual(statuses);
  // Over REST a sum has all its digits.
  expect(documented.get('AMOUNT_OVERFLOW')).toBe('–');
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
