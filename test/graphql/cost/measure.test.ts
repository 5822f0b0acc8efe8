/** What questions cost, before anything is asked of a database: pages by their size, statements once for each place. */
import {
  buildSchema,
  type GraphQLField,
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { usualLimits } from '../../../src/config.ts';
import { measure } from '../../../src/graphql/cost/measure.ts';
import { weightOf } from '../../../src/graphql/cost/price.ts';
import { schema } from '../../../src/graphql/schema.ts';

function costOf(text: string, variables = {}, of = schema) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return measure(of, document, operation, variables);
}

const cost = (text: string, variables = {}, of = schema) => costOf(text, variables, of).cost;

test('lists within lists multiply: 200 leads with 200 deals each are 40,000 objects', () => {
  const deals = (leads: number, each: number) =>
    cost(`{ leads(first: ${leads}) { nodes { opportunities(first: ${each}) { nodes { lead { id } } } } } }`);
  const objects = deals(200, 200) - deals(200, 100);
  // 100 more for each of 200: the deal, its lead, and the lead's id.
  expect(objects).toBe(200 * 100 * 2.25);
  expect(deals(200, 200)).toBeGreaterThan(40_000);
});

test('the size of a page counts alike as a literal, a variable, and the default of a variable; without any it is 50', () => {
  const literal = cost('{ leads(first: 200) { nodes { id } } }');
  expect(cost('query ($n: Int) { leads(first: $n) { nodes { id } } }', { n: 200 })).toBe(literal);
  expect(cost('query ($n: Int = 200) { leads(first: $n) { nodes { id } } }')).toBe(literal);
  expect(cost('query ($n: Int = 1) { leads(last: $n) { nodes { id } } }', { n: 200 })).toBe(literal);
  expect(cost('{ leads { nodes { id } } }')).toBe(cost('{ leads(first: 50) { nodes { id } } }'));
});

test('a page of no size that there is costs no less than the smallest and no more than the largest', () => {
  const page = (first: unknown) => cost('query ($n: Int) { leads(first: $n) { nodes { id } } }', { n: first });
  for (const wrong of [0, -1, -1e9]) expect(page(wrong)).toBe(page(1));
  for (const wrong of [201, 2 ** 40, Number.POSITIVE_INFINITY]) expect(page(wrong)).toBe(page(200));
  for (const wrong of ['200', null, [], {}, true, Number.NaN]) expect(page(wrong)).toBeGreaterThanOrEqual(page(1));
});

test('what loaders read by one statement is paid once, however many parents ask there, and again under an alias', () => {
  const figures = (leads: number, fields: string) => cost(`{ leads(first: ${leads}) { nodes { ${fields} } } }`);
  const aggregates = 'opportunities { aggregates { count } }';
  // An object more for each lead, not a sum more.
  expect(figures(200, aggregates) - figures(100, aggregates)).toBeLessThan(1000);
  expect(figures(100, `a: ${aggregates} b: ${aggregates}`) - figures(100, aggregates)).toBeGreaterThan(7500);
});

test('a filter costs by its terms, and each time that it is looked at', () => {
  const terms = (count: number) => ({ filter: { or: Array.from({ length: count }, () => ({ value: { gte: 1 } })) } });
  const list = (fields: string) =>
    `query ($filter: OpportunityFilter) { opportunities(filter: $filter) { ${fields} } }`;
  const [one, many] = [1, 101].map((count) => cost(list('totalCount'), terms(count)));
  expect((many ?? 0) - (one ?? 0)).toBe(100 * 50);
  const [alone, paged] = ['totalCount', 'totalCount nodes { id } pageInfo { hasNextPage }'].map((fields) => [
    cost(list(fields), terms(1)),
    cost(list(fields), terms(101)),
  ]);
  // The page looks as often as it is asked for things of it: once.
  expect((paged?.[1] ?? 0) - (paged?.[0] ?? 0)).toBe(2 * ((alone?.[1] ?? 0) - (alone?.[0] ?? 0)));
  const text = { filter: { note: { contains: 'x' } } };
  expect(cost(list('totalCount'), text)).toBeGreaterThan(cost(list('totalCount'), terms(1)));
  const ids = { filter: { id: { in: Array.from({ length: 1000 }, () => 'oppo_') } } };
  expect(cost(list('totalCount'), ids)).toBe(cost(list('totalCount'), terms(1)));
});

test('orders that no index holds, and groups by more keys, cost more', () => {
  const order = (by: string) => cost(`{ opportunities(orderBy: ${by}) { nodes { id } } }`);
  expect(order('[{ field: LEAD_NAME }]')).toBeGreaterThan(order('{ field: VALUE }'));
  expect(order('[{ field: VALUE }, { field: DATE_WON }]')).toBeGreaterThan(order('[{ field: VALUE }]'));
  const groups = (...keys: string[]) =>
    cost(`{ opportunities { groups(by: [${keys.map((field) => `{ field: ${field} }`)}]) { nodes { count } } } }`);
  expect(groups('USER', 'STATUS')).toBeGreaterThan(groups('USER') * 1.5);
  expect(groups('USER', 'STATUS', 'VALUE_PERIOD')).toBeGreaterThan(groups('USER', 'STATUS') * 1.5);
});

test('batches cost by their rows', () => {
  const create = (count: number) =>
    cost('mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { opportunities { id } } }', {
      inputs: Array.from({ length: count }, () => ({})),
    });
  // A hundred to write it, one and its id to answer with it.
  expect(create(249) - create(1)).toBe(248 * 101.25);
  const all = cost('mutation { updateMatchingOpportunities(all: true, change: {}) { changed } }');
  const few = cost('mutation { updateMatchingOpportunities(all: true, change: {}, limit: 10) { changed } }');
  expect(all - few).toBe(5 * 9990);
});

