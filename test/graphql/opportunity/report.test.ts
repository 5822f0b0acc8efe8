/** `opportunityReport`: the figures and groups of a list, without the list; and groups paged from either end. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { required } from '../../../src/value/required.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, type Sample } from '../../sample.ts';
import { failures } from '../desk.ts';
import { ReportDocument, type ReportQueryVariables } from '../generated/documents.ts';

describeDatabases('the report', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 150));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const report = async (variables: ReportQueryVariables) => {
    const { data, errors } = await gateway.ask(ReportDocument, variables);
    expect(errors).toEqual([]);
    const { groups, ...figures } = required(data.opportunityReport, 'the report');
    return { ...figures, groups: required(groups, 'its groups') };
  };

  test.each<[string, ReportQueryVariables]>([
    ['all', {}],
    ['a filter', { filter: { statusType: { eq: 'WON' } } }],
    ['searches', { query: 'confidence > 20 sort:value', leadQuery: 'num_opportunities > 1' }],
    ['days in a zone', { filter: { dateCreated: { gte: '2024-06-01' } }, timeZone: 'America/St_Johns' }],
    ['nothing', { filter: { or: [] } }],
  ])('of %s tells what the list tells', async (_what, variables) => {
    const own = await report(variables);
    const { data } = await gateway.askText(
      `query ($filter: OpportunityFilter, $query: String, $leadQuery: String, $timeZone: String) {
        opportunities(filter: $filter, query: $query, leadQuery: $leadQuery, timeZone: $timeZone) {
          totalCount aggregates { count totalValueAnnualized expectedValueAnnualized }
          groups(by: { field: LEAD }) { totalCount nodes { key count } rest { count } }
        }
      }`,
      variables,
    );
    const { totalCount, aggregates, groups } = data.opportunities;
    expect(own).toMatchObject({ count: totalCount, aggregates, groups: { totalCount: groups.totalCount } });
    expect(own.groups.nodes.map(({ key, count }) => ({ key, count }))).toEqual(groups.nodes);
  });

  test('count and sums are one statement, and a count alone has no sums computed', async () => {
    await gateway.askText('{ opportunityReport { count aggregates { count totalValueAnnualized } } }');
    expect(gateway.statements).toHaveLength(1);
    const { data } = await gateway.askText('{ opportunityReport { count aggregates { count } } }');
    expect(data.opportunityReport).toEqual({ count: 150, aggregates: { count: 150 } });
    expect(gateway.statements).toHaveLength(1);
    expect(gateway.statements[0]).not.toMatch(/value|weighted/);
  });

  test('nothing of another organization is in it', async () => {
    const leadId = foreign.rows[0]?.leadId ?? '';
    expect(await report({ filter: { leadId: { eq: leadId } } })).toMatchObject({ count: 0, groups: { nodes: [] } });
  });

  test('what is wrong with it is told, and leaves another report alone', async () => {
    const answer = await gateway.askText(
      '{ wrong: opportunityReport(query: "stauts:won") { count } right: opportunityReport { count groups(by: []) { totalCount } } }',
    );
    expect(failures(answer).toSorted()).toEqual(['INVALID_GROUPS by', 'SEARCH_SYNTAX query']);
    expect(answer.data).toEqual({ wrong: null, right: { count: 150, groups: null } });
  });

  const orders = [{ direction: 'ASC' }, { direction: 'DESC' }, { measure: 'COUNT', direction: 'DESC' }] as const;

  test.each(orders)('groups are walked back from their end as they are walked forth, by %j', async (orderBy) => {
    const { groups: all } = await report({ orderBy });
    const keys: string[] = [];
    for (let before: string | null | undefined, more = true; more; ) {
      const { count, groups } = await report({ orderBy, last: 2, before });
      const { nodes, rest, pageInfo }: typeof groups = groups;
      keys.unshift(...nodes.map(({ key }) => key));
      expect(nodes.reduce((sum, node) => sum + node.count, rest?.count ?? 0)).toBe(count);
      expect(pageInfo.hasNextPage).toBe(before != null);
      [before, more] = [pageInfo.startCursor, pageInfo.hasPreviousPage];
    }
    expect(keys).toEqual(all.nodes.map(({ key }) => key));
    expect(keys.length).toBeGreaterThan(5);
  });

  test('between two cursors stand the groups between, counted from either end', async () => {
    const { groups: all } = await report({});
    const keys = all.nodes.map(({ key }) => key);
    const { startCursor: after } = (await report({ first: 1 })).groups.pageInfo;
    const { startCursor: before } = (await report({ last: 1 })).groups.pageInfo;
    const between = async (size: ReportQueryVariables) => {
      const { nodes, pageInfo } = (await report({ after, before, ...size })).groups;
      return [nodes.map(({ key }) => key), pageInfo.hasPreviousPage, pageInfo.hasNextPage];
    };
    expect(await between({})).toEqual([keys.slice(1, -1), true, false]);
    expect(await between({ first: 2 })).toEqual([keys.slice(1, 3), true, true]);
    expect(await between({ last: 2 })).toEqual([keys.slice(-3, -1), true, true]);
    const { groups: none } = await report({ after: before, before: after });
    expect([none.nodes, none.rest?.count]).toEqual([[], 150]);
  });

  test.each([
    ['first: 1, last: 1', 'INVALID_PAGE last'],
    ['last: 0', 'INVALID_PAGE last'],
    ['before: "forged"', 'INVALID_CURSOR before'],
  ])('groups(%s) is refused', async (args, failure) => {
    const answer = await gateway.askText(
      `{ opportunityReport { groups(by: { field: LEAD }, ${args}) { totalCount } } }`,
    );
    expect(failures(answer)).toEqual([failure]);
  });
});
