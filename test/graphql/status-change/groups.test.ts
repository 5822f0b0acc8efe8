/** Groups and figures of changes of status: they add up, open their list, and know what was worth what when it changed. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { as, failures, openDesk } from '../desk.ts';

interface Group {
  readonly key: string;
  readonly count: number;
  readonly keys: readonly { readonly label: string | null }[];
  readonly drillDown: string;
  readonly filter: object;
  readonly aggregates: Readonly<Record<string, number | null>>;
}

const sums = 'count totalValueAnnualized expectedValueAnnualized totalValueMonthly';

describeDatabases('groups of changes of status', (opened) => {
  const desk = openDesk(opened);
  const ids: string[] = [];
  let otherLead: string;
  const ask = (query: string, variables = {}, key = desk.keys.ada) => desk.gateway.askText(query, variables, as(key));
  const change = async (place: number, input: object, key = desk.keys.ada) => {
    const answer = await ask(
      'mutation ($id: ID!, $input: OpportunityInput!) { updateOpportunity(id: $id, input: $input) { __typename } }',
      { id: ids[place], input },
      key,
    );
    expect(answer.errors).toEqual([]);
  };
  const create = async (input: object) => {
    const { data, errors } = await ask(
      'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id lead { id } } } }',
      { input },
    );
    expect(errors).toEqual([]);
    ids.push(data.createOpportunity.opportunity.id);
    return data.createOpportunity.opportunity.lead.id as string;
  };

  beforeAll(async () => {
    const { status, leadId, pipelines } = desk.mine;
    desk.now = instant('2026-03-31T21:30:00Z');
    for (const value of [1000, 2000, null]) await create({ leadId, value, confidence: 50, statusId: status.open });
    otherLead = await create({ value: 300, valuePeriod: 'MONTHLY', confidence: 10, statusId: status.open });
    await change(0, { statusId: status.talking });
    desk.now = instant('2026-03-31T22:30:00Z');
    await change(0, { statusId: status.won, value: 1500 });
    await change(1, { statusId: status.lost }, desk.keys.bo);
    const made = await ask(
      `mutation { createOpportunityStatus(pipelineId: "${pipelines.sales}", input: { label: "Passing" }) { opportunityStatus { id } } }`,
    );
    const passing = made.data.createOpportunityStatus.opportunityStatus.id;
    desk.now = instant('2026-05-02T10:00:00Z');
    await change(2, { statusId: passing });
    await change(2, { statusId: status.talking });
    await ask(`mutation { deleteOpportunityStatus(id: "${passing}") { deletedId } }`);
    await change(3, { statusId: status.won });
    // Worth more by now; when it was won it was not.
    await change(3, { value: 999_999 });
  });

  const groups = async (by: string, more = '', filter = '') => {
    const { data, errors } = await ask(
      `query { statusChanges${filter} { totalCount aggregates { ${sums} } groups(by: ${by} ${more}) {
        totalCount nodes { key keys { label } count drillDown filter aggregates { ${sums} } } rest { ${sums} } } } }`,
    );
    expect(errors).toEqual([]);
    return data.statusChanges as {
      readonly totalCount: number;
      readonly aggregates: Readonly<Record<string, number>>;
      readonly groups: { readonly totalCount: number; readonly nodes: readonly Group[]; readonly rest: object | null };
    };
  };
  const counts = (nodes: readonly Group[]) =>
    nodes.map(({ keys, count }) => [...keys.map(({ label }) => label), count]);

  test('what changes are worth is what the deals were worth after them', async () => {
    const { data, errors } = await ask(
      `{ statusChanges(filter: { newStatusType: { eq: WON } }) { aggregates {
        ${sums} countWithValue averageValueAnnualized medianValueAnnualized smallestValueAnnualized largestValueAnnualized countByValuePeriod { oneTime monthly annual } } } }`,
    );
    expect(errors).toEqual([]);
    const { expectedValueAnnualized, ...exact } = data.statusChanges.aggregates;
    expect(exact).toEqual({
      ...{ count: 2, totalValueAnnualized: 1500 + 12 * 300, totalValueMonthly: 300, countWithValue: 2 },
      ...{ averageValueAnnualized: 2550, medianValueAnnualized: 2550 },
      ...{ smallestValueAnnualized: 1500, largestValueAnnualized: 3600 },
      countByValuePeriod: { oneTime: 1, monthly: 1, annual: 0 },
    });
    const won = await ask(
      '{ statusChanges(filter: { newStatusType: { eq: WON } }) { nodes { opportunityValue opportunityValuePeriod opportunityConfidence } } }',
    );
    const byHand = won.data.statusChanges.nodes.reduce(
      (sum: number, node: Readonly<Record<string, number>>) =>
        sum +
        Number(node.opportunityValue) *
          (String(node.opportunityValuePeriod) === 'MONTHLY' ? 12 : 1) *
          Number(node.opportunityConfidence),
      0,
    );
    expect(expectedValueAnnualized).toBe(Math.round(byHand / 100));
  });

  test('they are grouped by statuses, those that are gone too, by type, pipeline and person', async () => {
    expect(counts((await groups('{ field: NEW_STATUS }')).groups.nodes)).toEqual([
      ['Talking', 2],
      ['Won', 2],
      ['Lost', 1],
      ['Passing (deleted)', 1],
    ]);
    expect(counts((await groups('[{ field: OLD_STATUS_TYPE }, { field: NEW_STATUS_TYPE }]')).groups.nodes)).toEqual([
      ['active', 'active', 3],
      ['active', 'won', 2],
      ['active', 'lost', 1],
    ]);
    expect(counts((await groups('{ field: NEW_PIPELINE }')).groups.nodes)).toEqual([['Sales', 6]]);
    expect(counts((await groups('{ field: USER }')).groups.nodes)).toEqual([
      ['Ada Lovelace', 5],
      ['Bo Diddley', 1],
    ]);
  });

  test('periods are those of the day in the time zone, and empty ones are filled', async () => {
    const months = async (zone: string, more = '') =>
      counts((await groups('{ date: { period: MONTH } }', `timeZone: "${zone}" ${more}`)).groups.nodes);
    expect(await months('UTC')).toEqual([
      ['2026-03', 3],
      ['2026-05', 3],
    ]);
    expect(await months('Europe/Berlin', 'fillEmpty: {}')).toEqual([
      ['2026-03', 1],
      ['2026-04', 2],
      ['2026-05', 3],
    ]);
    expect(await months('UTC', 'fillEmpty: {}')).toEqual([
      ['2026-03', 3],
      ['2026-04', 0],
      ['2026-05', 3],
    ]);
  });

  test('groups add up to their list, whatever the page, and each opens its own', async () => {
    for (const by of [
      '{ field: NEW_STATUS }',
      '{ field: LEAD }',
      '[{ date: { period: WEEK } }, { field: OLD_STATUS }]',
    ]) {
      const { totalCount, aggregates, groups: all } = await groups(by);
      for (const name of sums.split(' ').filter((sum) => !sum.startsWith('expected'))) {
        expect(all.nodes.reduce((sum, group) => sum + Number(group.aggregates[name]), 0)).toBe(aggregates[name]);
      }
      expect(aggregates.count).toBe(totalCount);
      for (const group of all.nodes) {
        for (const [declared, argument, value] of [
          ['$within: String', 'within: $within', { within: group.drillDown }],
          ['$filter: StatusChangeFilter', 'filter: $filter', { filter: group.filter }],
        ] as const) {
          const { data, errors } = await ask(
            `query (${declared}) { statusChanges(${argument}) { totalCount aggregates { ${sums} } } }`,
            value,
          );
          expect(errors).toEqual([]);
          expect(data.statusChanges).toEqual({ totalCount: group.count, aggregates: group.aggregates });
        }
      }
      const page = await groups(by, 'first: 1, orderBy: { measure: COUNT, direction: DESC }');
      const most = Math.max(...all.nodes.map(({ count }) => count));
      expect(page.groups.nodes.map(({ count }) => count)).toEqual([most]);
      expect(page.groups.rest).toMatchObject({ count: totalCount - most });
    }
    const large = await groups(
      '{ field: NEW_STATUS }',
      'having: { measure: TOTAL_VALUE_ANNUALIZED, compare: { gte: 2000 } }',
    );
    expect(counts(large.groups.nodes)).toEqual([
      ['Won', 2],
      ['Lost', 1],
    ]);
  });

  const nested = `query ($ids: [ID!]!) { nodes(ids: $ids) {
    ... on Opportunity { statusChanges { totalCount aggregates { ${sums} } groups(by: { field: NEW_STATUS }) { nodes { keys { label } count } } } }
    ... on Lead { ofLead: statusChanges { aggregates { ${sums} medianValueAnnualized } groups(by: { field: NEW_STATUS_TYPE }) { nodes { keys { label } count } } } }
  } }`;

  test('those of an opportunity and of a lead are of it alone, in as many statements for many as for one', async () => {
    const { data, errors } = await ask(nested, { ids: [ids[0], ids[1], desk.mine.leadId, otherLead] });
    expect(errors).toEqual([]);
    const [first, second, lead, other] = data.nodes;
    expect(first.statusChanges.aggregates).toMatchObject({ count: 2, totalValueAnnualized: 2500 });
    expect(counts(first.statusChanges.groups.nodes)).toEqual([
      ['Talking', 1],
      ['Won', 1],
    ]);
    expect(second.statusChanges).toMatchObject({ totalCount: 1, aggregates: { totalValueAnnualized: 2000 } });
    expect(lead.ofLead.aggregates).toMatchObject({ count: 5, totalValueAnnualized: 4500, medianValueAnnualized: 1500 });
    expect(counts(other.ofLead.groups.nodes)).toEqual([['won', 1]]);
    await ask(nested, { ids: [ids[0], otherLead] });
    const ofOne = desk.gateway.statements.length;
    await ask(nested, { ids: [...ids, desk.mine.leadId, otherLead] });
    expect(desk.gateway.statements.length).toBe(ofOne);
  });

  test('nobody sees changes of another organization', async () => {
    const { data } = await ask(
      '{ statusChanges { aggregates { count } groups(by: { field: USER }) { nodes { key } } } }',
      {},
      desk.keys.stranger,
    );
    expect(data.statusChanges).toEqual({ aggregates: { count: 0 }, groups: { nodes: [] } });
  });

  test('what cannot be is refused in its place', async () => {
    const refused = async (args: string, groupsArguments = 'by: { field: USER }') =>
      failures(await ask(`{ statusChanges${args} { groups(${groupsArguments}) { totalCount } } }`));
    expect(await refused('', 'by: [{ field: USER }, { field: USER }]')).toEqual(['INVALID_GROUPS by.1']);
    expect(await refused('', 'by: { field: USER }, fillEmpty: {}')).toEqual(['INVALID_GROUPS fillEmpty']);
    expect(await refused('(within: "forged")')).toEqual(['INVALID_FILTER within']);
    const { data } = await ask('{ opportunityReport { groups(by: { field: USER }) { nodes { drillDown } } } }');
    const [{ drillDown }] = data.opportunityReport.groups.nodes;
    expect(await refused(`(within: "${drillDown}")`)).toEqual(['INVALID_FILTER within']);
    const own = (await groups('{ field: USER }')).groups.nodes[0]?.drillDown;
    expect(failures(await ask(`{ opportunities(within: "${own}") { totalCount } }`))).toEqual([
      'INVALID_FILTER within',
    ]);
  });
});
