/** `opportunityChanged` over Server-Sent Events: what is told, when, and to whom. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createOpportunity } from '../../../src/opportunity/create.ts';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { fixedNow } from '../../fixtures.ts';
import { openGateway } from '../../gateway.ts';
import { as, openDesk } from '../desk.ts';
import { openStream, type Stream } from '../stream.ts';

const subscription = `subscription ($filter: OpportunityFilter, $timeZone: String) {
  opportunityChanged(filter: $filter, timeZone: $timeZone) {
    kind opportunityId changedFields opportunity { id value note lead { name } status { type } }
  }
}`;

describeDatabases('subscriptions', (opened) => {
  const desk = openDesk(opened);
  const streams: Stream[] = [];
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
  });

  const subscribe = async (variables: object = {}, key = desk.keys.ada, gateway = desk.gateway) => {
    const body = { query: subscription, variables };
    const stream = await openStream(gateway.app.fetch, 'http://gateway.test/graphql', key, body);
    streams.push(stream);
    return stream;
  };
  const event = async (stream: Stream) => {
    const answer = await stream.next();
    expect(answer?.errors).toBeUndefined();
    return answer?.data.opportunityChanged;
  };
  const ask = async (query: string, variables: object = {}, key = desk.keys.ada) => {
    const { data, errors } = await desk.gateway.askText(query, variables, as(key));
    expect(errors).toEqual([]);
    return data;
  };
  const create = async (input: object = {}, key?: string): Promise<string> => {
    const query = 'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }';
    return (await ask(query, { input }, key)).createOpportunity.opportunity.id;
  };
  const update = (id: string, input: object) =>
    ask('mutation ($id: ID!, $input: OpportunityInput!) { updateOpportunity(id: $id, input: $input) { __typename } }', {
      id,
      input,
    });
  const remove = (id: string) => ask('mutation ($id: ID!) { deleteOpportunity(id: $id) { deletedId } }', { id });

  test('creation, change and deletion are told, each with what is there then', async () => {
    const stream = await subscribe();
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const id = await create({ leadId: desk.mine.leadId, value: 5, note: 'new' });
    expect(await event(stream)).toEqual({
      ...{ kind: 'CREATED', opportunityId: id, changedFields: [] },
      opportunity: { id, value: 5, note: 'new', lead: { name: 'Mine lead' }, status: { type: 'ACTIVE' } },
    });
    await update(id, { value: 6, statusId: desk.mine.status.won });
    const updated = await event(stream);
    expect(updated).toMatchObject({
      kind: 'UPDATED',
      opportunityId: id,
      opportunity: { value: 6, status: { type: 'WON' } },
    });
    expect(updated.changedFields.toSorted()).toEqual(['dateWon', 'statusId', 'value']);
    await remove(id);
    expect(await event(stream)).toEqual({ kind: 'DELETED', opportunityId: id, changedFields: [], opportunity: null });
  });

  test('what it was before is told with each change, the last values with a deletion', async () => {
    const stream = await openStream(desk.gateway.app.fetch, 'http://gateway.test/graphql', desk.keys.ada, {
      query: `subscription { opportunityChanged { before {
        leadId contactId userId statusId value valuePeriod confidence note dateWon dateLost externalId version
      } } }`,
    });
    streams.push(stream);
    const id = await create({ leadId: desk.mine.leadId, contactId: desk.mine.contactId, value: 99_999_999_999_999 });
    expect(await event(stream)).toEqual({ before: null });
    desk.now = (fixedNow + 60_000) as Instant;
    await update(id, { statusId: desk.mine.status.lost, note: 'gone', userId: null, valuePeriod: 'MONTHLY' });
    const first = {
      ...{ leadId: desk.mine.leadId, contactId: desk.mine.contactId, userId: desk.mine.userIds[0] },
      ...{ statusId: desk.mine.status.open, value: 99_999_999_999_999, valuePeriod: 'ONE_TIME', confidence: 50 },
      ...{ note: '', dateWon: null, dateLost: null, externalId: null, version: 1 },
    };
    expect(await event(stream)).toEqual({ before: first });
    await remove(id);
    const last = { statusId: desk.mine.status.lost, note: 'gone', userId: null, valuePeriod: 'MONTHLY', version: 2 };
    const dateLost = new Date(desk.now).toISOString();
    expect(await event(stream)).toEqual({ before: { ...first, ...last, dateLost } });
  });

  test('custom fields are told by name, and what changes nothing is not told', async () => {
    const made = await ask(
      'mutation { createCustomField(input: { name: "Live", type: TEXT, objectTypes: [OPPORTUNITY] }) { customField { id } } }',
    );
    const fieldId = made.createCustomField.customField.id;
    const id = await create();
    const stream = await subscribe({ filter: { custom: { fieldId, value: { text: { eq: 'yes' } } } } });
    await update(id, { note: 'does not match yet' });
    await update(id, { customFields: [{ fieldId, value: { text: 'Yes' } }] });
    expect(await event(stream)).toMatchObject({ opportunityId: id, changedFields: [`custom.${fieldId}`] });
    await update(id, { customFields: [{ fieldId, value: { text: 'Yes' } }] });
    await update(id, { customFields: [{ fieldId, value: { unset: true } }], confidence: 3 });
    expect(await event(stream)).toMatchObject({
      opportunityId: id,
      changedFields: ['confidence', `custom.${fieldId}`],
    });
  });

  test('what comes into the filter, changes within it and goes out of it is told, and nothing else', async () => {
    const stream = await subscribe({ filter: { statusType: { eq: 'WON' }, value: { gte: 100 } } });
    const id = await create({ value: 100 });
    await update(id, { statusId: desk.mine.status.won });
    await update(id, { value: 150 });
    await update(id, { value: 50 });
    await update(id, { value: 40 });
    await update(id, { value: 200 });
    await remove(id);
    const events = [];
    for (let i = 0; i < 5; i++) events.push(await event(stream));
    expect(events.map(({ kind, changedFields }) => [kind, ...changedFields])).toEqual([
      ['UPDATED', expect.anything(), expect.anything()],
      ['UPDATED', 'value'],
      ['UPDATED', 'value'],
      ['UPDATED', 'value'],
      ['DELETED'],
    ]);
  });

  test('a batch, a change of all that match, and what goes with a lead are told one by one', async () => {
    const lead = (await ask('mutation { createLead(input: { name: "Batch" }) { lead { id } } }')).createLead.lead.id;
    const stream = await subscribe({ filter: { leadId: { eq: lead } } });
    await ask('mutation ($in: [OpportunityInput!]!) { createOpportunities(inputs: $in) { __typename } }', {
      in: [1, 2, 3].map((value) => ({ leadId: lead, value })),
    });
    await ask(
      'mutation ($lead: ID!) { updateMatchingOpportunities(filter: { leadId: { eq: $lead } }, change: { confidence: 9 }) { changed } }',
      { lead },
    );
    await ask('mutation ($lead: ID!) { deleteLead(id: $lead) { deletedId } }', { lead });
    const kinds: Record<string, number> = {};
    for (let i = 0; i < 9; i++) {
      const { kind } = await event(stream);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    expect(kinds).toEqual({ CREATED: 3, UPDATED: 3, DELETED: 3 });
  });

  test('what goes with a lead is told to who asked by its name, its contact or its history', async () => {
    const { lead } = (await ask('mutation { createLead(input: { name: "Going" }) { lead { id } } }')).createLead;
    const input = { leadId: lead.id, name: 'Gone Girl' };
    const made = await ask('mutation ($input: NewContactInput!) { createContact(input: $input) { contact { id } } }', {
      input,
    });
    const id = await create({ leadId: lead.id, contactId: made.createContact.contact.id });
    await update(id, { statusId: desk.mine.status.won });
    const filters = [
      { leadName: { eq: 'Going' } },
      { contactName: { eq: 'gone girl' } },
      { statusChange: { newStatusType: { eq: 'WON' } } },
    ];
    const byFilter = [];
    for (const filter of filters) byFilter.push(await subscribe({ filter }));
    await ask('mutation ($lead: ID!) { deleteLead(id: $lead) { deletedId } }', { lead: lead.id });
    for (const stream of byFilter) expect(await event(stream)).toMatchObject({ kind: 'DELETED', opportunityId: id });
    const other = await create();
    // Until it has been told: PostgreSQL tells after it has answered, and who came meanwhile would hear of it.
    const told = await subscribe({ filter: { id: { eq: other } } });
    await update(other, { statusId: desk.mine.status.won });
    await event(told);
    const byHistory = await subscribe({ filter: { statusChange: { newStatusType: { eq: 'WON' } } } });
    await remove(other);
    expect(await event(byHistory)).toMatchObject({ kind: 'DELETED', opportunityId: other });
  });

  test('nothing is told before it is committed, and nothing of what is rolled back', async () => {
    const stream = await subscribe();
    const told = stream.next();
    const { database } = desk.gateway.app;
    const rolledBack = database.write(async (session) => {
      await createOpportunity(session, desk.mine.caller, { note: 'never' });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    const id = await database.write(async (session) => {
      const created = await createOpportunity(session, desk.mine.caller, { note: 'committed' });
      expect(await Promise.race([told, sleep(200, 'nothing yet')])).toBe('nothing yet');
      return created;
    });
    expect((await told)?.data.opportunityChanged).toMatchObject({
      opportunityId: id,
      opportunity: { note: 'committed' },
    });
  });

  test('a batch that is refused tells nothing', async () => {
    const stream = await subscribe();
    await desk.gateway.askText(
      'mutation { createOpportunities(inputs: [{ value: 1 }, { confidence: 101 }]) { __typename } }',
    );
    const id = await create({ note: 'after the refused batch' });
    expect(await event(stream)).toMatchObject({ opportunityId: id });
  });

  test('another organization is told nothing of it, whatever it asks for', async () => {
    const everything = await subscribe({}, desk.keys.stranger);
    const byLead = await subscribe({ filter: { leadId: { eq: desk.mine.leadId } } }, desk.keys.stranger);
    const id = await create({ leadId: desk.mine.leadId });
    await update(id, { value: 1 });
    await remove(id);
    const own = await create({ leadId: desk.theirs.leadId }, desk.keys.stranger);
    expect(await event(everything)).toMatchObject({ kind: 'CREATED', opportunityId: own });
    expect(await Promise.race([byLead.next(), sleep(200, 'nothing')])).toBe('nothing');
  });

  test('colleagues are told of each other’s changes, each by their own filter', async () => {
    const [ada, bo] = desk.mine.userIds;
    const adas = await subscribe({ filter: { userId: { eq: ada } } });
    const bos = await subscribe({ filter: { userId: { eq: bo } } }, desk.keys.bo);
    const id = await create({ userId: bo });
    expect(await event(bos)).toMatchObject({ kind: 'CREATED', opportunityId: id });
    await update(id, { userId: ada });
    expect(await event(bos)).toMatchObject({ kind: 'UPDATED', opportunityId: id, changedFields: ['userId'] });
    expect(await event(adas)).toMatchObject({ kind: 'UPDATED', opportunityId: id, changedFields: ['userId'] });
  });

  test('who is taken out of the organization is told no more', async () => {
    const [, bo] = desk.mine.userIds;
    const stream = await subscribe({}, desk.keys.bo);
    await ask('mutation ($id: ID!) { deactivateUser(id: $id) { __typename } }', { id: bo });
    await create({ note: 'secret' });
    const answer = await stream.next();
    expect(answer?.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(await stream.next()).toBeNull();
    await ask('mutation ($id: ID!) { reactivateUser(id: $id) { __typename } }', { id: bo });
  });

  test('a wrong filter ends the stream with its error, and an unfit client is told what to accept', async () => {
    const stream = await subscribe({ filter: { value: { gt: null } } });
    expect((await stream.next())?.errors?.[0]?.extensions).toMatchObject({
      ...{ code: 'INVALID_FILTER', argumentPath: ['filter', 'value', 'gt'] },
    });
    expect(await stream.next()).toBeNull();
    const zone = await subscribe({ timeZone: 'Mars/Base' });
    expect((await zone.next())?.errors?.[0]?.extensions?.code).toBe('INVALID_TIME_ZONE');
    const response = await desk.gateway.app.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { ...as(desk.keys.ada), 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: subscription }),
      }),
    );
    expect(response.status).toBe(406);
  });

  test('without a key there is no stream', async () => {
    const stream = await subscribe({}, 'wrong');
    expect(stream.response.status).toBe(401);
  });

  test('when the gateway stops subscribing, streams end, and there are no new ones', async () => {
    const gateway = openGateway(opened, () => desk.keys.ada);
    const stream = await subscribe({}, desk.keys.ada, gateway);
    await gateway.app.endSubscriptions();
    expect(await stream.next()).toBeNull();
    const late = await subscribe({}, desk.keys.ada, gateway);
    expect((await late.next())?.errors?.[0]?.extensions?.code).toBe('SERVICE_UNAVAILABLE');
    const { errors } = await gateway.askText('mutation { createOpportunity(input: {}) { __typename } }');
    expect(errors).toEqual([]);
    await gateway.close();
  });

  // One process has a SQLite file to itself.
  if (opened.provider === 'postgresql') {
    test('between two gateways on one database changes are told too, however long', async () => {
      const other = openGateway(opened, () => desk.keys.ada);
      const stream = await subscribe({}, desk.keys.ada, other);
      const note = 'long ☃ '.repeat(3000);
      const id = await create({ note });
      expect(await event(stream)).toMatchObject({ kind: 'CREATED', opportunityId: id, opportunity: { note } });
      await stream.close();
      await other.close();
    });
  }
});
