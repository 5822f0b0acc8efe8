/** Memory and handles: six rounds of load leave the process as large as the first ones did. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { describeDatabases } from '../describe-databases.ts';
import { type GatewayProcess, startServing } from '../gateway-process.ts';
import { openStream } from '../graphql/stream.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';

const told = fileURLToPath(new URL('told-memory.mjs', import.meta.url));
const megabyte = 2 ** 20;
/** So many documents are more than the gateway keeps parsed: from then on each new one takes the place of another. */
const many = 1000;
/** How often each kind is asked in a round. MEMORY_TIMES=1000 looks longer. */
const times = Number(process.env.MEMORY_TIMES ?? 15);

interface Memory {
  readonly heapUsed: number;
  readonly rss: number;
  readonly files: number;
}

describeDatabases('a gateway that has worked', (opened) => {
  let mine: Sample;
  let gateway: GatewayProcess;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 20));
    buildIfChanged();
    // Code that is let go when it was not run for a while would hide as much of what is held.
    const command = [process.execPath, '--expose-gc', '--no-flush-bytecode', '--import', told, program, 'serve'];
    gateway = await startServing(command, { DATABASE_URL: opened.url, RATE_LIMIT_COST: '0' });
  });
  afterAll(() => gateway.stop());

  let sent = 0;
  const send = async (path: string, init: RequestInit = {}, key = mine.apiKey) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${gateway.address}${path}`, { headers, ...init });
    await response.arrayBuffer();
    return response.status;
  };
  const ask = (query: string, key?: string) =>
    send('/graphql', { method: 'POST', body: JSON.stringify({ query }) }, key);
  const subscribe = async () => {
    const query = 'subscription { opportunityChanged { kind } }';
    const stream = await openStream(fetch, `${gateway.address}/graphql`, mine.apiKey, { query });
    await stream.close();
  };

  /** None of them was ever sent before: whatever is kept of each stays. */
  const documents = [
    () => ask(`{ nothing${sent} }`),
    () => ask(`{ viewer { id } a${sent}: __typename }`),
    () => ask(`{ opportunities(query: "word${sent}", first: 5) { totalCount nodes { id lead { name } } } }`),
    () => ask(`mutation { createLead(input: { name: "Lead ${sent}" }) { lead { id } } }`),
  ];
  const kinds = [
    ...documents,
    () => ask(`{ ${sent}`),
    () => ask('{ viewer { id } }', `api_unknown${sent}`),
    () => send(`/api/v1/opportunity/?_limit=5&query=word${sent}`),
    () => send(`/api/v1/nothing${sent}/`),
    () => send('/api/v1/lead/', { method: 'POST', body: `{"name":"Lead ${sent}"}` }),
    subscribe,
  ];

  async function load(kinds: readonly (() => Promise<unknown>)[], times: number): Promise<void> {
    const until = sent + times * kinds.length;
    const client = async () => {
      while (sent < until) await kinds[sent++ % kinds.length]?.();
    };
    await Promise.all(Array.from({ length: 8 }, client));
  }

  /** With all that can be collected gone. */
  async function measure(): Promise<Memory> {
    const lines = () => gateway.printed().match(/^memory .*$/gm) ?? [];
    const before = lines().length;
    process.kill(gateway.pid, 'SIGUSR2');
    await vi.waitFor(() => expect(lines().length).toBeGreaterThan(before), { timeout: patience });
    const files = (await readdir(`/proc/${gateway.pid}/fd`)).length;
    return { ...JSON.parse(lines().at(-1)?.slice('memory '.length) ?? ''), files };
  }

  test('holds no more after six rounds than after two, nor more files', { timeout: 3 * patience }, async () => {
    await load(documents, many / documents.length);
    const rounds: Memory[] = [];
    for (let round = 0; round < 6; round++) {
      await load(kinds, times);
      rounds.push(await measure());
    }
    // The first is for what is loaded when it is first wanted.
    const [, first, ...later] = rounds;
    const last = later.at(-1);
    if (process.env.SHOW_TIMES) process.stderr.write(`${opened.provider} ${JSON.stringify(rounds)}\n`);
    expect((last?.heapUsed ?? 0) - (first?.heapUsed ?? 0)).toBeLessThan(2 * megabyte);
    expect(last?.rss).toBeLessThan(350 * megabyte);
    expect(Math.abs((last?.files ?? 0) - (first?.files ?? 0))).toBeLessThanOrEqual(2);
  });
});
