/** What is known costs no promise: for each, graphql-js makes more for the objects around it, of hundreds of groups. */
import { assertObjectType, type GraphQLResolveInfo } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type AggregatesSource, fieldName } from '../../../src/graphql/opportunity/aggregates.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { noTotals } from '../../../src/opportunity/aggregates.ts';
import { measures } from '../../../src/opportunity/figures/measure.ts';
import { required } from '../../../src/value/required.ts';

const sums = [...measures.values()].filter(({ needs }) => needs.length === 0).map(({ name }) => fieldName(name));

function figureOf(name: string, source: Pick<AggregatesSource, 'count' | 'totals'>): unknown {
  const { resolve } = required(assertObjectType(schema.getType('OpportunityAggregates')).getFields()[name], name);
  const part = () => Promise.reject(new Error(`${name} needs no part`));
  return required(resolve, 'its resolver')({ ...source, part }, {}, {}, {} as GraphQLResolveInfo);
}

describe('the figures of a group', () => {
  test('there are sums to tell', () => expect(sums).toContain('expectedValueAnnualized'));

  test.each(sums)('%s is told at once where the totals are known', (name) => {
    const told = figureOf(name, { count: () => 0, totals: () => noTotals });
    expect(told).not.toBeInstanceOf(Promise);
    expect(Number(told)).toBe(0);
  });

  test.each(sums)('%s is the same where they are yet to be read', async (name) => {
    const told = figureOf(name, { count: () => Promise.resolve(0), totals: () => Promise.resolve(noTotals) });
    expect(told).toBeInstanceOf(Promise);
    expect(Number(await told)).toBe(0);
  });
});
