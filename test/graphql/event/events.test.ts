/** The audit log over GraphQL. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, openDesk } from '../desk.ts';

const document = `query ($filter: EventFilter, $first: Int) {
  events(filter: $filter, first: $first) {
    totalCount
    nodes { __typename id action objectType objectId leadId changedFields data previousData userId apiKeyId requestId dateCreated }
  }
}`;

describeDatabases('events over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = async (text: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(text, variables);
    expect(errors).toEqual([]);
    return data;
  };

  test('what a mutation did is told, newest first, with what changed and by whom; nodes are found by their ids', async () => {
    const { mine } = desk;
    const made = await ask(
      'mutation ($leadId: ID!) { createOpportunity(input: { leadId: $leadId, value: 500 }) { opportunity { id } } }',
      { leadId: mine.leadId },
    );
    const { id } = made.createOpportunity.opportunity;
    await ask('mutation ($id: ID!) { updateOpportunity(id: $id, input: { value: 700 }) { opportunity { id } } }', {
      id,
    });
    const { events } = await ask(document, { filter: { objectId: { eq: id } } });
    expect(events.totalCount).toBe(2);
    expect(events.nodes).toMatchObject([
      {
        ...{ action: 'UPDATED', changedFields: ['value'], previousData: { value: 500 } },
        data: { id, value: 700, status_id: mine.status.open },
      },
      {
        ...{ __typename: 'Event', action: 'CREATED', objectType: 'opportunity', objectId: id, leadId: mine.leadId },
        ...{ changedFields: [], previousData: null, data: { value: 500 }, userId: mine.caller.userId },
        ...{ apiKeyId: expect.stringMatching(/^api_/), requestId: expect.any(String) },
      },
    ]);
    const [event] = events.nodes;
    const { node } = await ask('query ($id: ID!) { node(id: $id) { __typename ... on Event { id action } } }', {
      id: event.id,
    });
    expect(node).toEqual({ __typename: 'Event', id: event.id, action: 'UPDATED' });
    const one = await ask(document, { first: 1, filter: { leadId: { eq: mine.leadId } } });
    expect(one.events.nodes).toHaveLength(1);
  });

  test.each(['words', 'phrase'])('events have no texts: none has any %s, and each is without', async (kind) => {
    const count = 'query ($filter: EventFilter) { events(filter: $filter) { totalCount } }';
    const found = await ask(count, { filter: { or: [{ [kind]: 'a' }, { [kind]: 'b' }] } });
    expect(found.events.totalCount).toBe(0);
    const left = await ask(count, { filter: { not: { [kind]: 'a' } } });
    expect(left.events.totalCount).toBeGreaterThan(0);
  });

  test('another organization sees none of it', async () => {
    const [event] = (await ask(document, { first: 1 })).events.nodes;
    const theirs = await desk.gateway.askText(
      'query ($id: ID!, $filter: EventFilter) { node(id: $id) { id } events(filter: $filter) { totalCount } }',
      { id: event.id, filter: { id: { eq: event.id } } },
      as(desk.keys.stranger),
    );
    expect(theirs.data).toEqual({ node: null, events: { totalCount: 0 } });
  });
});
