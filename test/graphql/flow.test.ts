/** `statusFlow`: a small pipeline whose every figure can be added up by hand, what is refused, and what it costs. */
import { beforeAll, expect, test } from 'vitest';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { instant } from '../fixtures.ts';
import { as, failures, openDesk } from './desk.ts';

const figures = `
  label opening entered created left closing averageDays medianDays averageDaysSoFar medianDaysSoFar
  leftTo { label count share } enteredOpportunities reached { label count share } won wonShare`;

describeDatabases('how deals flow, over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const mutate = async (fields: string) => {
    const answer = await desk.gateway.askText(`mutation { ${fields} }`);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };
  const create = async (input: object) => {
    const made = await desk.gateway.askText(
      'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }',
      { input },
    );
    expect(made.errors).toEqual([]);
    return made.data.createOpportunity.opportunity.id as string;
  };
  const move = (id: string, statusId: string) =>
    desk.gateway.askText(
      'mutation ($id: ID!, $input: OpportunityInput!) { updateOpportunity(id: $id, input: $input) { __typename } }',
      { id, input: { statusId } },
    );
  const at = (text: string) => {
    desk.now = instant(text);
  };
  const flow = (more: string, fields: string, key = desk.keys.ada, pipelineId = desk.mine.pipelines.sales) =>
    desk.gateway.askText(`{ statusFlow(pipelineId: "${pipelineId}" ${more}) { ${fields} } }`, {}, as(key));

  beforeAll(async () => {
    const { status, leadId, pipelines } = desk.mine;
    at('2026-06-01T00:00:00Z');
    const won = await create({ leadId, statusId: status.open });
    const lost = await create({ leadId, statusId: status.open });
    at('2026-06-11T00:00:00Z');
    await move(won, status.talking);
    const waiting = await create({ leadId, statusId: status.open });
    at('2026-06-13T12:00:00Z');
    await move(lost, status.talking);
    at('2026-06-16T00:00:00Z');
    await move(won, status.won);
    await move(lost, status.lost);
    const moved = await create({ leadId, statusId: status.open, userId: desk.mine.userIds[1] });
    at('2026-06-17T00:00:00Z');
    await move(moved, status.upcoming);
    const passing = await mutate(
      `createOpportunityStatus(pipelineId: "${pipelines.sales}", input: { label: "Passing" }) { opportunityStatus { id } }`,
    );
    const passingId = passing.createOpportunityStatus.opportunityStatus.id;
    at('2026-06-18T00:00:00Z');
    await move(waiting, passingId);
    at('2026-06-19T00:00:00Z');
    await move(waiting, status.open);
    await mutate(`deleteOpportunityStatus(id: "${passingId}") { deletedId }`);
    at('2026-06-21T00:00:00Z');
  });

  test('each status tells what came, what went and where to, how long it took, and what became of it', async () => {
    const { data, errors } = await flow('from: "2026-06-10T00:00:00Z"', `from to statuses { ${figures} }`);
    expect(errors).toEqual([]);
    const { from, to, statuses } = data.statusFlow;
    expect([from, to]).toEqual(['2026-06-10T00:00:00.000Z', '2026-06-21T00:00:00.000Z']);
    const target = (label: string, count: number, share: number | null) => ({ label, count, share });
    expect(statuses).toEqual([
      {
        // 10, 12.5, 7 and 1 day are over, which is 30.5; since two days one is there again.
        ...{ label: 'Open', opening: 2, entered: 3, created: 2, left: 4, closing: 1 },
        ...{ averageDays: 7.6, medianDays: 8.5, averageDaysSoFar: 2, medianDaysSoFar: 2 },
        leftTo: [target('Talking', 2, 0.5), target('Upcoming', 1, 0.25), target('Passing (deleted)', 1, 0.25)],
        ...{ enteredOpportunities: 2, won: 0, wonShare: 0 },
        reached: [
          ...[target('Talking', 0, 0), target('Won', 0, 0), target('Lost', 0, 0)],
          target('Passing (deleted)', 1, 0.5),
        ],
      },
      {
        ...{ label: 'Talking', opening: 0, entered: 2, created: 0, left: 2, closing: 0 },
        // 5 and 2.5 days; 3.75 in the middle.
        ...{ averageDays: 3.8, medianDays: 3.8, averageDaysSoFar: null, medianDaysSoFar: null },
        leftTo: [target('Won', 1, 0.5), target('Lost', 1, 0.5)],
        ...{ enteredOpportunities: 2, won: 1, wonShare: 0.5 },
        reached: [target('Won', 1, 0.5), target('Lost', 1, 0.5), target('Passing (deleted)', 0, 0)],
      },
      {
        ...{ label: 'Won', opening: 0, entered: 1, created: 0, left: 0, closing: 1 },
        ...{ averageDays: null, medianDays: null, averageDaysSoFar: 5, medianDaysSoFar: 5, leftTo: [] },
        ...{ enteredOpportunities: 1, won: 1, wonShare: 1 },
        reached: [target('Lost', 0, 0), target('Passing (deleted)', 0, 0)],
      },
      {
        ...{ label: 'Lost', opening: 0, entered: 1, created: 0, left: 0, closing: 1 },
        ...{ averageDays: null, medianDays: null, averageDaysSoFar: 5, medianDaysSoFar: 5, leftTo: [] },
        ...{ enteredOpportunities: 1, won: 0, wonShare: 0, reached: [target('Passing (deleted)', 0, 0)] },
      },
      {
        ...{ label: 'Passing (deleted)', opening: 0, entered: 1, created: 0, left: 1, closing: 0 },
        ...{ averageDays: 1, medianDays: 1, averageDaysSoFar: null, medianDaysSoFar: null },
        ...{ leftTo: [target('Open', 1, 1)], enteredOpportunities: 1, won: 0, wonShare: 0, reached: [] },
      },
    ]);
  });

  test('what happened at `from` lies before the span, and what happened at `to` is in it', async () => {
    const { data } = await flow(
      'from: "2026-06-11T00:00:00Z", to: "2026-06-16T00:00:00Z"',
      'statuses { label opening entered left closing }',
    );
    expect(data.statusFlow.statuses.slice(0, 3)).toEqual([
      { label: 'Open', opening: 2, entered: 1, left: 1, closing: 2 },
      { label: 'Talking', opening: 1, entered: 1, left: 2, closing: 0 },
      { label: 'Won', opening: 0, entered: 1, left: 0, closing: 1 },
    ]);
  });

  test('a filter and a search say of which deals it is, and nobody else’s are in it', async () => {
    const created = async (more: string, key?: string, pipelineId?: string) => {
      const { data, errors } = await flow(more, 'statuses { created }', key, pipelineId);
      expect(errors).toEqual([]);
      return data.statusFlow.statuses.map((status: { created: number }) => status.created);
    };
    expect(await created('')).toEqual([4, 0, 0, 0, 0]);
    const ofFirst = await desk.gateway.askText('{ statusFlow { pipeline { id } } }');
    expect(ofFirst.data.statusFlow.pipeline.id).toBe(desk.mine.pipelines.sales);
    expect(await created(`filter: { userId: { eq: "${desk.mine.userIds[1]}" } }`)).toEqual([1, 0, 0, 0]);
    expect(await created('query: "status:won"')).toEqual([1, 0, 0, 0]);
    expect(await created('', desk.keys.stranger, desk.theirs.pipelines.sales)).toEqual([0, 0, 0, 0]);
  });

  test.each([
    ['from: "2026-06-20T00:00:00Z", to: "2026-06-19T00:00:00Z"', 'INVALID_INPUT from'],
    ['to: "2026-06-22T00:00:00Z"', 'INVALID_INPUT to'],
    ['filter: { id: { eq: null } }', 'INVALID_FILTER filter.id.eq'],
    ['query: "status:"', 'SEARCH_SYNTAX query'],
    ['timeZone: "Mars/Base"', 'INVALID_TIME_ZONE timeZone'],
  ])('%s is refused in its place', async (more, failure) => {
    expect(failures(await flow(more, 'to'))).toEqual([failure]);
  });

  test('a pipeline that is not there, or is somebody else’s, is refused', async () => {
    for (const id of ['pipe_none', desk.theirs.pipelines.sales]) {
      expect(failures(await flow('', 'to', desk.keys.ada, id))).toEqual(['INVALID_INPUT pipelineId']);
    }
  });

  test('it takes as many statements for many deals as for few, and for all figures as for one', async () => {
    const statements = async (fields: string) => {
      await flow('', fields);
      return desk.gateway.statements.length;
    };
    const [few, all] = [await statements('statuses { entered left }'), await statements(`statuses { ${figures} }`)];
    expect(all).toBe(few);
    // Where no status has been deleted, only what is selected is read.
    const read = async (fields: string) => {
      await flow('', `statuses { ${fields} }`, desk.keys.ada, desk.mine.pipelines.renewals);
      return ['passages', 'middles', 'reached'].filter((part) =>
        desk.gateway.statements.at(-1)?.includes(`'${part}' as part`),
      );
    };
    expect(await read('entered')).toEqual(['passages']);
    expect(await read('medianDays')).toEqual(['middles']);
    expect(await read('won')).toEqual(['reached']);
    expect(await read('left medianDays won')).toEqual(['passages', 'middles', 'reached']);
    desk.now = (desk.now + 1000) as Instant;
    for (const place of Array(20).keys()) {
      const { open, talking } = desk.mine.status;
      await move(await create({ leadId: desk.mine.leadId, statusId: open }), place % 2 ? talking : open);
    }
    expect(await statements(`statuses { ${figures} }`)).toBe(all);
  });
});
