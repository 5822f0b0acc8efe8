/** One change for all opportunities that match a filter, over GraphQL. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

describeDatabases('updating all that match over GraphQL', (opened) => {
  const desk = openDesk(opened);

  const update = (
    filter: object | null | undefined,
    change: object,
    more: object = {},
    headers?: Record<string, string>,
  ) =>
    desk.gateway.askText(
      `mutation ($filter: OpportunityFilter, $all: Boolean! = false, $change: OpportunityInput!, $limit: Int, $timeZone: String, $key: String) {
        done: updateMatchingOpportunities(filter: $filter, all: $all, change: $change, limit: $limit, timeZone: $timeZone, idempotencyKey: $key) { matched changed }
      }`,
      { filter, change, ...more },
      headers,
    );
  const count = async (filter: object, headers?: Record<string, string>) => {
    const query = 'query ($filter: OpportunityFilter) { opportunities(filter: $filter) { totalCount } }';
    return (await desk.gateway.askText(query, { filter }, headers)).data.opportunities.totalCount;
  };

  beforeAll(async () => {
    for (const [office, key] of [
      [desk.mine, desk.keys.ada],
      [desk.theirs, desk.keys.stranger],
    ] as const) {
      const { open, lost } = office.status;
      const rows = Array.from({ length: 80 }, (_, i) => ({
        ...{ leadId: office.leadId, statusId: i % 4 === 0 ? lost : open, value: i },
      }));
      const query = 'mutation ($rows: [OpportunityInput!]!) { createOpportunities(inputs: $rows) { __typename } }';
      await desk.gateway.askText(query, { rows }, as(key));
    }
  });

  test('every active deal of one user goes to another, and nobody else’s does', async () => {
    const [ada, bo] = desk.mine.userIds;
    const active = { statusType: { eq: 'ACTIVE' } };
    const { data, errors } = await update({ ...active, userId: { eq: ada } }, { userId: bo });
    expect(errors).toEqual([]);
    expect(data.done).toEqual({ matched: 60, changed: 60 });
    expect(await count({ ...active, userId: { eq: bo } })).toBe(60);
    expect(await count({ userId: { eq: ada } })).toBe(20);
    expect((await update({ userId: { eq: bo } }, { userId: bo })).data.done).toEqual({ matched: 60, changed: 0 });
    expect(await count({ userId: { eq: desk.theirs.userIds[0] } }, as(desk.keys.stranger))).toBe(80);
  });

  test('a change of status follows the rules for each, in the zone of the caller, and is kept for each', async () => {
    const filter = { statusType: { eq: 'LOST' } };
    const { data } = await update(filter, { statusId: desk.mine.status.won }, { timeZone: 'Pacific/Pago_Pago' });
    expect(data.done).toEqual({ matched: 20, changed: 20 });
    expect(await count({ dateWon: { eq: '2026-06-14' }, dateLost: { isNull: true } })).toBe(20);
    expect(await count({ statusChange: { oldStatusType: { eq: 'LOST' }, newStatusType: { eq: 'WON' } } })).toBe(20);
  });

  test('more than are expected match: none is changed, and it is told how many there are', async () => {
    const all = { all: true };
    const late = await update({}, { confidence: 1 }, { ...all, limit: 79 });
    expect(failures(late)).toEqual(['INVALID_INPUT limit']);
    expect(late.errors[0]?.message).toContain('80 opportunities match');
    expect(await count({ confidence: { eq: 1 } })).toBe(0);
    expect((await update(undefined, { confidence: 1 }, { ...all, limit: 80 })).data.done).toEqual({
      matched: 80,
      changed: 80,
    });
    for (const limit of [0, -1, 10_001]) {
      expect(failures(await update(null, { confidence: 2 }, { ...all, limit }))).toEqual(['INVALID_INPUT limit']);
    }
  });

  test('custom fields are matched, and set', async () => {
    const made = await desk.gateway.askText(
      'mutation { createCustomField(input: { name: "Tier", type: CHOICES, choices: ["A", "B"], objectTypes: [OPPORTUNITY] }) { customField { id } } }',
    );
    const fieldId = made.data.createCustomField.customField.id;
    const tier = (choice: string) => ({ customFields: [{ fieldId, value: { choices: [choice] } }] });
    expect((await update({ value: { lt: 10 } }, tier('A'))).data.done).toEqual({ matched: 10, changed: 10 });
    const isA = { custom: [{ fieldId, value: { text: { eq: 'A' } } }] };
    expect((await update(isA, tier('B'))).data.done).toEqual({ matched: 10, changed: 10 });
    expect(await count(isA)).toBe(0);
    expect(failures(await update({}, tier('C'), { all: true }))).toEqual(['INVALID_INPUT change.customFields.0']);
  });

  test('a condition that got lost on the way changes none: null, {} and variables that are not set are errors with a place', async () => {
    const change = { confidence: 9 };
    const refused = async (filter: object | null | undefined) => failures(await update(filter, change));
    expect(await refused(undefined)).toEqual(['INVALID_INPUT filter']);
    expect(await refused(null)).toEqual(['INVALID_INPUT filter']);
    expect(await refused({})).toEqual(['INVALID_INPUT filter']);
    expect(await refused({ and: [] })).toEqual(['INVALID_INPUT filter']);
    expect(await refused({ words: '' })).toEqual(['INVALID_INPUT filter']);
    expect(await refused({ note: { contains: '' } })).toEqual(['INVALID_INPUT filter']);
    expect(await refused({ leadId: null })).toEqual(['INVALID_FILTER filter.leadId']);
    expect(await refused({ leadId: {} })).toEqual(['INVALID_FILTER filter.leadId']);
    expect(await refused({ leadId: { eq: null } })).toEqual(['INVALID_FILTER filter.leadId.eq']);
    const unset = await desk.gateway.askText(
      `mutation ($lead: ID) {
        updateMatchingOpportunities(filter: { leadId: { eq: $lead } }, change: { confidence: 9 }) { changed }
      }`,
    );
    expect(failures(unset)).toEqual(['INVALID_FILTER filter.leadId']);
    expect(await count({ confidence: { eq: 9 } })).toBe(0);
    expect(failures(await update({ value: { lt: 5 } }, change, { all: true }))).toEqual(['INVALID_INPUT all']);
    expect(await count({ confidence: { eq: 9 } })).toBe(0);
  });

  test('what is wrong is told with its place, also where nothing matches', async () => {
    const none = { id: { eq: 'oppo_none' } };
    expect(failures(await update(none, { confidence: 101 }))).toEqual(['INVALID_INPUT change.confidence']);
    expect(failures(await update(none, { leadId: desk.theirs.leadId }))).toEqual(['INVALID_INPUT change.leadId']);
    expect(failures(await update({ value: { gt: null } }, {}))).toEqual(['INVALID_FILTER filter.value.gt']);
    for (const change of [
      { fieldId: 'cf_none', value: { text: 'x' } },
      { fieldId: 'cf_none', value: { unset: false } },
    ]) {
      expect(failures(await update(none, { customFields: [change] }))).toEqual(['INVALID_INPUT change.customFields.0']);
    }
    const unknown = await update({ custom: [{ fieldId: 'cf_none', value: { text: { eq: 'a' } } }] }, {});
    expect(failures(unknown)).toEqual(['INVALID_FILTER filter.custom.0.value.text.eq']);
    expect((await update(none, { confidence: 3 })).data.done).toEqual({ matched: 0, changed: 0 });
  });

  test('with a key it is done once', async () => {
    const filter = { confidence: { eq: 1 } };
    const first = await update(filter, { confidence: 2 }, { key: 'once' });
    await update({ confidence: { eq: 2 } }, { confidence: 1 });
    const again = await update(filter, { confidence: 2 }, { key: 'once' });
    expect(again.data.done).toEqual(first.data.done);
    expect(await count({ confidence: { eq: 2 } })).toBe(0);
  });
});
