/** The list of opportunities over GraphQL: what front ends ask for, what it costs, and what no question may show. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { required } from '../../../src/value/required.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, foreignMark, type Sample } from '../../sample.ts';
import { ListWithNamesDocument } from '../generated/documents.ts';

describeDatabases('opportunities over GraphQL', (opened) => {
  let mine: Sample;
  let foreign: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine, foreign } = await createSamples(opened.database, 150));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  test('a list of 50 with lead, user and status, totals and totalCount takes two statements, as many as a list of 1', async () => {
    const one = await gateway.ask(ListWithNamesDocument, { first: 1 });
    expect(gateway.statements).toHaveLength(2);
    const fifty = await gateway.ask(ListWithNamesDocument, { first: 50 });
    expect([one.errors, fifty.errors]).toEqual([[], []]);
    expect(fifty.data.opportunities?.edges).toHaveLength(50);
    expect(fifty.data.opportunities?.totalCount).toBe(mine.rows.length);
    expect(gateway.statements).toHaveLength(2);
  });

  test('edges, nodes and two aliases of them have each what was asked of it, though one statement reads the page', async () => {
    const { data, errors } = await gateway.askText(`{ opportunities(first: 3) {
      nodes { id value } edges { cursor node { id confidence lead { name } } }
      others: nodes { id status { label } } pageInfo { endCursor }
    } }`);
    expect(errors).toEqual([]);
    const { nodes, edges, others, pageInfo } = data.opportunities;
    const byId = new Map(mine.rows.map((row) => [row.id, row]));
    expect(nodes).toHaveLength(3);
    for (const [index, { id, value }] of nodes.entries()) {
      const row = byId.get(id);
      expect(value).toBe(row?.value === null ? null : Number(row?.value));
      expect(edges[index].node).toEqual({ id, confidence: row?.confidence, lead: { name: row?.leadName } });
      expect(others[index]).toEqual({ id, status: { label: row?.statusLabel } });
    }
    expect(pageInfo.endCursor).toBe(edges[2].cursor);
  });

  test('a count alone is one statement, and sums are not computed for it', async () => {
    const { data } = await gateway.askText('{ opportunities { totalCount aggregates { count } } }');
    expect(data.opportunities).toEqual({ totalCount: 150, aggregates: { count: 150 } });
    expect(gateway.statements).toHaveLength(1);
    expect(gateway.statements[0]).not.toMatch(/value|weighted/);
  });

  test('the rows are those of the sample, each amount as the rules make it', async () => {
    const { data } = await gateway.ask(ListWithNamesDocument, { first: 200 });
    const byId = new Map(mine.rows.map((row) => [row.id, row]));
    for (const { node } of required(data.opportunities, 'the list').edges) {
      const row = byId.get(node.id);
      expect(row).toBeDefined();
      expect(node.value).toBe(row?.value === null ? null : Number(row?.value));
      expect(node.lead.name).toBe(row?.leadName);
      expect(node.user?.fullName ?? null).toBe(row?.userName);
      expect(node.status.label).toBe(row?.statusLabel);
      expect(node.valuePeriod.toLowerCase()).toBe(row?.valuePeriod);
    }
  });

  test('a day in a filter is a day in the zone that was named, or that the header tells', async () => {
    const count = async (args: string, headers = {}) =>
      (await gateway.askText(`{ opportunities(${args}) { totalCount } }`, {}, headers)).data.opportunities.totalCount;
    const between = (from: number, to: number) =>
      mine.rows.filter(({ dateCreated }) => dateCreated >= from && dateCreated < to).length;
    const day = Date.UTC(2025, 11, 29);
    const hour = 3_600_000;
    const filter = 'filter: { dateCreated: { gte: "2025-12-29", lte: "2025-12-29" } }';
    expect(await count(filter)).toBe(between(day, day + 24 * hour));
    expect(await count(`${filter}, timeZone: "Asia/Kathmandu"`)).toBe(between(day - 5.75 * hour, day + 18.25 * hour));
    expect(await count(filter, { 'x-tz-offset': '-11' })).toBe(between(day + 11 * hour, day + 35 * hour));
    expect(await count('filter: { dateCreated: { gt: "2025-12-29" } }')).toBe(between(day + 24 * hour, Infinity));
    expect(await count('filter: { dateCreated: { lt: "2025-12-29" } }')).toBe(between(-Infinity, day));
  });

  test('custom fields are filtered, sorted and read by their type', async () => {
    const { data, errors } = await gateway.askText(
      `query ($product: ID!, $seats: ID!) {
        opportunities(first: 200, filter: { custom: [{ fieldId: $product, value: { text: { eq: "PLUS" } } }, { fieldId: $seats, value: { number: { gt: 0.5 } } }] }, orderBy: { customFieldId: $seats, direction: DESC }) {
          nodes { id customFields(ids: [$seats]) { field { name } ... on NumberValue { number } } }
        }
      }`,
      { product: mine.productFieldId, seats: mine.seatsFieldId },
    );
    expect(errors).toEqual([]);
    const expected = mine.rows.filter(({ product, seats }) => product === 'Plus' && (seats ?? 0) > 0.5);
    const seatsOf = (node: { customFields: { field: { name: string }; number: number }[] }) =>
      node.customFields.find(({ field }) => field.name === 'Seats')?.number;
    expect(data.opportunities.nodes.map(({ id }: { id: string }) => id).toSorted()).toEqual(
      expected.map(({ id }) => id).toSorted(),
    );
    expect(data.opportunities.nodes.map(seatsOf)).toEqual(
      expected.map(({ seats }) => seats).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
    );
  });

  test('a cursor still points to its place when the order has ties, and no row comes twice', async () => {
    const seen: string[] = [];
    let after: string | null | undefined;
    do {
      const { data } = await gateway.ask(ListWithNamesDocument, {
        first: 7,
        after,
        orderBy: [{ field: 'CONFIDENCE', direction: 'DESC' }],
      });
      const { edges, pageInfo } = required(data.opportunities, 'the list');
      seen.push(...edges.map(({ node }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe(mine.rows.length);
    expect(seen).toHaveLength(mine.rows.length);
  });

  describe('bad input gets a code, a place, and nothing worse', () => {
    const list = (args: string) => `{ opportunities(${args}) { totalCount nodes { id } } }`;
    const foreignCursor = Buffer.from(JSON.stringify([1, '-date_created,-id', 0, "' or 1=1 --"])).toString('base64url');
    const nested = (depth: number): string =>
      depth === 0 ? '{ confidence: { gt: 1 } }' : `{ not: ${nested(depth - 1)} }`;
    const cases: [what: string, query: string, code: string, at: readonly (string | number)[] | undefined][] = [
      ['an unknown enum value', list('filter: { statusType: { eq: WONE } }'), 'GRAPHQL_VALIDATION_FAILED', undefined],
      ['first: 0', list('first: 0'), 'INVALID_PAGE', ['first']],
      ['first: 10000', list('first: 10000'), 'INVALID_PAGE', ['first']],
      ['first and last', list('first: 1, last: 1'), 'INVALID_PAGE', undefined],
      ['a forged cursor', list('after: "forged"'), 'INVALID_CURSOR', undefined],
      ['a cursor of JSON that is no list', list('after: "e30"'), 'INVALID_CURSOR', undefined],
      [
        'a cursor of another order',
        list(`orderBy: { field: VALUE }, after: "${foreignCursor}"`),
        'INVALID_CURSOR',
        undefined,
      ],
      ['a time zone that is none', list(`timeZone: "'; drop table"`), 'INVALID_TIME_ZONE', ['timeZone']],
      ['40 nested filters', list(`filter: ${nested(40)}`), 'FILTER_TOO_COMPLEX', undefined],
      ['a null operand', list('filter: { value: { gt: null } }'), 'INVALID_FILTER', ['filter', 'value', 'gt']],
      ['a day that does not exist', list('filter: { dateWon: { eq: "2026-02-30" } }'), 'BAD_USER_INPUT', undefined],
      ['a fraction of a cent', list('filter: { value: { gt: 1.5 } }'), 'BAD_USER_INPUT', undefined],
      [
        'a custom field that is none',
        list('filter: { custom: { fieldId: "cf_x", value: { text: { eq: "a" } } } }'),
        'INVALID_FILTER',
        undefined,
      ],
      ['a NUL in a text', list('filter: { note: { contains: "a\\u0000" } }'), 'INVALID_INPUT', undefined],
      ['an order by nothing', list('orderBy: { direction: ASC }'), 'INVALID_ORDER', ['orderBy', 0]],
      [
        'four keys of groups',
        '{ opportunities { groups(by: [{field: USER}, {field: LEAD}, {field: STATUS}, {field: PIPELINE}]) { totalCount } } }',
        'INVALID_GROUPS',
        undefined,
      ],
      [
        'groups by one key twice',
        '{ opportunities { groups(by: [{field: USER}, {field: USER}]) { totalCount } } }',
        'INVALID_GROUPS',
        undefined,
      ],
      ['a document that nests beyond any stack', `{ ${'a{'.repeat(20_000)}`, 'TOO_COMPLEX', undefined],
      ['a document just short of it', `{ ${'a{'.repeat(660)} a ${'}'.repeat(660)} }`, 'TOO_COMPLEX', undefined],
    ];
    test.each(cases)('%s', async (_what, query, code, at) => {
      const { status, errors, data } = await gateway.askText(query);
      expect(status).toBeLessThan(500);
      expect(errors[0]?.extensions?.code).toBe(code);
      expect(errors[0]?.extensions?.argumentPath).toEqual(at ?? errors[0]?.extensions?.argumentPath);
      expect(errors[0]?.message).not.toMatch(/select|prisma|node_modules/i);
      expect([null, { groups: null }]).toContainEqual(data?.opportunities ?? null);
    });

    test('a list of 10,000 ids, given as a variable', async () => {
      const ids = Array.from({ length: 10_000 }, (_, index) => `oppo_${index}`);
      const { status, errors } = await gateway.askText(
        'query ($ids: [ID!]) { opportunities(filter: { id: { in: $ids } }) { totalCount } }',
        { ids },
      );
      expect(status).toBe(200);
      expect(errors[0]?.extensions?.code).toBe('FILTER_TOO_COMPLEX');
      expect(gateway.statements).toEqual([]);
    });
  });

  test('an answer has its fields in the order in which they were asked for, whichever is done first', async () => {
    const { data } = await gateway.askText(
      '{ opportunityReport { groups(by: { field: USER }) { totalCount } count } opportunities { nodes { lead { name } id } totalCount } viewer { id } }',
    );
    expect(Object.keys(data)).toEqual(['opportunityReport', 'opportunities', 'viewer']);
    expect(Object.keys(data.opportunityReport)).toEqual(['groups', 'count']);
    expect(Object.keys(data.opportunities)).toEqual(['nodes', 'totalCount']);
  });

  test('however many questions are refused half way, the next one is answered: they keep no connection', async () => {
    const wrong = '{ viewer { id } opportunities(first: 10000) { totalCount nodes { id } } }';
    for (let round = 0; round < 3 * opened.database.readers; round++) {
      const { errors } = await gateway.askText(wrong);
      expect(errors[0]?.extensions?.code).toBe('INVALID_PAGE');
    }
    const { data } = await gateway.askText('{ opportunities { totalCount } }');
    expect(data.opportunities.totalCount).toBe(mine.rows.length);
  });

  test('nothing of another organization is seen through any argument, relation, id or cursor', async () => {
    const [theirs] = foreign.rows;
    const questions: [query: string, variables?: object][] = [
      [
        'query ($id: ID!) { opportunity(id: $id) { id } lead(id: $id) { id } node(id: $id) { id __typename } }',
        { id: theirs?.id },
      ],
      [
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        {
          ids: [
            theirs?.id,
            theirs?.leadId,
            theirs?.userId,
            theirs?.statusId,
            theirs?.pipelineId,
            foreign.productFieldId,
            foreign.caller.organizationId,
          ],
        },
      ],
      [
        'query ($id: ID!) { opportunities(filter: { leadId: { eq: $id } }) { totalCount nodes { id } } }',
        { id: theirs?.leadId },
      ],
      [
        'query ($t: String!) { opportunities(filter: { lead: { name: { contains: $t } } }) { totalCount nodes { id } } leads(filter: { name: { contains: $t } }) { totalCount nodes { name } } }',
        { t: foreignMark },
      ],
      [
        '{ users { fullName } pipelines { id name statuses { id } } opportunityStatuses { id } customFields { id } leads(first: 200) { nodes { name } } organization { name } viewer { fullName } }',
      ],
      ['{ opportunities { groups(by: [{ field: USER }, { field: LEAD }], first: 200) { nodes { keys { label } } } } }'],
    ];
    for (const [query, variables] of questions) {
      const { status, data } = await gateway.askText(query, variables);
      const text = JSON.stringify(data);
      expect(status).toBe(200);
      expect(text).not.toContain(foreignMark);
      for (const { id } of foreign.rows) expect(text).not.toContain(id);
      expect(text).not.toContain(foreign.productFieldId);
    }
    const { data } = await gateway.askText(...(questions[0] as [string, object]));
    expect(data).toEqual({ opportunity: null, lead: null, node: null });
  });

  test('without a good key: 401, and no statement but the look-up of the key', async () => {
    for (const authorization of [
      '',
      'Bearer wrong',
      'Basic !!!',
      `Basic ${btoa(':x')}`,
      'Bearer',
      `Bearer ${'x'.repeat(5000)}`,
    ]) {
      const answer = await gateway.askText('{ opportunities { totalCount } }', {}, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.errors[0]?.extensions?.code).toBe('UNAUTHENTICATED');
      expect(gateway.statements).toEqual([]);
    }
    const basic = await gateway.askText('{ viewer { id } }', {}, { authorization: `Basic ${btoa(`${mine.apiKey}:`)}` });
    expect(basic.data.viewer.id).toBe(mine.caller.userId);
  });
});
