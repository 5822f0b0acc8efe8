/** Opportunities in the order of their pipelines, as a board shows them, and when they close or have closed. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { openDesk } from '../desk.ts';

interface Deal {
  readonly id: string;
  readonly status: {
    readonly position: number;
    readonly pipeline: { readonly name: string; readonly position: number };
  };
}

describeDatabases('the order of pipelines', (opened) => {
  const desk = openDesk(opened);

  beforeAll(async () => {
    const { open, talking, won, lost } = desk.mine.status;
    const second = await desk.gateway.askText('mutation { createPipeline(name: "A second one") { pipeline { id } } }');
    expect(second.errors).toEqual([]);
    const status = await desk.gateway.askText(
      'mutation ($id: ID!) { createOpportunityStatus(pipelineId: $id, input: { label: "Elsewhere" }) { opportunityStatus { id } } }',
      { id: second.data.createPipeline.pipeline.id },
    );
    const elsewhere = status.data.createOpportunityStatus.opportunityStatus.id;
    const inputs = [lost, elsewhere, won, open, talking, elsewhere, open].map((statusId) => ({
      statusId,
      leadId: desk.mine.leadId,
    }));
    const made = await desk.gateway.askText(
      'mutation ($inputs: [OpportunityInput!]!) { createOpportunities(inputs: $inputs) { errors { message } } }',
      { inputs },
    );
    expect([made.errors, made.data.createOpportunities.errors]).toEqual([[], []]);
  });

  test.each(['ASC', 'DESC'])('%s, page by page', async (direction) => {
    const walked: Deal[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data, errors } = await desk.gateway.askText(
        `query ($after: String) { opportunities(first: 2, after: $after, orderBy: [{ field: PIPELINE_POSITION, direction: ${direction} }, { field: STATUS_POSITION, direction: ${direction} }]) {
          nodes { id status { position pipeline { name position } } } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
      expect(errors).toEqual([]);
      walked.push(...data.opportunities.nodes);
      [after, more] = [data.opportunities.pageInfo.endCursor, data.opportunities.pageInfo.hasNextPage];
    }
    const places = walked.map(({ status }) => status.pipeline.position * 1000 + status.position);
    expect(places).toEqual(places.toSorted((a, b) => (direction === 'ASC' ? a - b : b - a)));
    expect(new Set(walked.map(({ id }) => id)).size).toBe(walked.length);
    expect(new Set(places).size).toBeGreaterThan(4);
  });

  test('by the name of the pipeline', async () => {
    const { data } = await desk.gateway.askText(
      '{ opportunities(first: 200, orderBy: { field: PIPELINE_NAME }) { nodes { status { pipeline { name } } } } }',
    );
    const names = data.opportunities.nodes.map(({ status }: Deal) => status.pipeline.name.toLowerCase());
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(2);
  });

  test('an active deal is expected to close, a won or lost one has closed', async () => {
    const { open, won, lost } = desk.mine.status;
    const dates = async (input: object) => {
      const { data, errors } = await desk.gateway.askText(
        'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { dateWon expectedCloseDate closedAt status { label } } } }',
        { input },
      );
      expect(errors).toEqual([]);
      const { status: _, ...told } = data.createOpportunity.opportunity;
      return told;
    };
    const [day, moment] = ['2026-05-04', '2026-05-06T07:08:09.000Z'];
    expect(await dates({ statusId: open, dateWon: day })).toEqual({
      dateWon: day,
      expectedCloseDate: day,
      closedAt: null,
    });
    expect(await dates({ statusId: open })).toEqual({ dateWon: null, expectedCloseDate: null, closedAt: null });
    expect(await dates({ statusId: won, dateWon: day })).toEqual({
      dateWon: day,
      expectedCloseDate: null,
      closedAt: day,
    });
    expect(await dates({ statusId: lost, dateWon: day, dateLost: moment })).toEqual({
      ...{ dateWon: day, expectedCloseDate: null, closedAt: moment },
    });
  });
});
