/** Keys: what one may make and revoke, and that none opens more, or for longer, than the one it was made with. */
import { beforeAll, expect, test } from 'vitest';
import type { Caller, Role } from '../../src/caller.ts';
import type { Session } from '../../src/db/client.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { authenticate } from '../../src/organization/authenticate.ts';
import { createKeyUse } from '../../src/organization/key-use.ts';
import { type ApiKeyInput, makeApiKey, revokeApiKey } from '../../src/organization/make-key.ts';
import { deactivateUser, setRole } from '../../src/user/membership.ts';
import { type Instant, toDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, fixedNow, instant, later, type Office } from '../fixtures.ts';

describeDatabases('keys', (opened) => {
  let mine: Office;
  let theirs: Office;
  let ada: Caller;
  let bo: Caller;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
    ada = mine.caller;
    bo = { ...ada, userId: mine.userIds[1], role: 'user' };
  });

  const write = <T>(work: (session: Session) => Promise<T>) => opened.database.write(work);
  const make = (caller: Caller, input: Partial<ApiKeyInput> = {}) =>
    write((session) => makeApiKey(session, caller, { name: 'test', ...input }));
  const revoke = (caller: Caller, id: string) => write((session) => revokeApiKey(session, caller, id));
  const open = (key: string, now: Instant = fixedNow) => authenticate(opened.database, key, now);
  const stored = (id: string) => opened.database.read(({ rows }) => rows.apiKey.findUniqueOrThrow({ where: { id } }));
  /** As whoever comes with that key. */
  const by = async (caller: Caller, key: string): Promise<Caller> => ({ ...caller, ...(await open(key)) });

  test('a key opens the organization for its owner, and is known by how it begins', async () => {
    const { id, key } = await make(bo, { name: ' Nightly export ' });
    expect(await open(key)).toEqual({
      ...{
        apiKeyId: id,
        keyPrefix: key.slice(0, 12),
        organizationId: mine.organizationId,
        userId: bo.userId,
        role: 'user',
        currency: 'USD',
        stalledAfterDays: null,
      },
    });
    expect(await stored(id)).toMatchObject({ name: 'Nightly export', prefix: key.slice(0, 12), role: null });
    expect(key.length - 12).toBeGreaterThan(30);
  });

  test('of a key that somebody chose, most stays hidden', async () => {
    const { organizationId, userId } = ada;
    const chosen = { organizationId, userId, name: 'chosen', key: 'api_demo2' };
    await write((session) => createApiKey(session, chosen, { now: fixedNow }));
    const [row] = await opened.database.read(({ rows }) => rows.apiKey.findMany({ where: { name: 'chosen' } }));
    expect(row?.prefix).toBe('api');
  });

  test.each<[Role, Role, Role]>([
    ['admin', 'read_only', 'read_only'],
    ['admin', 'user', 'user'],
    ['user', 'admin', 'user'],
    ['read_only', 'user', 'read_only'],
  ])('a %s with a key for %s is %s', async (person, limit, expected) => {
    const [, , cy] = mine.userIds;
    await write((session) => setRole(session, ada, cy, 'admin'));
    const { key } = await make(ada, { userId: cy, role: limit });
    await write((session) => setRole(session, ada, cy, person));
    expect((await open(key))?.role).toBe(expected);
  });

  test('a key is never stronger than its owner, nor than the key with which it is made', async () => {
    expect(await failure(make(bo, { role: 'admin' }))).toBe('INVALID_INPUT role');
    expect(await failure(make(ada, { userId: bo.userId, role: 'admin' }))).toBe('INVALID_INPUT role');
    expect(await failure(make(bo, { role: 'boss' }))).toBe('INVALID_INPUT role');
    const limited = await by(ada, (await make(ada, { role: 'user' })).key);
    expect(limited.role).toBe('user');
    expect(await failure(make(limited, { role: 'admin' }))).toBe('INVALID_INPUT role');
    // Without a word it is not as strong as its owner, but as the key that made it.
    expect((await open((await make(limited)).key))?.role).toBe('user');
    expect((await open((await make(limited, { role: 'read_only' })).key))?.role).toBe('read_only');
  });

  test('a key expires when it says, and cannot make one that lasts longer', async () => {
    const expires = instant('2026-06-16T00:00Z');
    const { key } = await make(ada, { expires });
    expect(await open(key, (expires - 1) as Instant)).toMatchObject({ userId: ada.userId });
    expect(await open(key, expires)).toBeUndefined();
    const shortLived = await by(ada, key);
    const offspring = await make(shortLived);
    expect((await stored(offspring.id)).dateExpires).toEqual(toDate(expires));
    const longer = await make(shortLived, { expires: instant('2027-01-01T00:00Z') });
    expect((await stored(longer.id)).dateExpires).toEqual(toDate(expires));
    const shorter = await make(shortLived, { expires: instant('2026-06-15T12:00Z') });
    expect((await stored(shorter.id)).dateExpires).toEqual(toDate(instant('2026-06-15T12:00Z')));
    expect(await failure(make(ada, { expires: fixedNow }))).toBe('INVALID_INPUT dateExpires');
  });

  test('admins make and revoke the keys of others; nobody else does, nor do strangers', async () => {
    const { id, key } = await make(ada, { userId: bo.userId });
    expect((await open(key))?.userId).toBe(bo.userId);
    expect(await failure(make(bo, { userId: ada.userId }))).toBe('FORBIDDEN');
    expect(await failure(make(ada, { userId: theirs.caller.userId }))).toBe('INVALID_INPUT userId');
    const adas = await make(ada);
    expect(await failure(revoke(bo, adas.id))).toBe('NOT_FOUND');
    expect(await failure(revoke(theirs.caller, id))).toBe('NOT_FOUND');
    expect(await open(key)).toBeDefined();
    await revoke(ada, id);
    expect(await open(key)).toBeUndefined();
    expect(await open(adas.key)).toBeDefined();
  });

  test('who revokes a key again changes nothing, and their own key they revoke with itself', async () => {
    const { id, key } = await make(bo);
    const own = await by(bo, key);
    await revoke(own, id);
    await revoke(later(bo, 60_000), id);
    expect((await stored(id)).dateRevoked).toEqual(toDate(fixedNow));
    expect(await open(key)).toBeUndefined();
    expect(await failure(revoke(bo, 'api_nothing'))).toBe('NOT_FOUND');
  });

  test('there are no keys for who was taken out, and no more than a hundred for anybody', async () => {
    const [, gone] = theirs.userIds;
    await write((session) => deactivateUser(session, theirs.caller, gone));
    expect(await failure(make(theirs.caller, { userId: gone }))).toBe('INVALID_INPUT userId');
    const { organizationId, userId } = theirs.caller;
    await write(async (session) => {
      for (let i = 0; i < 100; i++) {
        await createApiKey(session, { organizationId, userId, name: `${i}` }, { now: fixedNow });
      }
    });
    await expect(make(theirs.caller)).rejects.toThrow('at most 100 keys');
    const [first] = await opened.database.read(({ rows }) => rows.apiKey.findMany({ where: { organizationId } }));
    await revoke(theirs.caller, first?.id ?? '');
    await make(theirs.caller);
  });

  test('when a key was last used is written down later, in one go, and never goes back', async () => {
    const { id } = await make(ada);
    const other = await make(ada);
    const use = createKeyUse(opened.database);
    opened.statements.length = 0;
    use.note(id, later(ada, 1000).now);
    use.note(id, later(ada, 5000).now);
    use.note(other.id, later(ada, 2000).now);
    expect(opened.statements).toEqual([]);
    await use.close();
    expect(opened.statements).toHaveLength(2);
    expect((await stored(id)).dateLastUsed).toEqual(toDate(later(ada, 5000).now));
    // Another process, whose word comes late.
    const late = createKeyUse(opened.database);
    late.note(id, later(ada, 3000).now);
    await late.close();
    expect((await stored(id)).dateLastUsed).toEqual(toDate(later(ada, 5000).now));
    expect((await stored(other.id)).dateLastUsed).toEqual(toDate(later(ada, 2000).now));
  });

  test('it is written down by itself, once for a while', async () => {
    const { id } = await make(ada);
    const use = createKeyUse(opened.database, 20);
    use.note(id, fixedNow);
    await expect.poll(async () => (await stored(id)).dateLastUsed, { timeout: 20_000 }).toEqual(toDate(fixedNow));
    await use.close();
  });
});
