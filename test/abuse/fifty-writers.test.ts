/** Fifty writes at once by two clients: none is lost, none is done twice, and whoever is too late is told. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAssociation, removeAssociation } from '../../src/custom-field/association.ts';
import { createCustomField } from '../../src/custom-field/define.ts';
import { readCustomValues } from '../../src/custom-field/values.ts';
import { type Database, openDatabase, type Session } from '../../src/db/client.ts';
import { retryingConflicts } from '../../src/db/retry.ts';
import { withIdempotency } from '../../src/idempotency/idempotency.ts';
import { createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { updateOpportunity } from '../../src/opportunity/update.ts';
import type { CalendarDate } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, type Office, readOpportunity } from '../fixtures.ts';

const fifty = Array.from({ length: 50 }, (_, i) => i);

describeDatabases('two clients on one database, fifty writes at once', (opened) => {
  let mine: Office;
  let databases: readonly Database[] = [];
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
    // With connections and locks of its own, a second client is to the database what a second process is.
    databases = [0, 1].map(() => retryingConflicts(openDatabase(opened.url, { maxWait: 20_000 })));
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });

  const databaseOf = (i: number) => databases[i % 2] ?? opened.database;
  const write = <T>(i: number, work: (session: Session) => Promise<T>) => databaseOf(i).write(work);
  const create = (input: OpportunityInput = {}) =>
    write(0, (session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, ...input }));
  const update = (i: number, id: string, change: OpportunityInput) =>
    write(i, (session) => updateOpportunity(session, mine.caller, { id, change }));

  test('with version checks, exactly the acknowledged ones are applied', async () => {
    const id = await create({ value: 0n });
    const outcomes = await Promise.all(
      fifty.map(async (i) => {
        const { version, value } = await readOpportunity(databaseOf(i), id);
        const change = { value: (value ?? 0n) + 1n };
        const update = { id, change, expectedVersion: version };
        return failure(write(i, (session) => updateOpportunity(session, mine.caller, update)));
      }),
    );
    const acknowledged = outcomes.filter((outcome) => outcome === 'no error').length;
    expect(acknowledged).toBeGreaterThan(0);
    expect(outcomes.filter((outcome) => outcome !== 'no error' && outcome !== 'VERSION_CONFLICT')).toEqual([]);
    const row = await readOpportunity(opened.database, id);
    expect(row).toMatchObject({ value: BigInt(acknowledged), version: acknowledged + 1 });
  });

  test('whoever tries again until it is taken loses nothing', async () => {
    const id = await create({ value: 0n });
    const increment = async (i: number): Promise<void> => {
      const { version, value } = await readOpportunity(databaseOf(i), id);
      const change = { value: (value ?? 0n) + 1n };
      const attempt = { id, change, expectedVersion: version };
      const outcome = await failure(write(i, (session) => updateOpportunity(session, mine.caller, attempt)));
      if (outcome === 'no error') return;
      expect(outcome).toBe('VERSION_CONFLICT');
      await sleep(Math.random() * 50);
      await increment(i);
    };
    await Promise.all(fifty.slice(0, 20).map(increment));
    expect(await readOpportunity(opened.database, id)).toMatchObject({ value: 20n, version: 21 });
  });

  test('updates of different fields all survive', async () => {
    const fields: readonly OpportunityInput[] = [
      { value: 7n },
      { valuePeriod: 'annual' },
      { confidence: 77 },
      { note: 'seven' },
      { userId: mine.userIds[1] },
      { contactId: mine.contactId },
      { statusId: mine.status.won },
      { dateWon: '2026-07-07' as CalendarDate },
    ];
    for (let round = 0; round < 6; round++) {
      const id = await create();
      await Promise.all(fields.map((change, i) => update(i, id, change)));
      expect(await readOpportunity(opened.database, id)).toMatchObject({
        ...Object.assign({}, ...fields),
        ...{ weighted: 539n, annualizedWeighted: 539n, version: 9 },
      });
    }
  });

  test('updates of 50 custom fields, and of 50 values of one list, all survive', async () => {
    const choices = fifty.map((i) => `choice ${i}`);
    const define = (name: string, type: object) =>
      write(0, (session) =>
        createCustomField(session, mine.caller, { name, type: 'text', objectTypes: ['opportunity'], ...type }),
      );
    const fieldIds: string[] = [];
    for (const i of fifty) fieldIds.push(await define(`text ${i}`, {}));
    const list = await define('list', { type: 'choices', choices, acceptsMultipleValues: true });
    const id = await create();
    await Promise.all(
      fifty.flatMap((i) => [
        update(i, id, { customFields: [{ fieldId: fieldIds[i] ?? '', kind: 'set', value: `value ${i}` }] }),
        update(i, id, { customFields: [{ fieldId: list, kind: 'add', value: choices[i] }] }),
      ]),
    );
    const values = await opened.database.read((session) =>
      readCustomValues(session, mine.organizationId, 'opportunity', [id]),
    );
    const texts = (wanted: (fieldId: string) => boolean) =>
      (values.get(id) ?? []).flatMap(({ fieldId, value }) =>
        wanted(fieldId) && value.kind === 'text' ? [value.text] : [],
      );
    expect(new Set(texts((fieldId) => fieldId === list))).toEqual(new Set(choices));
    expect(new Set(texts((fieldId) => fieldId !== list))).toEqual(new Set(fifty.map((i) => `value ${i}`)));
    expect((await readOpportunity(opened.database, id)).version).toBe(101);
  });

  test('a field that is taken from its objects while they are written leaves no value behind', async () => {
    const fieldId = await write(0, (session) =>
      createCustomField(session, mine.caller, {
        ...{ name: 'shared', type: 'text', objectTypes: ['opportunity'], isShared: true },
      }),
    );
    const customFields = [{ fieldId, kind: 'set', value: 'x' }] as const;
    const outcomes = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const ids = await Promise.all(fifty.slice(0, 6).map(() => create()));
      const writes = fifty.slice(0, 12).map(async (i) => {
        await sleep(i);
        const id = ids[i];
        return failure(id === undefined ? create({ customFields }) : update(i, id, { customFields }));
      });
      await sleep(3 * round);
      await write(1, (session) => removeAssociation(session, mine.caller, fieldId, 'opportunity'));
      for (const outcome of await Promise.all(writes)) outcomes.add(outcome);
      const left = opened.database.write(({ prisma }) =>
        prisma.customFieldValue.count({ where: { customFieldId: fieldId } }),
      );
      expect(await left).toBe(0);
      await write(0, (session) => addAssociation(session, mine.caller, fieldId, 'opportunity'));
    }
    // Each came before, or was told that it came too late.
    for (const outcome of outcomes) expect(['no error', `INVALID_INPUT custom.${fieldId}`]).toContain(outcome);
  });

  test('20 creations with one idempotency key make one row, and all are told of it', async () => {
    const input = { leadId: mine.leadId, note: 'once' };
    const ids = await Promise.all(
      fifty
        .slice(0, 20)
        .map((i) =>
          withIdempotency(databaseOf(i), mine.caller, 'one-key', 'createOpportunity', input, (session) =>
            createOpportunity(session, mine.caller, input),
          ),
        ),
    );
    expect(new Set(ids).size).toBe(1);
    const made = opened.database.write(({ prisma }) => prisma.opportunity.count({ where: { note: 'once' } }));
    expect(await made).toBe(1);
  });
});
