/** Writes over GraphQL that may be sent again: once for each key, whoever asks how often. */
import { beforeEach, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { fixedNow } from '../../fixtures.ts';
import { as, failures, openDesk } from '../desk.ts';
import {
  CreateOpportunityDocument,
  DeleteOpportunityDocument,
  type OpportunityInput,
  UpdateOpportunityDocument,
} from '../generated/documents.ts';

const hour = 3_600_000;

describeDatabases('idempotency keys over GraphQL', (opened) => {
  const desk = openDesk(opened);
  beforeEach(() => {
    desk.now = fixedNow;
  });

  const create = (key: string, input: OpportunityInput = {}, headers?: Record<string, string>) =>
    desk.gateway.ask(CreateOpportunityDocument, { input, key }, headers);
  const idOf = ({ data, errors }: Awaited<ReturnType<typeof create>>) => {
    expect(errors).toEqual([]);
    return data.createOpportunity?.opportunity.id;
  };
  const count = async () =>
    (await desk.gateway.askText('{ opportunities { totalCount } }')).data.opportunities.totalCount;

  test('the same key and the same input give the same answer and one row', async () => {
    const before = await count();
    const first = await create('again', { value: 5, note: 'x', customFields: [] });
    const second = await create('again', { customFields: [], note: 'x', value: 5 });
    expect(second).toEqual(first);
    expect(await count()).toBe(before + 1);
  });

  test('20 at once make one row, and all of them are given it', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('twenty', { value: 20 })));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test('20 different ones at once are all written, whatever number of connections there are', async () => {
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => create(`own ${i}`, { value: i })));
    expect(new Set(answers.map(idOf)).size).toBe(20);
    expect(await count()).toBe(before + 20);
  });

  test('a restart of the gateway does not make it forget', async () => {
    const first = idOf(await create('restart', { value: 1 }));
    await desk.restart();
    expect(idOf(await create('restart', { value: 1 }))).toBe(first);
  });

  test('the same key with another input, or for another mutation, is a conflict and does nothing', async () => {
    const id = idOf(await create('conflict', { value: 1 })) ?? '';
    const before = await count();
    expect(failures(await create('conflict', { value: 2 }))).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    expect(failures(await create('conflict', { value: 1, note: null }))).toEqual([
      'IDEMPOTENCY_CONFLICT idempotencyKey',
    ]);
    const removed = await desk.gateway.ask(DeleteOpportunityDocument, { id, key: 'conflict' });
    expect(failures(removed)).toEqual(['IDEMPOTENCY_CONFLICT idempotencyKey']);
    expect(await count()).toBe(before);
  });

  test('a key is its user’s own', async () => {
    const ada = idOf(await create('shared', { value: 1 }));
    const bo = idOf(await create('shared', { value: 1 }, as(desk.keys.bo)));
    const stranger = idOf(await create('shared', { value: 1 }, as(desk.keys.stranger)));
    expect(new Set([ada, bo, stranger]).size).toBe(3);
  });

  test('what was refused may be tried again with the same key', async () => {
    expect(failures(await create('retry', { confidence: 101 }))).toEqual(['INVALID_INPUT input.confidence']);
    expect(idOf(await create('retry', { confidence: 100 }))).toMatch(/^oppo_/);
  });

  test('an update is applied once, and an update that came after it is not undone', async () => {
    const id = idOf(await create('for update')) ?? '';
    const update = (value: number, key?: string) =>
      desk.gateway.ask(UpdateOpportunityDocument, { id, input: { value }, key, expectedVersion: key ? 1 : undefined });
    expect(failures(await update(1, 'update'))).toEqual([]);
    expect(failures(await update(2))).toEqual([]);
    const again = await update(1, 'update');
    expect(failures(again)).toEqual([]);
    expect(again.data.updateOpportunity?.opportunity).toMatchObject({ value: 2, version: 3 });
  });

  test('a deletion that is sent again is no error', async () => {
    const id = idOf(await create('to delete')) ?? '';
    const remove = () => desk.gateway.ask(DeleteOpportunityDocument, { id, key: 'delete' });
    expect((await remove()).data.deleteOpportunity).toEqual({ deletedId: id });
    expect((await remove()).data.deleteOpportunity).toEqual({ deletedId: id });
    // What a key has made is not made again because it is gone.
    expect(failures(await create('to delete'))).toEqual(['NOT_FOUND']);
  });

  test('an answer is kept for 24 hours', async () => {
    const first = idOf(await create('day', { value: 1 }));
    desk.now = (fixedNow + 24 * hour - 1) as typeof desk.now;
    expect(idOf(await create('day', { value: 1 }))).toBe(first);
    desk.now = (fixedNow + 24 * hour) as typeof desk.now;
    expect(idOf(await create('day', { value: 1 }))).not.toBe(first);
  });

  test.each(['', 'x'.repeat(256), 'käse', 'tab\t'])('%j is no key', async (key) => {
    expect(failures(await create(key))).toEqual(['INVALID_INPUT idempotencyKey']);
  });
});
