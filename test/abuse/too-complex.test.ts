/** Questions that ask for too much, and documents made to take long to look at: refused at once, with no question to the database. */
import { readFile } from 'node:fs/promises';
import { getIntrospectionQuery, Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { usualLimits } from '../../src/config.ts';
import { assertAffordable } from '../../src/graphql/cost/limits.ts';
import { exampleQueries } from '../../src/graphql/explorer/examples.ts';
import { schema } from '../../src/graphql/schema.ts';
import { cpuClock } from '../cpu-time.ts';
import { describeDatabases } from '../describe-databases.ts';
import { openDesk } from '../graphql/desk.ts';

const times = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, i) => write(i));
const many = (count: number, write: (index: number) => string) => times(count, write).join(' ');

const doubling = (levels: number) => `{ opportunities(first: 1) { nodes { lead { ...L0 } } } }
  ${many(levels, (i) => `fragment L${i} on Lead { a: opportunities(first: 1) { nodes { lead { ...L${i + 1} } } } b: opportunities(first: 1) { nodes { lead { ...L${i + 1} } } } }`)}
  fragment L${levels} on Lead { id }`;

/** Two spreads in a fragment double it as well, without an alias and without a field of its own. */
const spreading = (levels: number) => `{ viewer { ...U0 } }
  ${many(levels, (i) => `fragment U${i} on User { ...U${i + 1} ... on User { ...U${i + 1} } }`)}
  fragment U${levels} on User { id opportunities { totalCount } }`;

const totals = (i: number) =>
  `a${i}: opportunities(filter: { confidence: { gte: ${i} } }) { totalCount aggregates { totalValueOneTime } }`;

const filtered = 'query ($filter: OpportunityFilter) { opportunities(filter: $filter) { totalCount } }';

const refused: [what: string, limit: keyof typeof usualLimits, document: string, variables?: object][] = [
  [
    'lists of lists',
    'cost',
    '{ leads(first: 200) { nodes { opportunities(first: 200) { nodes { id lead { name } } } } } }',
  ],
  [
    'lists of lists by variables',
    'cost',
    'query ($n: Int) { opportunities(first: $n) { nodes { user { opportunities(last: $n) { nodes { id lead { name } } } } } } }',
    { n: 200 },
  ],
  [
    'lists of lists by defaults',
    'cost',
    'query ($n: Int = 200) { users { opportunities(first: $n) { edges { node { lead { contacts { name } } } } } } }',
  ],
  [
    'groups by three keys with a hundred deals each and their people',
    'cost',
    '{ opportunities { groups(by: [{ field: USER }, { field: STATUS }, { field: VALUE_PERIOD }], first: 200) { nodes { opportunities(first: 100) { nodes { id value user { fullName email } lead { name url } } } } } } }',
  ],
  ['twenty totals over everything', 'cost', `{ ${many(20, totals)} }`],
  ['fifty totals', 'rootFields', `{ ${many(50, totals)} }`],
  [
    'a filter of 500 parts of texts',
    'cost',
    filtered,
    { filter: { or: times(500, () => 'x').map((contains) => ({ note: { contains } })) } },
  ],
  ['2 KB of fragments that double', 'depth', doubling(17)],
  ['few that double', 'cost', doubling(3).replaceAll('first: 1', 'first: 40')],
  ['fragments that double without fields', 'cost', spreading(60)],
  ['1,000 aliases', 'tokens', `{ ${many(1000, (i) => `a${i}: __typename`)} }`],
  ['100 aliases', 'aliases', `{ viewer { ${many(100, (i) => `a${i}: id`)} } }`],
  [
    'aliases in fragments',
    'aliases',
    `{ viewer { ...A ...B } } fragment A on User { ...B ...B ...B } fragment B on User { ${many(20, (i) => `a${i}: id`)} }`,
  ],
  ['100,000 brackets', 'tokens', '{'.repeat(100_000)],
  ['100,000 brackets of a list', 'tokens', `{ nodes(ids: ${'['.repeat(100_000)}`],
  [
    'deep nesting',
    'depth',
    `{ viewer { ${'opportunities { nodes { user { '.repeat(100)} id ${'} } } '.repeat(100)} } }`,
  ],
  ['one field, again and again', 'repeats', `{ viewer { ${many(490, () => 'fullName')} } }`],
  [
    'one field in many fragments',
    'repeats',
    `{ viewer { ${many(100, (i) => `...F${i}`)} } } ${many(100, (i) => `fragment F${i} on User { id id }`)}`,
  ],
  ['500 variables', 'tokens', `query (${many(500, (i) => `$v${i}: Int`)}) { viewer { id } }`],
];

