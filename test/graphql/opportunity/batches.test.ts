/** Many opportunities written at once over GraphQL. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const payload =
  'opportunities { id value confidence version } errors { index code message argumentPath currentVersion }';

describeDatabases('batches over GraphQL', (opened) => {
  const desk = openDesk(opened);

  const create = (inputs: object[], partial?: boolean, headers?: Record<string, string>) =>
    desk.gateway.askText(
      `mutation ($inputs: [OpportunityInput!]!, $partial: Boolean! = false) { done: createOpportunities(inputs: $inputs, partial: $partial) { ${payload} } }`,
      { inputs, partial },
      headers,
    );
  const update = (updates: object[], partial?: boolean, headers?: Record<string, string>) =>
    desk.gateway.askText(
      `mutation ($updates: [OpportunityUpdateInput!]!, $partial: Boolean! = false) { done: updateOpportunities(updates: $updates, partial: $partial) { ${payload} } }`,
      { updates, partial },
      headers,
    );
  const count = async (filter: object = {}) => {
    const query = 'query ($filter: OpportunityFilter) { opportunities(filter: $filter) { totalCount } }';
    return (await desk.gateway.askText(query, { filter })).data.opportunities.totalCount;
  };
  const some = async (size: number): Promise<string[]> => {
    const { data } = await create(Array.from({ length: size }, () => ({ leadId: desk.mine.leadId })));
    return data.done.opportunities.map(({ id }: { id: string }) => id);
  };

  test('250 are created in the order given', async () => {
    const { data, errors } = await create(
      Array.from({ length: 250 }, (_, i) => ({ leadId: desk.mine.leadId, value: i })),
    );
    expect(errors).toEqual([]);
    expect(data.done.errors).toEqual([]);
    expect(data.done.opportunities.map(({ value }: { value: number }) => value)).toEqual([...Array(250).keys()]);
  });

  test('reading the answer takes as many statements for 100 as for 2', async () => {
    const rows = (size: number) => Array.from({ length: size }, () => ({ leadId: desk.mine.leadId }));
    await create(rows(2));
    const few = desk.gateway.statements.length;
    await create(rows(100));
    expect(desk.gateway.statements.length).toBe(few);
  });

  describe('where some rows are wrong', () => {
    const rows = () => [
      { leadId: desk.mine.leadId, value: 1 },
      { leadId: desk.mine.leadId, confidence: 101 },
      { leadId: desk.theirs.leadId },
      { leadId: desk.mine.leadId, value: 4, customFields: [{ fieldId: 'cf_none', value: { text: 'x' } }] },
    ];
    const told = [
      { index: 1, code: 'INVALID_INPUT', message: expect.stringContaining('101') },
      { index: 2, code: 'INVALID_INPUT', message: expect.stringContaining('no lead') },
      { index: 3, code: 'INVALID_INPUT', message: expect.stringContaining('cf_none') },
    ];
    const places = [
      [1, 'confidence'],
      [2, 'leadId'],
      [3, 'customFields', 0],
    ];

    test('none is stored, and the error tells each of them', async () => {
      const before = await count();
      const answer = await create(rows());
      expect(failures(answer)).toEqual(['INVALID_INPUT inputs.1.confidence']);
      expect(answer.errors[0]?.message).toMatch(/^3 of 4 rows are wrong/);
      expect(answer.errors[0]?.extensions?.errors).toEqual(
        told.map((row, i) => ({ ...row, argumentPath: ['inputs', ...(places[i] ?? [])] })),
      );
      expect(answer.data).toEqual({ done: null });
      expect(await count()).toBe(before);
    });

    test('`partial` stores the others, and tells the wrong ones beside them', async () => {
      const before = await count();
      const { data, errors } = await create(rows(), true);
      expect(errors).toEqual([]);
      expect(data.done.opportunities).toEqual([expect.objectContaining({ value: 1 }), null, null, null]);
      expect(data.done.errors).toEqual(
        told.map((row, i) => ({
          ...{ ...row, currentVersion: null },
          argumentPath: ['inputs', ...(places[i] ?? []).map(String)],
        })),
      );
      expect(await count()).toBe(before + 1);
    });

    test('each update has its own version and its own error', async () => {
      const [a, b, c] = await some(3);
      const updates = [
        { id: a, confidence: 1, expectedVersion: 1 },
        { id: b, confidence: 2, expectedVersion: 7 },
        { id: 'oppo_none', confidence: 3 },
        { id: c, confidence: 4 },
        { id: c, confidence: 5 },
      ];
      const refused = await update(updates);
      expect(failures(refused)).toEqual(['INVALID_INPUT updates.1']);
      expect(await count({ id: { in: [a, b, c] }, confidence: { eq: 50 } })).toBe(3);
      const { data } = await update(updates, true);
      expect(data.done.opportunities.map((row: { confidence: number } | null) => row?.confidence)).toEqual([
        ...[1, undefined, undefined, 4, undefined],
      ]);
      expect(data.done.errors).toMatchObject([
        { index: 1, code: 'VERSION_CONFLICT', argumentPath: ['updates', '1'], currentVersion: 1 },
        { index: 2, code: 'NOT_FOUND', argumentPath: ['updates', '2'] },
        { index: 4, code: 'INVALID_INPUT', argumentPath: ['updates', '4', 'id'] },
      ]);
    });
  });

  describe('where an entry for a custom field says several things, or none', () => {
    const define = async (name: string) => {
      const { data } = await desk.gateway.askText(
        `mutation { createCustomField(input: { name: "${name}", type: TEXT, objectTypes: [OPPORTUNITY] }) { customField { id } } }`,
      );
      return data.createCustomField.customField.id as string;
    };
    const places = [
      { index: 1, code: 'INVALID_INPUT', argumentPath: ['1', 'confidence'] },
      { index: 2, code: 'INVALID_INPUT', argumentPath: ['2', 'customFields', '1'] },
      { index: 3, code: 'INVALID_INPUT', argumentPath: ['3', 'customFields', '0'] },
    ];
    const told = (list: string) =>
      places.map(({ argumentPath, ...row }) => ({ ...row, argumentPath: [list, ...argumentPath] }));
    const rows = (fieldId: string): [object, object, object, object] => [
      { value: 1 },
      { confidence: 101 },
      {
        customFields: [
          { fieldId, value: { text: 'fine' } },
          { fieldId, value: { unset: false } },
        ],
      },
      { customFields: [{ fieldId, value: { number: 1 } }] },
    ];
    const toldBy = ({ errors }: Awaited<ReturnType<typeof create>>) => {
      const rows = errors[0]?.extensions?.errors as { argumentPath: unknown[] }[];
      return rows.map((row) => ({ ...row, argumentPath: row.argumentPath.map(String) }));
    };

    test('it is told with the other wrong rows of a creation, and `partial` stores the rest', async () => {
      const inputs = rows(await define('Line'));
      const before = await count();
      const refused = await create(inputs);
      expect(refused.errors[0]?.message).toMatch(/^3 of 4 rows are wrong/);
      expect(toldBy(refused)).toMatchObject(told('inputs'));
      expect(await count()).toBe(before);
      const { data, errors } = await create(inputs, true);
      expect(errors).toEqual([]);
      expect(data.done.opportunities).toEqual([expect.objectContaining({ value: 1 }), null, null, null]);
      expect(data.done.errors).toMatchObject(told('inputs'));
      expect(data.done.errors[1].message).toMatch(/unset: false says nothing/);
      expect(await count()).toBe(before + 1);
    });

    test('and so it is of a change of several', async () => {
      const ids = await some(4);
      const updates = rows(await define('Lines')).map((row, i) => ({ id: ids[i], ...row }));
      const refused = await update(updates);
      expect(toldBy(refused)).toMatchObject(told('updates'));
      const { data, errors } = await update(updates, true);
      expect(errors).toEqual([]);
      expect(data.done.opportunities).toEqual([expect.objectContaining({ value: 1, version: 2 }), null, null, null]);
      expect(data.done.errors).toMatchObject(told('updates'));
    });
  });

  test('each row is changed in its own way, with its history', async () => {
    const [a, b] = await some(2);
    const { errors } = await update([
      { id: a, statusId: desk.mine.status.won, dateWon: '2020-01-01' },
      { id: b, value: 5, note: null },
    ]);
    expect(errors).toEqual([]);
    expect(
      await count({ id: { eq: a }, dateWon: { eq: '2020-01-01' }, statusChange: { newStatusType: { eq: 'WON' } } }),
    ).toBe(1);
    expect(await count({ id: { eq: b }, value: { eq: 5 }, not: { statusChange: { id: { isNull: false } } } })).toBe(1);
  });

  test('251 rows are one too many, and none is no error', async () => {
    const rows = Array.from({ length: 251 }, () => ({ leadId: desk.mine.leadId }));
    const answer = await create(rows);
    expect(failures(answer)).toEqual(['INVALID_INPUT inputs']);
    expect(answer.errors[0]?.message).toContain('250');
    expect(failures(await update(rows.map((_, i) => ({ id: `oppo_${i}` }))))).toEqual(['INVALID_INPUT updates']);
    expect((await create([])).data.done).toEqual({ opportunities: [], errors: [] });
    expect((await update([])).data.done).toEqual({ opportunities: [], errors: [] });
  });

  test('another organization’s rows are not there', async () => {
    const [a] = await some(1);
    const { data } = await update([{ id: a, value: 1 }], true, as(desk.keys.stranger));
    expect(data.done.errors).toMatchObject([{ index: 0, code: 'NOT_FOUND' }]);
    expect(await count({ id: { eq: a }, value: { isNull: true } })).toBe(1);
  });
});
