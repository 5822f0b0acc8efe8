/** Derived amounts over GraphQL: whatever was written and however, they agree with value, period and confidence. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { runs } from '../../runs.ts';
import { openDesk } from '../desk.ts';

interface Worth {
  readonly value: number | null;
  readonly valuePeriod: 'ONE_TIME' | 'MONTHLY' | 'ANNUAL';
  readonly confidence: number;
}

const fresh: Worth = { value: null, valuePeriod: 'ONE_TIME', confidence: 50 };

const change = fc.record(
  {
    value: fc.option(fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(99_999_999_999, -99_999_999_999))),
    valuePeriod: fc.option(fc.constantFrom('ONE_TIME', 'MONTHLY', 'ANNUAL')),
    confidence: fc.option(fc.integer({ min: 0, max: 100 })),
  },
  { requiredKeys: [] },
);

/** `who`: which of three deals; the last way is for all of them. */
const step = fc.record({ who: fc.nat({ max: 2 }), how: fc.constantFrom('one', 'batch', 'all'), change });

function after(worth: Worth, { value, valuePeriod, confidence }: Partial<Record<keyof Worth, unknown>>): Worth {
  return {
    value: value === undefined ? worth.value : (value as number | null),
    valuePeriod: valuePeriod === undefined ? worth.valuePeriod : ((valuePeriod ?? fresh.valuePeriod) as never),
    confidence: confidence === undefined ? worth.confidence : ((confidence ?? fresh.confidence) as number),
  };
}

/** Half away from zero. */
const rounded = (hundredths: number) => Math.sign(hundredths) * Math.floor((Math.abs(hundredths) + 50) / 100) || 0;

function derived({ value, valuePeriod, confidence }: Worth) {
  const valueAnnualized = value === null ? null : value * (valuePeriod === 'MONTHLY' ? 12 : 1);
  const expected = (amount: number | null) => (amount === null ? null : rounded(amount * confidence));
  return {
    ...{ value, valuePeriod, confidence, valueAnnualized },
    ...{ expectedValue: expected(value), expectedValueAnnualized: expected(valueAnnualized) },
  };
}

describeDatabases('derived amounts over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = async (query: string, variables: object) => {
    const { data, errors } = await desk.gateway.askText(query, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const write: Record<'one' | 'batch' | 'all', (ids: string[], who: number, change: object) => Promise<unknown>> = {
    one: (ids, who, input) =>
      ask(
        'mutation ($id: ID!, $input: OpportunityInput!) { updateOpportunity(id: $id, input: $input) { __typename } }',
        {
          ...{ id: ids[who], input },
        },
      ),
    batch: (ids, who, input) =>
      ask('mutation ($rows: [OpportunityUpdateInput!]!) { updateOpportunities(updates: $rows) { __typename } }', {
        rows: [{ id: ids[who], ...input }],
      }),
    all: (ids, _who, input) =>
      ask(
        'mutation ($ids: [ID!], $input: OpportunityInput!) { updateMatchingOpportunities(filter: { id: { in: $ids } }, change: $input) { changed } }',
        { ids, input },
      ),
  };

  test('after any writes each deal, and the figures of all, are what follows from what was written', async () => {
    await fc.assert(
      fc.asyncProperty(change, fc.array(step, { minLength: 1, maxLength: 8 }), async (first, steps) => {
        const made = await ask(
          'mutation ($rows: [OpportunityInput!]!) { createOpportunities(inputs: $rows) { opportunities { id } } }',
          { rows: Array.from({ length: 3 }, () => ({ leadId: desk.mine.leadId, ...first })) },
        );
        const ids: string[] = made.createOpportunities.opportunities.map(({ id }: { id: string }) => id);
        let model = ids.map(() => after(fresh, first));
        for (const { who, how, change: said } of steps) {
          await write[how](ids, who, said);
          model = model.map((worth, i) => (how === 'all' || i === who ? after(worth, said) : worth));
        }
        const { nodes, opportunities } = await ask(
          `query ($ids: [ID!]!) {
            nodes(ids: $ids) { ... on Opportunity { value valuePeriod confidence valueAnnualized expectedValue expectedValueAnnualized } }
            opportunities(filter: { id: { in: $ids } }) { aggregates { totalValueAnnualized expectedValueAnnualized } }
          }`,
          { ids },
        );
        expect(nodes).toEqual(model.map(derived));
        const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
        const annualized = model.map((worth) => derived(worth).valueAnnualized ?? 0);
        expect(opportunities.aggregates).toEqual({
          totalValueAnnualized: sum(annualized),
          expectedValueAnnualized: rounded(sum(annualized.map((value, i) => value * (model[i]?.confidence ?? 0)))),
        });
      }),
      { numRuns: runs(15) },
    );
  });
});
