/** `opportunitiesAt`: what a list said at a moment it says of that moment later, whatever has happened since. */
import { expect, test } from 'vitest';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { as, failures, openDesk } from '../desk.ts';

const figures = `totalCount aggregates { count totalValueOneTime totalValueAnnualized expectedValueAnnualized }
  status: groups(by: [{ field: STATUS }]) { totalCount nodes { key keys { label } count aggregates { totalValueAnnualized } drillDown } }
  months: groups(by: [{ date: { field: DATE_WON, period: MONTH } }, { field: USER }], orderBy: { measure: COUNT, direction: DESC }) { nodes { key count } rest { count } }`;
const node = `value valuePeriod confidence expectedValue valueAnnualized dateWon dateLost dateCreated dateUpdated externalId user { id } contact { id }`;

describeDatabases('the pipeline of a past moment', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, variables = {}) => desk.gateway.askText(query, variables);
  const listArguments = 'filter: $filter, query: $query, first: 3, orderBy: [{ field: VALUE, direction: DESC }]';
  const present = (filter: object | null, query: string | null) =>
    ask(
      `query ($filter: OpportunityFilter, $query: String) { opportunities(${listArguments}) { ${figures} nodes { id ${node} status { label } } pageInfo { hasNextPage endCursor } } }`,
      { filter, query },
    );
  const past = (moment: string, filter: object | null, query: string | null) =>
    ask(
      `query ($moment: DateTime!, $filter: OpportunityFilter, $query: String) { opportunitiesAt(moment: $moment, ${listArguments}) { ${figures} nodes { opportunityId ${node} statusLabel isAssumed } pageInfo { hasNextPage endCursor } } }`,
      { moment, filter, query },
    );
  const mutate = async (fields: string) => {
    const answer = await ask(`mutation { ${fields} }`);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };
  const iso = () => new Date(desk.now).toISOString();
  const questions: readonly [object | null, string | null][] = [
    [null, null],
    [{ statusType: { eq: 'WON' } }, null],
    [{ valueAnnualized: { gte: 500 } }, 'user:bo'],
    [null, 'lead:mine not status_type:lost'],
  ];

  test('is told as it was told then, page, figures and groups, and so it stays when deals change and go', async () => {
    const { status, userIds, leadId, contactId } = desk.mine;
    const steps = [
      () =>
        mutate(
          `a: createOpportunity(input: { leadId: "${leadId}", value: 1000, statusId: "${status.open}" }) { opportunity { id } }`,
        ),
      () =>
        mutate(
          `a: createOpportunity(input: { leadId: "${leadId}", value: 50, valuePeriod: MONTHLY, contactId: "${contactId}", userId: "${userIds[1]}" }) { opportunity { id } }`,
        ),
      () =>
        mutate(
          `a: updateMatchingOpportunities(filter: { value: { eq: 1000 } }, change: { statusId: "${status.won}", note: "ours" }) { matched }`,
        ),
      () =>
        mutate(
          `a: updateMatchingOpportunities(all: true, change: { confidence: 75, userId: "${userIds[1]}" }) { matched }`,
        ),
      async () => {
        const { data } = await ask('{ opportunities(filter: { value: { eq: 1000 } }) { nodes { id } } }');
        return mutate(`a: deleteOpportunity(id: "${data.opportunities.nodes[0].id}") { deletedId }`);
      },
      () => mutate(`a: deleteContact(id: "${contactId}") { deletedId }`),
    ];
    const told: { moment: string; answers: unknown[] }[] = [];
    for (const step of steps) {
      desk.now = (desk.now + 36 * 3_600_000) as Instant;
      await step();
      const answers = [];
      for (const [filter, query] of questions) {
        const { data, errors } = await present(filter, query);
        expect(errors).toEqual([]);
        answers.push(data.opportunities);
      }
      told.push({ moment: iso(), answers });
    }
    desk.now = (desk.now + 1) as Instant;
    for (const { moment, answers } of told) {
      for (const [index, [filter, query]] of questions.entries()) {
        const { data, errors } = await past(moment, filter, query);
        expect(errors).toEqual([]);
        const { nodes, ...rest } = data.opportunitiesAt;
        const then = answers[index] as { nodes: { id: string; status: { label: string }; contact: unknown }[] };
        const asTold = nodes.map(({ opportunityId, statusLabel, isAssumed, ...row }: Record<string, unknown>) => {
          expect(isAssumed).toBe(false);
          // Whom it names is shown as of now: the contact is gone.
          return { ...row, id: opportunityId, status: { label: statusLabel }, contact: null };
        });
        expect({ ...rest, nodes: asTold }).toEqual({
          ...then,
          nodes: then.nodes.map((row) => ({ ...row, contact: null })),
        });
      }
    }
  });

  test('a deleted deal is there with its id, and what it is now is null; so is its lead', async () => {
    desk.now = (desk.now + 1000) as Instant;
    const { createLead } = await mutate('createLead(input: { name: "Passing" }) { lead { id } }');
    const leadId = createLead.lead.id;
    await mutate(`createOpportunity(input: { leadId: "${leadId}", value: 777 }) { opportunity { id } }`);
    const moment = iso();
    desk.now = (desk.now + 1000) as Instant;
    await mutate(`deleteLead(id: "${leadId}") { deletedId }`);
    const { data, errors } = await ask(
      `{ opportunitiesAt(moment: "${moment}", filter: { value: { eq: 777 } }) { assumedCount nodes { opportunityId opportunity { id } lead { id } statusType }
        groups(by: [{ field: LEAD }]) { nodes { count keys { label ... on LeadGroupKey { lead { id } } } } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.opportunitiesAt).toEqual({
      assumedCount: 0,
      nodes: [{ opportunityId: expect.stringMatching(/^oppo_/), opportunity: null, lead: null, statusType: 'ACTIVE' }],
      groups: { nodes: [{ count: 1, keys: [{ label: '(deleted)', lead: null }] }] },
    });
    const { data: after } = await ask(
      `{ opportunitiesAt(moment: "${iso()}", filter: { value: { eq: 777 } }) { totalCount } }`,
    );
    expect(after.opportunitiesAt.totalCount).toBe(0);
  });

  test('a status that is gone is called so, and is found by its type', async () => {
    const { pipelines, leadId, status } = desk.mine;
    desk.now = (desk.now + 1000) as Instant;
    const made = await mutate(
      `createOpportunityStatus(pipelineId: "${pipelines.sales}", input: { label: "Fading", type: WON }) { opportunityStatus { id } }`,
    );
    const statusId = made.createOpportunityStatus.opportunityStatus.id;
    await mutate(
      `createOpportunity(input: { leadId: "${leadId}", value: 888, statusId: "${statusId}" }) { opportunity { id } }`,
    );
    const moment = iso();
    desk.now = (desk.now + 1000) as Instant;
    await mutate(
      `updateMatchingOpportunities(filter: { value: { eq: 888 } }, change: { statusId: "${status.open}" }) { matched }`,
    );
    await mutate(`deleteOpportunityStatus(id: "${statusId}") { deletedId }`);
    const { data, errors } = await ask(
      `{ opportunitiesAt(moment: "${moment}", query: "status_type:won value = 8.88") { nodes { statusLabel statusType status { id } opportunity { value } } groups(by: [{ field: STATUS }]) { nodes { keys { label } } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.opportunitiesAt).toEqual({
      nodes: [{ statusLabel: 'Fading (deleted)', statusType: 'WON', status: null, opportunity: { value: 888 } }],
      groups: { nodes: [{ keys: [{ label: 'Fading (deleted)' }] }] },
    });
  });

  test('a group of the past is opened by its drillDown; its list of the present is an error that says so', async () => {
    const moment = iso();
    const { data, errors } = await ask(
      `{ opportunitiesAt(moment: "${moment}") { groups(by: [{ field: STATUS_TYPE }]) { nodes { count drillDown opportunities { totalCount } } } } }`,
    );
    expect(failures({ errors })[0]).toBe('INVALID_INPUT');
    expect(errors[0]?.message).toContain('opportunitiesAt(within:)');
    for (const group of data.opportunitiesAt.groups.nodes) {
      const opened = await ask(
        `query ($within: String!) { opportunitiesAt(moment: "${moment}", within: $within) { totalCount } }`,
        { within: group.drillDown },
      );
      expect(opened.data.opportunitiesAt.totalCount).toBe(group.count);
    }
  });

  test.each([
    ['a moment to come', '2031-01-01T00:00:00Z', '', 'INVALID_INPUT moment', /has not come/],
    ['a moment before all history', '1999-01-01T00:00:00Z', '', 'INVALID_INPUT moment', /Nothing is known of 1999/],
    [
      'notes',
      '2026-06-30T00:00:00Z',
      ', filter: { note: { contains: "x" } }',
      'INVALID_FILTER filter.note.contains',
      /not kept/,
    ],
    ['notes in a search', '2026-06-30T00:00:00Z', ', query: "note:x"', 'INVALID_FILTER', /not kept/],
    ['a mistyped search', '2026-06-30T00:00:00Z', ', query: "stauts:won"', 'SEARCH_SYNTAX query', /status/],
  ])('of %s is an error with a place', async (_what, moment, more, failure, message) => {
    desk.now = Math.max(desk.now, Date.UTC(2026, 6, 1)) as Instant;
    const { data, errors } = await ask(`{ opportunitiesAt(moment: "${moment}"${more}) { totalCount } }`);
    expect(data.opportunitiesAt).toBeNull();
    expect(failures({ errors })).toEqual([expect.stringContaining(failure)]);
    expect(errors[0]?.message).toMatch(message);
  });

  test('nothing of another organization is in it', async () => {
    const { data } = await desk.gateway.askText(
      `{ viewer { fullName } opportunitiesAt(moment: "${iso()}") { totalCount } }`,
      {},
      as(desk.keys.stranger),
    );
    expect(data.opportunitiesAt).toEqual({ totalCount: 0 });
  });

  test('takes as many statements for many as for one', async () => {
    const inputs = Array.from({ length: 12 }, (_, value) => `{ leadId: "${desk.mine.leadId}", value: ${value} }`);
    await mutate(`createOpportunities(inputs: [${inputs.join(', ')}]) { __typename }`);
    const count = async (first: number) => {
      await ask(
        `{ opportunitiesAt(moment: "${iso()}", first: ${first}) { totalCount aggregates { totalValueAnnualized } nodes { opportunity { id } lead { name } user { fullName } status { label } } groups(by: [{ field: USER }]) { nodes { count } } } }`,
      );
      return desk.gateway.statements.length;
    };
    expect(await count(2)).toBe(await count(12));
  });
});
