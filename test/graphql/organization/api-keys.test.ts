/** API keys over GraphQL: listed, made, revoked; and what a key that stops working ends. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { createApiKey } from '../../../src/organization/api-key.ts';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { fixedNow } from '../../fixtures.ts';
import { openGateway } from '../../gateway.ts';
import { patience } from '../../patience.ts';
import { doors, other } from '../../resilience/asking.ts';
import { as, failures, openDesk } from '../desk.ts';
import { openStream, type Stream } from '../stream.ts';

describeDatabases('API keys over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, variables: object = {}, headers?: Record<string, string>) =>
    desk.gateway.askText(query, variables, headers);
  const create = (input: object, headers?: Record<string, string>, idempotencyKey?: string) =>
    ask(
      'mutation ($input: ApiKeyInput!, $again: String) { createApiKey(input: $input, idempotencyKey: $again) { key apiKey { id name prefix role isActive user { id } dateExpires dateRevoked dateLastUsed } } }',
      { input, again: idempotencyKey },
      headers,
    );
  const make = async (input: object = {}, headers?: Record<string, string>) => {
    const { data, errors } = await create({ name: 'test', ...input }, headers);
    expect(errors).toEqual([]);
    return { key: data.createApiKey.key as string, id: data.createApiKey.apiKey.id as string };
  };
  const revoke = (id: string, headers?: Record<string, string>) =>
    ask('mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id isActive dateRevoked } } }', { id }, headers);
  const list = async (headers?: Record<string, string>) =>
    (await ask('{ apiKeys { id name prefix user { fullName } } }', {}, headers)).data.apiKeys as {
      id: string;
      user: { fullName: string };
    }[];
  const isLetIn = async (key: string) => (await ask('{ viewer { id } }', {}, as(key))).status === 200;

  test('a key is shown once, when it is made, and works at once', async () => {
    const { data, errors } = await create({ name: 'Reports', role: 'READ_ONLY', dateExpires: '2026-07-01T00:00:00Z' });
    expect(errors).toEqual([]);
    const { key, apiKey } = data.createApiKey;
    expect(key).toMatch(/^api_[0-9A-Za-z]{43}$/);
    expect(apiKey).toEqual({
      ...{ id: expect.stringMatching(/^api_/), name: 'Reports', prefix: key.slice(0, 12), role: 'READ_ONLY' },
      ...{ isActive: true, user: { id: desk.mine.userIds[0] }, dateExpires: '2026-07-01T00:00:00.000Z' },
      ...{ dateRevoked: null, dateLastUsed: null },
    });
    expect((await ask('{ viewer { role } }', {}, as(key))).data.viewer.role).toBe('ADMIN');
    expect(failures(await ask('mutation { createLead(input: {}) { __typename } }', {}, as(key)))).toEqual([
      'FORBIDDEN',
    ]);
    expect(JSON.stringify(await list())).not.toContain(key);
  });

  test('sent again with the same idempotency key there is one key, which is nowhere stored', async () => {
    const before = (await list()).length;
    const first = await create({ name: 'Once' }, undefined, 'key-1');
    const again = await create({ name: 'Once' }, undefined, 'key-1');
    expect(again.errors).toEqual([]);
    expect(again.data.createApiKey).toEqual({ ...first.data.createApiKey, key: null });
    expect(await list()).toHaveLength(before + 1);
    const records = await opened.database.read(({ rows }) => rows.idempotencyRecord.findMany());
    expect(JSON.stringify(records)).not.toContain(first.data.createApiKey.key);
    expect(JSON.stringify(records)).toContain(first.data.createApiKey.apiKey.id);
  });

  test('people see their own keys, admins those of all, and strangers none', async () => {
    const bos = await make({}, as(desk.keys.bo));
    const names = async (headers?: Record<string, string>) =>
      new Set((await list(headers)).map(({ user }) => user.fullName));
    expect(await names(as(desk.keys.bo))).toEqual(new Set(['Bo Diddley']));
    expect(await names()).toEqual(new Set(['Ada Lovelace', 'Bo Diddley']));
    const limited = await make({ role: 'USER' });
    expect(await names(as(limited.key))).toEqual(new Set(['Ada Lovelace']));
    expect((await list(as(desk.keys.stranger))).map(({ id }) => id)).not.toContain(bos.id);
    const node = await ask('query ($id: ID!) { node(id: $id) { id } }', { id: bos.id }, as(desk.keys.stranger));
    expect(node.data.node).toBeNull();
  });

  test('what is wrong is told at its place, and nothing is stored', async () => {
    const before = (await list()).length;
    expect(failures(await create({ name: ' ' }))).toEqual(['INVALID_INPUT input.name']);
    expect(failures(await create({ name: 'x', dateExpires: '2020-01-01T00:00:00Z' }))).toEqual([
      'INVALID_INPUT input.dateExpires',
    ]);
    expect(failures(await create({ name: 'x', userId: 'user_nobody' }))).toEqual(['INVALID_INPUT input.userId']);
    expect(failures(await create({ name: 'x', role: 'ADMIN' }, as(desk.keys.bo)))).toEqual([
      'INVALID_INPUT input.role',
    ]);
    expect(failures(await revoke('api_nothing'))).toEqual(['NOT_FOUND']);
    expect(await list()).toHaveLength(before);
  });

  test('a revoked key is refused at once, through both doors, and stays in the list', async () => {
    const { key, id } = await make();
    const rest = () =>
      desk.gateway.app.fetch(
        new Request('http://gateway.test/api/v1/me/', { headers: { authorization: `Bearer ${key}` } }),
      );
    expect([await isLetIn(key), (await rest()).status]).toEqual([true, 200]);
    const { data } = await revoke(id);
    expect(data.revokeApiKey.apiKey).toEqual({ id, isActive: false, dateRevoked: new Date(fixedNow).toISOString() });
    expect([await isLetIn(key), (await rest()).status]).toEqual([false, 401]);
    expect((await list()).map((each) => each.id)).toContain(id);
  });

  test('a key is refused from the moment at which it expires', async () => {
    const { key } = await make({ dateExpires: '2026-06-15T10:31:00Z' });
    expect(await isLetIn(key)).toBe(true);
    desk.now = (fixedNow + 60_000) as Instant;
    expect(await isLetIn(key)).toBe(false);
    desk.now = fixedNow;
  });

  test('a key is looked up once for what is asked in the same breath, through both doors', async () => {
    const { key } = await make();
    const looked: string[] = [];
    const app = createApp({
      ...{ databaseUrl: opened.url, clock: () => fixedNow, requestTimeout: patience },
      onStatement: (sql) => sql.includes('from "api_key"') && looked.push(sql),
    });
    const began = performance.now();
    for (let i = 0; i < 20; i++) {
      for (const door of doors) expect(await other[door](app, key)).toMatchObject({ status: 200 });
    }
    // Once a second, however long that takes on a busy machine; and twice where the first two ask at once.
    expect(looked.length).toBeLessThanOrEqual(2 + (performance.now() - began) / 1000);
    await app.close();
  });

  test('what its owner may do is known at once when it changes', async () => {
    const { key } = await make({ userId: desk.mine.userIds[1] });
    const role = async () => (await ask('{ viewer { role } }', {}, as(key))).data.viewer.role;
    const change = (to: string) =>
      ask('mutation ($id: ID!, $role: Role!) { setUserRole(id: $id, role: $role) { __typename } }', {
        ...{ id: desk.mine.userIds[1], role: to },
      });
    expect(await role()).toBe('USER');
    expect((await change('READ_ONLY')).errors).toEqual([]);
    expect(await role()).toBe('READ_ONLY');
    expect((await change('USER')).errors).toEqual([]);
    expect(await role()).toBe('USER');
  });

  test('a key that another process revoked is refused soon', async () => {
    const elsewhere = openGateway(opened, () => desk.keys.ada);
    const { key, id } = await make();
    expect(await isLetIn(key)).toBe(true);
    await elsewhere.askText('mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }', { id });
    await vi.waitFor(async () => expect(await isLetIn(key)).toBe(false), { timeout: 5000 });
    await elsewhere.close();
  });

  test('when it was last used is kept, and told after a while', async () => {
    const gateway = openGateway(
      opened,
      () => desk.keys.bo,
      () => (fixedNow + 1000) as Instant,
    );
    await gateway.askText('{ viewer { id } }');
    await gateway.close();
    const { data } = await ask('{ apiKeys { dateLastUsed } }', {}, as(desk.keys.bo));
    expect(data.apiKeys).toContainEqual({ dateLastUsed: new Date(fixedNow + 1000).toISOString() });
  });

  describe('streams', () => {
    const streams: Stream[] = [];
    afterEach(async () => {
      for (const stream of streams.splice(0)) await stream.close();
      desk.now = fixedNow;
    });
    const subscribe = async (key: string, gateway = desk.gateway) => {
      const stream = await openStream(gateway.app.fetch, 'http://gateway.test/graphql', key, {
        query: 'subscription { opportunityChanged { opportunity { id note } } }',
      });
      streams.push(stream);
      return stream;
    };
    const endOf = async (stream: Stream) => {
      const answer = await stream.next();
      expect(await stream.next()).toBeNull();
      return answer?.errors?.[0];
    };

    test('of a key that is revoked end at once, and those of other keys go on', async () => {
      const { key, id } = await make();
      const [ended, going] = [await subscribe(key), await subscribe(desk.keys.ada)];
      await revoke(id);
      expect(await endOf(ended)).toMatchObject({
        message: 'This API key was revoked.',
        extensions: { code: 'UNAUTHENTICATED' },
      });
      await ask('mutation { createOpportunity(input: { note: "after" }) { __typename } }');
      expect((await going.next())?.data.opportunityChanged.opportunity.note).toBe('after');
    });

    test('of a key that expires end', async () => {
      const { key } = await make({ dateExpires: '2026-06-15T10:31:00Z' });
      const stream = await subscribe(key);
      desk.now = (fixedNow + 60_000) as Instant;
      expect((await endOf(stream))?.message).toBe('This API key has expired.');
    });

    test('of a person who is taken out end, without anything happening', async () => {
      const [, bo] = desk.mine.userIds;
      const stream = await subscribe(desk.keys.bo);
      await ask('mutation ($id: ID!) { deactivateUser(id: $id) { __typename } }', { id: bo });
      expect(await endOf(stream)).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
      await ask('mutation ($id: ID!) { reactivateUser(id: $id) { __typename } }', { id: bo });
    });

    test('end although another process revoked the key', async () => {
      const other = openGateway(opened, () => desk.keys.ada);
      const { key, id } = await make();
      const stream = await subscribe(key);
      const began = performance.now();
      await other.askText('mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }', { id });
      expect((await endOf(stream))?.extensions?.code).toBe('UNAUTHENTICATED');
      // Seconds, on whatever machine: it is looked for once a second.
      expect(performance.now() - began).toBeLessThan(30_000);
      await other.close();
    });

    test('that were made with a key of the command line are told of its end as well', async () => {
      const { organizationId, userId } = desk.mine.caller;
      const key = await opened.database.write((session) =>
        createApiKey(session, { organizationId, userId, name: 'shell' }, { now: fixedNow }),
      );
      const stream = await subscribe(key);
      await opened.database.write(({ kysely }) =>
        kysely
          .updateTable('api_key')
          .set({ date_revoked: new Date(fixedNow) })
          .where('name', '=', 'shell')
          .execute(),
      );
      expect((await endOf(stream))?.message).toBe('This API key was revoked.');
    });
  });
});
