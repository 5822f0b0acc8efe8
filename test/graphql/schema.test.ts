/** The schema as it is checked in, and that each element of it is worth reading. */
import { readFile } from 'node:fs/promises';
import {
  type GraphQLArgument,
  type GraphQLNamedType,
  getIntrospectionQuery,
  getNamedType,
  graphqlSync,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  printType,
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

test('a scalar names the specification that it keeps, where there is one', () => {
  const scalars = Object.values(schema.getTypeMap()).filter(isScalarType);
  const own = scalars.filter((type) => !isSpecifiedScalarType(type) && !type.specifiedByURL);
  // Amounts in minor units, as JSON numbers: no specification is known.
  expect(own.map(({ name }) => name)).toEqual(['Money']);
});

test('a figure has one name: amounts of several say for what time they are, averages and extremes are called alike', () => {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const words = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  const named = types.flatMap((type) => {
    if (isEnumType(type)) return type.getValues().map(({ name }) => [`${type.name}.${name}`, name] as const);
    if (!isObjectType(type) && !isInputObjectType(type)) return [];
    return Object.keys(type.getFields()).map((name) => [`${type.name}.${name}`, words(name)] as const);
  });
  const otherwise = /(^|_)(AVG|MEAN|MAX|MIN|MAXIMUM|MINIMUM|HIGHEST|LOWEST)(_|$)|(^|_)(ANNUALIZED|YEARLY)_/;
  expect(named.length).toBeGreaterThan(500);
  expect(named.filter(([, name]) => otherwise.test(name)).map(([where]) => where)).toEqual([]);
  // Of one deal they are for its own period; these tell it beside.
  const ofOne = ['Opportunity', 'OpportunitySnapshot', 'OpportunityValues', 'StatusChange'];
  const amounts = types.flatMap((type) =>
    isObjectType(type) && !ofOne.includes(type.name)
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name === 'Money')
          .map(({ name }) => ({ where: `${type.name}.${name}`, name }))
      : [],
  );
  const timeless = amounts.filter(({ name }) => !/(OneTime|Monthly|Annual|Annualized)$/.test(name));
  const quantiles = ['p10', 'p50', 'p90', 'precision'].map((name) => `ForecastFigures.${name}`);
  expect(timeless.map(({ where }) => where)).toEqual(quantiles);
});

test('comparisons of numbers do not speak of days, and those of moments do', () => {
  const told = (name: string) => printType(schema.getType(name) as GraphQLNamedType);
  for (const name of ['IntComparison', 'FloatComparison', 'MoneyComparison', 'FigureComparison'])
    expect(told(name)).not.toMatch(/\b(day|date|moment)/i);
  expect(told('InstantComparison')).toMatch(/\bday\b/);
});

test('a list with pages can be paged both ways; of a group there is the first page, and a list of its own; history goes back, what moved on', () => {
  const paged = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter(({ type: given }) => getNamedType(given).name.endsWith('Connection'))
          .map(({ name, args }) => ({ where: `${type.name}.${name}`, names: new Set(args.map((arg) => arg.name)) }))
      : [],
  );
  const short = paged.filter(({ names }) => !['first', 'after', 'last', 'before'].every((name) => names.has(name)));
  expect(short.map(({ where }) => where)).toEqual([
    ...['MovementStep.opportunities', 'Opportunity.history', 'OpportunityGroup.opportunities'],
    'Query.movedOpportunities',
  ]);
  expect(paged.length).toBeGreaterThan(8);
});

test('what its arguments can make fail is nullable, so that one wrong widget does not empty a page', () => {
  // GraphQL alone checks an enum, before anything is executed; all else is read by the program.
  const canBeRefused = ({ type }: GraphQLArgument) => !isEnumType(getNamedType(type));
  // Of ids that name nothing there is nothing.
  const narrowing = ['Opportunity.customFields', 'Lead.customFields'];
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    // The field of a subscription is all there is of its answer.
    isObjectType(type) && !type.name.startsWith('__') && type !== schema.getSubscriptionType()
      ? Object.values(type.getFields()).map((field) => ({ ...field, where: `${type.name}.${field.name}` }))
      : [],
  );
  const failing = fields.filter(({ args, where }) => args.some(canBeRefused) && !narrowing.includes(where));
  expect(failing.length).toBeGreaterThan(40);
  expect(failing.filter(({ type }) => isNonNullType(type)).map(({ where }) => where)).toEqual([]);
});
