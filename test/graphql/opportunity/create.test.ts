/** New opportunities over GraphQL. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';
import { CreateOpportunityDocument, type OpportunityInput, ReadOpportunityDocument } from '../generated/documents.ts';

describeDatabases('creating an opportunity over GraphQL', (opened) => {
  const desk = openDesk(opened);

  const create = (input: OpportunityInput, headers?: Record<string, string>) =>
    desk.gateway.ask(CreateOpportunityDocument, { input }, headers);
  const created = async (input: OpportunityInput, headers?: Record<string, string>) => {
    const { data, errors } = await create(input, headers);
    expect(errors).toEqual([]);
    return data.createOpportunity?.opportunity;
  };
  const count = async () =>
    (await desk.gateway.askText('{ opportunities { totalCount } }')).data.opportunities.totalCount;

  test('what is not said has its default, and the answer is what was stored', async () => {
    const opportunity = await created({ leadId: desk.mine.leadId });
    expect(opportunity).toEqual({
      id: expect.stringMatching(/^oppo_[0-9A-Za-z]{43}$/),
      lead: { id: desk.mine.leadId, name: 'Mine lead' },
      contact: null,
      user: { id: desk.mine.userIds[0] },
      status: { id: desk.mine.status.open, type: 'ACTIVE' },
      ...{ value: null, valuePeriod: 'ONE_TIME', confidence: 50 },
      ...{ expectedValue: null, valueAnnualized: null, expectedValueAnnualized: null },
      ...{ note: '', noteHtml: null, dateWon: null, dateLost: null },
      ...{ dateCreated: '2026-06-15T10:30:00.000Z', dateUpdated: '2026-06-15T10:30:00.000Z' },
      ...{ createdBy: { id: desk.mine.userIds[0] }, updatedBy: { id: desk.mine.userIds[0] }, version: 1 },
    });
    const { data } = await desk.gateway.ask(ReadOpportunityDocument, { id: opportunity?.id ?? '' });
    expect(data.opportunity).toEqual(opportunity);
  });

  test('what is said is stored, and what follows from it is derived', async () => {
    const [, bo] = desk.mine.userIds;
    const opportunity = await created({
      ...{ leadId: desk.mine.leadId, contactId: desk.mine.contactId, userId: bo, statusId: desk.mine.status.talking },
      ...{ value: 12_345, valuePeriod: 'MONTHLY', confidence: 33, note: 'Über 50% <b>', dateWon: '2027-01-31' },
      ...{ dateCreated: '2020-02-29T23:59:59.999Z', createdById: bo },
    });
    expect(opportunity).toMatchObject({
      ...{ contact: { id: desk.mine.contactId }, user: { id: bo }, status: { id: desk.mine.status.talking } },
      ...{ value: 12_345, valuePeriod: 'MONTHLY', confidence: 33 },
      ...{ expectedValue: 4074, valueAnnualized: 148_140, expectedValueAnnualized: 48_886 },
      ...{ note: 'Über 50% <b>', noteHtml: '<body><p>Über 50% &lt;b&gt;</p></body>', dateWon: '2027-01-31' },
      ...{ dateCreated: '2020-02-29T23:59:59.999Z', createdBy: { id: bo }, updatedBy: { id: desk.mine.userIds[0] } },
    });
  });

  test('the caller is who works on it, whoever asks', async () => {
    expect(await created({}, as(desk.keys.bo))).toMatchObject({ user: { id: desk.mine.userIds[1] } });
    expect(await created({ userId: null })).toMatchObject({ user: null, createdBy: { id: desk.mine.userIds[0] } });
  });

  test('a pipeline alone gives its first status, and a status may be named besides', async () => {
    const { renewals } = desk.mine.pipelines;
    expect(await created({ pipelineId: renewals })).toMatchObject({ status: { id: desk.mine.status.upcoming } });
    const both = { pipelineId: renewals, statusId: desk.mine.status.churned };
    expect(await created(both)).toMatchObject({ status: { id: desk.mine.status.churned, type: 'LOST' } });
  });

  test('without a lead an «Untitled» one is made', async () => {
    const opportunity = await created({ value: 1 });
    expect(opportunity?.lead.name).toBe('Untitled');
    expect(opportunity?.lead.id).not.toBe(desk.mine.leadId);
  });

  test('amounts are exact to the last cent at both bounds', async () => {
    const most = 99_999_999_999_999;
    expect(await created({ value: most, confidence: 100 })).toMatchObject({ value: most, expectedValue: most });
    expect(await created({ value: -most, confidence: 100 })).toMatchObject({ value: -most, expectedValue: -most });
  });

  describe('what is wrong is told with its place, and nothing is stored', () => {
    const cases: [what: string, input: () => object, failure: string][] = [
      ['a confidence of 101', () => ({ confidence: 101 }), 'INVALID_INPUT input.confidence'],
      ['a confidence below 0', () => ({ confidence: -1 }), 'INVALID_INPUT input.confidence'],
      ['a value beyond the bound', () => ({ value: 100_000_000_000_000 }), 'INVALID_INPUT input.value'],
      ['a value beyond it the other way', () => ({ value: '-100000000000000' }), 'INVALID_INPUT input.value'],
      ['a lead that is none', () => ({ leadId: 'lead_nothing' }), 'INVALID_INPUT input.leadId'],
      ['another organization’s lead', () => ({ leadId: desk.theirs.leadId }), 'INVALID_INPUT input.leadId'],
      ['another’s contact', () => ({ contactId: desk.theirs.contactId }), 'INVALID_INPUT input.contactId'],
      ['another’s user', () => ({ userId: desk.theirs.userIds[0] }), 'INVALID_INPUT input.userId'],
      ['another’s creator', () => ({ createdById: desk.theirs.userIds[0] }), 'INVALID_INPUT input.createdById'],
      ['another’s status', () => ({ statusId: desk.theirs.status.won }), 'INVALID_INPUT input.statusId'],
      ['another’s pipeline', () => ({ pipelineId: desk.theirs.pipelines.sales }), 'INVALID_INPUT input.pipelineId'],
      [
        'a status outside the pipeline',
        () => ({ pipelineId: desk.mine.pipelines.renewals, statusId: desk.mine.status.won }),
        'INVALID_INPUT input.statusId',
      ],
      ['a NUL in the note', () => ({ note: 'a\0b' }), 'INVALID_INPUT input.note'],
      ['half a character in the note', () => ({ note: 'half \ud83d' }), 'INVALID_INPUT input.note'],
    ];
    test.each(cases)('%s', async (_what, input, failure) => {
      const before = await count();
      const answer = await create(input() as OpportunityInput);
      expect(failures(answer)).toEqual([failure]);
      expect(answer).toMatchObject({ status: 200, data: { createOpportunity: null } });
      expect(answer.errors[0]?.path).toEqual(['createOpportunity']);
      expect(await count()).toBe(before);
    });

    const unfit: [what: string, input: object][] = [
      ['valuePeriod', { valuePeriod: 'weekly' }],
      ['confidence', { confidence: 1.5 }],
      ['value', { value: 0.5 }],
      ['value', { value: 2 ** 53 }],
      ['dateWon', { dateWon: '2026-02-30' }],
      ['dateWon', { dateWon: '2026-02-03T10:00:00Z' }],
      ['dateCreated', { dateCreated: '2026-02-03T10:00:00' }],
      ['stautsId', { stautsId: 'stat_x' }],
    ];
    test.each(unfit)('a %s of the wrong type: %j', async (field, input) => {
      const { status, errors, data } = await create(input as OpportunityInput);
      expect(status).toBeLessThan(500);
      expect(data).toBeNull();
      expect(errors[0]?.message).toContain(field);
    });
  });

  test('another organization sees nothing of it', async () => {
    const { id = '' } = (await created({ note: 'ours' })) ?? {};
    const { data } = await desk.gateway.ask(ReadOpportunityDocument, { id }, as(desk.keys.stranger));
    expect(data.opportunity).toBeNull();
  });

  test('without a key nothing is written', async () => {
    const before = await count();
    const answer = await create({}, { authorization: 'Bearer wrong' });
    expect(answer.status).toBe(401);
    expect(await count()).toBe(before);
  });

  test('several fields of one operation are each a transaction: one that fails leaves the others', async () => {
    const before = await count();
    const { data, errors } = await desk.gateway.askText(
      `mutation {
        first: createOpportunity(input: { value: 1 }) { opportunity { value } }
        wrong: createOpportunity(input: { confidence: 101 }) { opportunity { value } }
        last: createOpportunity(input: { value: 2 }) { opportunity { value } }
      }`,
    );
    expect(data).toEqual({ first: { opportunity: { value: 1 } }, wrong: null, last: { opportunity: { value: 2 } } });
    expect(errors.map(({ path }) => path)).toEqual([['wrong']]);
    expect(await count()).toBe(before + 2);
  });

  test('what is not selected of the answer is not read', async () => {
    await desk.gateway.askText('mutation { createOpportunity(input: {}) { __typename } }');
    const bare = desk.gateway.statements.length;
    await desk.gateway.askText('mutation { createOpportunity(input: {}) { opportunity { id lead { name } } } }');
    expect(desk.gateway.statements.length).toBe(bare + 1);
  });
});
