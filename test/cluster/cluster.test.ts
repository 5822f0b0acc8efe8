/** Several gateways and several PostgreSQLs are to a client one gateway, whichever of them is killed. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { createOffices, fixedNow } from '../fixtures.ts';
import type { GatewayProcess } from '../gateway-process.ts';
import { patience } from '../patience.ts';
import { allowance, type Cluster, startCluster } from './cluster.ts';
import { describeCluster } from './programs.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers to untyped documents have no type
type Answer = any;

/** What a client may be told while something is broken, and does again. */
const retryable = new Set([429, 502, 503, 504]);

describeCluster('a cluster', () => {
  let cluster: Cluster;
  let keys: readonly string[] = [];
  let unused = '';
  let leadId = '';

  beforeAll(async () => {
    cluster = await startCluster();
    const database = openDatabase(cluster.primary.url);
    try {
      const { mine } = await createOffices(database);
      leadId = mine.leadId;
      const { organizationId, userId } = mine.caller;
      [unused = '', ...keys] = await database.write(async (session) => {
        const made: string[] = [];
        for (let i = 0; i < 9; i++)
          made.push(await createApiKey(session, { organizationId, userId, name: `key ${i}` }, { now: fixedNow }));
        return made;
      });
    } finally {
      await database.close();
    }
  }, patience);
  afterAll(() => cluster?.stop(), patience);

  const headersOf = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
  const ask = async (key: string, query: string, variables: object = {}, address = cluster.address) => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: headersOf(key),
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, text, body: (response.ok ? JSON.parse(text) : undefined) as Answer };
  };
  const create = (key: string, note: string, headers: object = {}, address = cluster.address) =>
    fetch(`${address}/api/v1/opportunity/`, {
      method: 'POST',
      headers: { ...headersOf(key), ...headers },
      body: JSON.stringify({ lead_id: leadId, note, value: 100 }),
    });
  const noted = async (key: string, note: string): Promise<number> => {
    const filter = { note: { contains: note } };
    const { body } = await ask(
      key,
      '($filter: OpportunityFilter) { opportunities(filter: $filter) { totalCount } }'.replace(/^/, 'query '),
      { filter },
    );
    return body.data.opportunities.totalCount;
  };
  /** How many statements the replicas have answered. */
  const readFromReplicas = async () => {
    const counts = await Promise.all(
      cluster.replicas.map(async (replica) => {
        const [row] = await replica.ask(
          "select xact_commit + xact_rollback as count from pg_stat_database where datname = 'gateway'",
        );
        return Number(row?.count);
      }),
    );
    return counts;
  };

  test(
    'who writes reads what they wrote, at once and every time; who only reads is answered by the replicas',
    async () => {
      const [reader = '', ...writers] = keys;
      const before = await readFromReplicas();
      let stale = 0;
      await Promise.all([
        ...writers.map(async (key) => {
          const created = (await (await create(key, 'mine')).json()) as Answer;
          for (let value = 1; value <= 30; value++) {
            const update = await fetch(`${cluster.address}/api/v1/opportunity/${created.id}/`, {
              method: 'PUT',
              headers: headersOf(key),
              body: JSON.stringify({ value }),
            });
            expect(update.status).toBe(200);
            await sleep(value % 5 === 0 ? 150 : 0);
            const { body } = await ask(key, 'query ($id: ID!) { opportunity(id: $id) { value } }', { id: created.id });
            if (body.data.opportunity?.value !== value) stale += 1;
          }
        }),
        (async () => {
          for (let i = 0; i < 100; i++) {
            const { status } = await ask(reader, '{ opportunities(first: 5) { totalCount nodes { id } } }');
            expect(status).toBe(200);
          }
        })(),
      ]);
      expect(stale).toBe(0);
      // Told by PostgreSQL's statistics, a while later.
      await vi.waitFor(
        async () => {
          const after = await readFromReplicas();
          for (const [i, count] of after.entries()) expect(count - (before[i] ?? 0)).toBeGreaterThan(20);
        },
        { timeout: patience, interval: 500 },
      );
    },
    patience,
  );

  test(
    'a subscriber of one gateway hears what another has written; idempotency and what a key has used hold at both',
    async () => {
      const [one, two] = cluster.gateways as [GatewayProcess, GatewayProcess];
      const [key = ''] = keys;
      const client = createClient({ url: `${one.address}/graphql`, headers: headersOf(key) });
      const events = client.iterate({ query: 'subscription { opportunityChanged { opportunity { note } } }' });
      const heard = (async () => {
        for await (const { data } of events)
          if ((data as Answer).opportunityChanged.opportunity.note === 'heard') return;
      })();
      let isHeard = false;
      void heard.then(() => {
        isHeard = true;
      });
      while (!isHeard) {
        await create(key, 'heard', {}, two.address);
        await sleep(100);
      }
      client.dispose();
      const headers = { 'idempotency-key': randomUUID() };
      const answers = [];
      for (const { address } of [one, two, one])
        answers.push(await (await create(key, 'once', headers, address)).text());
      expect(new Set(answers).size).toBe(1);
      expect(await noted(key, 'once')).toBe(1);
      const remaining: number[] = [];
      for (const { address } of [one, two, one, two, one, two]) {
        const { headers: told } = await fetch(`${address}/api/v1/me/`, { headers: headersOf(unused) });
        remaining.push(Number(told.get('ratelimit-remaining')));
      }
      // Each for itself would have counted three.
      expect(Math.min(...remaining)).toBeLessThan(allowance - 3);
    },
    patience,
  );

  test(
    'what nobody waits for any more is stopped, however often, and PgBouncer goes on',
    async () => {
      const [key = ''] = keys;
      // Without copies, so that all goes through PgBouncer.
      const gateway = await cluster.startGateway([]);
      const query =
        '{ opportunities(filter: { note: { contains: "e" } }) { totalCount aggregates { medianValueAnnualized } } }';
      for (let i = 0; i < 400; i++) {
        const leaving = AbortSignal.timeout(1 + (i % 12));
        const body = JSON.stringify({ query });
        const request = { method: 'POST', headers: headersOf(key), body, signal: leaving };
        await fetch(`${gateway.address}/graphql`, request)
          .then(
            (response) => response.text(),
            () => {},
          )
          .catch(() => {});
      }
      expect(await cluster.poolerAnswers()).toBe(true);
      expect((await ask(key, query, {}, gateway.address)).status).toBe(200);
      await gateway.stop();
    },
    patience,
  );

  test(
    'how many questions are answered with no, one and two copies is written down',
    async () => {
      const figures: Record<string, number> = {};
      for (const copies of [[], cluster.replicas.slice(1), cluster.replicas]) {
        const gateway = await cluster.startGateway(copies);
        let answered = 0;
        const end = performance.now() + 3000;
        await Promise.all(
          keys.map(async (key) => {
            while (performance.now() < end) {
              const { status } = await ask(
                key,
                '{ opportunities(first: 50) { totalCount nodes { id lead { name } } } }',
                {},
                gateway.address,
              );
              expect(status).toBe(200);
              answered += 1;
            }
          }),
        );
        figures[`${copies.length} replicas, questions a second`] = Math.round(answered / 3);
        await gateway.stop();
      }
      await mkdir('test-output', { recursive: true });
      await writeFile('test-output/cluster.json', JSON.stringify(figures));
      expect(Object.values(figures).every((figure) => figure > 0)).toBe(true);
    },
    patience,
  );

  test(
    'a replica that is killed while many read from it is noticed by nobody',
    async () => {
      let answered = 0;
      const refused: string[] = [];
      let isOver = false;
      const read = async (key: string, turn: number) => {
        for (; !isOver; turn++) {
          const { status, body, text } = await ask(
            key,
            '{ opportunities(first: 20) { totalCount aggregates { totalValueOneTime } nodes { id lead { name } } } }',
          );
          const rest = await fetch(`${cluster.address}/api/v1/opportunity/?_limit=5`, { headers: headersOf(key) });
          const list = await rest.text();
          answered += 2;
          if (status !== 200) refused.push(`${status} ${text}`);
          if (rest.status !== 200) refused.push(`${rest.status} ${list}`);
          expect(body?.errors).toBeUndefined();
        }
      };
      const reading = Promise.all(keys.map(read));
      await sleep(1500);
      const [killed] = cluster.replicas;
      await killed?.kill();
      const soFar = answered;
      await vi.waitFor(() => expect(answered).toBeGreaterThan(soFar + 200), { timeout: patience });
      isOver = true;
      await reading;
      expect(refused).toEqual([]);
    },
    patience,
  );

  test(
    'a gateway that is killed while many write loses nothing that it acknowledged, and nobody is told worse than to try again',
    async () => {
      const acknowledged: string[] = [];
      const statuses = new Set<number>();
      let isOver = false;
      const write = async (key: string, writer: number) => {
        for (let i = 0; !isOver; i++) {
          const note = `survives ${writer}/${i}.`;
          const headers = { 'idempotency-key': randomUUID() };
          // As a client does: again, with the same key, until it is told.
          for (let isTold = false; !isTold; ) {
            // A connection that is closed before the answer: HAProxy leaves it to the client to ask again.
            const status = await create(key, note, headers).then(
              async (response) => {
                await response.arrayBuffer();
                return response.status;
              },
              () => 'closed' as const,
            );
            if (status !== 'closed') statuses.add(status);
            isTold = status === 200;
            if (!isTold) await sleep(50);
          }
          acknowledged.push(note);
        }
      };
      const writing = Promise.all(keys.map(write));
      await sleep(1000);
      const [, victim] = cluster.gateways as [GatewayProcess, GatewayProcess];
      process.kill(victim.pid, 'SIGKILL');
      const soFar = acknowledged.length;
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(soFar + 50), { timeout: patience });
      isOver = true;
      await writing;
      expect([...statuses].filter((status) => status !== 200 && !retryable.has(status))).toEqual([]);
      const stored = await cluster.primary.ask(
        "select note, count(*)::int as count from opportunity where note like 'survives %' group by note",
      );
      const counts = new Map(stored.map(({ note, count }) => [note, count]));
      expect(acknowledged.filter((note) => counts.get(note) !== 1)).toEqual([]);
      expect(counts.size).toBe(acknowledged.length);
    },
    patience,
  );
});
