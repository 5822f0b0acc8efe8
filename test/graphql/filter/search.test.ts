/** Searches over GraphQL: in lists, beside filters, in a caller's zone; what is wrong with one; what one means. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { openSearchDesk } from '../../query/search-desk.ts';

describeDatabases('searches over GraphQL', (opened) => {
  const desk = openSearchDesk(opened);

  const names = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => desk.office.nameOf(id));

  const opportunities = async (args: object, headers?: Record<string, string>) => {
    const { data, errors } = await desk.gateway.askText(
      `query ($query: String, $leadQuery: String, $filter: OpportunityFilter, $orderBy: [OpportunityOrder!], $timeZone: String) {
        opportunities(query: $query, leadQuery: $leadQuery, filter: $filter, orderBy: $orderBy, timeZone: $timeZone) {
          totalCount nodes { id } aggregates { count totalValueOneTime }
        }
      }`,
      args,
      headers,
    );
    expect(errors).toEqual([]);
    const { totalCount, nodes, aggregates } = data.opportunities;
    expect(totalCount).toBe(nodes.length);
    expect(aggregates.count).toBe(nodes.length);
    return names(nodes);
  };
  const found = async (...args: Parameters<typeof opportunities>) => (await opportunities(...args)).toSorted();

  const leads = async (args: object) => {
    const { data, errors } = await desk.gateway.askText(
      'query ($query: String, $filter: LeadFilter) { leads(query: $query, filter: $filter) { totalCount nodes { id } } }',
      args,
    );
    expect(errors).toEqual([]);
    expect(data.leads.totalCount).toBe(data.leads.nodes.length);
    return names(data.leads.nodes);
  };

  describe('in lists', () => {
    test('query and leadQuery both narrow what filter gives', async () => {
      expect(await found({ query: 'status_type:won' })).toEqual(['o1', 'o6', 'o8']);
      expect(await found({ query: 'status_type:won', filter: { value: { gt: 0 } } })).toEqual(['o1', 'o6']);
      expect(await found({ query: 'status_type:won', leadQuery: 'name:gamma' })).toEqual(['o6', 'o8']);
      const all = { query: 'status_type:won', leadQuery: 'num_won_opportunities > 1', filter: { value: { lt: 0 } } };
      expect(await found(all)).toEqual(['o8']);
      expect(await found({ leadQuery: 'status:bad_fit' })).toEqual(['o4', 'o5']);
      expect(await found({ query: '', leadQuery: '*' })).toHaveLength(8);
    });

    test('leads are searched by what they are and by their opportunities', async () => {
      expect((await leads({ query: 'opportunity(status_type:won value > 5k)' })).toSorted()).toEqual(['acme']);
      const both = {
        query: 'has:opportunities',
        filter: { opportunityFigure: { measure: 'COUNT', of: { statusType: { eq: 'WON' } }, compare: { eq: 0 } } },
      };
      expect((await leads(both)).toSorted()).toEqual(['beta']);
      expect(await leads({ query: 'sort:-num_opportunities' })).toEqual([
        expect.stringMatching(/acme|gamma/),
        expect.stringMatching(/acme|gamma/),
        'beta',
        'delta',
      ]);
    });

    test('sort: orders the list, unless an order is given', async () => {
      const query = 'value:* sort:-value';
      expect(await opportunities({ query })).toEqual(['o1', 'o3', 'o4', 'o6', 'o2', 'o7', 'o8']);
      const orderBy = [{ field: 'VALUE', direction: 'ASC' }];
      expect(await opportunities({ query, orderBy })).toEqual(['o8', 'o7', 'o2', 'o6', 'o4', 'o3', 'o1']);
      expect(await opportunities({ query: 'user:* sort:user,-confidence' })).toEqual([
        ...['o1', 'o6', 'o2'].map(() => expect.stringMatching(/o1|o6|o2/)),
        ...['o8', 'o4', 'o3', 'o7'],
      ]);
    });

    test('me is who asks', async () => {
      expect(await found({ query: 'user:me' })).toEqual(['o1', 'o2', 'o6']);
      expect(await found({ leadQuery: 'opportunity(user:me status_type:active)' })).toEqual(['o1', 'o2', 'o3']);
      const { data } = await desk.gateway.askText(
        '{ opportunities(query: "user:me") { totalCount nodes { user { id } } } }',
        {},
        { authorization: `Bearer ${desk.theirs.apiKey}` },
      );
      expect(new Set(data.opportunities.nodes.map((node: { user: { id: string } }) => node.user.id))).toEqual(
        new Set([desk.theirs.ids.ada]),
      );
    });

    test('days are those of the argument, else of the header, else UTC', async () => {
      const query = 'created:today';
      expect(await found({ query })).toEqual(['o7']);
      expect(await found({ query, timeZone: 'Pacific/Auckland' })).toEqual(['o2', 'o7']);
      expect(await found({ query }, { 'x-tz-offset': '12' })).toEqual(['o2', 'o7']);
      expect(await found({ query, timeZone: 'UTC' }, { 'x-tz-offset': '12' })).toEqual(['o7']);
      expect(await found({ leadQuery: 'opportunity(created:today)', timeZone: 'Pacific/Auckland' })).toEqual(
        expect.arrayContaining(['o2', 'o7']),
      );
    });

    test('groups are of what is found', async () => {
      const { data, errors } = await desk.gateway.askText(
        '{ opportunities(query: "status_type:won") { groups(by: [{ field: STATUS_TYPE }]) { nodes { aggregates { count } } } } }',
      );
      expect(errors).toEqual([]);
      expect(data.opportunities.groups.nodes).toEqual([{ aggregates: { count: 3 } }]);
    });
  });

  describe('mistakes', () => {
    const ask =
      '($query: String, $leadQuery: String) { opportunities(query: $query, leadQuery: $leadQuery) { totalCount } }';

    test('point into the text, tell what was expected and what was meant', async () => {
      const { data, errors } = await desk.gateway.askText(`query ${ask}`, { query: 'acme stauts:won' });
      expect(data).toEqual({ opportunities: null });
      expect(errors).toEqual([
        expect.objectContaining({
          message: 'At position 5: opportunities have no field `stauts`. Did you mean `status`?',
          path: ['opportunities'],
          extensions: {
            ...{ code: 'SEARCH_SYNTAX', argumentPath: ['query'], position: 5, expected: ['a field'] },
            ...{ found: 'stauts', suggestion: 'status' },
          },
        }),
      ]);
    });

    test.each([
      [{ query: 'a and' }, 'SEARCH_SYNTAX', ['query'], 5],
      [{ query: '(a' }, 'SEARCH_SYNTAX', ['query'], 2],
      [{ leadQuery: 'value > 5' }, 'SEARCH_SYNTAX', ['leadQuery'], 0],
      [{ leadQuery: 'calls = 0' }, 'SEARCH_SYNTAX', ['leadQuery'], 0],
      [{ query: 'value > soon' }, 'SEARCH_SYNTAX', ['query'], 8],
      [{ query: 'a'.repeat(2001) }, 'INVALID_INPUT', ['query'], undefined],
      [{ query: 'a\u0000' }, 'INVALID_INPUT', ['query'], undefined],
    ])('%j', async (variables, code, argumentPath, position) => {
      const { errors } = await desk.gateway.askText(`query ${ask}`, variables);
      expect(errors.map(({ extensions }) => extensions)).toEqual([
        expect.objectContaining({ code, argumentPath, ...(position !== undefined && { position }) }),
      ]);
    });

    test('of leads and of explainQuery stand under their own argument', async () => {
      const { errors } = await desk.gateway.askText('{ leads(query: "stauts:x") { totalCount } }');
      expect(errors[0]?.extensions).toMatchObject({ argumentPath: ['query'], suggestion: 'status' });
      const explained = await desk.gateway.askText('{ explainQuery(query: "stauts:x", for: LEADS) { text } }');
      expect(explained.errors[0]?.extensions).toMatchObject({ code: 'SEARCH_SYNTAX', argumentPath: ['query'] });
      const zone = await desk.gateway.askText('{ explainQuery(query: "*", for: LEADS, timeZone: "Mars") { text } }');
      expect(zone.errors[0]?.extensions).toMatchObject({ code: 'INVALID_TIME_ZONE', argumentPath: ['timeZone'] });
    });
  });
});
