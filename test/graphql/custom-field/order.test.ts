/** Orders by a custom field stand as its groups do: people by name, choices as they are offered. And the keys of those groups. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { failures, openDesk } from '../desk.ts';

const offered = ['zeta', 'Alpha', 'none', 'a / b', '"quoted"', 'Straße', 'mid'];

describeDatabases('orders and groups by custom fields', (opened) => {
  const desk = openDesk(opened);
  let plan: string;
  let coach: string;
  const choices = ['Alpha', 'mid', 'zeta', 'none', undefined, 'Alpha', 'a / b', 'Old', '"quoted"', 'older', 'Straße'];

  const ask = async (query: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(query, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const define = async (input: object): Promise<string> => {
    const query = 'mutation ($input: NewCustomFieldInput!) { createCustomField(input: $input) { customField { id } } }';
    const { createCustomField } = await ask(query, { input: { objectTypes: ['OPPORTUNITY'], ...input } });
    return createCustomField.customField.id;
  };
  const offer = (list: readonly string[]) =>
    ask(
      'mutation ($id: ID!, $choices: [String!]) { updateCustomField(id: $id, input: { choices: $choices }) { customField { id } } }',
      { id: plan, choices: list },
    );

  beforeAll(async () => {
    plan = await define({ name: 'Plan', type: 'CHOICES', choices: [...offered, 'Old', 'older'] });
    coach = await define({ name: 'Coach', type: 'USER' });
    const [ada, bo, cy] = desk.mine.userIds;
    const coaches = [cy, ada, undefined, bo, ada, cy, bo, undefined, ada, cy, bo];
    const inputs = choices.map((choice, i) => ({
      ...{ leadId: desk.mine.leadId, value: i },
      customFields: [
        ...(choice === undefined ? [] : [{ fieldId: plan, value: { choices: [choice] } }]),
        ...(coaches[i] === undefined ? [] : [{ fieldId: coach, value: { userIds: [coaches[i]] } }]),
      ],
    }));
    await ask('mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { __typename } }', {
      inputs,
    });
    // What was chosen may not be offered any more, and stays.
    await offer(offered);
  });

  const node =
    'node { customFields { field { id } ... on ChoicesValue { choices } ... on UsersValue { users { fullName } } } }';
  interface Edge {
    readonly node: {
      readonly customFields: readonly {
        readonly field: { readonly id: string };
        readonly choices?: readonly string[];
        readonly users?: readonly { readonly fullName: string }[];
      }[];
    };
  }
  /** The value of the field in each opportunity, page by page. */
  async function walk(fieldId: string, direction: 'ASC' | 'DESC', first: number, backward = false) {
    const found: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page: object = backward ? { last: first, before: cursor } : { first, after: cursor };
      const query = `query ($orderBy: [OpportunityOrder!], $first: Int, $after: String, $last: Int, $before: String) {
        opportunities(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { ${node} }
        }
      }`;
      const { opportunities } = await ask(query, { orderBy: [{ customFieldId: fieldId, direction }], ...page });
      const values = opportunities.edges.map(({ node: { customFields } }: Edge) => {
        const entry = customFields.find(({ field }) => field.id === fieldId);
        return entry?.choices?.[0] ?? entry?.users?.[0]?.fullName ?? null;
      });
      if (backward) found.unshift(...values);
      else found.push(...values);
      const { hasNextPage, hasPreviousPage, startCursor, endCursor } = opportunities.pageInfo;
      cursor = (backward ? hasPreviousPage && startCursor : hasNextPage && endCursor) || null;
    } while (cursor);
    return found;
  }

  const groupsOf = async (by: object[], orderBy: object = {}) => {
    const query = `query ($by: [OpportunityGroupBy!]!, $orderBy: OpportunityGroupOrder) {
      opportunities { groups(by: $by, orderBy: $orderBy, first: 200) { nodes { key count filter keys { key label } } } }
    }`;
    return (await ask(query, { by, orderBy })).opportunities.groups.nodes as readonly {
      readonly key: string;
      readonly count: number;
      readonly filter: object;
      readonly keys: readonly { readonly key: string; readonly label: string | null }[];
    }[];
  };
  const byField = (customFieldId: string) => ({ customFieldId });

  test('choices come as they are offered, then those that are not any more, then none; on pages of any size, both ways', async () => {
    const inOrder = ['zeta', 'Alpha', 'Alpha', 'none', 'a / b', '"quoted"', 'Straße', 'mid', 'Old', 'older', null];
    const reversed = [...inOrder.slice(0, -1).toReversed(), null];
    for (const size of [1, 3, 50]) {
      expect(await walk(plan, 'ASC', size)).toEqual(inOrder);
      expect(await walk(plan, 'DESC', size)).toEqual(reversed);
      expect(await walk(plan, 'ASC', size, true)).toEqual(inOrder);
      expect(await walk(plan, 'DESC', size, true)).toEqual(reversed);
    }
    const labels = (await groupsOf([byField(plan)])).map(({ keys }) => keys[0]?.label);
    expect(labels).toEqual([...new Set(inOrder)]);
  });

  test('people come by name, as their groups do', async () => {
    const name = (first: string, times: number) => Array.from({ length: times }, () => first);
    const inOrder = [...name('Ada Lovelace', 3), ...name('Bo Diddley', 3), ...name('Cy Twombly', 3), null, null];
    for (const size of [2, 50]) {
      expect(await walk(coach, 'ASC', size)).toEqual(inOrder);
      expect(await walk(coach, 'ASC', size, true)).toEqual(inOrder);
      expect(await walk(coach, 'DESC', size)).toEqual([...inOrder.slice(0, -2).toReversed(), null, null]);
    }
    const labels = (await groupsOf([byField(coach)])).map(({ keys }) => keys[0]?.label);
    expect(labels).toEqual([...new Set(inOrder)]);
  });

  test('a search sorts by them in the same way', async () => {
    const sorted = async (search: string) => {
      const { opportunities } = await ask(
        `query ($query: String) { opportunities(query: $query) { nodes { value } } }`,
        {
          query: search,
        },
      );
      return opportunities.nodes.map(({ value }: { value: number }) => choices[value] ?? null);
    };
    expect(await sorted('value < 0.04 sort:custom.plan')).toEqual(['zeta', 'Alpha', 'none', 'mid']);
    expect(await sorted('value < 0.04 sort:-custom.plan')).toEqual(['mid', 'none', 'Alpha', 'zeta']);
  });

  test('a cursor from before the choices were put into another order is refused, not taken for another place', async () => {
    const query = `query ($after: String) {
      opportunities(orderBy: [{ customFieldId: "${plan}" }], first: 2, after: $after) { pageInfo { endCursor } }
    }`;
    const { endCursor } = (await ask(query)).opportunities.pageInfo;
    await offer(offered.toReversed());
    expect(failures(await desk.gateway.askText(query, { after: endCursor }))).toEqual(['INVALID_CURSOR after']);
    await offer(offered);
    expect((await ask(query, { after: endCursor })).opportunities.pageInfo.endCursor).not.toBe(endCursor);
  });

  test('the key of a group is the choice as it is stored, and no two groups have one', async () => {
    const single = await groupsOf([byField(plan)]);
    const keys = single.map(({ key }) => key);
    expect(keys).toEqual([
      'zeta',
      'Alpha',
      '"none"',
      'a / b',
      '"\\"quoted\\""',
      'Straße',
      'mid',
      'Old',
      'older',
      'none',
    ]);
    expect(single.map(({ keys: [only] }) => only?.key)).toEqual(keys);
    const count = 'query ($filter: OpportunityFilter) { opportunities(filter: $filter) { totalCount } }';
    for (const group of single) {
      expect((await ask(count, { filter: group.filter })).opportunities.totalCount).toBe(group.count);
    }
  });

  test('joined keys are unique, whatever the choices are called', async () => {
    const left = await define({ name: 'Left', type: 'CHOICES', choices: ['a', 'a / b', 'none', '"a / b"'] });
    const right = await define({ name: 'Right', type: 'CHOICES', choices: ['c', 'b / c', 'b', 'none', '/ c'] });
    const pairs = ['a', 'a / b', 'none', '"a / b"', null].flatMap((one) =>
      ['c', 'b / c', 'b', 'none', '/ c', null].map((other) => [one, other] as const),
    );
    const inputs = pairs.map(([one, other]) => ({
      leadId: desk.mine.leadId,
      customFields: [
        ...(one === null ? [] : [{ fieldId: left, value: { choices: [one] } }]),
        ...(other === null ? [] : [{ fieldId: right, value: { choices: [other] } }]),
      ],
    }));
    await ask('mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { __typename } }', {
      inputs,
    });
    const groups = await groupsOf([byField(left), byField(right)]);
    expect(groups).toHaveLength(pairs.length);
    expect(new Set(groups.map(({ key }) => key)).size).toBe(pairs.length);
    const keyOf = (one: string | null, other: string | null) =>
      groups.find(({ keys }) => keys[0]?.label === one && keys[1]?.label === other)?.key;
    expect(keyOf('a', 'c')).toBe('a / c');
    expect(keyOf('a / b', 'c')).toBe('"a / b" / c');
    expect(keyOf('a', 'b / c')).toBe('a / "b / c"');
    expect(keyOf('none', null)).toBe('"none" / none');
  });
});
