/** Pipelines and statuses over GraphQL: created, renamed, put in order, moved and deleted. */
import { expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

describeDatabases('pipelines and statuses over GraphQL', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, variables: object = {}, headers?: Record<string, string>) =>
    desk.gateway.askText(query, variables, headers);

  /** Each pipeline with its statuses, by name. */
  const plan = async (headers?: Record<string, string>): Promise<[string, string[]][]> => {
    const { data } = await ask('{ pipelines { name statuses { label } } }', {}, headers);
    type Row = { name: string; statuses: { label: string }[] };
    return data.pipelines.map(({ name, statuses }: Row) => [name, statuses.map(({ label }) => label)]);
  };
  const createPipeline = async (name: string, statuses: object[] = []) => {
    const query =
      'mutation ($name: String!, $statuses: [NewOpportunityStatusInput!]) { createPipeline(name: $name, statuses: $statuses) { pipeline { id name position statuses { id label type position } } } }';
    const { data, errors } = await ask(query, { name, statuses });
    expect(errors).toEqual([]);
    return data.createPipeline.pipeline;
  };
  const createStatus = (input: object, pipelineId?: string) =>
    ask(
      'mutation ($input: NewOpportunityStatusInput!, $in: ID) { createOpportunityStatus(input: $input, pipelineId: $in) { opportunityStatus { id label type position pipeline { id } } } }',
      { input, in: pipelineId },
    );
  const move = (id: string, pipelineId: string, headers?: Record<string, string>) =>
    ask(
      'mutation ($id: ID!, $to: ID!) { moveOpportunityStatus(id: $id, pipelineId: $to) { opportunityStatus { position pipeline { id } } } }',
      { id, to: pipelineId },
      headers,
    );
  const remove = (what: 'Pipeline' | 'OpportunityStatus', id: string, headers?: Record<string, string>) =>
    ask(`mutation ($id: ID!) { done: delete${what}(id: $id) { deletedId } }`, { id }, headers);

  test('a pipeline is created with its statuses, as the last', async () => {
    const pipeline = await createPipeline(' Partners ', [{ label: 'Asked' }, { label: 'Signed', type: 'WON' }]);
    expect(pipeline).toMatchObject({
      ...{ id: expect.stringMatching(/^pipe_/), name: 'Partners', position: 2 },
      statuses: [
        { label: 'Asked', type: 'ACTIVE', position: 0 },
        { label: 'Signed', type: 'WON', position: 1 },
      ],
    });
    expect((await plan()).at(-1)).toEqual(['Partners', ['Asked', 'Signed']]);
  });

  test('a new status comes last in its pipeline, or in the first', async () => {
    const { data } = await createStatus({ label: 'Paused' }, desk.mine.pipelines.renewals);
    expect(data.createOpportunityStatus.opportunityStatus).toMatchObject({
      ...{ label: 'Paused', type: 'ACTIVE', position: 3, pipeline: { id: desk.mine.pipelines.renewals } },
    });
    const first = await createStatus({ label: 'Later', type: 'LOST' });
    expect(first.data.createOpportunityStatus.opportunityStatus).toMatchObject({
      ...{ type: 'LOST', position: 4, pipeline: { id: desk.mine.pipelines.sales } },
    });
  });

  test('what is renamed is found by its new name, and history keeps the old one', async () => {
    const made = await ask(
      'mutation ($lead: ID!) { createOpportunity(input: { leadId: $lead }) { opportunity { id } } }',
      { lead: desk.mine.leadId },
    );
    const { id } = made.data.createOpportunity.opportunity;
    const { talking } = desk.mine.status;
    await ask('mutation ($id: ID!, $to: ID!) { updateOpportunity(id: $id, input: { statusId: $to }) { __typename } }', {
      id,
      to: talking,
    });
    const renamed = await ask(
      `mutation ($status: ID!, $pipeline: ID!) {
        renameOpportunityStatus(id: $status, label: "Negotiating") { opportunityStatus { label } }
        renamePipeline(id: $pipeline, name: "Direct sales") { pipeline { name } }
      }`,
      { status: talking, pipeline: desk.mine.pipelines.sales },
    );
    expect(renamed.data).toEqual({
      renameOpportunityStatus: { opportunityStatus: { label: 'Negotiating' } },
      renamePipeline: { pipeline: { name: 'Direct sales' } },
    });
    const { data } = await ask(
      `query ($id: ID!) {
        opportunities(filter: { statusLabel: { eq: "negotiating" }, pipelineName: { eq: "direct sales" } }) { nodes { id } }
        statusChanges(filter: { opportunityId: { eq: $id } }) { nodes { newStatusLabel newPipelineName } }
      }`,
      { id },
    );
    expect(data).toEqual({
      opportunities: { nodes: [{ id }] },
      statusChanges: { nodes: [{ newStatusLabel: 'Talking', newPipelineName: 'Sales' }] },
    });
  });

  test('a status is moved to another pipeline with the opportunities that have it', async () => {
    const pipeline = await createPipeline('Upsell');
    const made = await createStatus({ label: 'Proposed' });
    const { id } = made.data.createOpportunityStatus.opportunityStatus;
    await ask('mutation ($to: ID!) { createOpportunity(input: { statusId: $to }) { __typename } }', { to: id });
    const { data } = await move(id, pipeline.id);
    expect(data.moveOpportunityStatus.opportunityStatus).toEqual({ position: 0, pipeline: { id: pipeline.id } });
    const found = await ask('query ($id: ID!) { opportunities(filter: { pipelineId: { eq: $id } }) { totalCount } }', {
      id: pipeline.id,
    });
    expect(found.data.opportunities.totalCount).toBe(1);
  });

  test('both are put in order, and the first status of the first pipeline is the default', async () => {
    const { status, pipelines } = desk.mine;
    const { data } = await ask(
      `mutation ($pipelines: [ID!]!, $pipeline: ID!, $statuses: [ID!]!) {
        reorderPipelines(ids: $pipelines) { pipelines { id } }
        reorderOpportunityStatuses(pipelineId: $pipeline, statusIds: $statuses) { pipeline { statuses { id } } }
        createOpportunity(input: {}) { opportunity { status { id } } }
      }`,
      { pipelines: [pipelines.renewals], pipeline: pipelines.renewals, statuses: [status.churned, status.lost] },
    );
    expect(data.reorderPipelines.pipelines[0]).toEqual({ id: pipelines.renewals });
    const ordered = data.reorderOpportunityStatuses.pipeline.statuses.map(({ id }: { id: string }) => id);
    expect(ordered.slice(0, 3)).toEqual([status.churned, status.lost, status.upcoming]);
    expect(data.createOpportunity.opportunity.status.id).toBe(status.churned);
  });

  test('what is in use stays, and so does the last pipeline', async () => {
    const pipeline = await createPipeline('Short', [{ label: 'Only' }]);
    const [{ id: statusId }] = pipeline.statuses;
    const deal = await ask(
      'mutation ($to: ID!) { createOpportunity(input: { statusId: $to }) { opportunity { id } } }',
      {
        to: statusId,
      },
    );
    expect(failures(await remove('OpportunityStatus', statusId))).toEqual(['IN_USE']);
    expect(failures(await remove('Pipeline', pipeline.id))).toEqual(['IN_USE']);
    await ask('mutation ($id: ID!) { deleteOpportunity(id: $id) { deletedId } }', {
      id: deal.data.createOpportunity.opportunity.id,
    });
    expect((await remove('OpportunityStatus', statusId)).data.done).toEqual({ deletedId: statusId });
    expect((await remove('Pipeline', pipeline.id)).data.done).toEqual({ deletedId: pipeline.id });
    expect(failures(await remove('Pipeline', pipeline.id))).toEqual(['NOT_FOUND']);
  });

  test('what is wrong is told with its place', async () => {
    const { sales } = desk.mine.pipelines;
    const { open } = desk.mine.status;
    expect(failures(await createStatus({ label: ' ' }))).toEqual(['INVALID_INPUT input.label']);
    expect(failures(await createStatus({ label: 'x' }, 'pipe_none'))).toEqual(['INVALID_INPUT pipelineId']);
    expect(failures(await move(open, 'pipe_none'))).toEqual(['INVALID_INPUT pipelineId']);
    const queries: [string, string][] = [
      ['createPipeline(name: "") { __typename }', 'INVALID_INPUT name'],
      [
        'createPipeline(name: "x", statuses: [{ label: "a" }, { label: "" }]) { __typename }',
        'INVALID_INPUT statuses.1.label',
      ],
      [`renamePipeline(id: "${sales}", name: "") { __typename }`, 'INVALID_INPUT name'],
      ['renamePipeline(id: "pipe_none", name: "x") { __typename }', 'NOT_FOUND'],
      [`renameOpportunityStatus(id: "${open}", label: "") { __typename }`, 'INVALID_INPUT label'],
      ['reorderPipelines(ids: ["pipe_none"]) { __typename }', 'INVALID_INPUT ids'],
      [
        `reorderOpportunityStatuses(pipelineId: "${sales}", statusIds: ["stat_none"]) { __typename }`,
        'INVALID_INPUT statusIds',
      ],
      [
        `reorderOpportunityStatuses(pipelineId: "${sales}", statusIds: ["${open}", "${open}"]) { __typename }`,
        'INVALID_INPUT statusIds',
      ],
      ['reorderOpportunityStatuses(pipelineId: "pipe_none", statusIds: []) { __typename }', 'NOT_FOUND'],
    ];
    const before = await plan();
    for (const [query, failure] of queries)
      expect(failures(await ask(`mutation { ${query} }`)), query).toEqual([failure]);
    expect(await plan()).toEqual(before);
  });

  test('another organization’s are not there', async () => {
    const stranger = as(desk.keys.stranger);
    const before = await plan();
    expect(failures(await move(desk.mine.status.open, desk.theirs.pipelines.sales, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await move(desk.theirs.status.open, desk.mine.pipelines.sales, stranger))).toEqual([
      'INVALID_INPUT pipelineId',
    ]);
    expect(failures(await remove('OpportunityStatus', desk.mine.status.open, stranger))).toEqual(['NOT_FOUND']);
    expect(failures(await remove('Pipeline', desk.mine.pipelines.sales, stranger))).toEqual(['NOT_FOUND']);
    expect(await plan()).toEqual(before);
    expect((await plan(stranger)).map(([name]) => name)).toEqual(['Sales', 'Renewals']);
  });
});
