/** Webhooks made, changed and deleted. Which right that needs, the doors name: see `operation/operation.ts`. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Caller } from '../caller.ts';
import type { Session } from '../db/client.ts';
import type { Tables } from '../db/generated/tables.ts';
import { insertRows } from '../db/insert.ts';
import { assertCurrent, differences, lockById, updateRows } from '../db/versioned.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../value/id.ts';
import { invalid } from '../value/input.ts';
import { toDate } from '../value/period.ts';
import type { AddressRule } from './address.ts';
import { type WebhookInput, webhookColumns } from './input.ts';

/** As in the source API. */
const mostWebhooks = 40;

/** With a key to sign deliveries with, which is for whoever makes it alone. @returns its id. @throws INVALID_INPUT */
export async function createWebhook(
  session: Session,
  caller: Caller,
  input: WebhookInput,
  addresses: AddressRule,
): Promise<string> {
  const { organizationId } = caller;
  const columns = webhookColumns({ ...input, url: input.url ?? null, events: input.events ?? null }, addresses);
  await assertRoom(session, organizationId);
  const { userId, now } = session.moment.of(caller);
  const id = newId('webhook');
  const stamps = { created_by: userId, updated_by: userId, date_created: toDate(now), date_updated: toDate(now) };
  const standard = { url: '', events: [], status: 'active', verify_ssl: true, version: 1 };
  await insertRows(session, 'webhook', [
    {
      id,
      organization_id: organizationId,
      signature_key: randomBytes(32).toString('hex'),
      ...standard,
      ...columns,
      ...stamps,
    },
  ]);
  return id;
}

export interface WebhookUpdate {
  readonly id: string;
  readonly change: WebhookInput;
  readonly expectedVersion?: number | null;
}

/** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_INPUT */
export async function updateWebhook(
  session: Session,
  caller: Caller,
  { id, change, expectedVersion }: WebhookUpdate,
  addresses: AddressRule,
): Promise<void> {
  const row = await locked(session, caller, id, expectedVersion);
  const patch = differences<Selectable<Tables['webhook']>>(row, webhookColumns(change, addresses) as object);
  if (Object.keys(patch).length === 0) return;
  const { userId, now } = session.moment.of(caller);
  // Who sets it going again, or leads it elsewhere, has mended what failed.
  const afresh = patch.status === 'active' || patch.url !== undefined ? { failing_since: null } : {};
  const stamp = { updated_by: userId, date_updated: toDate(now) };
  await updateRows(session, 'webhook', caller.organizationId, [id], { ...patch, ...afresh, ...stamp });
}

/** With what it was still to be told of, and what is known of that. @throws NOT_FOUND, VERSION_CONFLICT */
export async function deleteWebhook(
  session: Session,
  caller: Caller,
  { id, expectedVersion }: Omit<WebhookUpdate, 'change'>,
): Promise<void> {
  await locked(session, caller, id, expectedVersion);
  const { kysely } = session;
  const { organizationId } = caller;
  await kysely.deleteFrom('webhook').where('organization_id', '=', organizationId).where('id', '=', id).execute();
  const deliveries = kysely.deleteFrom('webhook_delivery').where('organization_id', '=', organizationId);
  await deliveries.where('webhook_id', '=', id).execute();
}

/** Tells it once more of an event, or without waiting for the next attempt. @throws NOT_FOUND, INVALID_INPUT */
export async function redeliver(session: Session, caller: Caller, id: string): Promise<void> {
  const { kysely } = session;
  const delivery = await kysely
    .selectFrom('webhook_delivery as d')
    .innerJoin('webhook as w', (join) =>
      join.onRef('w.id', '=', 'd.webhook_id').onRef('w.organization_id', '=', 'd.organization_id'),
    )
    .select(['d.event_id', 'w.status'])
    .where('d.organization_id', '=', caller.organizationId)
    .where('d.id', '=', id)
    .executeTakeFirst();
  if (!delivery) throw new DomainError('NOT_FOUND', 'There is no delivery with this id.');
  if (delivery.status !== 'active') throw invalid('id', 'Its webhook is paused: make it active first.');
  const { now } = session.moment.of(caller);
  await kysely
    .updateTable('webhook_delivery')
    .set({ status: 'pending', next_attempt: toDate(now), error: null, answer_status: null })
    .where('organization_id', '=', caller.organizationId)
    .where('id', '=', id)
    .execute();
}

async function locked(session: Session, { organizationId }: Caller, id: string, expectedVersion?: number | null) {
  const row = (await lockById(session, 'webhook', organizationId, [id])).get(id);
  assertCurrent(row, 'webhook', expectedVersion);
  return row;
}

async function assertRoom({ kysely }: Session, organizationId: string): Promise<void> {
  const { count } = await kysely
    .selectFrom('webhook')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  if (Number(count) < mostWebhooks) return;
  throw new DomainError('INVALID_INPUT', `The organization has ${mostWebhooks} webhooks already: delete one first.`);
}
