/** Leads filtered and sorted by figures over those of their opportunities that match a filter. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, type ModelRow, type Sample } from '../../sample.ts';
import { failures } from '../desk.ts';

type Measure = 'COUNT' | 'TOTAL' | 'AVERAGE' | 'LARGEST' | 'SMALLEST';

/** As the figure is described: null where there is none. */
function figureOf(measure: Measure, values: readonly bigint[], count: number): number | null {
  const total = values.reduce((sum, value) => sum + value, 0n);
  if (measure === 'COUNT') return count;
  if (measure === 'TOTAL') return Number(total);
  if (values.length === 0) return null;
  if (measure === 'AVERAGE') return Number(total) / values.length;
  return Math[measure === 'LARGEST' ? 'max' : 'min'](...values.map(Number));
}

const measures: readonly Measure[] = ['COUNT', 'TOTAL', 'AVERAGE', 'LARGEST', 'SMALLEST'];
const valuesPer: readonly (readonly [valuePeriod: string | undefined, valueOf: (row: ModelRow) => bigint | null])[] = [
  [undefined, ({ value, valuePeriod }) => (value === null ? null : value * (valuePeriod === 'monthly' ? 12n : 1n))],
  ['MONTHLY', ({ value, valuePeriod }) => (valuePeriod === 'monthly' ? value : null)],
];
const cases = measures.flatMap((measure) => valuesPer.map(([valuePeriod, value]) => ({ measure, valuePeriod, value })));

