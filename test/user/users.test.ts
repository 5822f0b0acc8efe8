import { beforeAll, expect, test } from 'vitest';
import type { Session } from '../../src/db/client.ts';
import { createApiKey } from '../../src/organization/api-key.ts';
import { authenticate } from '../../src/organization/authenticate.ts';
import { deactivateUser, type Invitation, inviteUser, reactivateUser, setRole } from '../../src/user/membership.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, fixedNow, type Office } from '../fixtures.ts';

describeDatabases('users', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const write = <T>(work: (session: Session) => Promise<T>) => opened.database.write(work);
  const invite = (invitation: Invitation, caller = mine.caller) =>
    write((session) => inviteUser(session, caller, invitation));
  const membership = (userId: string, { organizationId } = mine) =>
    opened.database.write(({ prisma }) =>
      prisma.membership.findUniqueOrThrow({
        where: { organizationId_userId: { organizationId, userId } },
        include: { user: true },
      }),
    );

  test('an address that nobody has makes a user', async () => {
    const id = await invite({ email: ' Grace@Navy.Example ', firstName: 'Grace', lastName: 'Hopper', role: 'admin' });
    expect(await membership(id)).toMatchObject({
      ...{ role: 'admin', isActive: true, fullName: 'Grace Hopper', nameFolded: 'grace hopper' },
      user: { email: 'grace@navy.example' },
    });
    const nameless = await invite({ email: 'x@y.example' });
    expect(await membership(nameless)).toMatchObject({ role: 'user', fullName: 'x@y.example' });
  });

  test('an address that somebody has makes a member of them, under the name they are given here', async () => {
    const [, , cy] = theirs.userIds;
    const id = await invite({ email: 'CY@theirs.example', firstName: 'Wrong', lastName: 'Name' });
    expect(id).toBe(cy);
    expect(await membership(id)).toMatchObject({ fullName: 'Wrong Name' });
    expect(await membership(cy, theirs)).toMatchObject({ fullName: 'Cy Twombly' });
    // What becomes of them here does not concern them elsewhere.
    await write((session) => deactivateUser(session, mine.caller, cy));
    expect((await membership(cy, theirs)).isActive).toBe(true);
  });

  test('a member is not invited again, and one that was deactivated is to be reactivated', async () => {
    await expect(invite({ email: 'bo@mine.example' })).rejects.toThrow('belongs to the organization already');
    await expect(invite({ email: 'cy@theirs.example' })).rejects.toThrow('reactivate');
    expect(await failure(invite({ email: 'bo@mine.example' }))).toBe('INVALID_INPUT email');
  });

  test.each<[string, Invitation]>([
    ['INVALID_INPUT email', { email: '' }],
    ['INVALID_INPUT email', { email: 'nobody' }],
    ['INVALID_INPUT email', { email: 'a\0@b.c' }],
    ['INVALID_INPUT firstName', { email: 'a@b.c', firstName: 'x'.repeat(101) }],
    ['INVALID_INPUT role', { email: 'a@b.c', role: 'owner' }],
  ])('%s for %o', async (expected, invitation) => {
    expect(await failure(invite(invitation))).toBe(expected);
  });

  test('only admins may do any of this', async () => {
    const [, bo, cy] = mine.userIds;
    const caller = { ...mine.caller, userId: bo, role: 'user' as const };
    expect(await failure(invite({ email: 'a@b.c' }, caller))).toBe('FORBIDDEN');
    expect(await failure(write((session) => setRole(session, caller, bo, 'admin')))).toBe('FORBIDDEN');
    expect(await failure(write((session) => deactivateUser(session, caller, cy)))).toBe('FORBIDDEN');
    expect(await failure(write((session) => reactivateUser(session, caller, cy)))).toBe('FORBIDDEN');
  });

  test('whoever is deactivated cannot come in with their key, until reactivated', async () => {
    const [, bo] = mine.userIds;
    const owner = { organizationId: mine.organizationId, userId: bo, name: 'test' };
    const key = await write((session) => createApiKey(session, owner, { now: fixedNow }));
    expect(await authenticate(opened.database, key, fixedNow)).toMatchObject({ userId: bo });
    await write((session) => deactivateUser(session, mine.caller, bo));
    expect(await authenticate(opened.database, key, fixedNow)).toBeUndefined();
    await write((session) => reactivateUser(session, mine.caller, bo));
    expect(await authenticate(opened.database, key, fixedNow)).toMatchObject({ userId: bo });
  });

  test('a role can be changed, but the last active admin stays one', async () => {
    const [ada, bo] = theirs.userIds;
    const set = (userId: string, role: string) =>
      failure(write((session) => setRole(session, theirs.caller, userId, role)));
    const deactivate = (userId: string) => failure(write((session) => deactivateUser(session, theirs.caller, userId)));
    expect(await set(ada, 'user')).toBe('IN_USE');
    expect(await deactivate(ada)).toBe('IN_USE');
    expect(await set(bo, 'boss')).toBe('INVALID_INPUT role');
    expect(await set(mine.userIds[1], 'admin')).toBe('NOT_FOUND');
    expect(await set(bo, 'admin')).toBe('no error');
    expect(await deactivate(bo)).toBe('no error');
    // An admin who is not active is none.
    expect(await deactivate(ada)).toBe('IN_USE');
    expect(await failure(write((session) => reactivateUser(session, theirs.caller, bo)))).toBe('no error');
    expect(await deactivate(ada)).toBe('no error');
    expect((await membership(ada, theirs)).isActive).toBe(false);
  });

  test('of two admins who deactivate each other at once one stays', async () => {
    const admins = await opened.database.write(({ prisma }) =>
      prisma.membership.findMany({ where: { organizationId: mine.organizationId, role: 'admin', isActive: true } }),
    );
    const [first, second, ...others] = admins.map(({ userId }) => userId);
    for (const other of others) await write((session) => deactivateUser(session, mine.caller, other));
    const outcomes = await Promise.all(
      [first, second].map((userId = '') => failure(write((session) => deactivateUser(session, mine.caller, userId)))),
    );
    expect(outcomes.sort()).toEqual(['IN_USE', 'no error']);
  });
});
