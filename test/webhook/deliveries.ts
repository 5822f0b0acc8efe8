/** Webhooks that lead to receivers of the test, and the background of gateways that tells them. */
import { afterEach, expect } from 'vitest';
import { createSender } from '../../src/http/webhook-sender.ts';
import { toldEvents } from '../../src/rest/event/told.ts';
import type { Instant } from '../../src/value/period.ts';
import { type AddressRule, everywhere } from '../../src/webhook/address.ts';
import { keepDelivering } from '../../src/webhook/deliver.ts';
import type { WebhookInput } from '../../src/webhook/input.ts';
import { createWebhook, deleteWebhook } from '../../src/webhook/write.ts';
import type { TestDatabase } from '../describe-databases.ts';
import { ok } from '../rest/answers.ts';
import type { RestOffice } from '../rest/office.ts';
import { openReceiver, type ReceiverOptions } from './receiver.ts';

export const deals = [{ objectType: 'opportunity', action: 'created' }];
export const soon = { timeout: 60_000, interval: 20 };

export interface Delivered {
  readonly addresses?: AddressRule;
  readonly timeout?: number;
  readonly mostWaiting?: number;
}

export function useDeliveries(opened: TestDatabase, office: RestOffice) {
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close();
  });

  /** A receiver, and a webhook that leads to it. */
  async function listen(input: WebhookInput = {}, options: ReceiverOptions = {}) {
    const receiver = await openReceiver(options);
    const { caller } = office.mine;
    const id = await opened.database.write((session) =>
      createWebhook(session, caller, { url: receiver.url, events: deals, ...input }, everywhere),
    );
    open.push({ close: () => opened.database.write((session) => deleteWebhook(session, caller, { id })) }, receiver);
    return { receiver, id };
  }

  /** The background of a gateway, whose clock can be put on. */
  function deliver({ addresses = everywhere, timeout = 5000, mostWaiting }: Delivered = {}) {
    const clock = { ahead: 0 };
    const faults: unknown[] = [];
    const outcomes: string[] = [];
    const now = () => (Date.now() + clock.ahead) as Instant;
    const delivering = keepDelivering(opened.database, {
      ...{ source: toldEvents(now), sender: createSender({ addresses, timeout }), clock: now, every: 20 },
      report: (fault) => faults.push(fault),
      observe: (outcome) => outcomes.push(outcome),
      ...(mostWaiting !== undefined && { mostWaiting }),
    });
    const close = async () => {
      await delivering.close();
      expect(faults).toEqual([]);
    };
    open.push({ close });
    return { clock, outcomes, close };
  }

  const makeDeal = async (note: string) => (await ok(office.rest.post('/opportunity/', { note }))).id as string;
  const deliveries = (webhookId: string) =>
    opened.database.write(({ prisma }) =>
      prisma.webhookDelivery.findMany({ where: { webhookId }, orderBy: { rowKey: 'asc' } }),
    );
  const first = async (webhookId: string) => (await deliveries(webhookId))[0];
  return { open, listen, deliver, makeDeal, deliveries, first };
}