describeDatabases('figures of leads over GraphQL', (opened) => {
  let mine: Sample;
  let gateway: Gateway;
  let leadIds: readonly string[];

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 150));
    gateway = openGateway(opened, () => mine.apiKey);
    const { data } = await gateway.askText('{ leads(first: 200) { nodes { id } } }');
    leadIds = data.leads.nodes.map(({ id }: { id: string }) => id);
  });
  afterAll(() => gateway.close());

  const won = { statusType: { eq: 'WON' } };
  const leads = async (variables: object): Promise<readonly string[]> => {
    const { data, errors } = await gateway.askText(
      'query ($filter: LeadFilter, $orderBy: [LeadOrder!]) { leads(first: 200, filter: $filter, orderBy: $orderBy) { nodes { id } } }',
      variables,
    );
    expect(errors).toEqual([]);
    return data.leads.nodes.map(({ id }: { id: string }) => id);
  };
  const figuresByLead = ({ measure, valuePeriod, value }: (typeof cases)[number]) =>
    new Map(
      leadIds.map((id) => {
        const rows = mine.rows.filter((row) => row.leadId === id && row.statusType === 'won');
        const counted = rows.filter(
          (row) => valuePeriod === undefined || row.valuePeriod === valuePeriod.toLowerCase(),
        );
        const values = rows.map(value).filter((amount) => amount !== null);
        return [id, figureOf(measure, values, counted.length)] as const;
      }),
    );

  test.each(cases)('$measure of $valuePeriod finds the leads that have it so', async (asked) => {
    const { measure, valuePeriod } = asked;
    const figures = figuresByLead(asked);
    const bounds = [...figures.values()].filter((figure) => figure !== null).map(Math.round);
    const bound = bounds.toSorted((a, b) => a - b)[Math.floor(bounds.length / 2)] ?? 0;
    const comparisons = [
      [{ gt: bound }, (figure: number | null) => figure !== null && figure > bound],
      [{ lte: bound }, (figure: number | null) => figure !== null && figure <= bound],
      [{ in: [bound, bound + 1] }, (figure: number | null) => figure === bound || figure === bound + 1],
      [{ isNull: true }, (figure: number | null) => figure === null],
    ] as const;
    for (const [compare, holds] of comparisons) {
      const found = await leads({ filter: { opportunityFigure: { measure, valuePeriod, of: won, compare } } });
      const expected = leadIds.filter((id) => holds(figures.get(id) ?? null));
      expect([compare, found.toSorted()]).toEqual([compare, expected.toSorted()]);
    }
  });

  test.each(cases)('$measure of $valuePeriod puts leads in order, page by page and both ways', async (asked) => {
    const { measure, valuePeriod } = asked;
    const figures = figuresByLead(asked);
    for (const direction of ['ASC', 'DESC']) {
      const walked: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { data, errors } = await gateway.askText(
          'query ($orderBy: [LeadOrder!], $after: String) { leads(first: 2, after: $after, orderBy: $orderBy) { nodes { id } pageInfo { hasNextPage endCursor } } }',
          { orderBy: [{ opportunityFigure: { measure, valuePeriod, of: won }, direction }], after },
        );
        expect(errors).toEqual([]);
        walked.push(...data.leads.nodes.map(({ id }: { id: string }) => id));
        [after, more] = [data.leads.pageInfo.endCursor, data.leads.pageInfo.hasNextPage];
      }
      const sign = direction === 'ASC' ? 1 : -1;
      const far = Number.POSITIVE_INFINITY;
      const inOrder = walked
        .map((id) => figures.get(id) ?? null)
        .map((figure) => (figure === null ? far : sign * figure));
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      expect(walked.toSorted()).toEqual([...leadIds].toSorted());
    }
  });

  test('a search by a smart field is told as the figure that it is, and the filter finds the same', async () => {
    for (const search of ['num_won_opportunities > 1', 'total_monthly_lost_opportunity_value >= 1', 'contacts:0']) {
      const { data, errors } = await gateway.askText(
        'query ($query: String!) { explainQuery(query: $query, for: LEADS) { filter matchCount } }',
        { query: search },
      );
      expect(errors).toEqual([]);
      expect(await leads({ filter: data.explainQuery.filter })).toHaveLength(data.explainQuery.matchCount);
    }
  });

  test('figures stand within relations, and in the filter that opens a group', async () => {
    const filter = { lead: { opportunityFigure: { measure: 'COUNT', of: won, compare: { gte: 2, lt: 9 } } } };
    const { data, errors } = await gateway.askText(
      'query ($filter: OpportunityFilter) { opportunityReport(filter: $filter) { count groups(by: { field: LEAD }) { nodes { count drillDown } } } }',
      { filter },
    );
    expect(errors).toEqual([]);
    const { count, groups } = data.opportunityReport;
    expect(count).toBeGreaterThan(0);
    for (const { drillDown, count: own } of groups.nodes) {
      const opened = await gateway.askText('query ($w: String) { opportunities(within: $w) { totalCount } }', {
        w: drillDown,
      });
      expect(opened.data.opportunities.totalCount).toBe(own);
    }
  });

  test.each<[string, object, string]>([
    [
      'nothing asked of it',
      { filter: { opportunityFigure: { measure: 'COUNT', compare: {} } } },
      'INVALID_FILTER filter.opportunityFigure.compare',
    ],
    [
      'of nothing',
      { filter: { opportunityFigure: { measure: 'COUNT', of: {}, compare: { eq: 1 } } } },
      'INVALID_FILTER filter.opportunityFigure.of',
    ],
    [
      'a field that there is not',
      {
        filter: {
          opportunityFigure: {
            measure: 'LARGEST',
            of: { custom: [{ fieldId: 'cf_none', value: { text: { eq: 'x' } } }] },
            compare: { eq: 1 },
          },
        },
      },
      'INVALID_FILTER filter.opportunityFigure.of.custom.0.value.text.eq',
    ],
    [
      'an order by a field that there is not',
      {
        orderBy: [
          {
            opportunityFigure: {
              measure: 'LARGEST',
              of: { custom: [{ fieldId: 'cf_none', value: { text: { eq: 'x' } } }] },
            },
          },
        ],
      },
      'INVALID_FILTER orderBy.0.opportunityFigure.of.custom.0.value.text.eq',
    ],
    ['an order by nothing', { orderBy: [{ direction: 'ASC' }] }, 'INVALID_ORDER orderBy.0'],
    [
      'an order by two',
      { orderBy: [{ field: 'NAME', opportunityFigure: { measure: 'COUNT' } }] },
      'INVALID_ORDER orderBy.0',
    ],
    [
      'an order of nothing',
      { orderBy: [{ opportunityFigure: { measure: 'COUNT', of: { not: {} } } }] },
      'INVALID_FILTER orderBy.0.opportunityFigure.of.not',
    ],
  ])('%s is refused in its place', async (_what, variables, failure) => {
    const answer = await gateway.askText(
      'query ($filter: LeadFilter, $orderBy: [LeadOrder!]) { leads(filter: $filter, orderBy: $orderBy) { nodes { id } } }',
      variables,
    );
    expect(failures(answer)).toEqual([failure]);
  });

  test('a cursor of one figure is refused in the order of another', async () => {
    const query =
      'query ($orderBy: [LeadOrder!], $after: String) { leads(first: 2, after: $after, orderBy: $orderBy) { nodes { id } pageInfo { endCursor } } }';
    const by = (of: object) => [{ opportunityFigure: { measure: 'COUNT', of } }];
    const { data } = await gateway.askText(query, { orderBy: by(won) });
    const after = data.leads.pageInfo.endCursor;
    const answer = await gateway.askText(query, { orderBy: by({ statusType: { eq: 'LOST' } }), after });
    expect(failures(answer)).toEqual(['INVALID_CURSOR after']);
  });
});
