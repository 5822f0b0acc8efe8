/** Organizations, their members and their keys come into being complete, or not at all. */
import { expect, test } from 'vitest';
import { createApiKey, hashApiKey } from '../../src/organization/api-key.ts';
import { createOrganization } from '../../src/organization/create.ts';
import { addMembers, splitFullName } from '../../src/organization/member.ts';
import { type Instant, toDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';

const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;

describeDatabases('a new organization', (opened) => {
  const create = (name: string, currency?: string) =>
    opened.database.write((session) => createOrganization(session, { name, ...(currency && { currency }) }, { now }));

  test('has a pipeline to work in and statuses for its leads, in their order', async () => {
    const id = await create('  Acme  ', 'JPY');
    const organization = await opened.database.write(({ prisma }) =>
      prisma.organization.findUniqueOrThrow({
        where: { id },
        include: {
          pipelines: { include: { statuses: { orderBy: { position: 'asc' } } } },
          leadStatuses: { orderBy: { position: 'asc' } },
        },
      }),
    );
    expect(organization).toMatchObject({ name: 'Acme', currency: 'JPY', dateCreated: toDate(now) });
    expect(organization.pipelines.map(({ name, nameFolded }) => [name, nameFolded])).toEqual([['Sales', 'sales']]);
    expect(organization.pipelines[0]?.statuses.map(({ label, type, position }) => [label, type, position])).toEqual([
      ['Active', 'active', 0],
      ['Won', 'won', 1],
      ['Lost', 'lost', 2],
    ]);
    expect(organization.leadStatuses.map(({ label }) => label)).toEqual([
      'Potential',
      'Bad Fit',
      'Qualified',
      'Customer',
    ]);
  });

  test.each([
    ['', 'USD', 'An organization needs a name.'],
    [' ', 'USD', 'An organization needs a name.'],
    ['a\0b', 'USD', 'NUL'],
    ['x'.repeat(256), 'USD', 'at most 255 characters'],
    ['Acme', 'usd', '"usd" is no currency. Use an ISO 4217 code such as "USD".'],
    ['Acme', 'XYZ', '"XYZ" is no currency.'],
    ['Acme', '', undefined],
  ])('named %j with currency %j: %s', async (name, currency, message) => {
    if (message === undefined) expect(await create(name, currency)).toMatch(/^orga_/);
    else await expect(create(name, currency)).rejects.toThrow(message);
  });

  test('has members, who may be members elsewhere: an address is one person, in whatever case, called as each organization says', async () => {
    const [first, second] = [await create('First'), await create('Second')];
    const ada = { firstName: 'Ada', lastName: 'King', email: 'Ada@Example.com', role: 'admin' } as const;
    const [here] = await opened.database.write((session) => addMembers(session, first, [ada], { now }));
    const there = await opened.database.write((session) =>
      addMembers(session, second, [{ ...ada, firstName: 'A.', email: ' ada@example.COM ' }, splitFullName('Cher')], {
        now,
      }),
    );
    expect(there[0]).toBe(here);
    expect(there[1]).not.toBe(here);
    const members = await opened.database.write(({ prisma }) =>
      prisma.membership.findMany({
        where: { organizationId: second },
        include: { user: true },
        orderBy: { role: 'asc' },
      }),
    );
    expect(
      members.map(({ role, fullName, nameFolded, user: { email } }) => [role, fullName, nameFolded, email]),
    ).toEqual([
      ['admin', 'A. King', 'a. king', 'ada@example.com'],
      ['user', 'Cher', 'cher', null],
    ]);
  });

  test('has keys of which only the hash is stored', async () => {
    const organizationId = await create('Keys');
    const keys = await opened.database.write(async (session) => {
      const [userId = ''] = await addMembers(session, organizationId, [splitFullName('Ada King')], { now });
      const key = { organizationId, userId, name: 'test' };
      return [
        await createApiKey(session, key, { now }),
        await createApiKey(session, key, { now }),
        await createApiKey(session, { ...key, key: 'api_chosen' }, { now }),
      ];
    });
    expect(keys[0]).toMatch(/^api_[0-9A-Za-z]{43}$/);
    expect(new Set(keys).size).toBe(3);
    const stored = await opened.database.write(({ prisma }) => prisma.apiKey.findMany({ where: { organizationId } }));
    expect(new Set(stored.map(({ keyHash }) => keyHash))).toEqual(new Set(keys.map(hashApiKey)));
    const text = JSON.stringify(stored);
    for (const key of keys) expect(text).not.toContain(key);
  });

  test('has no key for somebody who is no member', async () => {
    const organizationId = await create('Closed');
    const key = { organizationId, userId: 'user_nobody', name: 'test' };
    await expect(opened.database.write((session) => createApiKey(session, key, { now }))).rejects.toThrow();
  });

  test.each([
    ['Ada King Noel', 'Ada', 'King Noel'],
    ['  Ada   King ', 'Ada', 'King'],
    ['Cher', 'Cher', ''],
  ])('%j is split into %j and %j', (fullName, firstName, lastName) => {
    expect(splitFullName(fullName)).toEqual({ firstName, lastName });
  });
});
