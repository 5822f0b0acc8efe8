/** Apollo Client as docs/clients.md sets it up. */
import { readFile } from 'node:fs/promises';
import { ApolloClient, ApolloLink, gql, HttpLink, type ObservableQuery } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { buildSchema, getNamedType, isAbstractType, isObjectType } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createApollo, createApolloCache, possibleTypes } from '../../examples/clients/apollo.ts';
import { createEventStreamLink } from '../../examples/clients/apollo-event-stream.ts';
import { patience } from '../patience.ts';
import { dealCount, describeClient, untilTold } from './served.ts';

const list = gql`
  query List($filter: OpportunityFilter, $within: String, $first: Int!, $after: String) {
    opportunities(filter: $filter, within: $within, first: $first, after: $after, orderBy: { field: VALUE }) {
      totalCount
      edges { node { id note value version } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
const card = gql`
  query Card($filter: OpportunityFilter) {
    opportunityReport(filter: $filter) { count aggregates { totalValueAnnualized } }
  }
`;
const chart = gql`
  query Chart($after: String) {
    opportunityReport {
      groups(by: { field: USER }, first: 1, after: $after) {
        totalCount
        edges { node { key drillDown count keys { label ... on UserGroupKey { user { id fullName } } } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;
const update = gql`
  mutation Update($id: ID!, $input: OpportunityInput!) {
    updateOpportunity(id: $id, input: $input) { opportunity { id note version } }
  }
`;
const changes = gql`
  subscription Changes { opportunityChanged { kind opportunityId opportunity { id note version } } }
`;

// biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
type Answer = any;

/** As a component does: it looks at the query until it goes. */
function show(query: ObservableQuery<Answer>): Promise<{ unsubscribe(): void }> {
  return new Promise((resolve) => {
    const seen = query.subscribe(({ loading }) => {
      if (!loading) setImmediate(() => resolve(seen));
    });
  });
}

describeClient('Apollo Client', (served) => {
  const open = () => createApollo(served.url, served.key);
  const notesOf = (data: Answer) => data.opportunities.edges.map(({ node }: Answer) => node.note);

  test('a list grows by its pages, in one entry of the cache, until there are no more', async () => {
    const client = open();
    const query = client.watchQuery<Answer>({ query: list, variables: { first: 12 } });
    const seen = await show(query);
    const shown = (): Answer => query.getCurrentResult().data;
    const sizes: number[] = [shown().opportunities.edges.length];
    for (let page = shown().opportunities.pageInfo; page.hasNextPage; ) {
      const { data }: Answer = await query.fetchMore({ variables: { after: page.endCursor } });
      page = data.opportunities.pageInfo;
      const size = sizes.reduce((sum, each) => Math.max(sum, each)) + data.opportunities.edges.length;
      await vi.waitFor(() => expect(shown().opportunities.edges).toHaveLength(size), { timeout: patience });
      sizes.push(size);
    }
    expect(sizes).toEqual([12, 24, dealCount]);
    expect(new Set(notesOf(query.getCurrentResult().data)).size).toBe(dealCount);
    const entries = Object.keys((client.cache.extract() as Answer).ROOT_QUERY).filter((name) =>
      name.startsWith('opportunities'),
    );
    expect(entries).toHaveLength(1);
    seen.unsubscribe();
  });

  test('a card and a table of one filter share nothing but the objects: neither empties the other', async () => {
    const client = open();
    const filter = { confidence: { lt: 10 } };
    const { data: figures }: Answer = await client.query({ query: card, variables: { filter } });
    expect(figures.opportunityReport.count).toBe(10);
    const { data: rows }: Answer = await client.query({ query: list, variables: { filter, first: 5 } });
    expect(rows.opportunities.edges).toHaveLength(5);
    const { data: again }: Answer = await client.query({
      query: card,
      variables: { filter },
      fetchPolicy: 'cache-only',
    });
    expect(again).toEqual(figures);
  });

  test('two cards that ask for other figures of the same deals take nothing from each other', async () => {
    const client = open();
    const other = gql`
      query Other($filter: OpportunityFilter) { opportunityReport(filter: $filter) { aggregates { totalValueOneTime } } }
    `;
    const variables = { filter: { confidence: { lt: 5 } } };
    const { data: first }: Answer = await client.query({ query: card, variables });
    await client.query({ query: other, variables });
    const { data: again }: Answer = await client.query({ query: card, variables, fetchPolicy: 'cache-only' });
    expect(again).toEqual(first);
  });

  test('groups that were chosen by a figure are not taken for all of them', async () => {
    const client = open();
    const groups = gql`
      query Groups($having: [OpportunityGroupHaving!]) {
        opportunityReport { groups(by: { field: LEAD }, having: $having) { edges { node { key } } } }
      }
    `;
    const shown = async (having?: object[]) => {
      const { data }: Answer = await client.query({ query: groups, variables: { having } });
      return data.opportunityReport.groups.edges.length;
    };
    expect(await shown()).toBeGreaterThan(0);
    expect(await shown([{ measure: 'COUNT', compare: { lt: 0 } }])).toBe(0);
    expect(await shown()).toBeGreaterThan(0);
  });

  test('a chart grows by pages of groups, and each bar opens to as many deals as it counts', async () => {
    const client = open();
    const query = client.watchQuery<Answer>({ query: chart });
    const seen = await show(query);
    const groups = (): Answer => query.getCurrentResult().data.opportunityReport.groups;
    for (let page = groups().pageInfo; page.hasNextPage; ) {
      const { data }: Answer = await query.fetchMore({ variables: { after: page.endCursor } });
      page = data.opportunityReport.groups.pageInfo;
    }
    const { totalCount } = groups();
    expect(totalCount).toBeGreaterThan(1);
    await vi.waitFor(() => expect(groups().edges).toHaveLength(totalCount), { timeout: patience });
    const { edges } = groups();
    for (const { node } of edges) {
      expect(node.keys[0].user.fullName).toBe(node.keys[0].label);
      const { data }: Answer = await client.query({ query: list, variables: { within: node.drillDown, first: 200 } });
      expect([node.key, data.opportunities.totalCount]).toEqual([node.key, node.count]);
    }
    seen.unsubscribe();
  });

  test('a write shows at once, then as it was stored, and is taken back where it is refused', async () => {
    const client = open();
    const query = client.watchQuery<Answer>({ query: list, variables: { first: 1 } });
    const notes: string[] = [];
    const noting = query.subscribe(({ data }) => data && notes.push(notesOf(data)[0]));
    const seen = await show(query);
    const { id, version } = query.getCurrentResult().data.opportunities.edges[0].node;
    const write = (note: string, input: object) =>
      client.mutate<Answer>({
        ...{ mutation: update, variables: { id, input } },
        optimisticResponse: {
          updateOpportunity: {
            __typename: 'OpportunityPayload',
            opportunity: { __typename: 'Opportunity', id, note, version },
          },
        },
      });
    const { data: stored }: Answer = await write('at once', { note: 'stored' });
    expect(stored.updateOpportunity.opportunity).toMatchObject({ note: 'stored', version: version + 1 });
    const refused = write('refused', { note: 'refused', confidence: 200 });
    await expect(refused).rejects.toSatisfy(CombinedGraphQLErrors.is);
    await expect(refused).rejects.toMatchObject({
      errors: [{ extensions: { code: 'INVALID_INPUT', argumentPath: ['input', 'confidence'] } }],
    });
    expect(notes.slice(1)).toEqual(['at once', 'stored', 'refused', 'stored']);
    noting.unsubscribe();
    seen.unsubscribe();
  });

  test.each(['WebSocket', 'Server-Sent Events'])('events over %s reach the objects that lists show', async (way) => {
    const client =
      way === 'WebSocket'
        ? open()
        : new ApolloClient({ cache: createApolloCache(), link: createEventStreamLink(served.url, served.key) });
    let tell = (_told: Answer) => {};
    const told = new Promise<Answer>((resolve) => {
      tell = resolve;
    });
    const seen = client.subscribe<Answer>({ query: changes }).subscribe(({ data }) => tell(data));
    const { opportunityChanged: event } = await untilTold(told, () => served.makeDeal('of another'));
    expect(event).toMatchObject({ kind: 'CREATED', opportunity: { id: event.opportunityId, note: 'of another' } });
    expect((client.cache.extract() as Answer)[`Opportunity:${event.opportunityId}`]).toMatchObject({
      note: 'of another',
    });
    seen.unsubscribe();
    client.stop();
  });

  test('its link of persisted queries sends texts once it has been told that none are kept', async () => {
    const bodies: string[] = [];
    const send: typeof fetch = (input, init) => {
      bodies.push(String(init?.body));
      return fetch(input, init);
    };
    const sha256 = async (text: string) =>
      Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
    const client = new ApolloClient({
      cache: createApolloCache(),
      link: ApolloLink.from([
        new PersistedQueryLink({ sha256 }),
        new HttpLink({ uri: served.url, headers: { authorization: `Bearer ${served.key}` }, fetch: send }),
      ]),
    });
    for (const filter of [{}, { confidence: { lt: 5 } }].slice(1)) {
      const { data }: Answer = await client.query({ query: card, variables: { filter } });
      expect(data.opportunityReport.count).toBe(5);
    }
    await client.query<Answer>({ query: list, variables: { first: 1 } });
    expect(bodies.map((body) => body.includes('"query"'))).toEqual([false, true, true]);
  });
});

const readSchema = async () => buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));

test('its possible types are those of the schema', async () => {
  const schema = await readSchema();
  const abstract = Object.values(schema.getTypeMap()).filter(
    (type) => isAbstractType(type) && !type.name.startsWith('__'),
  );
  const possible = abstract.map((type) => {
    if (!isAbstractType(type)) throw new Error(type.name);
    return [
      type.name,
      schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort(),
    ];
  });
  expect(possibleTypes).toEqual(Object.fromEntries(possible));
});

test('each list of the schema that goes on grows by its pages, and one of any other argument is another list', async () => {
  const lists = Object.values((await readSchema()).getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
          .map(({ name, args }) => ({ typename: type.name, fieldName: name, names: args.map((arg) => arg.name) }))
          .filter(({ names }) => names.includes('after'))
      : [],
  );
  expect(lists.length).toBeGreaterThan(20);
  const { policies } = createApolloCache();
  for (const { names, ...field } of lists) {
    const entry = (args: object) => policies.getStoreFieldName({ ...field, args: { ...args } });
    const own = names.filter((name) => !['first', 'after', 'last', 'before'].includes(name));
    const asked = Object.fromEntries(own.map((name) => [name, 'one']));
    const pages = [{ first: 9 }, { first: 5, after: 'a' }, { last: 5, before: 'b' }].map((page) =>
      entry({ ...page, ...asked }),
    );
    const backwards = Object.fromEntries(Object.entries(asked).reverse());
    const others = own.map((name) => entry({ ...asked, [name]: 'other' }));
    expect([field, ...new Set([...pages, entry(backwards)])]).toEqual([field, entry(asked)]);
    expect([field, new Set([entry(asked), ...others]).size]).toEqual([field, own.length + 1]);
  }
});
