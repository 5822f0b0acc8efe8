/** What is seen in a row that was read, and what is read of it after all: both give the same answer. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, type Sample } from '../../sample.ts';

const plain = `
  id value expectedCloseDate closedAt
  lead { id name } contact { name } user { fullName } status { label pipeline { id name } }`;

/** The same, asked for in ways of which it cannot be told from one field what is selected below it. */
const others = {
  'by fragments': `
    ...Deal lead { ...Named } contact { ... on Contact { name } } user { ... { fullName } }
    status { ... on OpportunityStatus { label pipeline { ... on Pipeline { id name } } } }`,
  'in two places': `
    id value expectedCloseDate closedAt lead { id } contact { name } user { fullName } status { label }
    lead { name } status { pipeline { id } } status { pipeline { name } }`,
  'but for what is left out': `
    ${plain} lead { name address: id @skip(if: true) } note @include(if: false)`,
} as const;

const fragments = {
  'by fragments': `
    fragment Deal on Opportunity { id value expectedCloseDate closedAt }
    fragment Named on Lead { id name }`,
};

describeDatabases('the rows of a page', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 60));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const nodesOf = async (selection: string, more = '') => {
    const { data, errors } = await gateway.askText(`{ opportunities { nodes { ${selection} } } } ${more}`);
    expect(errors).toEqual([]);
    return data.opportunities.nodes;
  };

  test('hold something, and nothing, of whatever there may be none of', async () => {
    const nodes: readonly Record<string, unknown>[] = await nodesOf(plain);
    expect(nodes).toHaveLength(50);
    for (const name of ['value', 'user', 'expectedCloseDate', 'closedAt']) {
      const values = nodes.map((node) => node[name]);
      expect(values, name).toContain(null);
      expect(
        values.some((value) => value !== null),
        name,
      ).toBe(true);
    }
  });

  test.each(Object.entries(others))('are the same asked for %s, by one statement', async (how, selection) => {
    const expected = await nodesOf(plain);
    expect(gateway.statements).toHaveLength(1);
    expect(await nodesOf(selection, how === 'by fragments' ? fragments[how] : '')).toEqual(expected);
    expect(gateway.statements).toHaveLength(1);
  });

  test('have what a second alias wants of the same object, and lists around it with their own arguments', async () => {
    const [first] = await nodesOf(`
      a: lead { name } b: lead { id opportunities(first: 1) { totalCount nodes { id status { label } } } }
      status { id } again: status { label pipeline { statuses { label } } }`);
    expect(first.a.name).toBeTypeOf('string');
    expect(first.b.opportunities.totalCount).toBeGreaterThan(0);
    expect(first.b.opportunities.nodes[0].status.label).toBeTypeOf('string');
    expect(first.again.pipeline.statuses.map(({ label }: { label: string }) => label)).toContain(first.again.label);
  });

  test('are what a change gives back, too', async () => {
    const [before] = await nodesOf(plain);
    const { data, errors } = await gateway.askText(`mutation {
      updateOpportunity(id: "${before.id}", input: { confidence: 17 }) { opportunity { confidence ${plain} } }
    }`);
    expect(errors).toEqual([]);
    expect(data.updateOpportunity.opportunity).toEqual({ ...before, confidence: 17 });
  });
});
