/** urql and its normalized cache as docs/clients.md sets them up. */
import { readFile } from 'node:fs/promises';
import { gql } from '@urql/core';
import { buildSchema, introspectionFromSchema, isObjectType } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createUrql, keysOf } from '../../examples/clients/urql.ts';
import { patience } from '../patience.ts';
import { dealCount, describeClient, untilTold } from './served.ts';

const list = gql`
  query List($filter: OpportunityFilter, $within: String, $first: Int!, $after: String) {
    opportunities(filter: $filter, within: $within, first: $first, after: $after, orderBy: { field: VALUE }) {
      totalCount
      edges { node { id note version } }
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
  query Chart {
    opportunityReport {
      groups(by: { field: USER }) { nodes { key drillDown count keys { label ... on UserGroupKey { user { id fullName } } } } }
    }
  }
`;
const figures = gql`
  query Figures {
    forecast(from: "2026-01-01", to: "2026-12-31") { total { openCount } periods { key figures { closedCount } } }
    statusFlow { statuses { label leftTo { label count } } }
    statusChanges(first: 50) { nodes { id } aggregates { count } groups(by: { field: USER }) { nodes { count } } }
    opportunityReport { groups(by: { date: { field: DATE_CREATED, period: MONTH } }) { nodes { runningTotals { count } } } }
    leads(first: 1) { nodes { id opportunities(first: 1) { nodes { id history { nodes { isAssumed values { confidence } } } } } } }
  }
`;
const update = gql`
  mutation Update($id: ID!, $input: OpportunityInput!) {
    updateOpportunity(id: $id, input: $input) { opportunity { id note version } }
  }
`;
const create = gql`
  mutation Create($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }
`;
const changes = gql`
  subscription Changes { opportunityChanged { kind opportunityId opportunity { id note version } } }
`;

// biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
type Answer = any;

const readSchema = async () => buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
describeClient('urql', (served) => {
  const open = async () => createUrql(served.url, served.key, introspectionFromSchema(await readSchema()));
  const ask = async (client: Awaited<ReturnType<typeof open>>, document: Answer, variables = {}): Promise<Answer> => {
    const { data, error } = await client.query(document, variables).toPromise();
    if (error) throw error;
    return data;
  };

  test('a list grows by its pages; a card of the same filter, a chart and its bars stand beside it', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const client = await open();
    const filter = { note: { contains: 'deal' } };
    const sizes: number[] = [];
    for (let after: string | null = null; ; ) {
      const { opportunities }: Answer = await ask(client, list, { filter, first: 12, after });
      sizes.push(opportunities.edges.length);
      if (!opportunities.pageInfo.hasNextPage) break;
      after = opportunities.pageInfo.endCursor;
    }
    expect(sizes).toEqual([12, 24, dealCount]);
    const { opportunityReport: figures } = await ask(client, card, { filter });
    expect(figures.count).toBe(dealCount);
    const { opportunityReport: report } = await ask(client, chart);
    expect(report.groups.nodes.length).toBeGreaterThan(1);
    for (const { drillDown, count, keys } of report.groups.nodes) {
      expect(keys[0].user.fullName).toBe(keys[0].label);
      expect((await ask(client, list, { within: drillDown, first: 1 })).opportunities.totalCount).toBe(count);
    }
    // Of types without a key, and of fields that the schema has not.
    expect(warned.mock.calls).toEqual([]);
    warned.mockRestore();
  });

  test('figures stand in the cache where they were asked, without a word about their keys', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { forecast, statusChanges } = await ask(await open(), figures);
    expect([forecast.periods.length, statusChanges.nodes.length]).toEqual([4, statusChanges.aggregates.count]);
    expect(warned.mock.calls).toEqual([]);
    warned.mockRestore();
  });

  test('a list that grows is null where it was asked without any argument, as docs/clients.md says', async () => {
    const client = await open();
    expect(await ask(client, gql('{ leads { totalCount } }'))).toBeNull();
    expect(await ask(client, gql('{ leads(first: 1) { totalCount } }'))).toEqual({ leads: { totalCount: 1 } });
  });

  test('a write shows at once, then as it was stored, and is taken back where it is refused', async () => {
    const client = await open();
    const notes: string[] = [];
    const seen = client
      .query(list, { first: 1 })
      .subscribe(({ data }: Answer) => data && notes.push(data.opportunities.edges[0].node.note));
    const { opportunities } = await ask(client, list, { first: 1 });
    const { id, note } = opportunities.edges[0].node;
    await client.mutation(update, { id, input: { note: 'new' } }).toPromise();
    const { error } = await client.mutation(update, { id, input: { note: 'refused', confidence: 200 } }).toPromise();
    expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ argumentPath: ['input', 'confidence'] });
    await vi.waitFor(
      () => expect(notes.filter((seenNote, at) => seenNote !== notes[at - 1])).toEqual([note, 'new', 'refused', 'new']),
      {
        timeout: patience,
      },
    );
    seen.unsubscribe();
  });

  test('a deal that is made is in the figures that are looked at', async () => {
    const client = await open();
    const counts: number[] = [];
    const filter = { note: { contains: 'made by urql' } };
    const seen = client
      .query(card, { filter })
      .subscribe(({ data }: Answer) => data && counts.push(data.opportunityReport.count));
    await vi.waitFor(() => expect(counts).toContain(0), { timeout: patience });
    await client.mutation(create, { input: { note: 'made by urql' } }).toPromise();
    await vi.waitFor(() => expect(counts.at(-1)).toBe(1), { timeout: patience });
    seen.unsubscribe();
  });

  test('events change the objects that lists show', async () => {
    const client = await open();
    let tell = (_told: Answer) => {};
    const told = new Promise<Answer>((resolve) => {
      tell = resolve;
    });
    const seen = client.subscription(changes, {}).subscribe(({ data }: Answer) => tell(data));
    const { opportunityChanged: event } = await untilTold(told, () => served.makeDeal('of another'));
    expect(event).toMatchObject({ kind: 'CREATED', opportunity: { id: event.opportunityId, note: 'of another' } });
    seen.unsubscribe();
  });
});

test('objects are kept by their ids, and each type that has none is told to be without a key', async () => {
  const schema = await readSchema();
  const keys = keysOf(introspectionFromSchema(schema));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of types) expect([type.name, type.name in keys]).toEqual([type.name, !('id' in type.getFields())]);
  expect(Object.values(keys).map((key) => key({ __typename: 'Any', id: '1' }))).not.toContain('1');
  expect(types.length).toBeGreaterThan(Object.keys(keys).length + 10);
});
