/** `pipelineChanged`: figures that are sent again when they are others, and when nothing else is. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../../src/app.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { patience } from '../../patience.ts';
import { openDesk } from '../desk.ts';
import { openStream, type Stream } from '../stream.ts';

const subscription = `subscription ($filter: OpportunityFilter, $every: Int! = 1) {
  pipelineChanged(filter: $filter, every: $every) {
    aggregates { count totalValueAnnualized } groups(by: { field: STATUS_TYPE }) { nodes { key count } }
  }
}`;

describeDatabases('a live report', (opened) => {
  const desk = openDesk(opened);
  const streams: Stream[] = [];
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
  });
  const subscribe = async (variables: object = {}, key = desk.keys.ada, fetch = desk.gateway.app.fetch) => {
    const stream = await openStream(fetch, 'http://gateway.test/graphql', key, { query: subscription, variables });
    streams.push(stream);
    return stream;
  };
  const figures = async (stream: Stream) => {
    const answer = await stream.next();
    expect(answer?.errors).toBeUndefined();
    const { aggregates, groups } = answer?.data.pipelineChanged ?? {};
    return [
      aggregates.count,
      aggregates.totalValueAnnualized,
      groups.nodes.map(({ key, count }: never) => [key, count]),
    ];
  };
  const ask = async (query: string, variables: object = {}) => {
    const { data, errors } = await desk.gateway.askText(query, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const create = async (value: number, more = {}): Promise<string> => {
    const query = 'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }';
    const { createOpportunity } = await ask(query, { input: { leadId: desk.mine.leadId, value, ...more } });
    return createOpportunity.opportunity.id;
  };
  const update = (id: string, input: object) =>
    ask('mutation ($id: ID!, $input: OpportunityInput!) { updateOpportunity(id: $id, input: $input) { __typename } }', {
      ...{ id, input },
    });

  test('tells its figures at once and again when they changed, and not when they are the same', async () => {
    const filter = { value: { gte: 1000 } };
    const stream = await subscribe({ filter });
    expect(await figures(stream)).toEqual([0, 0, []]);
    const id = await create(1000);
    expect(await figures(stream)).toEqual([1, 1000, [['active', 1]]]);
    // Neither a note nor a deal that does not match makes another answer.
    await update(id, { note: 'no figure' });
    await create(1);
    await sleep(1500);
    await update(id, { statusId: desk.mine.status.won });
    expect(await figures(stream)).toEqual([1, 1000, [['won', 1]]]);
    await ask('mutation ($id: ID!) { deleteOpportunity(id: $id) { deletedId } }', { id });
    expect(await figures(stream)).toEqual([0, 0, []]);
  });

  test('many changes within the interval are one answer, which is that of the last', async () => {
    const filter = { confidence: { eq: 33 } };
    // From before the first answer: a busy machine may bring that late, and the interval began with it.
    const began = performance.now();
    const stream = await subscribe({ filter, every: 2 });
    expect(await figures(stream)).toEqual([0, 0, []]);
    // In one request: eight take longer than the interval where the machine is busy.
    const inputs = Array.from({ length: 8 }, (_, n) => ({ leadId: desk.mine.leadId, value: n + 1, confidence: 33 }));
    await ask('mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { __typename } }', {
      inputs,
    });
    expect(await figures(stream)).toEqual([8, 36, [['active', 8]]]);
    expect(performance.now() - began).toBeGreaterThan(1500);
    expect(await Promise.race([stream.next(), sleep(2500, 'nothing more')])).toBe('nothing more');
  });

  test('nothing of another organization is in it, nor makes it answer', async () => {
    const stream = await subscribe({}, desk.keys.stranger);
    expect(await figures(stream)).toEqual([0, 0, []]);
    await create(5);
    expect(await Promise.race([stream.next(), sleep(1500, 'nothing')])).toBe('nothing');
  });

  test('who is taken out of the organization is told no more', async () => {
    const [, bo] = desk.mine.userIds;
    const stream = await subscribe({}, desk.keys.bo);
    await figures(stream);
    await ask('mutation ($id: ID!) { deactivateUser(id: $id) { __typename } }', { id: bo });
    await create(7);
    expect((await stream.next())?.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(await stream.next()).toBeNull();
    await ask('mutation ($id: ID!) { reactivateUser(id: $id) { __typename } }', { id: bo });
  });

  test('each answer costs what the question costs, and who has used up what there is is told so', async () => {
    const app = createApp({
      ...{ databaseUrl: opened.url, clock: () => desk.now, requestTimeout: patience },
      rateLimits: { seconds: 60, requests: 0, cost: 60_000 },
    });
    try {
      const stream = await subscribe({}, desk.keys.ada, app.fetch);
      await figures(stream);
      let answer: Awaited<ReturnType<Stream['next']>> = null;
      for (let number = 0; number < 6 && !answer?.errors; number++) {
        const change = 'mutation { createOpportunity(input: { value: 3 }) { __typename } }';
        await app.fetch(
          new Request('http://gateway.test/graphql', {
            method: 'POST',
            headers: { authorization: `Bearer ${desk.keys.bo}`, 'content-type': 'application/json' },
            body: JSON.stringify({ query: change }),
          }),
        );
        answer = await stream.next();
      }
      expect(answer?.errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
      expect(await stream.next()).toBeNull();
    } finally {
      await app.close();
    }
  });

  test.each([
    ['an interval of nothing', { every: 0 }, 'INVALID_INPUT', ['every']],
    ['an interval of days', { every: 86_400 }, 'INVALID_INPUT', ['every']],
    ['a wrong filter', { filter: { value: { gt: null } } }, 'INVALID_FILTER', ['filter', 'value', 'gt']],
  ])('%s ends the stream with its error', async (_what, variables, code, argumentPath) => {
    const stream = await subscribe(variables);
    expect((await stream.next())?.errors?.[0]?.extensions).toMatchObject({ code, argumentPath });
    expect(await stream.next()).toBeNull();
  });
});
