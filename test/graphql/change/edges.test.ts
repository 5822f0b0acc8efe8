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
  ] as const;

  test.each(kinds)('%s', async (mutation, kind, list) => {
    // Newer than all that is there, so that it is the first of its list.
    desk.now = (desk.now + 1000) as Instant;
    const made = await desk.gateway.askText(
      `mutation { done: ${mutation} { ${kind} { id version } ${kind}Edge { cursor node { __typename id version } } } }`,
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
