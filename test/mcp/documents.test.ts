/** Every tool asks what the schema has: a field that is renamed there is noticed here, and not by an agent. */
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { brief } from '../../src/mcp/brief.ts';
import { tools } from '../../src/mcp/tools.ts';

test.each(tools.map(({ name, document }) => [name, document]))('%s fits the schema', (_name, document) => {
  expect(validate(schema, parse(document))).toEqual([]);
});

test('an answer is told without what says nothing, custom values by their names, long texts cut', () => {
  const answer = {
    opportunities: {
      totalCount: 0,
      nodes: [
        {
          ...{ id: 'oppo_1', contact: null, note: 'x'.repeat(1000), confidence: 0 },
          customFields: [
            { field: { name: 'Seats' }, number: 0 },
            { field: { name: 'Product' }, choices: ['A', 'B'] },
          ],
        },
      ],
      pageInfo: { hasNextPage: true, endCursor: 'c' },
    },
  };
  const deal = { id: 'oppo_1', note: `${'x'.repeat(300)}…`, confidence: 0, custom: { Seats: 0, Product: ['A', 'B'] } };
  expect(brief(answer)).toEqual({ opportunities: { totalCount: 0, nodes: [deal], nextCursor: 'c' } });
  expect(brief({ pageInfo: { hasNextPage: false, endCursor: 'c' }, customFields: [] })).toEqual({});
});
