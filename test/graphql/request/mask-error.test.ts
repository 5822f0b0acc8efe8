/** Which errors a caller may see: those about the request. A library's own are faults, though they are GraphQLErrors too. */
import { normalizedExecutor } from '@graphql-tools/executor';
import { PothosValidationError } from '@pothos/core';
import {
  GraphQLError,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { DomainError } from '../../../src/errors.ts';
import { maskError } from '../../../src/graphql/request/mask-error.ts';

const throwing = (error: () => unknown) => ({
  type: GraphQLString,
  resolve: () => {
    throw error();
  },
});

const Careless = new GraphQLScalarType({
  name: 'Careless',
  parseValue: (value) => (value as { at: { home: string } }).at.home,
});

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      pothos: throwing(() => new PothosValidationError('Expected CustomField to have a model')),
      library: throwing(() => new GraphQLError('secret of a library', { extensions: { code: 'LIBRARY' } })),
      bug: throwing(() => new TypeError('secret of ours')),
      domain: throwing(() => new DomainError('INVALID_INPUT', 'Say another.', { path: ['input', 'x'] })),
      tooLarge: { type: GraphQLInt, resolve: () => 2 ** 40 },
      missing: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
      takes: { type: GraphQLString, args: { n: { type: new GraphQLNonNull(GraphQLInt) }, c: { type: Careless } } },
    },
  }),
});

async function masked(query: string, variableValues: Record<string, unknown> = {}) {
  const faults: unknown[] = [];
  const result = await normalizedExecutor({ schema, document: parse(query), variableValues });
  const { errors = [] } = result as { errors?: readonly GraphQLError[] };
  const answers = errors.map((error) => maskError(error, { requestId: 'r1', report: (fault) => faults.push(fault) }));
  return { answers: answers.map((answer) => answer.toJSON()), faults };
}

test.each([
  ['Pothos', '{ pothos }', /have a model/],
  ['a library that gives a code', '{ library }', /secret of a library/],
  ['a resolver', '{ bug }', /secret of ours/],
  ['a value that its type cannot hold', '{ tooLarge }', /32-bit/],
  ['a value that must be there', '{ missing }', /non-nullable/],
])('what %s throws is reported, and the caller is told where and no more', async (_who, query, message) => {
  const { answers, faults } = await masked(query);
  expect(answers).toEqual([
    {
      ...{ message: 'Unexpected error.', locations: [{ line: 1, column: 3 }], path: [query.slice(2, -2)] },
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' },
    },
  ]);
  expect(faults).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
});

test('what a scalar trips over is a fault, though GraphQL calls it a wrong value', async () => {
  const { answers, faults } = await masked('query ($c: Careless) { takes(n: 1, c: $c) }', { c: 1 });
  expect(answers).toMatchObject([{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  expect(faults).toHaveLength(1);
});

test.each([
  ['a variable', 'query ($n: Int!) { takes(n: $n) }', { n: 'x' }],
  ['a variable that is left out', 'query ($n: Int!) { takes(n: $n) }', {}],
  ['null for an argument', 'query ($n: Int = 1) { takes(n: $n) }', { n: null }],
])('what GraphQL finds wrong with %s is for the caller as it is', async (_what, query, variables) => {
  const { answers, faults } = await masked(query, variables);
  expect(answers).toMatchObject([{ message: expect.stringContaining('n"'), extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(faults).toEqual([]);
});

test('what the core refuses is told with its place in the input', async () => {
  const { answers, faults } = await masked('{ domain }');
  expect(answers).toMatchObject([
    { message: 'Say another.', path: ['domain'], extensions: { code: 'INVALID_INPUT', argumentPath: ['input', 'x'] } },
  ]);
  expect(faults).toEqual([]);
});
