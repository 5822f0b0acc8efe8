/** A change that was acknowledged is told to webhooks, though its gateway was killed before it could. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { freshDatabase, providers } from '../describe-databases.ts';
import { type GatewayProcess, startGateway } from '../gateway-process.ts';
import { openReceiver } from '../webhook/receiver.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function ask({ address }: GatewayProcess, path: string, body: object) {
  const response = await fetch(`${address}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer api_demo', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { readonly id: string };
}

test.each(providers)(
  'kill -9 between the commit and the delivery loses nothing (%s)',
  async (provider) => {
    const { url, remove } = await freshDatabase(provider);
    open.push({ close: remove });
    const receiver = await openReceiver();
    open.push(receiver);
    // Never answered: the delivery is under way, and its webhook leased, when the gateway dies.
    receiver.answer = () => {};
    const start = async () => {
      const gateway = await startGateway(url, { WEBHOOK_PRIVATE_ADDRESSES: 'true' });
      open.push({ close: gateway.stop });
      return gateway;
    };
    const killed = await start();
    const { id } = await ask(killed, '/webhook/', {
      url: receiver.url,
      events: [{ object_type: 'task.lead', action: 'created' }],
    });
    const lead = await ask(killed, '/lead/', { name: 'Cut off' });
    const tasks = [];
    for (const text of ['first', 'second', 'third'])
      tasks.push((await ask(killed, '/task/', { lead_id: lead.id, text })).id);
    process.kill(killed.pid, 'SIGKILL');
    await sleep(100);
    receiver.answer = (response) => void response.end();
    const before = receiver.told.length;
    await start();
    const toldOf = () => receiver.told.slice(before).map(({ body }) => body.event.object_id);
    await expect.poll(toldOf, { timeout: 60_000 }).toEqual(tasks);
    expect(receiver.told.at(-1)?.body.subscription_id).toBe(id);
  },
  180_000,
);
