/** Documents by their ids: from a file as clients' compilers write it, over requests and sockets, and, where it is said, no others. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { type Listening, listen } from '../../abuse/listening.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { openDesk } from '../desk.ts';
import { openSocket } from '../socket.ts';

const viewer = 'query Viewer { viewer { id } }';
const lead = 'query Lead($id: ID!) { lead(id: $id) { id } }';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

describeDatabases('trusted documents', (opened) => {
  const desk = openDesk(opened);
  let folder = '';
  const gateways: Record<'none' | 'some' | 'only', Listening> = {} as never;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opportunity-gateway-documents-'));
    const byId = join(folder, 'by-id.json');
    const ofApollo = join(folder, 'of-apollo.json');
    await writeFile(byId, JSON.stringify({ [hash(viewer)]: viewer, 'sha256:lead': lead }));
    await writeFile(
      ofApollo,
      JSON.stringify({
        ...{ format: 'apollo-persisted-query-manifest', version: 1 },
        operations: [
          { id: hash(viewer), name: 'Viewer', type: 'query', body: viewer },
          { id: 'lead', name: 'Lead', type: 'query', body: lead },
        ],
      }),
    );
    const serve = (trustedDocuments?: { file: string; only: boolean }) =>
      listen({ databaseUrl: opened.url, clock: () => desk.now, trustedDocuments });
    gateways.none = await serve();
    gateways.some = await serve({ file: byId, only: false });
    gateways.only = await serve({ file: ofApollo, only: true });
  });
  afterAll(async () => {
    for (const gateway of Object.values(gateways)) await gateway.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (which: keyof typeof gateways, body: object, accept = 'application/json') => {
    const answer = await gateways[which].app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { authorization: `Bearer ${desk.keys.ada}`, 'content-type': 'application/json', accept },
        body: JSON.stringify(body),
      }),
    );
    const { data, errors = [] } = (await answer.json()) as {
      data?: object;
      errors?: { message: string; extensions: { code: string } }[];
    };
    return { status: answer.status, data, message: errors[0]?.message, code: errors[0]?.extensions.code };
  };
  const persisted = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
  const me = () => ({ viewer: { id: desk.mine.userIds[0] } });

  test.each(['some', 'only'] as const)('where there are %s, an id is executed with its variables', async (which) => {
    const asked = [{ documentId: hash(viewer) }, { documentId: `sha256:${hash(viewer)}` }, persisted(hash(viewer))];
    for (const body of asked) expect((await ask(which, body)).data).toEqual(me());
    const id = desk.mine.leadId;
    expect((await ask(which, { documentId: 'lead', variables: { id } })).data).toEqual({ lead: { id } });
    expect(await ask(which, { documentId: 'lead' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('an id in the address of a request is executed as well', async () => {
    const headers = { authorization: `Bearer ${desk.keys.ada}` };
    for (const query of [
      `documentId=${hash(viewer)}`,
      `extensions=${encodeURIComponent(JSON.stringify(persisted(hash(viewer)).extensions))}`,
    ]) {
      const answer = await gateways.some.app.fetch(new Request(`http://gateway.test/graphql?${query}`, { headers }));
      expect(await answer.json()).toEqual({ data: me() });
    }
  });

  test('other documents are executed, unless only those are', async () => {
    const other = { query: '{ viewer { id } }' };
    expect((await ask('none', other)).data).toEqual(me());
    expect((await ask('some', other)).data).toEqual(me());
    expect(await ask('only', other)).toMatchObject({ status: 200, data: undefined, code: 'UNTRUSTED_DOCUMENT' });
    expect(await ask('only', other, 'application/graphql-response+json')).toMatchObject({
      ...{ status: 400, code: 'UNTRUSTED_DOCUMENT' },
    });
    expect(await ask('only', { query: '{ __schema { types { name } } }' })).toMatchObject({
      code: 'UNTRUSTED_DOCUMENT',
    });
    expect(await ask('only', { ...other, documentId: hash(viewer) })).toMatchObject({ code: 'UNTRUSTED_DOCUMENT' });
    // The text of one of them is as good as its id.
    expect((await ask('only', { query: viewer, ...persisted('another') })).data).toEqual(me());
  });

  test('an id that stands for nothing is told, in the words of who asks', async () => {
    const missing = { documentId: 'missing' };
    for (const which of ['none', 'some', 'only'] as const) {
      expect(await ask(which, missing)).toMatchObject({ status: 200, code: 'UNKNOWN_DOCUMENT' });
      expect(await ask(which, missing, 'application/graphql-response+json')).toMatchObject({ status: 400 });
    }
    const forApollo = persisted(hash('{ viewer { email } }'));
    const kept = { message: 'PersistedQueryNotFound', code: 'PERSISTED_QUERY_NOT_FOUND' };
    expect(await ask('none', forApollo)).toMatchObject({
      ...{ message: 'PersistedQueryNotSupported', code: 'PERSISTED_QUERY_NOT_SUPPORTED' },
    });
    expect(await ask('some', forApollo)).toMatchObject(kept);
    expect(await ask('only', forApollo)).toMatchObject(kept);
  });

  test.each([
    {},
    { documentId: 5 },
    { documentId: '' },
    { extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } },
  ])('without a document that could be meant, that is told: %j', async (body) => {
    const { status, data, code } = await ask('some', body, 'application/graphql-response+json');
    expect([status, data]).toEqual([400, undefined]);
    expect(['BAD_REQUEST', 'UNKNOWN_DOCUMENT']).toContain(code);
  });

  test('sockets take ids as well, and no more than those where only those are', async () => {
    const client = openSocket(gateways.only.port, { connectionParams: { authorization: `Bearer ${desk.keys.ada}` } });
    expect((await client.askAs({ query: '', documentId: hash(viewer) })).data).toEqual(me());
    expect((await client.askAs({ query: '', ...persisted(hash(viewer)) })).data).toEqual(me());
    await expect(client.ask('{ viewer { id } }')).rejects.toMatchObject([
      { extensions: { code: 'UNTRUSTED_DOCUMENT' } },
    ]);
    await client.close();
  });

  test('a file that cannot be read keeps the gateway from starting, by its name', async () => {
    const write = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    const files = [
      join(folder, 'missing.json'),
      await write('text.json', 'query { viewer { id } }'),
      await write('list.json', '[]'),
      await write('numbers.json', '{"a": 1}'),
      await write('empty.json', '{"a": ""}'),
    ];
    for (const file of files) {
      const open = () => createApp({ databaseUrl: opened.url, trustedDocuments: { file, only: true } });
      expect(open).toThrow(`TRUSTED_DOCUMENTS: ${file}`);
    }
    expect(() => readConfig({ TRUSTED_DOCUMENTS_ONLY: 'true' })).toThrow('TRUSTED_DOCUMENTS_ONLY needs');
    expect(readConfig({ TRUSTED_DOCUMENTS: 'x.json' }).trustedDocuments).toEqual({ file: 'x.json', only: false });
  });
});
