/** Groups over GraphQL: their keys, orders, pages, what is left out, and the way from a group to its opportunities. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { required } from '../../../src/value/required.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, type Sample } from '../../sample.ts';
import {
  CountMatchesDocument,
  type CountMatchesQueryVariables,
  GroupsDocument,
  type GroupsQueryVariables,
  type OpportunityGroupBy,
} from '../generated/documents.ts';

describeDatabases('groups over GraphQL', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 200));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const group = async (variables: GroupsQueryVariables) => {
    const { data, errors } = await gateway.ask(GroupsDocument, variables);
    expect(errors).toEqual([]);
    const { totalCount, groups } = required(data.opportunities, 'the list');
    return { totalCount, groups: required(groups, 'the groups') };
  };
  const count = async (matches: CountMatchesQueryVariables) => {
    const { data, errors } = await gateway.ask(CountMatchesDocument, matches);
    expect(errors).toEqual([]);
    return data.opportunities?.totalCount;
  };

  const groupings: [what: string, by: OpportunityGroupBy[]][] = [
    ['user', [{ field: 'USER' }]],
    ['lead', [{ field: 'LEAD' }]],
    ['status', [{ field: 'STATUS' }]],
    ['status type and value period', [{ field: 'STATUS_TYPE' }, { field: 'VALUE_PERIOD' }]],
    ['pipeline', [{ field: 'PIPELINE' }]],
    ['quarter of date won and user', [{ date: { field: 'DATE_WON', period: 'QUARTER' } }, { field: 'USER' }]],
    ['week of date won from Sunday', [{ date: { field: 'DATE_WON', period: 'WEEK', weekStart: 'SUNDAY' } }]],
    ['day of creation', [{ date: { field: 'DATE_CREATED', period: 'DAY' } }]],
    [
      'month of loss, status and user',
      [{ date: { field: 'DATE_LOST', period: 'MONTH' } }, { field: 'STATUS' }, { field: 'USER' }],
    ],
  ];

  test.each(groupings)(
    'by %s: each group’s filter and drillDown find just its opportunities, and all add up',
    async (_what, by) => {
      const filter = { confidence: { gte: 1 }, dateCreated: { gte: '2024-01-01' } };
      const { totalCount, groups } = await group({ by, filter, first: 200, timeZone: 'America/New_York' });
      const sum = groups.nodes.reduce((total, { count }) => total + count, 0);
      expect(sum + (groups.rest?.count ?? 0)).toBe(totalCount);
      for (const { filter, drillDown, count: own } of groups.nodes.slice(0, 12)) {
        expect([await count({ filter }), await count({ within: drillDown })]).toEqual([own, own]);
      }
    },
  );

  test('the number of statements is the same for few groups as for all, with their opportunities and names', async () => {
    const by: OpportunityGroupBy[] = [{ field: 'USER' }, { date: { field: 'DATE_WON', period: 'MONTH' } }];
    await group({ by, first: 20, members: 1 });
    const ofFew = gateway.statements.length;
    const { groups } = await group({ by, first: 200, members: 20 });
    expect(groups.nodes.length).toBeGreaterThan(40);
    expect(gateway.statements.length).toBe(ofFew);
  });

  test('paging groups gives each once, in order of an aggregate, and rest is always what the page leaves out', async () => {
    const orderBy = { measure: 'TOTAL_VALUE_ANNUALIZED', direction: 'DESC' } as const;
    const { groups: all } = await group({ by: [{ field: 'LEAD' }], orderBy });
    const keys: string[] = [];
    let after: string | null | undefined;
    do {
      const { totalCount, groups } = await group({ by: [{ field: 'LEAD' }], orderBy, first: 2, after });
      const { nodes, rest, pageInfo }: typeof groups = groups;
      keys.push(...nodes.map(({ key }) => key));
      expect(nodes.reduce((sum, { count }) => sum + count, rest?.count ?? 0)).toBe(totalCount);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(keys).toEqual(all.nodes.map(({ key }) => key));
    expect(all.rest).toBeNull();
    const totals = all.nodes.map(({ aggregates }) => aggregates.totalValueAnnualized ?? 0);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  });

  test('people come by full name, then id, and the group of nobody last in both directions', async () => {
    const label = async (direction: 'ASC' | 'DESC') => {
      const { groups } = await group({ by: [{ field: 'USER' }], orderBy: { direction } });
      return groups.nodes.map(({ keys }) => keys[0]?.label);
    };
    const ascending = await label('ASC');
    expect(ascending.map((name) => name?.toLowerCase() ?? null)).toEqual([
      'ada lovelace',
      'ada lovelace',
      'bo',
      'zoë ångström',
      'émile zola',
      null,
    ]);
    expect(await label('DESC')).toEqual([...ascending.slice(0, -1).toReversed(), null]);
  });

  test('keys of periods tell their days, and weeks around New Year belong to their ISO year', async () => {
    const { groups } = await group({ by: [{ date: { field: 'DATE_WON', period: 'WEEK' } }], first: 200 });
    const weeks = groups.nodes.flatMap(({ keys }) => keys);
    const turn = weeks.find(({ key }) => key === '2026-W01');
    expect(turn).toMatchObject({
      __typename: 'DateGroupKey',
      start: '2025-12-29',
      end: '2026-01-04',
      weekyear: 2026,
      week: 1,
      year: null,
    });
    expect(weeks.at(-1)).toMatchObject({ key: 'none', label: null, start: null });
  });

  test('choices are grouped as they are offered, and a field with several values cannot be grouped by', async () => {
    const by: OpportunityGroupBy[] = [{ customFieldId: mine.productFieldId }];
    const { groups } = await group({ by });
    expect(groups.nodes.map(({ keys }) => keys[0]?.label)).toEqual(['Plus', 'Basic', 'Ünlimited', null]);
    for (const { drillDown, count: own } of groups.nodes) expect(await count({ within: drillDown })).toBe(own);
    const setMultiple = (acceptsMultipleValues: boolean) =>
      opened.database.write(({ prisma }) =>
        prisma.customField.update({ where: { id: mine.productFieldId }, data: { acceptsMultipleValues } }),
      );
    await setMultiple(true);
    const refused = await gateway.ask(GroupsDocument, { by });
    expect(refused.errors[0]?.extensions?.code).toBe('GROUP_FIELD_MULTIVALUED');
    await setMultiple(false);
  });

  test('a sum beyond what JSON holds is an error at that figure alone', async () => {
    const query =
      '{ opportunities(filter: { value: { gte: 99999999999999 } }) { totalCount aggregates { count totalValueAnnual totalValueAnnualized } } }';
    const [one] = mine.rows.filter(({ value }) => value === 99_999_999_999_999n);
    expect(one).toBeDefined();
    await opened.database.write(({ prisma }) =>
      prisma.opportunity.createMany({
        data: Array.from({ length: 200 }, (_, index) => ({
          ...{
            id: `oppo_large${index}`,
            organizationId: mine.caller.organizationId,
            leadId: one?.leadId ?? '',
            statusId: one?.statusId ?? '',
          },
          ...{
            value: 99_999_999_999_999n,
            valuePeriod: 'monthly',
            confidence: 100,
            dateCreated: new Date(0),
            dateUpdated: new Date(0),
          },
        })),
      }),
    );
    const { data, errors } = await gateway.askText(query);
    expect(data.opportunities.totalCount).toBeGreaterThanOrEqual(200);
    expect(data.opportunities.aggregates.count).toBe(data.opportunities.totalCount);
    expect(data.opportunities.aggregates.totalValueAnnual).toEqual(expect.any(Number));
    expect(data.opportunities.aggregates.totalValueAnnualized).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions?.code).toBe('AMOUNT_OVERFLOW');
    expect(errors[0]?.path).toEqual(['opportunities', 'aggregates', 'totalValueAnnualized']);
    await opened.database.write(({ prisma }) =>
      prisma.opportunity.deleteMany({ where: { id: { startsWith: 'oppo_large' } } }),
    );
  });
});
