/** The same writes through both doors make the same opportunities, and the same mistakes are told in the same words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import type { Office } from '../fixtures.ts';
import { type Gateway, openGateway } from '../gateway.ts';
import { ok } from './answers.ts';
import { useOffice } from './office.ts';

type Input = Readonly<Record<string, unknown>>;

describeDatabases('writing through both doors', (opened) => {
  const office = useOffice(opened);
  let gateway: Gateway;
  beforeAll(async () => {
    const key = await office.makeKey(office.mine.caller.userId);
    gateway = openGateway(opened, () => key);
  });
  afterAll(() => gateway.close());

  const headers = { 'x-tz-offset': '14' };

  const overGraphql = async (mutation: string, input: Input, id?: string) => {
    const args = id === undefined ? 'input: $input' : `id: "${id}", input: $input`;
    const document = `mutation ($input: OpportunityInput!) { ${mutation}(${args}) { opportunity { id } } }`;
    const { data, errors } = await gateway.askText(document, { input }, headers);
    return { id: data?.[mutation]?.opportunity.id as string, errors };
  };

  /** Keys in the words of REST, and enums too. */
  const asBody = (input: Input) =>
    Object.fromEntries(
      Object.entries(input).map(([key, value]) => {
        const name = key
          .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
          .replace('created_by_id', 'created_by');
        return [name, key === 'valuePeriod' && typeof value === 'string' ? value.toLowerCase() : value];
      }),
    );

  const whatItIs = async (id: string) => {
    const { id: _, ...rest } = await ok(office.rest.get(`/opportunity/${id}/`));
    return rest;
  };

  const inputs: readonly [what: string, (office: Office) => Input][] = [
    ['nothing but a lead', ({ leadId }) => ({ leadId })],
    [
      'nulls',
      ({ leadId }) => ({ leadId, confidence: null, valuePeriod: null, note: null, statusId: null, value: null }),
    ],
    [
      'everything',
      ({ leadId, contactId, userIds, status }) => ({
        ...{ leadId, contactId, userId: userIds[1], createdById: userIds[2], statusId: status.talking },
        ...{ value: 12_345, valuePeriod: 'MONTHLY', confidence: 33, note: 'a <b>\n\nc' },
        ...{ dateWon: '2027-01-31', dateCreated: '2020-01-02T03:04:05Z' },
      }),
    ],
    ['a won one', ({ leadId, status }) => ({ leadId, statusId: status.won })],
    ['a lost one', ({ leadId, status }) => ({ leadId, statusId: status.lost })],
    ['a pipeline', ({ leadId, pipelines }) => ({ leadId, pipelineId: pipelines.renewals })],
    ['a note as HTML', ({ leadId }) => ({ leadId, noteHtml: '<p>one</p><p>two &amp; three</p>' })],
  ];

  for (const [what, inputOf] of inputs) {
    test(`a new one from ${what} is the same`, async () => {
      const input = inputOf(office.mine);
      const { id, errors } = await overGraphql('createOpportunity', input);
      expect(errors).toEqual([]);
      const made = await ok(office.rest.post('/opportunity/', asBody(input), headers));
      expect(await whatItIs(made.id)).toEqual(await whatItIs(id));
    });

    test(`one that is changed to ${what} is the same, and so is its history`, async () => {
      const { mine, rest } = office;
      const { leadId: _, ...change } = inputOf(mine);
      const { statusId, ...others } = change;
      const input = statusId === null ? others : change;
      const start = { lead_id: mine.leadId, status_id: mine.status.lost, value: 7, note: 'before' };
      const [one, other] = [await ok(rest.post('/opportunity/', start)), await ok(rest.post('/opportunity/', start))];
      expect((await overGraphql('updateOpportunity', input, one.id)).errors).toEqual([]);
      await ok(rest.put(`/opportunity/${other.id}/`, asBody(input), headers));
      expect(await whatItIs(other.id)).toEqual(await whatItIs(one.id));
      const history = async (id: string) => {
        const { data } = await ok(rest.get(`/activity/status_change/opportunity/?opportunity_id=${id}`));
        return data.map(({ id: _id, opportunity_id: _of, ...entry }: Record<string, unknown>) => entry);
      };
      expect(await history(other.id)).toEqual(await history(one.id));
    });
  }

  test('a contact of another lead is refused in the same words, and one that is left behind is gone in both', async () => {
    const { mine, rest } = office;
    const { leadId, contactId } = mine;
    const lead = await ok(rest.post('/lead/', { name: 'Elsewhere', contacts: [{ name: 'Eve' }] }));
    const wrong = { leadId, contactId: lead.contacts[0].id };
    const { errors } = await overGraphql('createOpportunity', wrong);
    expect(errors[0]?.extensions?.argumentPath).toEqual(['input', 'contactId']);
    const { status, body } = await rest.post('/opportunity/', asBody(wrong));
    expect([status, body]).toEqual([400, { errors: [], 'field-errors': { contact: errors[0]?.message } }]);

    for (const move of [{ leadId: lead.id }, { leadId: lead.id, contactId: lead.contacts[0].id }]) {
      const start = asBody({ leadId, contactId });
      const [one, other] = [await ok(rest.post('/opportunity/', start)), await ok(rest.post('/opportunity/', start))];
      expect((await overGraphql('updateOpportunity', move, one.id)).errors).toEqual([]);
      const moved = await ok(rest.put(`/opportunity/${other.id}/`, asBody(move)));
      expect(moved.contact_id).toBe('contactId' in move ? move.contactId : null);
      expect(await whatItIs(other.id)).toEqual(await whatItIs(one.id));
    }
    const [one, other] = [await overGraphql('createOpportunity', { contactId }), { contact_id: contactId }];
    expect(await whatItIs((await ok(rest.post('/opportunity/', other))).id)).toEqual(await whatItIs(one.id));
    expect((await whatItIs(one.id)).lead_id).toBe(leadId);
  });

  const mistakes: readonly [key: string, told: string, wrong: unknown][] = [
    ['confidence', 'confidence', 101],
    ['value', 'value', 100_000_000_000_000],
    ['note', 'note', 'a\u0000b'],
    ['pipelineId', 'pipeline', 'pipe_none'],
  ];

  for (const [key, told, wrong] of mistakes) {
    test(`a wrong ${told} is told in the same words`, async () => {
      const input = { leadId: office.mine.leadId, [key]: wrong };
      const { errors } = await overGraphql('createOpportunity', input);
      const { status, body } = await office.rest.post('/opportunity/', asBody(input), headers);
      expect([status, body]).toEqual([400, { errors: [], 'field-errors': { [told]: errors[0]?.message } }]);
    });
  }
});
