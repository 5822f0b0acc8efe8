/** The history of statuses over GraphQL: what is written with each change, and how it is asked for. */
import { beforeAll, expect, test } from 'vitest';
import { required } from '../../../src/value/required.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { as, failures, openDesk } from '../desk.ts';
import {
  CreateOpportunityDocument,
  HistoryDocument,
  type OpportunityInput,
  type StatusChangeFilter,
  UpdateOpportunityDocument,
} from '../generated/documents.ts';

describeDatabases('status history over GraphQL', (opened) => {
  const desk = openDesk(opened);
  /** Two deals of one lead, with three changes and one. */
  let first: string;
  let second: string;
  let otherLead: string;

  const create = async (input: OpportunityInput) =>
    (await desk.gateway.ask(CreateOpportunityDocument, { input })).data.createOpportunity?.opportunity;
  const update = async (id: string, input: OpportunityInput, key = desk.keys.ada) => {
    const answer = await desk.gateway.ask(UpdateOpportunityDocument, { id, input }, as(key));
    expect(answer.errors).toEqual([]);
  };
  const history = async (filter: StatusChangeFilter, timeZone?: string) => {
    const { data, errors } = await desk.gateway.ask(HistoryDocument, { filter, timeZone });
    expect(errors).toEqual([]);
    const { totalCount, edges } = required(data.statusChanges, 'the history');
    expect(totalCount).toBe(edges.length);
    return edges.map(({ node }) => node);
  };

  beforeAll(async () => {
    const { status, leadId, contactId } = desk.mine;
    desk.now = instant('2026-06-15T10:00:00Z');
    first = (await create({ leadId, value: 100, contactId }))?.id ?? '';
    second = (await create({ leadId }))?.id ?? '';
    const elsewhere = await create({});
    otherLead = elsewhere?.lead.id ?? '';
    await update(first, { note: 'no change of status' });
    desk.now = instant('2026-06-15T23:30:00Z');
    await update(first, { statusId: status.won, value: 250, valuePeriod: 'MONTHLY', confidence: 100 });
    desk.now = instant('2026-06-16T08:00:00Z');
    await update(first, { statusId: status.churned }, desk.keys.bo);
    await update(second, { statusId: status.talking });
    desk.now = instant('2026-06-17T08:00:00Z');
    await update(first, { statusId: status.open });
    await update(elsewhere?.id ?? '', { statusId: status.lost });
    await desk.gateway.askText(
      `mutation ($lead: ID!, $won: ID!) {
        createOpportunity(input: { leadId: $lead }) { opportunity { id } }
        updateMatchingOpportunities(all: true, change: { statusId: $won }) { changed }
      }`,
      { lead: desk.theirs.leadId, won: desk.theirs.status.won },
      as(desk.keys.stranger),
    );
  });

  test('each change is told with what the deal was worth after it, newest first', async () => {
    const { status, pipelines, leadId, contactId, userIds } = desk.mine;
    const steps = await history({ opportunityId: { eq: first } });
    expect(steps.map(({ newStatusId }) => newStatusId)).toEqual([status.open, status.churned, status.won]);
    expect(steps[2]).toEqual({
      id: expect.stringMatching(/^acti_[0-9A-Za-z]{43}$/),
      ...{ opportunity: { id: first }, lead: { id: leadId }, contact: { id: contactId }, user: { id: userIds[0] } },
      ...{ oldStatusId: status.open, oldStatusLabel: 'Open', oldStatusType: 'ACTIVE' },
      ...{ oldPipelineId: pipelines.sales, oldPipelineName: 'Sales' },
      ...{ newStatusId: status.won, newStatusLabel: 'Won', newStatusType: 'WON' },
      ...{ newPipelineId: pipelines.sales, newPipelineName: 'Sales' },
      ...{ opportunityValue: 250, opportunityValuePeriod: 'MONTHLY', opportunityConfidence: 100 },
      ...{ opportunityDateWon: '2026-06-15' },
      ...{ dateCreated: '2026-06-15T23:30:00.000Z', dateUpdated: '2026-06-15T23:30:00.000Z' },
    });
    expect(steps[1]).toMatchObject({ user: { id: userIds[1] }, newPipelineName: 'Renewals', newStatusType: 'LOST' });
  });

  test('it is filtered by opportunity, lead, user, status and day', async () => {
    const { leadId, userIds, status } = desk.mine;
    const ids = async (filter: StatusChangeFilter, zone?: string) =>
      (await history(filter, zone)).map(({ opportunity }) => opportunity.id);
    expect(await ids({ opportunityId: { in: [second] } })).toEqual([second]);
    expect((await ids({ leadId: { eq: leadId } })).toSorted()).toEqual([first, first, first, second].toSorted());
    expect(await ids({ userId: { eq: userIds[1] } })).toEqual([first]);
    expect(await ids({ newStatusType: { eq: 'WON' }, oldStatusLabel: { eq: 'OPEN' } })).toEqual([first]);
    expect(await ids({ newStatusId: { eq: status.talking } })).toEqual([second]);
    expect(await ids({ date: { gte: '2026-06-15', lte: '2026-06-15' } })).toEqual([first]);
    expect((await ids({ date: { eq: '2026-06-16' } }, 'Europe/Berlin')).toSorted()).toEqual(
      [first, first, second].toSorted(),
    );
    expect(await ids({ not: { leadId: { in: [leadId, otherLead] } } })).toEqual([]);
  });

  test('walking it gives each change once', async () => {
    const seen: string[] = [];
    let after: string | null | undefined;
    do {
      const { data } = await desk.gateway.ask(HistoryDocument, { first: 2, after });
      const { edges, totalCount, pageInfo } = required(data.statusChanges, 'the history');
      seen.push(...edges.map(({ node }) => node.id));
      expect(totalCount).toBe(5);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual((await history({})).map(({ id }) => id));
    expect(new Set(seen).size).toBe(5);
  });

  const ofEach = `
    query ($ids: [ID!]!, $first: Int, $after: String, $filter: StatusChangeFilter) {
      nodes(ids: $ids) {
        id
        ... on Opportunity { statusChanges(first: $first, after: $after, filter: $filter) { ...Page } }
        ... on Lead { leadChanges: statusChanges(first: $first, after: $after, filter: $filter) { ...Page } }
      }
    }
    fragment Page on StatusChangeConnection { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { newStatusLabel } }`;
  const labels = (page: { nodes: { newStatusLabel: string }[] }) => page.nodes.map((node) => node.newStatusLabel);

  test('an opportunity and a lead have their own, page by page', async () => {
    const ids = [first, second, desk.mine.leadId];
    const { data, errors } = await desk.gateway.askText(ofEach, { ids, first: 2 });
    expect(errors).toEqual([]);
    const [ofFirst, ofSecond, ofLead] = data.nodes;
    expect(labels(ofFirst.statusChanges)).toEqual(['Open', 'Churned']);
    expect(ofFirst.statusChanges).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(labels(ofSecond.statusChanges)).toEqual(['Talking']);
    expect(ofSecond.statusChanges).toMatchObject({ totalCount: 1, pageInfo: { hasNextPage: false } });
    expect(ofLead.leadChanges.totalCount).toBe(4);
    const after = ofFirst.statusChanges.pageInfo.endCursor;
    const next = await desk.gateway.askText(ofEach, { ids: [first], first: 2, after });
    expect(labels(next.data.nodes[0].statusChanges)).toEqual(['Won']);
    expect(next.data.nodes[0].statusChanges.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const filter = { newStatusType: { eq: 'WON' } };
    const won = await desk.gateway.askText(ofEach, { ids: [first, second], filter });
    expect(won.data.nodes.map((node: { statusChanges: object }) => node.statusChanges)).toMatchObject([
      { totalCount: 1, nodes: [{ newStatusLabel: 'Won' }] },
      { totalCount: 0, nodes: [] },
    ]);
  });

  test('for many opportunities it takes as many statements as for one', async () => {
    await desk.gateway.askText(ofEach, { ids: [first] });
    const ofOne = desk.gateway.statements.length;
    await desk.gateway.askText(ofEach, { ids: [first, second] });
    expect(desk.gateway.statements.length).toBe(ofOne);
  });

  test('each change is a node of its own, which nobody else sees', async () => {
    const [step] = await history({ opportunityId: { eq: second } });
    const ask = (key: string) =>
      desk.gateway.askText(
        'query ($id: ID!) { node(id: $id) { __typename id ... on StatusChange { newStatusLabel } } }',
        { id: step?.id },
        as(key),
      );
    expect((await ask(desk.keys.bo)).data.node).toEqual({
      ...{ __typename: 'StatusChange', id: step?.id, newStatusLabel: 'Talking' },
    });
    expect((await ask(desk.keys.stranger)).data.node).toBeNull();
    const theirs = await desk.gateway.ask(HistoryDocument, {}, as(desk.keys.stranger));
    expect(theirs.data.statusChanges?.edges.map(({ node }) => node.newStatusId)).toEqual([desk.theirs.status.won]);
  });

  test.each([
    ['first: 0', 'INVALID_PAGE first'],
    ['after: "forged"', 'INVALID_CURSOR after'],
    ['filter: { date: { gt: null } }', 'INVALID_FILTER filter.date.gt'],
    ['timeZone: "Mars/Base"', 'INVALID_TIME_ZONE timeZone'],
  ])('%s is refused, at the top and within an opportunity', async (args, failure) => {
    const top = await desk.gateway.askText(`{ statusChanges(${args}) { nodes { id } } }`);
    expect(failures(top)).toEqual([failure]);
    const within = await desk.gateway.askText(
      `query ($id: ID!) { opportunity(id: $id) { statusChanges(${args}) { nodes { id } } } }`,
      { id: first },
    );
    expect(failures(within)).toEqual([failure]);
  });

  test('changes of one moment, as those of one request are, stand in the order in which they were made', async () => {
    const { open, won, lost, talking } = desk.mine.status;
    const deal = (await create({}))?.id ?? '';
    const steps = [won, lost, open, talking, won, open, lost];
    const fields = steps.map((_, i) => `s${i}: updateOpportunity(id: $id, input: { statusId: $s${i} }) { __typename }`);
    const { errors } = await desk.gateway.askText(
      `mutation ($id: ID!, ${steps.map((_, i) => `$s${i}: ID!`)}) { ${fields.join(' ')} }`,
      { id: deal, ...Object.fromEntries(steps.map((id, i) => [`s${i}`, id])) },
    );
    expect(errors).toEqual([]);
    const newest = steps.toReversed();
    expect((await history({ opportunityId: { eq: deal } })).map((step) => step.newStatusId)).toEqual(newest);

    const walked: string[] = [];
    for (let after: string | null | undefined, more = true; more; ) {
      const { data } = await desk.gateway.ask(HistoryDocument, {
        filter: { opportunityId: { eq: deal } },
        first: 3,
        after,
      });
      const { edges, pageInfo } = required(data.statusChanges, 'the history');
      walked.push(...edges.map(({ node }) => node.newStatusId));
      [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
    }
    expect(walked).toEqual(newest);

    const url = `http://gateway.test/api/v1/activity/status_change/opportunity/?opportunity_id=${deal}`;
    const rest = await desk.gateway.app.fetch(new Request(url, { headers: as(desk.keys.ada) }));
    const { data } = (await rest.json()) as { data: readonly { new_status_id: string }[] };
    expect(data.map((step) => step.new_status_id)).toEqual(newest);
  });
});
