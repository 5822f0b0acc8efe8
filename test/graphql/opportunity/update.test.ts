/** Opportunities changed and deleted over GraphQL. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';
import {
  CreateOpportunityDocument,
  DeleteOpportunityDocument,
  type OpportunityInput,
  ReadOpportunityDocument,
  UpdateOpportunityDocument,
} from '../generated/documents.ts';

describeDatabases('changing an opportunity over GraphQL', (opened) => {
  const desk = openDesk(opened);

  const create = async (input: OpportunityInput = {}) => {
    const { data } = await desk.gateway.ask(CreateOpportunityDocument, {
      input: { leadId: desk.mine.leadId, ...input },
    });
    return data.createOpportunity?.opportunity.id ?? '';
  };
  const update = (id: string, input: object, expectedVersion?: number, headers?: Record<string, string>) =>
    desk.gateway.ask(UpdateOpportunityDocument, { id, input, expectedVersion }, headers);
  const remove = (id: string, expectedVersion?: number, headers?: Record<string, string>) =>
    desk.gateway.ask(DeleteOpportunityDocument, { id, expectedVersion }, headers);
  const read = async (id: string) => (await desk.gateway.ask(ReadOpportunityDocument, { id })).data.opportunity;

  test('only what is named changes, with the version and who did it', async () => {
    const id = await create({ value: 100, note: 'kept', contactId: desk.mine.contactId });
    const before = await read(id);
    const { data, errors } = await update(id, { confidence: 80 }, undefined, as(desk.keys.bo));
    expect(errors).toEqual([]);
    expect(data.updateOpportunity?.opportunity).toEqual({
      ...before,
      ...{ confidence: 80, expectedValue: 80, expectedValueAnnualized: 80 },
      ...{ version: 2, updatedBy: { id: desk.mine.userIds[1] } },
      // The clock stands still in this test; a change is later than the last one all the same.
      dateUpdated: new Date(desk.now + 1).toISOString(),
    });
    expect(await read(id)).toEqual(data.updateOpportunity?.opportunity);
  });

  test('null empties what may be empty, and is the default elsewhere', async () => {
    const id = await create({ value: 9, valuePeriod: 'ANNUAL', confidence: 1, note: 'x', dateWon: '2026-01-01' });
    const nothing = { contactId: null, userId: null, value: null, valuePeriod: null, confidence: null, note: null };
    await update(id, { ...nothing, dateWon: null });
    expect(await read(id)).toMatchObject({
      ...{ contact: null, user: null, value: null, valuePeriod: 'ONE_TIME', confidence: 50, note: '', noteHtml: null },
      ...{ dateWon: null, expectedValue: null, valueAnnualized: null, version: 2 },
    });
  });

  test.each(['leadId', 'statusId', 'pipelineId', 'dateCreated'])('%s cannot be null', async (field) => {
    const id = await create();
    expect(failures(await update(id, { [field]: null, confidence: 1 }))).toEqual([`INVALID_INPUT input.${field}`]);
    expect(await read(id)).toMatchObject({ confidence: 50, version: 1 });
  });

  test('saying what is so already leaves the version', async () => {
    const id = await create({ value: 5, note: 'same' });
    await update(id, { value: 5, note: 'same', statusId: desk.mine.status.open, valuePeriod: 'ONE_TIME' });
    await update(id, {});
    expect(await read(id)).toMatchObject({ version: 1 });
  });

  test('a wrong field leaves the others unwritten', async () => {
    const id = await create({ value: 5 });
    expect(failures(await update(id, { value: 6, confidence: 101 }))).toEqual(['INVALID_INPUT input.confidence']);
    expect(failures(await update(id, { value: 6, leadId: desk.theirs.leadId }))).toEqual([
      'INVALID_INPUT input.leadId',
    ]);
    expect(await read(id)).toMatchObject({ value: 5, version: 1 });
  });

  describe('with an expected version', () => {
    test('it is changed at that version, and refused at any other, which is told', async () => {
      const id = await create();
      expect(failures(await update(id, { confidence: 60 }, 1))).toEqual([]);
      const late = await update(id, { confidence: 70 }, 1);
      expect(failures(late)).toEqual(['VERSION_CONFLICT']);
      expect(late.errors[0]?.extensions).toMatchObject({ currentVersion: 2 });
      expect(await read(id)).toMatchObject({ confidence: 60, version: 2 });
      expect(failures(await update(id, { confidence: 70 }, 2))).toEqual([]);
    });

    test('it is deleted at that version, and stays at any other', async () => {
      const id = await create();
      expect(failures(await remove(id, 2))).toEqual(['VERSION_CONFLICT']);
      expect(await read(id)).not.toBeNull();
      expect((await remove(id, 1)).data.deleteOpportunity).toEqual({ deletedId: id });
      expect(await read(id)).toBeNull();
    });

    test('of 50 updates at once that read the same version one is written, and the others are told so', async () => {
      const id = await create();
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => update(id, { value: i + 1 }, 1)));
      const written = answers.filter(({ errors }) => errors.length === 0);
      expect(written).toHaveLength(1);
      expect(answers.flatMap(failures)).toEqual(Array(49).fill('VERSION_CONFLICT'));
      expect(await read(id)).toMatchObject({
        version: 2,
        value: written[0]?.data.updateOpportunity?.opportunity.value,
      });
    });
  });

  test('callers at once who change different fields all get what they asked for', async () => {
    const id = await create();
    const fields = [
      { value: 12_345 },
      { confidence: 7 },
      { valuePeriod: 'MONTHLY' },
      { note: 'together' },
      { contactId: desk.mine.contactId },
      { userId: desk.mine.userIds[2] },
      { statusId: desk.mine.status.talking },
      { dateWon: '2026-12-31' },
    ];
    const answers = await Promise.all(fields.map((input) => update(id, input)));
    expect(answers.flatMap(failures)).toEqual([]);
    expect(await read(id)).toMatchObject({
      ...{ value: 12_345, confidence: 7, valuePeriod: 'MONTHLY', note: 'together', dateWon: '2026-12-31' },
      ...{ contact: { id: desk.mine.contactId }, user: { id: desk.mine.userIds[2] } },
      ...{ status: { id: desk.mine.status.talking }, version: fields.length + 1 },
      expectedValueAnnualized: Math.round((12_345 * 12 * 7) / 100),
    });
  });

  test('what is deleted is gone, with its history, and cannot be deleted again', async () => {
    const id = await create();
    await update(id, { statusId: desk.mine.status.won });
    expect((await remove(id)).data.deleteOpportunity).toEqual({ deletedId: id });
    expect(failures(await remove(id))).toEqual(['NOT_FOUND']);
    expect(failures(await update(id, { confidence: 1 }))).toEqual(['NOT_FOUND']);
    const { data } = await desk.gateway.askText(
      'query ($id: ID!) { node(id: $id) { id } statusChanges(filter: { opportunityId: { eq: $id } }) { totalCount } }',
      { id },
    );
    expect(data).toEqual({ node: null, statusChanges: { totalCount: 0 } });
  });

  test('another organization’s is not there, to be changed or to be deleted', async () => {
    const id = await create({ value: 5 });
    const stranger = as(desk.keys.stranger);
    expect(failures(await update(id, { value: 6 }, undefined, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await update(id, { value: 6 }, 99, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await remove(id, undefined, stranger))).toEqual(['NOT_FOUND']);
    expect(await read(id)).toMatchObject({ value: 5, version: 1 });
  });

  test.each(['oppo_nothing', '', '\0', 'lead_x'])('the id %j is told to name nothing', async (id) => {
    expect(failures(await update(id, { value: 6 }))).toEqual(['NOT_FOUND']);
    expect(failures(await remove(id))).toEqual(['NOT_FOUND']);
  });
});
