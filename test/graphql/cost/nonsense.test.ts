/** What a question would cost is told before it is known to make sense. */
import { isInterfaceType, isObjectType, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { measure } from '../../../src/graphql/cost/measure.ts';
import { priceOf } from '../../../src/graphql/cost/price.ts';
import { schema } from '../../../src/graphql/schema.ts';

const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
);

/** As the parser makes an object of a literal, and what will not be made a text or number. */
const bare = Object.create(null) as object;
const nonsense = [
  bare,
  { toString: 1 },
  [bare],
  [[]],
  [null],
  null,
  true,
  '',
  'x',
  -1,
  Number.NaN,
  1e300,
  { field: bare },
];
const more = [
  { measure: bare },
  { measure: { toString: 1 } },
  [{ measure: bare, compare: bare }],
  { date: { period: bare } },
];

test('what is asked for less than nothing spares no other field its price', () => {
  const costOf = (query: string) => {
    const document = parse(query);
    const [operation] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    return operation ? measure(schema, document, operation, {}).cost : 0;
  };
  const dear = 'opportunities(first: 100) { nodes { id } }';
  expect(costOf(`{ ${dear} forecastAccuracy(by: YEAR, periods: -1000000000) { key } }`)).toBeGreaterThan(
    costOf(`{ ${dear} }`),
  );
});

test('each field has a price for whatever it is asked with', () => {
  const asked = fields.filter(({ field }) => field.args.length > 0);
  expect(asked.length).toBeGreaterThan(50);
  for (const { type, field } of asked) {
    for (const value of [...nonsense, ...more]) {
      const args = Object.fromEntries(field.args.map(({ name }) => [name, value]));
      const { statement, look, size = 1, page } = priceOf(field, args, type.name);
      for (const points of [statement, look, size, page]) {
        expect([type.name, field.name, points >= 0 && points < Number.POSITIVE_INFINITY]).toEqual([
          ...[type.name, field.name, true],
        ]);
      }
    }
  }
});
