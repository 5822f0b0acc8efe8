/** The same question through both doors gets the same answer: there is one core, and no rule lives in a door. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { type Gateway, openGateway } from '../gateway.ts';
import { createSamples, type Sample } from '../sample.ts';
import { openRest, query, type RestClient } from './client.ts';

describeDatabases('both doors', (opened) => {
  let mine: Sample;
  let rest: RestClient;
  let gateway: Gateway;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 150));
    rest = openRest(opened, () => mine.apiKey);
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(async () => {
    await rest.close();
    await gateway.close();
  });

  const spans = ['OneTime', 'Monthly', 'Annual', 'Annualized'];
  const figures = ['totalValue', 'expectedValue'].flatMap((figure) => spans.map((span) => figure + span));
  const aggregates = `aggregates { count countByValuePeriod { oneTime monthly annual } ${figures.join(' ')} }`;
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

  /** What GraphQL says of figures, in the words of REST. */
  function inWordsOfRest(given: Record<string, unknown>) {
    const { count, countByValuePeriod, ...amounts } = given;
    const counts = Object.entries(countByValuePeriod as Record<string, number>).filter(([, number]) => number > 0);
    return {
      total_results: count,
      count_by_value_period: Object.fromEntries(counts.map(([period, number]) => [snake(period), number])),
      ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [snake(name), amount])),
    };
  }

  const questions: [what: string, graphql: string, rest: Record<string, string>][] = [
    ['everything', '', {}],
    ['a type', 'filter: { statusType: { eq: WON } }', { status_type: 'won' }],
    ['two types', 'filter: { statusType: { in: [WON, LOST] } }', { status_type__in: 'won,lost' }],
    ['a label in another case', 'filter: { statusLabel: { eq: "churned, GONE" } }', { status_label: 'CHURNED, gone' }],
    ['nobody', 'filter: { userId: { isNull: true } }', { user_id: '' }],
    ['a period', 'filter: { valuePeriod: { eq: MONTHLY } }', { value_period: 'monthly' }],
    [
      'days of instants',
      'filter: { dateCreated: { gt: "2025-12-28", lte: "2026-03-09" } }',
      { date_created__gt: '2025-12-28', date_created__lte: '2026-03-09' },
    ],
    [
      'days',
      'filter: { dateWon: { gte: "2026-01-01", lt: "2026-03-10" } }',
      { date_won__gte: '2026-01-01', date_won__lt: '2026-03-10' },
    ],
    ['a search', 'query: "value > 100 or note:launch sort:value"', { query: 'value > 100 or note:launch sort:value' }],
    ['a search among leads', 'leadQuery: "acme"', { lead_query: 'acme' }],
  ];
  const headers = { 'x-tz-offset': '-5' };

  for (const [what, args, params] of questions) {
    test(`list, order, totals: ${what}`, async () => {
      const list = `{ opportunities(first: 200, ${args}) { totalCount nodes { id } ${aggregates} } }`;
      const { data, errors } = await gateway.askText(list, {}, headers);
      expect(errors).toEqual([]);
      const { body } = await rest.get(`/opportunity/${query({ ...params, _limit: 200, _fields: 'id' })}`, headers);
      expect(body.data).toEqual(data.opportunities.nodes);
      expect(body.total_results).toBe(data.opportunities.totalCount);
      expect(body).toMatchObject(inWordsOfRest(data.opportunities.aggregates));
    });
  }

  for (const [by, key] of [
    ['{ field: USER }', 'user_id'],
    ['{ date: { field: DATE_WON, period: WEEK } }', 'date_won__week'],
    ['{ date: { field: DATE_WON, period: MONTH } }', 'date_won__month'],
    ['{ date: { field: DATE_WON, period: QUARTER } }', 'date_won__quarter'],
    ['{ date: { field: DATE_WON, period: YEAR } }', 'date_won__year'],
  ]) {
    test(`groups by ${key}, their order, figures and members`, async () => {
      const groups = `{ opportunities { groups(by: [${by}], first: 200) { nodes { ${aggregates} opportunities(first: 100) { nodes { id } } } } } }`;
      const { data, errors } = await gateway.askText(groups);
      expect(errors).toEqual([]);
      const { body } = await rest.get(`/opportunity/?_group_by=${key}&_limit=250&_fields=id`);
      const { nodes } = data.opportunities.groups;
      expect(body.data).toHaveLength(nodes.length);
      for (const [index, group] of body.data.entries()) {
        expect(group).toMatchObject(inWordsOfRest(nodes[index].aggregates));
        expect(group.objects).toEqual(nodes[index].opportunities.nodes);
      }
    });
  }

  test('one opportunity, value by value', async () => {
    const row = mine.rows.find(({ value, product, userId }) => value !== null && product !== null && userId !== null);
    const one = `{ opportunity(id: "${row?.id}") { id note noteHtml value valueFormatted confidence expectedValue annualizedValue: valueAnnualized annualizedExpectedValue: expectedValueAnnualized dateWon
      lead { id name } user { id fullName } status { label pipeline { name } } } }`;
    const { data } = await gateway.askText(one);
    const { lead, user, status, ...values } = data.opportunity;
    const { body } = await rest.get(`/opportunity/${row?.id}/`);
    const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [snake(name), value]));
    expect(body).toMatchObject({
      ...named,
      ...{ lead_id: lead.id, lead_name: lead.name, user_id: user.id, user_name: user.fullName },
      ...{ status_label: status.label, pipeline_name: status.pipeline.name },
    });
  });

  describe('errors', () => {
    const same = async (graphql: string, path: string, parameter: string) => {
      const { errors } = await gateway.askText(`{ opportunities(${graphql}) { totalCount } }`);
      const { status, body } = await rest.get(`/opportunity/${path}`);
      const { [parameter]: message } = body['field-errors'];
      expect([status, message]).toEqual([400, errors[0]?.message]);
    };

    test('what a search gets wrong is told in the same words', async () => {
      await same('query: "stauts:won"', query({ query: 'stauts:won' }), 'query');
      await same('query: "(value > 5"', query({ query: '(value > 5' }), 'query');
      await same('leadQuery: "name:"', query({ lead_query: 'name:' }), 'lead_query');
    });

    test('and so is a filter that is too large', async () => {
      const ids = Array.from({ length: 1001 }, (_, i) => `oppo_${i}`);
      const list = `query ($ids: [ID!]) { opportunities(filter: { id: { in: $ids } }) { totalCount } }`;
      const { errors } = await gateway.askText(list, { ids });
      const params = { _params: { id__in: ids } };
      const { status, body } = await rest.post('/opportunity/', params, { 'x-http-method-override': 'GET' });
      expect([status, body.errors]).toEqual([400, [errors[0]?.message]]);
    });
  });
});