test('fragments cost as if they were written out, and are measured once each', () => {
  const written = cost('{ leads { nodes { a: contacts { name } b: contacts { name } } } }');
  const spread = `{ leads { nodes { ...A } } } fragment A on Lead { a: contacts { ...B } b: contacts { ...B } }
    fragment B on Contact { name }`;
  expect(cost(spread)).toBe(written);
  expect(cost('{ leads { ... on LeadConnection { ...P } } } fragment P on LeadConnection { nodes { id } }')).toBe(
    cost('{ leads { nodes { id } } }'),
  );
});

test('numbers stay numbers, whatever is multiplied', () => {
  const deep = 'contacts { opportunities(first: 200) { nodes { lead { '.repeat(200);
  const nested = `{ lead(id: "x") { ${deep} id ${'} } } }'.repeat(200)} } }`;
  expect(cost(nested)).toBe(Number.MAX_SAFE_INTEGER);
});

/** Every field of every type of ours that there is to select. */
const fields = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type: type.name, field })) : [],
  );

const isList = ({ type }: GraphQLField<unknown, unknown>) => isListType(isNonNullType(type) ? type.ofType : type);

/** A selection of a field of its type, alone in the schema: what it costs at each size of the page. */
function priceAt(type: string, field: string, args: string, below: string): number {
  const selection = `{ ${field}${args} { ${below} } }`;
  const query = getQueryOf(type);
  return cost(query.replace('$', selection.slice(1, -1)));
}

/** From the top of the schema down to a type, by the shortest way that there is. */
function getQueryOf(type: string): string {
  const ways = new Map<string, string>();
  const open: [name: string, way: string][] = [
    ['Query', '{ $ }'],
    ['Mutation', 'mutation { $ }'],
    ['Subscription', 'subscription { $ }'],
  ];
  for (const [name, way] of open) {
    if (ways.has(name)) continue;
    ways.set(name, way);
    for (const own of fields.filter((field) => field.type === name)) {
      const next = getNamedType(own.field.type);
      if (isObjectType(next)) open.push([next.name, way.replace('$', `${own.field.name} { $ }`)]);
      if (!isInterfaceType(next)) continue;
      for (const { name: kind } of schema.getPossibleTypes(next))
        open.push([kind, way.replace('$', `${own.field.name} { ... on ${kind} { $ } }`)]);
    }
  }
  const way = ways.get(type);
  if (!way) throw new Error(`nothing leads to ${type}`);
  return way;
}

const paged = fields.filter(({ field }) => field.args.some(({ name }) => name === 'first'));

test.each(paged.map(({ type, field }) => [type, field.name, field] as const))(
  '%s.%s is priced by the size of its page, by nodes and by edges',
  (type, name, field) => {
    const connection = getNamedType(field.type);
    if (!isObjectType(connection)) throw new Error('no connection');
    const lists = Object.values(connection.getFields()).filter(isList);
    expect(lists.map((list) => list.name)).toEqual(['edges', 'nodes']);
    for (const list of lists) {
      const at = (size: number) => priceAt(type, name, `(first: ${size})`, `${list.name} { __typename }`);
      // At least a point for each; the parents multiply.
      expect(at(101) - at(1)).toBeGreaterThanOrEqual(100);
    }
  },
);

test('there are connections to be priced', () => {
  expect(paged.length).toBeGreaterThan(8);
  const connections = fields.filter(({ field }) => field.name === 'pageInfo').map(({ type }) => type);
  for (const connection of connections) {
    const leading = fields.filter(({ field }) => getNamedType(field.type).name === connection);
    expect(leading.every(({ field }) => field.args.some(({ name }) => name === 'first'))).toBe(true);
  }
});

/** Those of a size of their own; pages are above. */
const lists = fields.filter(
  ({ field }) => isList(field) && isObjectType(getNamedType(field.type)) && weightOf(field).size !== 'page',
);

test.each(lists.map(({ type, field }) => [type, field.name] as const))(
  '%s.%s counts what is in it more than once',
  (type, name) => {
    const withList = priceAt(type, name, '', '__typename a: __typename');
    const without = priceAt(type, name, '', '__typename');
    expect(withList - without).toBeGreaterThan(0.25);
  },
);

test('a field that nobody gave a weight has one: by its page, as a list, as an object', () => {
  const plain = buildSchema(`
    type Query { things(first: Int): ThingConnection  all: [Thing]  one: Thing }
    type ThingConnection { nodes: [Thing] }
    type Thing { id: ID  things: [Thing] }`);
  expect(cost('{ one { id } }', {}, plain)).toBe(2);
  expect(cost('{ all { id } }', {}, plain)).toBe(Math.ceil(10 * 1.25));
  expect(cost('{ all { things { id } } }', {}, plain)).toBe(10 * (1 + 10 * 1.25));
});

test('the standard question for the schema passes, and thirty of them in one do not', () => {
  const whole = getIntrospectionQuery({ specifiedByUrl: true, schemaDescription: true, inputValueDeprecation: true });
  const { cost: points, depth } = costOf(whole);
  expect(points).toBeLessThan(usualLimits.cost / 2);
  expect(depth).toBeLessThanOrEqual(usualLimits.depth);
  const types = '{ name fields { name args { name type { name } } } }';
  const many = Array.from({ length: 30 }, (_, i) => `t${i}: types ${types}`);
  expect(cost(`{ a: __schema { ${many} } b: __schema { ${many} } }`)).toBeGreaterThan(
    10 * cost(`{ __schema { types ${types} } }`),
  );
});
