/** The examples that GraphiQL opens with: each is good, and answers. */
import { getOperationAST, type OperationDefinitionNode, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { exampleQueries } from '../../../src/graphql/explorer/examples.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { openDesk } from '../desk.ts';

const operations = exampleQueries.flatMap((query) =>
  parse(query)
    .definitions.filter((node): node is OperationDefinitionNode => node.kind === 'OperationDefinition')
    .map(({ name }) => [name?.value ?? '', query] as const),
);

test('each has a name of its own and fits the schema', () => {
  const names = operations.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const query of exampleQueries) expect(validate(schema, parse(query))).toEqual([]);
});

describeDatabases('examples', (opened) => {
  const desk = openDesk(opened);

  test.each(operations)('%s answers', async (name, query) => {
    const kind = getOperationAST(parse(query), name)?.operation;
    const leave = new AbortController();
    const response = await desk.gateway.app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${desk.keys.ada}`,
          'content-type': 'application/json',
          accept: kind === 'subscription' ? 'text/event-stream' : 'application/json',
        },
        body: JSON.stringify({ query, operationName: name }),
        signal: leave.signal,
      }),
    );
    expect(response.status).toBe(200);
    if (kind === 'subscription') return leave.abort();
    expect(await response.json()).not.toHaveProperty('errors');
  });
});
