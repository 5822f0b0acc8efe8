/** A gateway that is told to stop answers what is under way, takes nothing new and ends with 0; told again, it ends at once. */
import { Agent, request } from 'node:http';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { type GatewayProcess, startGateway } from '../gateway-process.ts';
import { patience } from '../patience.ts';
import { createSamples, type Sample } from '../sample.ts';
import { whileWritersWait } from './locked.ts';

describeDatabases('a gateway that is told to stop', (opened) => {
  let mine: Sample;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 3));
  });
  const agents: Agent[] = [];
  afterEach(() => {
    for (const agent of agents.splice(0)) agent.destroy();
  });
  const openAgent = () => {
    const agent = new Agent({ keepAlive: true });
    agents.push(agent);
    return agent;
  };

  /** @returns what is told once it is on its way, and the status of its answer; 0 without one */
  function send({ address }: GatewayProcess, path: string, agent: Agent, body?: string) {
    const headers = { authorization: `Bearer ${mine.apiKey}`, 'content-type': 'application/json' };
    const outgoing = request(`${address}${path}`, { agent, headers, method: body === undefined ? 'GET' : 'POST' });
    const isSent = new Promise<void>((resolve) => outgoing.once('finish', resolve).once('error', () => resolve()));
    const status = new Promise<number>((resolve) => {
      outgoing.once('error', () => resolve(0));
      outgoing.once('response', (incoming) => incoming.resume().once('end', () => resolve(incoming.statusCode ?? 0)));
    });
    outgoing.end(body);
    return { isSent, status };
  }
  const create = (gateway: GatewayProcess, agent: Agent, i: number) =>
    i % 2 === 0
      ? send(gateway, '/api/v1/lead/', agent, '{"name":"Under way"}')
      : send(
          gateway,
          '/graphql',
          agent,
          '{"query":"mutation { createLead(input: { name: \\"Under way\\" }) { lead { id } } }"}',
        );

  /** Twenty that wait for another writer, and fifty connections on which nothing is asked. */
  async function busy(gateway: GatewayProcess) {
    const idle = openAgent();
    await Promise.all(Array.from({ length: 50 }, () => send(gateway, '/health', idle).status));
    const agent = openAgent();
    const changes = Array.from({ length: 20 }, (_, i) => create(gateway, agent, i));
    await Promise.all(changes.map(({ isSent }) => isSent));
    // Connections are taken in their order: who comes later and is answered tells that the others are in.
    for (let i = 0; i < 3; i++) expect(await send(gateway, '/health', openAgent()).status).toBe(200);
    return changes.map(({ status }) => status);
  }
  const isListening = async (gateway: GatewayProcess) => (await send(gateway, '/health', openAgent()).status) !== 0;
  const countMade = () => opened.database.write(({ prisma }) => prisma.lead.count({ where: { name: 'Under way' } }));

  test('answers all twenty, and nobody else, and ends with 0', async () => {
    const gateway = await startGateway(opened.url);
    const answers = await whileWritersWait(opened, async () => {
      const statuses = await busy(gateway);
      process.kill(gateway.pid, 'SIGTERM');
      await vi.waitFor(async () => expect(await isListening(gateway)).toBe(false), { timeout: patience });
      return statuses;
    });
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, () => 200));
    const answered = performance.now();
    expect(await gateway.ended).toBe(0);
    const took = performance.now() - answered;
    if (process.env.SHOW_TIMES) process.stderr.write(`${opened.provider}: ended after ${took.toFixed()} ms\n`);
    // Well before the ten seconds after which it would wait for nobody.
    expect(took).toBeLessThan(5000);
    expect(await countMade()).toBe(20);
  });

  test('told once more, it waits for nobody', async () => {
    const gateway = await startGateway(opened.url);
    await whileWritersWait(opened, async () => {
      const statuses = await busy(gateway);
      process.kill(gateway.pid, 'SIGINT');
      await vi.waitFor(async () => expect(await isListening(gateway)).toBe(false), { timeout: patience });
      process.kill(gateway.pid, 'SIGINT');
      expect(await gateway.ended).toBeNull();
      expect(new Set(await Promise.all(statuses))).toEqual(new Set([0]));
    });
  });
});
