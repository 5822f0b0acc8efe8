/** How subscriptions end over a real connection: the client leaves, or the gateway stops. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServerAdapter } from '@whatwg-node/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDeadline } from '../../../src/db/deadline.ts';
import { noReplicas } from '../../../src/db/replica/replicas.ts';
import { createGraphqlDoor } from '../../../src/graphql/request/server.ts';
import { createIdentify } from '../../../src/http/caller.ts';
import { closeServer } from '../../../src/http/close-server.ts';
import { createLogger } from '../../../src/http/log.ts';
import { openRateLimiting } from '../../../src/http/rate-limit/limiter.ts';
import { createUnderWay } from '../../../src/http/under-way.ts';
import { type LazyFeed, lazyFeed } from '../../../src/live/lazy.ts';
import { createKeyUse } from '../../../src/organization/key-use.ts';
import { createKeyWatch } from '../../../src/organization/key-watch.ts';
import { createKnownKeys } from '../../../src/organization/known-keys.ts';
import { publicAddresses } from '../../../src/webhook/address.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { patience } from '../../patience.ts';
import { openDesk } from '../desk.ts';
import { openStream } from '../stream.ts';

/** The feed, and how many subscriptions to it there have been, and are. */
function countingFeed(feed: LazyFeed): LazyFeed & { made(): number; open(): number } {
  let made = 0;
  const open = new Set<object>();
  return {
    ...feed,
    made: () => made,
    open: () => open.size,
    async opened() {
      const opened = await feed.opened();
      return {
        ...opened,
        subscribe(organizationId) {
          const changes = opened.subscribe(organizationId);
          made += 1;
          open.add(changes);
          const end = changes.return?.bind(changes);
          return Object.assign(changes, {
            return: async () => {
              open.delete(changes);
              return end?.() ?? { value: undefined, done: true };
            },
          });
        },
      };
    },
  };
}

describeDatabases('the end of a subscription', (opened) => {
  const desk = openDesk(opened);
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer(createServerAdapter((request) => desk.gateway.app.fetch(request)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  });
  afterAll(() => server.close());

  const subscribe = () =>
    openStream(fetch, url, desk.keys.ada, { query: 'subscription { opportunityChanged { opportunityId } }' });
  const create = async (): Promise<string> => {
    const { data } = await desk.gateway.askText('mutation { createOpportunity(input: {}) { opportunity { id } } }');
    return data.createOpportunity.opportunity.id;
  };
  /** Whether anybody is told of a change: the filters of subscribers are asked of its images. */
  const isAnybodyTold = async () => {
    await create();
    await sleep(100);
    return desk.gateway.statements.some((sql) => /\bimage\b/.test(sql));
  };

  test('a client that leaves is forgotten, though nothing happens until then', async () => {
    const stream = await subscribe();
    const id = await create();
    expect((await stream.next())?.data).toEqual({ opportunityChanged: { opportunityId: id } });
    await vi.waitFor(async () => expect(await isAnybodyTold()).toBe(true), { timeout: patience });
    await stream.close();
    await vi.waitFor(async () => expect(await isAnybodyTold()).toBe(false), { timeout: patience });
  });

  test('a client that leaves before anything has happened is forgotten as well', async () => {
    const stream = await subscribe();
    await stream.close();
    await vi.waitFor(async () => expect(await isAnybodyTold()).toBe(false), { timeout: patience });
  });

  describe('a client that leaves without having read anything is forgotten, if it leaves', () => {
    const ask = async (leave: (answered: Promise<unknown>) => Promise<unknown>) => {
      const feed = lazyFeed(opened.url);
      const subscribers = countingFeed(feed);
      const { database } = desk.gateway.app;
      const clock = () => desk.now;
      const keyWatch = createKeyWatch(database, clock);
      const identify = createIdentify({
        clock,
        keyUse: createKeyUse(database),
        knownKeys: createKnownKeys(),
        refusedKeys: [],
      });
      const underWay = createUnderWay({ inAll: 10, ofOne: 10, atOnce: 5 });
      const limiter = openRateLimiting(undefined, { clock, log: createLogger('silent') }).graphql;
      const door = createGraphqlDoor({
        ...{
          database,
          feed: subscribers,
          keyWatch,
          clock,
          identify,
          underWay,
          limiter,
          introspection: true,
          addresses: publicAddresses(),
        },
        replicas: noReplicas,
      });
      const client = new AbortController();
      const request = new Request(url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${desk.keys.ada}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ query: 'subscription { opportunityChanged { opportunityId } }' }),
        signal: client.signal,
      });
      const answered = door.answer(request, {
        ...{ requestId: 'test', report: () => {}, tell: () => {} },
        deadline: createDeadline(60_000, client.signal),
      });
      await leave(answered);
      client.abort();
      await answered.catch(() => {});
      const { made, open } = subscribers;
      await vi.waitFor(() => expect(open()).toBe(0), { timeout: patience });
      keyWatch.close();
      await feed.close();
      return { made: made(), open: open() };
    };

    test('when it has been answered', async () => {
      expect(await ask((answered) => answered)).toEqual({ made: 1, open: 0 });
    });

    test.each([0, 1, 2, 5, 10, 20])('%i ms after it has asked', async (milliseconds) => {
      expect(await ask(() => sleep(milliseconds))).toMatchObject({ open: 0 });
    });
  });

  test('a server with open streams closes at once when they are ended', async () => {
    const streams = [await subscribe(), await subscribe()];
    const began = performance.now();
    const closed = closeServer(server, patience);
    await desk.gateway.app.endSubscriptions();
    for (const stream of streams) expect(await stream.next()).toBeNull();
    await closed;
    expect(performance.now() - began).toBeLessThan(patience / 2);
  });
});
