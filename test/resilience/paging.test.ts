/** Pages while others write: who walks them sees nothing twice, and all that was there from beginning to end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { openDesk } from '../graphql/desk.ts';

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly more: boolean; readonly cursor: string };
}

describeDatabases('pages while others write', (opened) => {
  const desk = openDesk(opened);
  const random = (below: number) => Math.floor(Math.random() * below);
  const ask = async (query: string, variables: object) => {
    const { data, errors } = await desk.gateway.askText(query, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const create = async (size: number): Promise<string[]> => {
    const rows = Array.from({ length: size }, () => ({ leadId: desk.mine.leadId, value: random(20) }));
    const { createOpportunities } = await ask(
      'mutation ($rows: [OpportunityInput!]!) { createOpportunities(inputs: $rows) { opportunities { id } } }',
      { rows },
    );
    return createOpportunities.opportunities.map(({ id }: { id: string }) => id);
  };

  /** Puts rows in and takes them out, and changes of those that stay what they are not sorted by. */
  async function blow(stay: readonly string[], isOver: () => boolean): Promise<void> {
    const own: string[] = [];
    while (!isOver()) {
      own.push(...(await create(3)));
      if (own.length > 9) {
        const [id] = own.splice(random(own.length), 1);
        await ask('mutation ($id: ID!) { deleteOpportunity(id: $id) { deletedId } }', { id });
      }
      const id = stay[random(stay.length)];
      await ask('mutation ($id: ID!) { updateOpportunity(id: $id, input: { confidence: 1 }) { __typename } }', { id });
      await sleep(5);
    }
  }

  async function walk(field: string, isForward: boolean): Promise<readonly string[]> {
    const [size, from, info, cursor] = isForward
      ? ['first', 'after', 'hasNextPage', 'endCursor']
      : ['last', 'before', 'hasPreviousPage', 'startCursor'];
    const query = `query ($from: String) {
      opportunities(${size}: 7, ${from}: $from, orderBy: { field: ${field} }) { nodes { id } pageInfo { more: ${info} cursor: ${cursor} } }
    }`;
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo }: Page = (await ask(query, { from: after })).opportunities;
      ids.push(...nodes.map(({ id }) => id));
      if (!pageInfo.more) return ids;
      after = pageInfo.cursor;
    }
  }

  test.each(['VALUE', 'DATE_CREATED'])('by %s, forward and back', async (field) => {
    const stay = await create(60);
    let isOver = false;
    const writers = [1, 2].map(() => blow(stay, () => isOver));
    for (const isForward of [true, false, true, false]) {
      const seen = await walk(field, isForward);
      expect(seen.length).toBe(new Set(seen).size);
      expect(stay.filter((id) => !seen.includes(id))).toEqual([]);
    }
    isOver = true;
    await Promise.all(writers);
  });
});
