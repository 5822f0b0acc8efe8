/** Subscriptions over Server-Sent Events by a client of many, and what those are told who ask in another way. */
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Listening, listen } from '../../abuse/listening.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { openDesk } from '../desk.ts';

const changed = 'subscription { opportunityChanged { opportunityId } }';

describeDatabases('event streams', (opened) => {
  const desk = openDesk(opened);
  let gateway: Listening;
  let url: string;
  beforeAll(async () => {
    gateway = await listen({ databaseUrl: opened.url, clock: () => desk.now });
    url = `http://127.0.0.1:${gateway.port}/graphql`;
  });
  afterAll(() => gateway.close());

  const bearer = () => ({ authorization: `Bearer ${desk.keys.ada}` });
  const create = async (): Promise<string> => {
    const headers = { ...bearer(), 'content-type': 'application/json' };
    const answer = await fetch(url.replace('/graphql', '/api/v1/opportunity/'), {
      method: 'POST',
      headers,
      body: '{}',
    });
    return ((await answer.json()) as { id: string }).id;
  };
  const ask = (accept: string) =>
    fetch(url, {
      method: 'POST',
      headers: { ...bearer(), accept, 'content-type': 'application/json' },
      body: JSON.stringify({ query: changed }),
    });

  test('graphql-sse gets its events, each subscription over a connection of its own', async () => {
    let told = () => {};
    const connected = new Promise<void>((resolve) => {
      told = resolve;
    });
    const client = createClient({ url, headers: bearer, retryAttempts: 0, on: { connected: () => told() } });
    const events = client.iterate({ query: changed });
    const first = events.next();
    await connected;
    const opportunityId = await create();
    expect((await first).value).toEqual({ data: { opportunityChanged: { opportunityId } } });
    await events.return?.();
    client.dispose();
  });

  test('its single connection mode is refused with the mode to use', async () => {
    const client = createClient({ url, headers: bearer, singleConnection: true, retryAttempts: 0 });
    await expect(client.iterate({ query: changed }).next()).rejects.toThrow(/405/);
    client.dispose();
    const answer = await fetch(url, { method: 'PUT', headers: bearer() });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await answer.json()).toMatchObject({
      errors: [
        { message: expect.stringContaining('singleConnection: false'), extensions: { code: 'METHOD_NOT_ALLOWED' } },
      ],
    });
  });

  test.each([
    'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json',
    'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9',
    'application/json',
  ])('who accepts %s is told what to accept, and no stream is left open', async (accept) => {
    const answer = await ask(accept);
    expect(answer.status).toBe(406);
    expect(await answer.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('text/event-stream'), extensions: { code: 'NOT_ACCEPTABLE' } }],
    });
  });

  test.each(['text/event-stream', 'text/event-stream, application/json', '*/*'])(
    'who accepts %s gets events',
    async (accept) => {
      const answer = await ask(accept);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      await answer.body?.cancel();
    },
  );
});
