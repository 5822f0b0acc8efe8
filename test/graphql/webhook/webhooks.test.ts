/** Webhooks over GraphQL: made, changed, looked at with their deliveries, and told once more. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const hook = { url: 'https://example.com/hook', events: [{ objectType: 'opportunity', action: 'created' }] };

describeDatabases('webhooks over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = async (text: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(text, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const create = `mutation ($input: NewWebhookInput!) { createWebhook(input: $input) {
    signatureKey webhook { id url events { objectType action extraFilter } status verifySsl version createdBy { id } } } }`;
  const make = async (input: object = {}) => (await ask(create, { input: { ...hook, ...input } })).createWebhook;

  test('are made with a key that is told once, listed, changed and deleted', async () => {
    const extraFilter = { type: 'field_accessor', field: 'user_id', filter: { type: 'non_null' } };
    const { signatureKey, webhook } = await make({ events: [{ ...hook.events[0], extraFilter }] });
    expect(signatureKey).toMatch(/^[0-9a-f]{64}$/);
    const { id, ...made } = webhook;
    expect(made).toEqual({
      ...{ url: hook.url, events: [{ ...hook.events[0], extraFilter }], status: 'ACTIVE', verifySsl: true, version: 1 },
      createdBy: { id: desk.mine.caller.userId },
    });
    const update = `mutation ($id: ID!, $version: Int) { updateWebhook(id: $id, input: { status: PAUSED }, expectedVersion: $version) {
      webhook { status version url } } }`;
    const { updateWebhook } = await ask(update, { id, version: 1 });
    expect(updateWebhook.webhook).toEqual({ status: 'PAUSED', version: 2, url: hook.url });
    const stale = await desk.gateway.askText(update, { id, version: 1 });
    expect(failures(stale)).toEqual([expect.stringContaining('VERSION_CONFLICT')]);
    const listed = await ask('query ($id: ID!) { webhooks { id } webhook(id: $id) { status failingSince } }', { id });
    expect(listed).toEqual({ webhooks: [{ id }], webhook: { status: 'PAUSED', failingSince: null } });
    const gone = await ask('mutation ($id: ID!) { deleteWebhook(id: $id) { deletedId } }', { id });
    expect(gone.deleteWebhook.deletedId).toBe(id);
    expect(await ask('{ webhooks { id } }')).toEqual({ webhooks: [] });
  });

  test('show what waits for them, of many in no more statements than of one', async () => {
    const first = (await make()).webhook.id;
    const counted =
      '{ webhooks { id deliveries(status: PENDING) { totalCount nodes { id eventId status attempts answerStatus error nextAttempt } } } }';
    await ask('mutation { createOpportunity(input: {}) { opportunity { id } } }');
    const [one] = (await ask(counted)).webhooks;
    expect(one.id).toBe(first);
    expect(one.deliveries.totalCount).toBe(1);
    const [delivery] = one.deliveries.nodes;
    expect(delivery).toMatchObject({ status: 'PENDING', attempts: 0, answerStatus: null, error: null });
    expect(delivery.nextAttempt).not.toBeNull();
    const { node } = await ask('query ($id: ID!) { node(id: $id) { ... on Event { objectType action } } }', {
      id: delivery.eventId,
    });
    expect(node).toEqual({ objectType: 'opportunity', action: 'CREATED' });
    const statements = desk.gateway.statements.length;
    await ask(counted);
    const ofOne = desk.gateway.statements.length;
    expect(statements).toBeGreaterThan(0);
    await make();
    await make();
    await ask(counted);
    expect(desk.gateway.statements.length).toBe(ofOne);
    const told = await ask('mutation ($id: ID!) { redeliver(id: $id) { webhookDelivery { id status } } }', delivery);
    expect(told.redeliver.webhookDelivery).toEqual({ id: delivery.id, status: 'PENDING' });
    const empty = await ask('{ webhooks { deliveries(status: FAILED) { totalCount } } }');
    expect(empty.webhooks.map(({ deliveries }: { deliveries: object }) => deliveries)).toEqual(
      Array(3).fill({ totalCount: 0 }),
    );
  });

  test('are not for those who are no admins, nor for another organization', async () => {
    const { gateway, keys } = desk;
    const { id } = (await make()).webhook;
    const look = 'query ($id: ID!) { webhooks { id } webhook(id: $id) { id } node(id: $id) { id } }';
    const redeliver = 'mutation ($id: ID!) { redeliver(id: $id) { webhookDelivery { id } } }';
    const remove = 'mutation ($id: ID!) { deleteWebhook(id: $id) { deletedId } }';
    const stranger = await gateway.askText(look, { id }, as(keys.stranger));
    expect(stranger.data).toEqual({ webhooks: [], webhook: null, node: null });
    expect(failures(await gateway.askText(remove, { id }, as(keys.stranger)))).toEqual([
      expect.stringContaining('NOT_FOUND'),
    ]);
    expect(failures(await gateway.askText(redeliver, { id: 'whdel_none' }))).toEqual([
      expect.stringContaining('NOT_FOUND'),
    ]);
    expect((await ask('query ($id: ID!) { webhook(id: $id) { id } }', { id })).webhook).toEqual({ id });
  });

  test('that lead into the own network are refused with the place', async () => {
    const answer = await desk.gateway.askText(create, { input: { ...hook, url: 'http://[::1]:4000/' } });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', argumentPath: ['input', 'url'] });
    expect(answer.errors[0]?.message).toContain('WEBHOOK_PRIVATE_ADDRESSES');
  });
});
