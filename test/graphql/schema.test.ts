/** The schema as it is checked in, and that each element of it is worth reading. */
import { readFile } from 'node:fs/promises';
import {
  getIntrospectionQuery,
  graphqlSync,
  type IntrospectionQuery,
  isObjectType,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

test('schema.graphql is what the program serves: npm run codegen prints it', async () => {
  const checkedIn = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(print(parse(checkedIn))).toBe(print(parse(printSchema(lexicographicSortSchema(schema)))));
});

test('every type, field, argument and enum value has a description that says more than its name', () => {
  const { data } = graphqlSync({ schema, source: getIntrospectionQuery({ inputValueDeprecation: true }) });
  const { types } = (data as unknown as IntrospectionQuery).__schema;
  const silent: string[] = [];
  const check = (coordinate: string, name: string, description: string | null | undefined) => {
    if (!description || description.length < 8 || description.toLowerCase() === name.toLowerCase())
      silent.push(coordinate);
  };
  for (const type of types) {
    if (type.name.startsWith('__') || ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
    check(type.name, type.name, type.description);
    for (const field of 'fields' in type ? (type.fields ?? []) : []) {
      check(`${type.name}.${field.name}`, field.name, field.description);
      for (const argument of field.args)
        check(`${type.name}.${field.name}(${argument.name})`, argument.name, argument.description);
    }
    for (const field of 'inputFields' in type ? (type.inputFields ?? []) : [])
      check(`${type.name}.${field.name}`, field.name, field.description);
    for (const value of 'enumValues' in type ? (type.enumValues ?? []) : [])
      check(`${type.name}.${value.name}`, value.name, value.description);
  }
  expect(silent).toEqual([]);
});

test('whatever has an id is a node: clients keep objects by their ids', () => {
  const withId = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__') && 'id' in type.getFields(),
  );
  expect(withId.length).toBeGreaterThan(8);
  const strangers = withId.filter(
    (type) => isObjectType(type) && !type.getInterfaces().some(({ name }) => name === 'Node'),
  );
  expect(strangers.map(({ name }) => name)).toEqual([]);
});
