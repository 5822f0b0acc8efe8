/** What is written comes as an edge too: a client that keeps a list puts it in, and pages on from it. */
import { expect, test } from 'vitest';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

describeDatabases('edges of what is written', (opened) => {
  const desk = openDesk(opened);

  const kinds = [
    ['createOpportunity(input: { note: "edge" })', 'opportunity', 'opportunities'],
    ['createLead(input: { name: "Edge" })', 'lead', 'leads'],
    // Lists of these begin with what happened last, and with what is due first.
    ['createNote(input: { leadId: LEAD, note: "edge" })', 'note', 'notes'],
    ['createTask(input: { leadId: LEAD, dueDate: "2001-01-01" })', 'task', 'tasks'],
  ] as const;

  test.each(kinds)('%s', async (mutation, kind, list) => {
    // Newer than all that is there, so that it is the first of its list.
    desk.now = (desk.now + 1000) as Instant;
    const asked = mutation.replace('LEAD', JSON.stringify(desk.mine.leadId));
    const made = await desk.gateway.askText(
      `mutation { done: ${asked} { ${kind} { id version } ${kind}Edge { cursor node { __typename id version } } } }`,
    );
    expect(made.errors).toEqual([]);
    const { [kind]: object, [`${kind}Edge`]: edge } = made.data.done;
    expect(edge.node).toMatchObject(object);
    const listed = await desk.gateway.askText(
      `query ($cursor: String) {
        ${list}(first: 1) { edges { cursor node { id } } }
        after: ${list}(first: 200, after: $cursor) { edges { node { id } } totalCount }
      }`,
      { cursor: edge.cursor },
    );
    const { [list]: first, after } = listed.data;
    expect(first.edges).toEqual([{ cursor: edge.cursor, node: { id: edge.node.id } }]);
    expect(after.edges.map(({ node }: { node: { id: string } }) => node.id)).not.toContain(edge.node.id);
    expect(after.edges).toHaveLength(after.totalCount - 1);
  });

  test('of a batch: as many as rows, null for a wrong one, each good in the list', async () => {
    const inputs = Array.from({ length: 210 }, (_, i) => ({
      leadId: desk.mine.leadId,
      value: i,
      ...(i === 7 && { confidence: 101 }),
    }));
    const { data, errors } = await desk.gateway.askText(
      `mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs, partial: true) {
        opportunities { id } opportunityEdges { cursor node { id value } } } }`,
      { inputs },
    );
    expect(errors).toEqual([]);
    const { opportunities, opportunityEdges: edges } = data.createOpportunities;
    expect(edges.map((edge: { node: object } | null) => edge?.node ?? null)).toEqual(
      opportunities.map((made: { id: string } | null, value: number) => made && { id: made.id, value }),
    );
    expect(edges[7]).toBeNull();
    const listed = await desk.gateway.askText(
      '{ opportunities(first: 200) { edges { cursor node { id } } pageInfo { endCursor } } }',
    );
    const cursors = new Map(
      listed.data.opportunities.edges.map(({ cursor, node }: { cursor: string; node: { id: string } }) => [
        node.id,
        cursor,
      ]),
    );
    const shown = edges.filter((edge: { node: { id: string } } | null) => edge && cursors.has(edge.node.id));
    expect(shown.length).toBeGreaterThan(190);
    for (const { cursor, node } of shown) expect(cursor).toBe(cursors.get(node.id));
  });

  test('of what a webhook is told once more', async () => {
    const hook = { url: 'https://example.com/hook', events: [{ objectType: 'opportunity', action: 'created' }] };
    const made = await desk.gateway.askText(
      'mutation ($input: NewWebhookInput!) { createWebhook(input: $input) { webhook { id } } }',
      { input: hook },
    );
    await desk.gateway.askText('mutation { createOpportunity(input: {}) { opportunity { id } } }');
    const list = 'query ($id: ID!) { webhook(id: $id) { deliveries { edges { cursor node { id } } } } }';
    const listed = await desk.gateway.askText(list, made.data.createWebhook.webhook);
    const [edge] = listed.data.webhook.deliveries.edges;
    const { data } = await desk.gateway.askText(
      'mutation ($id: ID!) { redeliver(id: $id) { webhookDeliveryEdge { cursor node { id } } } }',
      { id: edge.node.id },
    );
    expect(data.redeliver.webhookDeliveryEdge).toEqual(edge);
  });

  test('sent again with its key it is the same edge, and a stranger gets none', async () => {
    const mutation =
      'mutation { done: createLead(input: { name: "Once" }, idempotencyKey: "edge") { leadEdge { cursor node { id } } } }';
    const [one, again] = [await desk.gateway.askText(mutation), await desk.gateway.askText(mutation)];
    expect(again.data).toEqual(one.data);
    const update = await desk.gateway.askText(
      'mutation ($id: ID!) { updateLead(id: $id, input: { name: "x" }) { leadEdge { cursor } } }',
      { id: one.data.done.leadEdge.node.id },
      as(desk.keys.stranger),
    );
    expect([failures(update), update.data]).toEqual([['NOT_FOUND'], { updateLead: null }]);
  });
});
