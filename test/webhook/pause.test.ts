/** When webhooks are paused, and what becomes then of what waits for them. */
import { expect, test } from 'vitest';
import { redeliver } from '../../src/webhook/write.ts';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from '../rest/answers.ts';
import { useOffice } from '../rest/office.ts';
import { soon, useDeliveries } from './deliveries.ts';
import { status } from './receiver.ts';

describeDatabases('a webhook', (opened) => {
  const office = useOffice(opened);
  const { listen, deliver, makeDeal, deliveries, first } = useDeliveries(opened, office);
  const statusesOf = async (id: string) => (await deliveries(id)).map((delivery) => delivery.status);

  test('is paused after three days of failures, and what waited is given up', async () => {
    const { receiver, id } = await listen();
    receiver.answer = status(503);
    const { clock } = deliver();
    await makeDeal('Anybody?');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1 });
    // Before the clock moves: what is written in the moment of the pause waits until the webhook is active again.
    await makeDeal('Still there?');
    clock.ahead = 73 * 60 * 60 * 1000;
    await expect
      .poll(async () => (await deliveries(id)).map((delivery) => delivery.status), soon)
      .toEqual(['failed', 'failed']);
    const webhook = await ok(office.rest.get(`/webhook/${id}/`));
    expect(webhook.status).toBe('paused');
    const deliveryId = (await first(id))?.id ?? '';
    const again = opened.database.write((session) => redeliver(session, office.mine.caller, deliveryId));
    await expect(again).rejects.toThrow('paused');
  });

  test('for which too much waits is paused, and what waited is given up, until somebody makes it active', async () => {
    const { receiver, id } = await listen();
    receiver.answer = status(503);
    // A portion is full, and the queue with it.
    for (let deal = 0; deal < 60; deal++) await makeDeal(`Deal ${deal}`);
    deliver({ mostWaiting: 60 });
    await expect.poll(async () => (await ok(office.rest.get(`/webhook/${id}/`))).status, soon).toBe('paused');
    expect(new Set(await statusesOf(id))).toEqual(new Set(['failed']));
    expect((await deliveries(id)).at(-1)?.error).toContain('60 events were waiting: the webhook was paused');
    await makeDeal('Not told');
    receiver.answer = (response) => void response.end();
    const before = receiver.told.length;
    await ok(office.rest.put(`/webhook/${id}/`, { status: 'active' }));
    await makeDeal('Back again');
    await expect
      .poll(() => receiver.told.slice(before).map(({ body }) => body.event.data.note), soon)
      .toEqual([...['Back again']]);
  });

  test('for which less waits than that is not', async () => {
    const { receiver, id } = await listen();
    for (let deal = 0; deal < 60; deal++) await makeDeal(`Deal ${deal}`);
    deliver({ mostWaiting: 61 });
    await expect.poll(() => receiver.told.length, soon).toBe(60);
    expect((await ok(office.rest.get(`/webhook/${id}/`))).status).toBe('active');
  });

  test('that somebody pauses keeps what waits, and is told of it when it is active again', async () => {
    const { receiver, id } = await listen();
    receiver.answer = status(500);
    const gateway = deliver();
    await makeDeal('Before');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'pending' });
    await ok(office.rest.put(`/webhook/${id}/`, { status: 'paused' }));
    receiver.answer = (response) => void response.end();
    gateway.clock.ahead = 60_000;
    await makeDeal('Meanwhile');
    expect(await statusesOf(id)).toEqual(['pending']);
    await ok(office.rest.put(`/webhook/${id}/`, { status: 'active' }));
    await makeDeal('After');
    await expect.poll(() => statusesOf(id), soon).toEqual(['delivered', 'delivered']);
    expect(receiver.told.slice(1).map(({ body }) => body.event.data.note)).toEqual(['Before', 'After']);
  });
});
