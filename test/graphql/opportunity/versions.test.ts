/** `Opportunity.history`: from, to, who, which fields and which values, newest first. */
import { expect, test } from 'vitest';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

describeDatabases('the history of an opportunity', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, headers = {}) => desk.gateway.askText(query, {}, headers);
  const later = () => {
    desk.now = (desk.now + 60_000) as Instant;
    return new Date(desk.now).toISOString();
  };
  const create = async (input: string) => {
    const { data, errors } = await ask(
      `mutation { createOpportunity(input: { leadId: "${desk.mine.leadId}", ${input} }) { opportunity { id } } }`,
    );
    expect(errors).toEqual([]);
    return data.createOpportunity.opportunity.id as string;
  };
  const update = async (id: string, input: string, headers = {}) => {
    const { errors } = await ask(
      `mutation { updateOpportunity(id: "${id}", input: { ${input} }) { opportunity { id } } }`,
      headers,
    );
    expect(errors).toEqual([]);
  };

  test('tells each stretch of time, who began it, and what was changed', async () => {
    const first = later();
    const id = await create('value: 100');
    const second = later();
    await update(id, 'value: 200, confidence: 80', as(desk.keys.bo));
    const third = later();
    await update(id, `statusId: "${desk.mine.status.won}"`);
    const fourth = later();
    await update(id, 'note: "seen by nobody later"');
    const { data, errors } = await ask(
      `{ opportunity(id: "${id}") { history { nodes { from to changedFields isAssumed changedBy { fullName } values { opportunityId value confidence statusLabel dateWon } } pageInfo { hasNextPage } } } }`,
    );
    expect(errors).toEqual([]);
    const [bo, ada] = [{ fullName: 'Bo Diddley' }, { fullName: 'Ada Lovelace' }];
    const values = { opportunityId: id, value: 200, confidence: 80, statusLabel: 'Won', dateWon: '2026-06-15' };
    const open = { statusLabel: 'Open', dateWon: null };
    expect(data.opportunity.history).toEqual({
      nodes: [
        { from: fourth, to: null, changedFields: [], isAssumed: false, changedBy: ada, values },
        { from: third, to: fourth, changedFields: ['statusId', 'dateWon'], isAssumed: false, changedBy: ada, values },
        {
          ...{ from: second, to: third, changedFields: ['value', 'confidence'], isAssumed: false, changedBy: bo },
          values: { ...values, ...open },
        },
        {
          ...{ from: first, to: second, changedFields: [], isAssumed: false, changedBy: ada },
          values: { ...values, ...open, value: 100, confidence: 50 },
        },
      ],
      pageInfo: { hasNextPage: false },
    });
  });

  test('names custom fields that were set and emptied', async () => {
    const made = await ask(
      'mutation { createCustomField(input: { name: "Seats", type: NUMBER, objectTypes: [OPPORTUNITY] }) { customField { id } } }',
    );
    const fieldId = made.data.createCustomField.customField.id;
    later();
    const id = await create('value: 1');
    later();
    await update(id, `customFields: [{ fieldId: "${fieldId}", value: { number: 5 } }]`);
    later();
    await update(id, `customFields: [{ fieldId: "${fieldId}", value: { unset: true } }], value: 2`);
    const { data } = await ask(`{ opportunity(id: "${id}") { history { nodes { changedFields } } } }`);
    expect(data.opportunity.history.nodes.map((node: { changedFields: string[] }) => node.changedFields)).toEqual([
      ['value', `custom.${fieldId}`],
      [`custom.${fieldId}`],
      [],
    ]);
  });

  test('is paged, for many opportunities by as many statements as for one', async () => {
    const ids = [await create('value: 1'), await create('value: 2')];
    for (const value of [3, 4, 5]) {
      later();
      for (const id of ids) await update(id, `value: ${value}`);
    }
    const read = async (id: string, after: string | null) => {
      const { data } = await ask(
        `{ opportunity(id: "${id}") { history(first: 2, after: ${JSON.stringify(after)}) { nodes { changedFields values { value } } pageInfo { hasNextPage endCursor } } } }`,
      );
      return data.opportunity.history;
    };
    const [id = ''] = ids;
    const page = await read(id, null);
    const next = await read(id, page.pageInfo.endCursor);
    const values = [...page.nodes, ...next.nodes].map((node) => [node.values.value, node.changedFields.length]);
    expect(values).toEqual([
      [5, 1],
      [4, 1],
      [3, 1],
      [1, 0],
    ]);
    expect([page.pageInfo.hasNextPage, next.pageInfo.hasNextPage]).toEqual([true, false]);
    const count = async (filter: string) => {
      await ask(`{ opportunities(filter: ${filter}) { nodes { history { nodes { values { value } } } } } }`);
      return desk.gateway.statements.length;
    };
    expect(await count(`{ id: { eq: "${id}" } }`)).toBe(await count('{ value: { gte: 0 } }'));
  });

  test('a cursor of something else is an error with its place', async () => {
    const id = await create('value: 1');
    const { errors } = await ask(`{ opportunity(id: "${id}") { history(after: "nonsense") { nodes { from } } } }`);
    expect(failures({ errors })).toEqual(['INVALID_CURSOR after']);
    const sized = await ask(`{ opportunity(id: "${id}") { history(first: 0) { nodes { from } } } }`);
    expect(failures(sized)).toEqual(['INVALID_PAGE first']);
  });
});
