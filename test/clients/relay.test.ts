/** Relay's compiler over the schema, and its runtime as docs/clients.md sets it up. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type ConcreteRequest,
  commitMutation,
  createOperationDescriptor,
  type Environment,
  fetchQuery,
  requestSubscription,
} from 'relay-runtime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRelay } from '../../examples/clients/relay.ts';
import { patience } from '../patience.ts';
import { documents } from './relay-documents.ts';
import { dealCount, describeClient, untilTold } from './served.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a document gives is known to its artifact only
type Answer = any;

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'test-output/relay');

async function compile(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'src/__generated__'), { recursive: true });
  const config = JSON.parse(await readFile(join(root, 'examples/clients/relay.config.json'), 'utf8'));
  await writeFile(join(folder, 'schema.graphql'), await readFile(join(root, 'schema.graphql')));
  await writeFile(join(folder, 'src/documents.ts'), documents);
  await writeFile(
    join(folder, 'relay.config.json'),
    JSON.stringify({ ...config, artifactDirectory: 'src/__generated__' }),
  );
  await promisify(execFile)(process.execPath, [join(root, 'node_modules/relay-compiler/cli.js')], { cwd: folder });
}

/** @throws where the compiler refused the document, for then there is none */
async function compiled(name: string): Promise<ConcreteRequest> {
  const artifact = await import(/* @vite-ignore */ join(folder, `src/__generated__/${name}.graphql.ts`));
  return artifact.default;
}

/** What the store has for the document: what a component would show. */
function shown(relay: Environment, document: ConcreteRequest, variables: object): Answer {
  return relay.lookup(createOperationDescriptor(document, { ...variables }).fragment).data;
}

const ask = (relay: Environment, document: ConcreteRequest, variables: object): Promise<Answer> =>
  fetchQuery(relay, document, { ...variables }, { fetchPolicy: 'network-only' }).toPromise();

beforeAll(compile, patience);
afterAll(() => rm(folder, { recursive: true, force: true }));

describeClient('Relay', (served) => {
  const open = () => createRelay(served.url, served.key);

  test('a list grows by its pages until there are no more; a card of the same filter stands beside it', async () => {
    const [list, card] = await Promise.all([compiled('documentsListQuery'), compiled('documentsCardQuery')]);
    const relay = open();
    const filter = { note: { contains: 'deal' } };
    const first = { filter, first: 12 };
    relay.retain(createOperationDescriptor(list, first));
    const sizes: number[] = [];
    for (let after: string | null = null; ; ) {
      await ask(relay, list, { ...first, after });
      const { edges, pageInfo } = shown(relay, list, first).opportunities;
      sizes.push(edges.length);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(sizes).toEqual([12, 24, dealCount]);
    const { opportunityReport: figures } = await ask(relay, card, { filter });
    expect(figures.count).toBe(dealCount);
    expect(shown(relay, list, first).opportunities.edges).toHaveLength(dealCount);
  });

  test('a chart grows by pages of groups, and each bar opens to as many deals as it counts', async () => {
    const [list, chart] = await Promise.all([compiled('documentsListQuery'), compiled('documentsChartQuery')]);
    const relay = open();
    const groups = () => shown(relay, chart, { first: 1 }).opportunityReport.groups;
    for (let after: string | null = null; ; ) {
      await ask(relay, chart, { first: 1, after });
      const { pageInfo } = groups();
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(groups().edges).toHaveLength(groups().totalCount);
    expect(groups().totalCount).toBeGreaterThan(1);
    for (const { node } of groups().edges) {
      expect(node.keys[0].user.fullName).toBe(node.keys[0].label);
      const { opportunities } = await ask(relay, list, { within: node.drillDown, first: 1 });
      expect([node.key, opportunities.totalCount]).toEqual([node.key, node.count]);
    }
  });

  test('a write shows at once, then as it was stored, and is taken back where it is refused', async () => {
    const [list, update] = await Promise.all([compiled('documentsListQuery'), compiled('documentsUpdateMutation')]);
    const relay = open();
    await ask(relay, list, { first: 1 });
    const operation = createOperationDescriptor(list, { first: 1 });
    relay.retain(operation);
    const { id, version, note: before } = shown(relay, list, { first: 1 }).opportunities.edges[0].node;
    const notes: string[] = [];
    relay.subscribe(relay.lookup(operation.fragment), ({ data }: Answer) =>
      notes.push(data.opportunities.edges[0].node.note),
    );
    const write = (note: string, input: object) =>
      new Promise<Answer>((resolve, reject) => {
        commitMutation(relay, {
          ...{ mutation: update, variables: { id, input } },
          optimisticResponse: { updateOpportunity: { opportunity: { id, note, version } } } as never,
          onCompleted: (answer, errors) => (errors?.length ? reject(errors) : resolve(answer)),
          onError: reject,
        });
      });
    const stored = await write('at once', { note: 'stored' });
    expect(stored.updateOpportunity.opportunity).toMatchObject({ note: 'stored', version: version + 1 });
    await expect(write('refused', { note: 'refused', confidence: 200 })).rejects.toBeDefined();
    expect(before).not.toBe('stored');
    await vi.waitFor(() => expect(notes).toEqual(['at once', 'stored', 'refused', 'stored']), { timeout: patience });
  });

  test('a deal that is made is put into the list by its edge, and so are many, but for those that were wrong', async () => {
    const [list, create, createMany] = await Promise.all(
      ['documentsListQuery', 'documentsCreateMutation', 'documentsCreateManyMutation'].map(compiled),
    );
    if (!list || !create || !createMany) throw new Error('not compiled');
    const relay = open();
    const asked = { filter: { note: { contains: 'made by relay' } }, first: 10 };
    await ask(relay, list, asked);
    relay.retain(createOperationDescriptor(list, asked));
    const { __id: connection, edges } = shown(relay, list, asked).opportunities;
    expect(edges).toEqual([]);
    const make = (mutation: ConcreteRequest, input: object) =>
      new Promise<Answer>((resolve, reject) => {
        const variables = { ...input, connections: [connection] };
        commitMutation(relay, { ...{ mutation, variables }, ...{ onCompleted: resolve, onError: reject } });
      });
    await make(create, { input: { note: 'made by relay' } });
    await make(createMany, { inputs: [{ note: 'first of many' }, { confidence: 101 }, { note: 'last of many' }] });
    const made = shown(relay, list, asked).opportunities.edges;
    expect(made.map(({ node }: Answer) => node.note)).toEqual(['made by relay', 'first of many', 'last of many']);
  });

  test('events change the objects that lists show, and each object is found again by its id', async () => {
    const [changes, refetch] = await Promise.all([
      compiled('documentsChangesSubscription'),
      compiled('documentsRefetchQuery'),
    ]);
    const relay = open();
    let tell = (_told: Answer) => {};
    const told = new Promise<Answer>((resolve) => {
      tell = resolve;
    });
    const seen = requestSubscription(relay, { subscription: changes, variables: {}, onNext: tell });
    const { opportunityChanged: event } = await untilTold(told, () => served.makeDeal('of another'));
    expect(event).toMatchObject({ kind: 'CREATED', opportunity: { id: event.opportunityId, note: 'of another' } });
    seen.dispose();
    const { node } = await ask(relay, refetch, { id: event.opportunityId });
    expect(node.__id).toBe(event.opportunityId);
  });
});
