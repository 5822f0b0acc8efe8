import { beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../src/caller.ts';
import { openDatabase, type Session } from '../../src/db/client.ts';
import { keptFor, withIdempotency } from '../../src/idempotency/idempotency.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { fromJson, hashOf, toJson } from '../../src/value/json.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, later, type Office } from '../fixtures.ts';

describeDatabases('an idempotency key', (opened) => {
  let mine: Office;
  let theirs: Office;
  beforeAll(async () => {
    ({ mine, theirs } = await createOffices(opened.database));
  });

  const create = (key: string | undefined, input: OpportunityInput, caller: Caller = mine.caller) =>
    withIdempotency(opened.database, caller, key, 'create', input, (session) =>
      createOpportunity(session, caller, input),
    );
  const records = (key: string) =>
    opened.database.write(({ prisma }) => prisma.idempotencyRecord.findMany({ where: { key } }));
  const count = () => opened.database.write(({ prisma }) => prisma.opportunity.count());

  test('brings the first answer again, and does nothing', async () => {
    const first = await create('again', { value: 5n, note: 'x' });
    const before = await count();
    // The same input, whatever the order of its keys.
    expect(await create('again', { note: 'x', value: 5n })).toBe(first);
    expect(await count()).toBe(before);
  });

  test('does so after a restart, too', async () => {
    const id = await create('restart', { value: 5n });
    const restarted = openDatabase(opened.url);
    const work = () => Promise.reject(new Error('must not run'));
    expect(await withIdempotency(restarted, mine.caller, 'restart', 'create', { value: 5n }, work)).toBe(id);
    await restarted.close();
  });

  test('with another input or another operation is refused', async () => {
    await create('other', { value: 5n });
    expect(await failure(create('other', { value: 6n }))).toBe('IDEMPOTENCY_CONFLICT idempotencyKey');
    const operation = withIdempotency(opened.database, mine.caller, 'other', 'delete', { value: 5n }, async () => 'x');
    expect(await failure(operation)).toBe('IDEMPOTENCY_CONFLICT idempotencyKey');
  });

  test('is each user’s own', async () => {
    const ids = [
      await create('shared', {}),
      await create('shared', {}, { ...mine.caller, userId: mine.userIds[1] }),
      await create('shared', {}, theirs.caller),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  test('is kept for a day, and is new after that', async () => {
    const first = await create('day', {});
    expect(await create('day', {}, later(mine.caller, keptFor - 1))).toBe(first);
    const second = await create('day', { value: 1n }, later(mine.caller, keptFor));
    expect(second).not.toBe(first);
    expect(await create('day', { value: 1n }, later(mine.caller, keptFor))).toBe(second);
    expect(await records('day')).toHaveLength(1);
  });

  test('stores nothing when the work fails, so that it can be used again', async () => {
    const before = await count();
    expect(await failure(create('failing', { confidence: 101 }))).toBe('INVALID_INPUT confidence');
    expect(await records('failing')).toEqual([]);
    expect(await create('failing', { confidence: 100 })).toMatch(/^oppo_/);
    expect(await count()).toBe(before + 1);
  });

  test('too old records go, a few with each write', async () => {
    for (let i = 0; i < 30; i++) await create(`old ${i}`, {});
    const old = () =>
      opened.database.write(({ prisma }) => prisma.idempotencyRecord.count({ where: { key: { startsWith: 'old ' } } }));
    const dayAfter = later(mine.caller, keptFor + 1);
    await create('new 1', {}, dayAfter);
    expect(await old()).toBeLessThan(30);
    for (let i = 2; i < 6; i++) await create(`new ${i}`, {}, dayAfter);
    expect(await old()).toBe(0);
    expect(await records('new 1')).toHaveLength(1);
  });

  test('that is none, is empty, too long or not printable', async () => {
    expect(await create(undefined, {})).not.toBe(await create(undefined, {}));
    expect(await create('k'.repeat(255), {})).toMatch(/^oppo_/);
    for (const key of ['', 'k'.repeat(256), 'line\nbreak', 'NUL\0', 'é']) {
      expect(await failure(create(key, {}))).toBe('INVALID_INPUT idempotencyKey');
    }
  });

  test('keeps amounts exact in the answer', async () => {
    const answer = { amount: 9_007_199_254_740_993n, list: [null, 'a', { b: 1.5 }] };
    const run = (work: (session: Session) => Promise<typeof answer>) =>
      withIdempotency(opened.database, mine.caller, 'amounts', 'x', {}, work);
    await run(async () => answer);
    expect(await run(() => Promise.reject(new Error('must not run')))).toEqual(answer);
  });

  test('of input that is nested without end is refused in words', async () => {
    let value: unknown = 1;
    for (let i = 0; i < 100_000; i++) value = [value];
    const input = { customFields: [{ fieldId: 'cf_x', kind: 'set', value }] } as const;
    expect(await failure(create('deep', input))).toBe('INVALID_INPUT input');
  });

  test('costs three statements more than the work', async () => {
    const work = async ({ rows }: Session) => (await rows.lead.findMany()).length > 0;
    opened.statements.length = 0;
    await withIdempotency(opened.database, mine.caller, 'cost', 'x', {}, work);
    expect(opened.statements).toHaveLength(4);
  });
});

test('JSON has amounts as they are, and one text for one value', () => {
  const value = { b: [1n, null, { d: 'x', c: true }], a: -5n };
  expect(fromJson(toJson(value))).toEqual(value);
  expect(hashOf({ a: 1n, b: { c: 1, d: 2 } })).toBe(hashOf({ b: { d: 2, c: 1 }, a: 1n }));
  expect(hashOf({ a: 1n })).not.toBe(hashOf({ a: 1 }));
  expect(hashOf({ a: null })).not.toBe(hashOf({}));
  expect(hashOf({ a: undefined })).toBe(hashOf({}));
  expect(hashOf([['a'], 'b'])).not.toBe(hashOf([['a', 'b']]));
});
