/** Relations both ways: the opportunities of a lead, a person, a contact and a status, each list with figures of its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { createSamples, foreignMark, type ModelRow, type Sample } from '../../sample.ts';

interface Parent {
  readonly id: string;
  readonly opportunities: {
    readonly totalCount: number;
    readonly aggregates: { readonly count: number; readonly totalValueOneTime: number };
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly { readonly id: string; readonly value: number | null }[];
  };
}

const list = (args: string) =>
  `id opportunities(${args}) {
    totalCount aggregates { count totalValueOneTime } pageInfo { hasNextPage endCursor } nodes { id value }
  }`;

describeDatabases('opportunities of other objects', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 150));
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  /** How many parents there were, of which each list was right. */
  function expectLists(parents: readonly Parent[], rowsOf: (id: string) => readonly ModelRow[], first: number): number {
    for (const { id, opportunities } of parents) {
      const rows = rowsOf(id);
      const oneTime = rows.filter(({ valuePeriod }) => valuePeriod === 'one_time');
      const total = Number(oneTime.reduce((sum, { value }) => sum + (value ?? 0n), 0n));
      const values = rows.map(({ value }) => (value === null ? null : Number(value)));
      const largest = values.toSorted((a, b) => (b ?? -Infinity) - (a ?? -Infinity)).slice(0, first);
      expect(opportunities).toMatchObject({
        ...{ totalCount: rows.length, aggregates: { count: rows.length, totalValueOneTime: total } },
        pageInfo: { hasNextPage: rows.length > first },
      });
      expect(opportunities.nodes.map(({ value }) => value)).toEqual(largest);
      const ids = new Set(rows.map((row) => row.id));
      expect(opportunities.nodes.filter((node) => !ids.has(node.id))).toEqual([]);
    }
    return parents.length;
  }

  const largestWon = list('first: 3, filter: { statusType: { eq: WON } }, orderBy: { field: VALUE, direction: DESC }');
  const won = (belongs: (row: ModelRow) => boolean) =>
    mine.rows.filter((row) => row.statusType === 'won' && belongs(row));

  test('each lead has its own page, count and totals', async () => {
    const { data, errors } = await gateway.askText(`{ leads { nodes { ${largestWon} } } }`);
    expect(errors).toEqual([]);
    expect(expectLists(data.leads.nodes, (id) => won(({ leadId }) => leadId === id), 3)).toBe(7);
  });

  test('so have people and statuses', async () => {
    const { data } = await gateway.askText(
      `{ users { ${largestWon} } opportunityStatuses { ${list('first: 200, orderBy: { field: VALUE, direction: DESC }')} } }`,
    );
    expect(expectLists(data.users, (id) => won(({ userId }) => userId === id), 3)).toBe(5);
    const ofStatus = (id: string) => mine.rows.filter(({ statusId }) => statusId === id);
    expect(expectLists(data.opportunityStatuses, ofStatus, 200)).toBe(6);
  });

  test('many parents take as many statements as one: for them, for their pages and for their figures', async () => {
    const statements = async (first: number) => {
      await gateway.askText(`query ($first: Int) { leads(first: $first) { nodes { ${largestWon} } } }`, { first });
      return gateway.statements.length;
    };
    expect([await statements(1), await statements(7)]).toEqual([3, 3]);
  });

  test('groups of the lists of many parents, and groups within groups, take as many statements as those of one', async () => {
    const groups = (by: string, inner = '') =>
      `groups(by: ${by}, ${inner === '' ? '' : 'first: 10, '}orderBy: { measure: COUNT, direction: DESC }) { totalCount nodes { key count opportunities(first: 2) { nodes { id user { fullName } } ${inner} } } rest { count } }`;
    const byMonth = groups('[{ date: { field: DATE_CREATED, period: MONTH } }, { field: STATUS }]');
    const ofLeads = `query ($first: Int) { leads(first: $first) { nodes { id opportunities(timeZone: "Europe/Berlin") { totalCount ${byMonth} } } } }`;
    const ofGroups = `query ($first: Int) { opportunities { groups(by: { field: USER }, first: $first) { nodes { count opportunities { ${groups('{ field: STATUS_TYPE }', groups('{ field: VALUE_PERIOD }'))} } } } } }`;
    for (const query of [ofLeads, ofGroups]) {
      const statements = [];
      for (const first of [1, 6]) {
        const { errors } = await gateway.askText(query, { first });
        expect(errors).toEqual([]);
        statements.push(gateway.statements.length);
      }
      expect(statements[1]).toBe(statements[0]);
    }
    const { data } = await gateway.askText(ofLeads, { first: 7 });
    for (const { id, opportunities } of data.leads.nodes) {
      const rows = mine.rows.filter(({ leadId }) => leadId === id);
      const shown: { count: number; key: string; opportunities: { nodes: { id: string }[] } }[] =
        opportunities.groups.nodes;
      const inGroups = shown.reduce((sum, { count }) => sum + count, 0) + (opportunities.groups.rest?.count ?? 0);
      expect([opportunities.totalCount, inGroups]).toEqual([rows.length, rows.length]);
      const ids = new Set(rows.map((row) => row.id));
      for (const { count, opportunities: own } of shown) {
        expect(own.nodes).toHaveLength(Math.min(2, count));
        expect(own.nodes.filter((node) => !ids.has(node.id))).toEqual([]);
      }
    }
    const { data: nested } = await gateway.askText(ofGroups, { first: 6 });
    for (const { count, opportunities } of nested.opportunities.groups.nodes) {
      const sum = (nodes: { count: number }[]) => nodes.reduce((total, node) => total + node.count, 0);
      expect(sum(opportunities.groups.nodes)).toBe(count);
      for (const node of opportunities.groups.nodes) expect(sum(node.opportunities.groups.nodes)).toBe(node.count);
    }
  });

  test('a list goes on after its cursor, and can be grouped', async () => {
    const id = mine.rows[0]?.leadId;
    const page = (after: string | null) =>
      gateway.askText(
        'query ($id: ID!, $after: String) { lead(id: $id) { opportunities(first: 10, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } groups(by: { field: STATUS_TYPE }) { nodes { key count } } } } }',
        { id, after },
      );
    const seen: string[] = [];
    const counts: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await page(after);
      const { nodes, pageInfo, groups } = data.lead.opportunities;
      seen.push(...nodes.map((node: { id: string }) => node.id));
      counts.push(groups.nodes.reduce((sum: number, { count }: { count: number }) => sum + count, 0));
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    const expected = mine.rows.filter(({ leadId }) => leadId === id).map((row) => row.id);
    expect(seen.toSorted()).toEqual(expected.toSorted());
    expect(new Set(counts)).toEqual(new Set([expected.length]));
  });

  test('a search and the leads’ search narrow it, and a bad argument is told with its place', async () => {
    const { data } = await gateway.askText(
      '{ leads(query: "acme") { nodes { name opportunities(query: "status_type:won") { totalCount } none: opportunities(leadQuery: "name:nobody") { totalCount } } } }',
    );
    const expected = (name: string) => won(({ leadName }) => leadName === name).length;
    expect(data.leads.nodes).toHaveLength(2);
    for (const { name, opportunities, none } of data.leads.nodes) {
      expect([opportunities.totalCount, none.totalCount]).toEqual([expected(name), 0]);
    }
    const { errors } = await gateway.askText(
      '{ leads(first: 1) { nodes { opportunities(first: 201) { nodes { id } } } } }',
    );
    expect(errors).toMatchObject([
      { message: 'first must be between 1 and 200, not 201.', extensions: { code: 'INVALID_PAGE' } },
    ]);
  });

  test('a contact leads to its lead and its opportunities, of this organization only', async () => {
    const [row] = mine.rows;
    const { data: made } = await gateway.askText(
      'mutation ($lead: ID!) { createContact(input: { leadId: $lead, name: "Dee" }) { contact { id lead { id name } opportunities { totalCount } } } }',
      { lead: row?.leadId },
    );
    const { id, lead, opportunities } = made.createContact.contact;
    expect([lead, opportunities]).toEqual([{ id: row?.leadId, name: row?.leadName }, { totalCount: 0 }]);
    await gateway.askText(
      'mutation ($id: ID!, $contact: ID!) { updateOpportunity(id: $id, input: { contactId: $contact }) { opportunity { id } } }',
      { id: row?.id, contact: id },
    );
    const { data } = await gateway.askText(
      'query ($id: ID!) { node(id: $id) { ... on Contact { opportunities { nodes { id lead { name opportunities(first: 200) { nodes { note } } } } } } } }',
      { id },
    );
    expect(data.node.opportunities.nodes).toHaveLength(1);
    expect(data.node.opportunities.nodes[0].id).toBe(row?.id);
    expect(JSON.stringify(data)).not.toContain(foreignMark);
  });
});
