/** Webhooks are told of what they want, once and signed, whatever becomes of receivers and gateways. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { eventActions, eventTypes } from '../../src/db/history/event-kinds.ts';
import { everywhere, publicAddresses, type Resolve } from '../../src/webhook/address.ts';
import { redeliver, updateWebhook } from '../../src/webhook/write.ts';
import { describeDatabases } from '../describe-databases.ts';
import { ok } from '../rest/answers.ts';
import { useOffice } from '../rest/office.ts';
import { deals, soon, useDeliveries } from './deliveries.ts';
import { openReceiver, status } from './receiver.ts';

describeDatabases('deliveries', (opened) => {
  const office = useOffice(opened);
  const { open, listen, deliver, makeDeal, deliveries, first } = useDeliveries(opened, office);

  test('each event of each kind is told once, as /event/ shows it, and signed', async () => {
    const { rest } = office;
    const events = eventTypes.flatMap((objectType) => eventActions.map((action) => ({ objectType, action })));
    const { receiver, id } = await listen({ events });
    deliver();
    const written = (after: number) =>
      opened.database.write(({ prisma }) =>
        prisma.event.findMany({ where: { rowKey: { gt: after } }, orderBy: { rowKey: 'asc' } }),
      );
    const last = Math.max(...(await written(0)).map(({ rowKey }) => rowKey));
    const lead = await ok(rest.post('/lead/', { name: 'Ada & Co', contacts: [{ name: 'Ada' }] }));
    const deal = await ok(rest.post('/opportunity/', { lead_id: lead.id, value: 12_345 }));
    await ok(rest.put(`/opportunity/${deal.id}/`, { status: 'Won' }));
    await ok(rest.post('/activity/note/', { lead_id: lead.id, note: 'Ümläute ✓' }));
    await ok(rest.post('/task/', { lead_id: lead.id, text: 'Call' }));
    await ok(rest.post('/pipeline/', { name: 'More' }), 201);
    await ok(rest.post('/custom_field/opportunity/', { name: 'Seats', type: 'number' }));
    // Names of what an event points to are those of now: compared before there is another now.
    const compare = async () => {
      const happened = await written(last);
      await expect.poll(() => receiver.told.length, soon).toBe(happened.length);
      const byId = new Map(receiver.told.map(({ body }) => [body.event.id, body]));
      expect(byId.size).toBe(happened.length);
      for (const { id: eventId } of happened.slice(compared)) {
        const { text } = await rest.get(`/event/${eventId}/`);
        // There is no request that would say under which name the gateway is reached.
        const event = JSON.parse(text.replaceAll('"http://gateway.test/', '"/'));
        expect(byId.get(eventId)).toEqual({ event, subscription_id: id });
      }
      compared = happened.length;
    };
    let compared = 0;
    await compare();
    expect(compared).toBeGreaterThan(8);
    await ok(rest.delete(`/lead/${lead.id}/`));
    await compare();
    const { signatureKey } = await opened.database.write(({ prisma }) =>
      prisma.webhook.findUniqueOrThrow({ where: { id } }),
    );
    for (const { headers, text } of receiver.told) {
      const hmac = createHmac('sha256', Buffer.from(signatureKey, 'hex'));
      const signature = hmac.update(`${headers['close-sig-timestamp']}${text}`).digest('hex');
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'close-sig-hash': signature });
    }
    expect(new Set((await deliveries(id)).map((delivery) => delivery.status))).toEqual(new Set(['delivered']));
  });

  test('a merge of leads is told, with both of them', async () => {
    const { rest } = office;
    const { receiver } = await listen({ events: [{ objectType: 'lead', action: 'merged' }] });
    deliver();
    const source = await ok(rest.post('/lead/', { name: 'Twin' }));
    const destination = await ok(rest.post('/lead/', { name: 'Kept' }));
    await ok(rest.post('/lead/merge/', { source: source.id, destination: destination.id }));
    await expect.poll(() => receiver.told.length, soon).toBe(1);
    expect(receiver.told[0]?.body.event).toMatchObject({
      ...{ object_type: 'lead', action: 'merged', object_id: destination.id },
      meta: { merge_source_lead_id: source.id, merge_destination_lead_id: destination.id },
    });
  });

  test('a filter is asked of the event as it is sent, and what it leaves out is not kept', async () => {
    const won = { type: 'field_accessor', field: 'status_type', filter: { type: 'equals', value: 'won' } };
    const extraFilter = { type: 'field_accessor', field: 'data', filter: won };
    const { receiver, id } = await listen({ events: [{ ...deals[0], extraFilter } as never] });
    deliver();
    await makeDeal('Open');
    await ok(office.rest.post('/opportunity/', { note: 'Done', status: 'Won' }));
    await expect.poll(() => receiver.told.length, soon).toBe(1);
    expect(receiver.told[0]?.body.event.data.note).toBe('Done');
    await expect.poll(async () => (await deliveries(id)).length, soon).toBe(1);
  });

  test('what fails is tried again, later each time, until it works', async () => {
    const { receiver, id } = await listen();
    const { clock, outcomes } = deliver();
    receiver.answer = status(500);
    await makeDeal('Patience');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'pending', answerStatus: 500 });
    const waiting = await first(id);
    expect(Number(waiting?.nextAttempt) - Number(waiting?.dateUpdated)).toBeGreaterThanOrEqual(2500);
    clock.ahead = 20_000;
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 2, status: 'pending' });
    receiver.answer = status(204);
    clock.ahead = 60_000;
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 3, status: 'delivered', error: null });
    expect(outcomes).toEqual(['failed', 'failed', 'delivered']);
    expect(new Set(receiver.told.map(({ body }) => body.event.id)).size).toBe(1);
  });

  test('one that hangs is left after the time that an attempt has, and keeps no other waiting', async () => {
    const hanging = await listen();
    const { receiver } = await listen();
    hanging.receiver.answer = () => {};
    deliver({ timeout: 1500 });
    await makeDeal('Hello?');
    await expect.poll(() => receiver.told.length, soon).toBe(1);
    expect(await first(hanging.id)).toMatchObject({ attempts: 0 });
    await expect
      .poll(() => first(hanging.id), soon)
      .toMatchObject({ attempts: 1, status: 'pending', answerStatus: null });
    expect((await first(hanging.id))?.error).toContain('within 1.5 seconds');
  });

  test('a redirect is a failure, and not followed', async () => {
    const elsewhere = await openReceiver();
    open.push(elsewhere);
    const { receiver, id } = await listen();
    receiver.answer = (response) => void response.writeHead(307, { location: elsewhere.url }).end();
    deliver();
    await makeDeal('This way');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'pending', answerStatus: 307 });
    expect(elsewhere.told).toEqual([]);
  });

  test('of an answer without end the status counts', async () => {
    const { receiver, id } = await listen();
    receiver.answer = (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    };
    deliver();
    await makeDeal('Talkative');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'delivered', answerStatus: 200 });
  });

  test('two gateways share the work: nothing is told twice, or at the same time, or out of order', async () => {
    const { receiver } = await listen();
    const notes = Array.from({ length: 30 }, (_, index) => `Deal ${index}`);
    for (const note of notes.slice(0, 10)) await makeDeal(note);
    deliver();
    deliver();
    for (const note of notes.slice(10)) await makeDeal(note);
    await expect.poll(() => receiver.told.length, soon).toBeGreaterThanOrEqual(notes.length);
    expect(receiver.told.map(({ body }) => body.event.data.note)).toEqual(notes);
    expect(receiver.mostAtOnce).toBe(1);
  });

  test('is told once more when somebody asks for it, but not by another organization', async () => {
    const { receiver, id } = await listen();
    deliver();
    await makeDeal('Encore');
    await expect.poll(() => first(id), soon).toMatchObject({ status: 'delivered' });
    const deliveryId = (await first(id))?.id ?? '';
    const theirs = opened.database.write((session) => redeliver(session, office.theirs.caller, deliveryId));
    await expect(theirs).rejects.toThrow('There is no delivery');
    await opened.database.write((session) => redeliver(session, office.mine.caller, deliveryId));
    await expect.poll(() => first(id), soon).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(receiver.told).toHaveLength(2);
  });

  test.each([
    ['a private address', ['10.1.2.3']],
    ['a public and a private address', ['93.184.215.14', '127.0.0.1']],
    ['IPv4 within IPv6', ['::ffff:169.254.169.254']],
  ])('nothing goes to a name that is looked up as %s', async (_what, addresses) => {
    const { receiver, id } = await listen();
    const url = receiver.url.replace('127.0.0.1', 'rebound.example');
    const { caller } = office.mine;
    await opened.database.write((session) => updateWebhook(session, caller, { id, change: { url } }, everywhere));
    const resolve: Resolve = (_name, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    deliver({ addresses: publicAddresses(resolve) });
    await makeDeal('Inside?');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'pending', answerStatus: null });
    expect((await first(id))?.error).toContain('not on the public Internet');
    expect(receiver.told).toEqual([]);
  });

  test('nothing goes to a private address, though it was allowed when the webhook was made', async () => {
    const { receiver, id } = await listen();
    deliver({ addresses: publicAddresses() });
    await makeDeal('Inside?');
    await expect.poll(() => first(id), soon).toMatchObject({ attempts: 1, status: 'pending' });
    expect((await first(id))?.error).toContain('127.0.0.1 is not on the public Internet');
    expect(receiver.told).toEqual([]);
  });

  test('a write sends no statement more, be there a webhook or none', async () => {
    const { caller } = office.mine;
    const write = async () => {
      opened.statements.length = 0;
      await opened.database.write(({ prisma }) =>
        prisma.pipeline.updateMany({
          where: { organizationId: caller.organizationId },
          data: { name: `${Math.random()}` },
        }),
      );
      return opened.statements.length;
    };
    const without = await write();
    await listen({ events: [{ objectType: 'pipeline', action: 'updated' }] });
    expect(await write()).toBe(without);
  });
});