describeDatabases('too complex', (opened) => {
  const desk = openDesk(opened);

  test.each(refused)('%s are refused for their %s', async (_what, limit, document, variables = {}) => {
    await desk.gateway.askText('{ viewer { id } }');
    const times: number[] = [];
    let answer = await desk.gateway.askText(document, variables);
    for (let i = 0; i < 5; i++) {
      const since = cpuClock();
      answer = await desk.gateway.askText(document, variables);
      times.push(since());
    }
    expect(Math.min(...times)).toBeLessThan(50);
    expect(answer.data).toBeNull();
    expect(answer.errors).toHaveLength(1);
    const [error] = answer.errors;
    expect(error?.extensions).toMatchObject({ code: 'TOO_COMPLEX', [limit]: expect.any(Number) });
    const { limit: most = 0, [limit]: seen = 0 } = error?.extensions ?? {};
    expect(Number(seen)).toBeGreaterThan(Number(most));
    expect(error?.message).toContain(Number(most).toLocaleString('en-US'));
    expect(desk.gateway.statements).toEqual([]);
  });

  test('the status is that of a document with a mistake, by the media type that is asked for', async () => {
    const post = (accept: string) =>
      desk.gateway.app.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { authorization: `Bearer ${desk.keys.ada}`, 'content-type': 'application/json', accept },
          body: JSON.stringify({ query: doubling(17) }),
        }),
      );
    expect((await post('application/graphql-response+json')).status).toBe(400);
    expect((await post('application/json')).status).toBe(200);
  });

  test('cycles of fragments are told as the mistake that they are', async () => {
    const cycle = `{ viewer { ...A0 } } ${many(60, (i) => `fragment A${i} on User { opportunities { nodes { user { ...A${(i + 1) % 60} ...A${(i + 7) % 60} } } } }`)}`;
    const since = cpuClock();
    const { errors } = await desk.gateway.askText(`${cycle}`);
    expect(since()).toBeLessThan(1000);
    expect(['GRAPHQL_VALIDATION_FAILED', 'TOO_COMPLEX']).toContain(errors[0]?.extensions?.code);
    const small = await desk.gateway.askText(
      '{ viewer { ...A } } fragment A on User { id ...B } fragment B on User { ...A }',
    );
    expect(small.errors[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(desk.gateway.statements).toEqual([]);
  });

  test('who asks with a header is told what the question costs, and nobody else', async () => {
    const post = async (headers: Record<string, string>) => {
      const response = await desk.gateway.app.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { authorization: `Bearer ${desk.keys.ada}`, 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query: '{ opportunities(first: 10) { nodes { lead { name } } } }' }),
        }),
      );
      return response.json();
    };
    const cost = { cost: 274, limit: 100_000, depth: 4, aliases: 0, rootFields: 1, most: 'opportunities.nodes.lead' };
    expect(await post({ 'x-graphql-cost': '1' })).toEqual({ data: expect.anything(), extensions: { cost } });
    expect(await post({})).not.toHaveProperty('extensions');
    expect(await post({ 'x-graphql-cost': '0' })).not.toHaveProperty('extensions');
  });

  test('one document asked with other variables costs what those ask for', async () => {
    const document =
      'query ($n: Int) { leads(first: $n) { nodes { opportunities(first: $n) { nodes { id lead { name } } } } } }';
    const codes = [];
    for (const n of [10, 200, 10, 200])
      codes.push((await desk.gateway.askText(document, { n })).errors[0]?.extensions?.code);
    expect(codes).toEqual([undefined, 'TOO_COMPLEX', undefined, 'TOO_COMPLEX']);
  });
});

test('what people ask is within the limits: the examples, README, the documents of the tests, GraphiQL', async () => {
  const read = (file: string) => readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
  const readme = [...(await read('README.md')).matchAll(/-d '\n([\s\S]*?)'\n/g)].map(([, text = '']) => text);
  const files = ['changes', 'groups', 'pipeline', 'storm'].map((name) =>
    read(`test/graphql/documents/${name}.graphql`),
  );
  const texts = [...exampleQueries, ...readme, ...(await Promise.all(files)), getIntrospectionQuery()];
  const documents = texts.map((text) => parse(text));
  const fragments = documents.flatMap(({ definitions }) =>
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => print(node)),
  );
  const operations = documents.flatMap(({ definitions }) =>
    definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION),
  );
  expect(operations.length).toBeGreaterThan(10);
  for (const operation of operations) {
    const used = fragments.filter((text) => print(operation).includes(`...${/fragment (\w+)/.exec(text)?.[1]}`));
    const document = parse([print(operation), ...used].join('\n'));
    const measured = assertAffordable(schema, document, {}, usualLimits);
    expect(measured?.cost).toBeLessThanOrEqual(usualLimits.cost);
  }
});
