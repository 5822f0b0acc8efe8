/** What is kept of opportunities, whoever writes: the gateway, an import, or a person at the database. */
import { beforeAll, expect, test } from 'vitest';
import { createCustomField } from '../../../src/custom-field/define.ts';
import type { WriteSession } from '../../../src/db/client.ts';
import { ensureHistory } from '../../../src/db/history/install.ts';
import { createOpportunity } from '../../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../../src/opportunity/input.ts';
import { deleteOpportunity } from '../../../src/opportunity/remove.ts';
import { updateOpportunity } from '../../../src/opportunity/update.ts';
import { byHand as sendByHand } from '../../by-hand.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { createOffices, later, type Office, readOpportunity } from '../../fixtures.ts';

describeDatabases('what opportunities were is kept', (opened) => {
  let mine: Office;
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
  });

  const write = <T>(work: (session: WriteSession) => Promise<T>) => opened.database.write(work);
  const create = (input: OpportunityInput = {}) =>
    write((session) => createOpportunity(session, mine.caller, { leadId: mine.leadId, value: 100n, ...input }));
  const update = (id: string, milliseconds: number, change: OpportunityInput) =>
    write((session) => updateOpportunity(session, later(mine.caller, milliseconds), { id, change }));
  const versions = (opportunityId: string) =>
    write(({ prisma }) =>
      prisma.opportunityVersion.findMany({ where: { opportunityId }, orderBy: { validFrom: 'asc' } }),
    );
  const values = (opportunityId: string) =>
    write(({ prisma }) => prisma.customFieldVersion.findMany({ where: { opportunityId }, orderBy: { rowKey: 'asc' } }));
  const at = (milliseconds: number) => new Date(mine.caller.now + milliseconds);

  const byHand = (statement: string) => sendByHand(opened.url, statement);

  test('a change ends what was, and says who ended it; a creation has nothing before it', async () => {
    const id = await create();
    expect(await versions(id)).toEqual([]);
    await update(id, 1000, { value: 200n, note: 'nothing of this is kept' });
    await update(id, 2000, { valuePeriod: 'monthly' });
    expect(await versions(id)).toMatchObject([
      {
        value: 100n,
        version: 1,
        validFrom: at(0),
        validTo: at(1000),
        closedById: mine.caller.userId,
        isAssumed: false,
      },
      { value: 200n, annualizedValue: 200n, version: 2, validFrom: at(1000), validTo: at(2000) },
    ]);
  });

  test('a change that changes nothing is none', async () => {
    const id = await create();
    await update(id, 1000, { value: 100n });
    expect(await versions(id)).toEqual([]);
  });

  test('of a deleted opportunity the figures stay and the words go', async () => {
    const field = (name: string, type: string, choices?: readonly string[]) =>
      write((session) =>
        createCustomField(session, mine.caller, {
          name,
          type,
          objectTypes: ['opportunity'],
          ...(choices && { choices }),
        }),
      );
    const [words, product] = [await field('Words', 'textarea'), await field('Product', 'choices', ['Basic'])];
    const customFields = [
      { fieldId: words, kind: 'set', value: 'a secret' } as const,
      { fieldId: product, kind: 'set', value: 'Basic' } as const,
    ];
    const id = await create({ note: 'a secret', customFields });
    await update(id, 1000, { customFields: [{ fieldId: words, kind: 'set', value: 'another secret' }] });
    await write((session) => deleteOpportunity(session, later(mine.caller, 2000), { id }));
    expect((await versions(id)).at(-1)).toMatchObject({
      value: 100n,
      validTo: at(2000),
      closedById: mine.caller.userId,
    });
    const kept = (await values(id)).map(({ customFieldId, textValue, validFrom, validTo }) => ({
      ...{ customFieldId, textValue, validFrom, validTo },
    }));
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(
      expect.arrayContaining([
        { customFieldId: words, textValue: null, validFrom: at(0), validTo: at(1000) },
        { customFieldId: words, textValue: null, validFrom: at(1000), validTo: at(2000) },
        { customFieldId: product, textValue: 'Basic', validFrom: at(0), validTo: at(2000) },
      ]),
    );
  });

  test('who writes by hand and does not say when, writes now', async () => {
    const id = await create();
    const before = Date.now();
    await byHand(`update opportunity set value = 300 where id = '${id}'`);
    const row = await readOpportunity(opened.database, id);
    expect(row.dateUpdated.getTime()).toBeGreaterThanOrEqual(before);
    expect(await versions(id)).toMatchObject([{ value: 100n, validFrom: at(0), validTo: row.dateUpdated }]);
    await byHand(`update opportunity set value = 400 where id = '${id}'`);
    await byHand(`delete from opportunity where id = '${id}'`);
    const all = await versions(id);
    expect(all.map(({ value }) => value)).toEqual([100n, 300n, 400n]);
    expect(all.map(({ validFrom }) => validFrom)).toEqual([at(0), ...all.slice(0, -1).map(({ validTo }) => validTo)]);
    expect(all.at(-1)).toMatchObject({ closedById: null });
  });

  test('a batch by hand, and what goes with a lead by a cascade, are kept row by row', async () => {
    const ids = [await create({ value: 1n }), await create({ value: 2n }), await create({ value: 3n })];
    const list = ids.map((id) => `'${id}'`).join(', ');
    await byHand(`update opportunity set confidence = 1, date_updated = date_updated where id in (${list})`);
    const [first = ''] = ids;
    const { leadId } = await readOpportunity(opened.database, first);
    await byHand(`delete from opportunity where lead_id = '${leadId}' and id in (${list})`);
    for (const [index, id] of ids.entries()) {
      const all = await versions(id);
      expect(all.map(({ value, confidence }) => [value, confidence])).toEqual([
        [BigInt(index + 1), 50],
        [BigInt(index + 1), 1],
      ]);
    }
  });

  test('values of custom fields by hand: set, changed and taken away', async () => {
    const seats = await write((session) =>
      createCustomField(session, mine.caller, { name: 'Seats', type: 'number', objectTypes: ['opportunity'] }),
    );
    const id = await create();
    await byHand(
      `insert into custom_field_value (organization_id, custom_field_id, opportunity_id, position, number_value) values ('${mine.organizationId}', '${seats}', '${id}', 0, 5)`,
    );
    await byHand(`update custom_field_value set number_value = 6 where opportunity_id = '${id}'`);
    await byHand(`delete from custom_field_value where opportunity_id = '${id}'`);
    const [five, six, ...more] = await values(id);
    expect([five?.numberValue, six?.numberValue, more]).toEqual([5, 6, []]);
    expect(five?.validTo).toEqual(six?.validFrom);
    expect(six?.validTo.getTime()).toBeGreaterThan(six?.validFrom?.getTime() ?? Number.POSITIVE_INFINITY);
  });

  test('what is rolled back leaves nothing', async () => {
    const id = await create();
    const failing = write(async (session) => {
      await updateOpportunity(session, later(mine.caller, 1000), { id, change: { value: 5n } });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await versions(id)).toEqual([]);
  });

  test('triggers that were lost are made again at the start, and what was missed is assumed', async () => {
    expect(await ensureHistory(opened.url)).toBe(false);
    const id = await create();
    const lost = 'opportunity_version_update';
    await byHand(opened.provider === 'sqlite' ? `drop trigger ${lost}` : `drop function ${lost} cascade`);
    await update(id, 1000, { value: 200n });
    await update(id, 2000, { value: 300n });
    expect(await versions(id)).toEqual([]);
    expect(await ensureHistory(opened.url)).toBe(true);
    expect(await versions(id)).toMatchObject([{ value: 300n, validFrom: at(0), validTo: at(2000), isAssumed: true }]);
    await update(id, 3000, { value: 400n });
    expect(await versions(id)).toHaveLength(2);
    expect(await ensureHistory(opened.url)).toBe(false);
  });
});
