/** `pipelineMovement`: each deal stands in the step that tells why it came, went or changed, and all adds up. */
import { beforeAll, expect, test } from 'vitest';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { as, failures, openDesk } from './desk.ts';

const figures = 'count totalValueAnnualized expectedValueAnnualized';

interface Step {
  readonly kind: string;
  readonly count: number;
  readonly change: Readonly<Record<string, number>>;
  readonly drillDown: string;
  readonly opportunities: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly opportunityId: string }[];
  };
}

describeDatabases('what moved', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, variables = {}, headers = {}) => desk.gateway.askText(query, variables, headers);
  const iso = () => new Date(desk.now).toISOString();
  const mutate = async (fields: string) => {
    const answer = await ask(`mutation { ${fields} }`);
    expect(answer.errors).toEqual([]);
    return answer.data;
  };
  const ids: Record<string, string> = {};
  let from = '';
  let to = '';
  const third =
    '{ statusType: { eq: ACTIVE }, dateWon: { gte: "2026-07-01", lte: "2026-09-30" }, userId: { eq: "ADA" } }';
  const filter = () => third.replace('ADA', desk.mine.userIds[0]);
  const movement = (more: string, fields: string) =>
    ask(`{ pipelineMovement(from: "${from}", to: "${to}", filter: ${filter()}${more}) { ${fields} } }`);

  beforeAll(async () => {
    const { leadId, status, userIds } = desk.mine;
    const usual = { leadId, userId: userIds[0], value: 101, confidence: 50, dateWon: '2026-08-15' };
    const create = async (name: string, more = {}) => {
      const { data, errors } = await ask(
        'mutation ($input: OpportunityInput!) { createOpportunity(input: $input) { opportunity { id } } }',
        { input: { ...usual, ...more } },
      );
      expect(errors).toEqual([]);
      ids[data.createOpportunity.opportunity.id] = name;
    };
    const change = (name: string, input: string) => {
      const [id] = Object.entries(ids).find(([, known]) => known === name) ?? [];
      return mutate(`updateOpportunity(id: "${id}", input: { ${input} }) { __typename }`);
    };
    for (const name of ['won', 'lost', 'deleted', 'pushed', 'pulled out', 'left', 'left and later', 'unchanged'])
      await create(name);
    for (const name of ['increased', 'decreased', 'rhythm', 'confidence']) await create(name, { value: 1200 });
    await create('reopened', { statusId: status.lost });
    await create('pulled in', { dateWon: '2026-12-24' });
    await create('entered', { userId: userIds[1] });
    await create('come later', { dateWon: '2026-06-20' });
    await create('elsewhere', { dateWon: '2027-01-01' });
    from = iso();
    desk.now = (desk.now + 86_400_000) as Instant;
    await create('created');
    await create('passing');
    await change('won', `statusId: "${status.won}"`);
    await change('lost', `statusId: "${status.lost}"`);
    await change('pushed', 'dateWon: "2026-10-01"');
    await change('pulled out', 'dateWon: "2026-06-30"');
    await change('left', `userId: "${userIds[1]}"`);
    // A later day within the quarter did not make it leave.
    await change('left and later', `userId: "${userIds[1]}", dateWon: "2026-09-01"`);
    await change('increased', 'value: 1201');
    await change('decreased', 'value: null');
    await change('rhythm', 'value: 100, valuePeriod: MONTHLY');
    await change('confidence', 'confidence: 75');
    await change('reopened', `statusId: "${status.open}"`);
    await change('pulled in', 'dateWon: "2026-09-30"');
    await change('entered', `userId: "${userIds[0]}"`);
    await change('come later', 'dateWon: "2026-07-01"');
    desk.now = (desk.now + 1000) as Instant;
    for (const gone of ['deleted', 'passing']) {
      const [id] = Object.entries(ids).find(([, known]) => known === gone) ?? [];
      await mutate(`deleteOpportunity(id: "${id}") { deletedId }`);
    }
    to = iso();
    desk.now = (desk.now + 86_400_000) as Instant;
    await change('unchanged', 'value: 5');
  });

  test('each deal stands in one step, by what it was and is', async () => {
    const { data, errors } = await movement(
      '',
      'steps { kind count opportunities { totalCount nodes { opportunityId } } }',
    );
    expect(errors).toEqual([]);
    const told = data.pipelineMovement.steps.map(({ kind, count, opportunities }: Step) => {
      expect(opportunities).toMatchObject({ totalCount: count, nodes: { length: count } });
      return [kind, opportunities.nodes.map(({ opportunityId }) => ids[opportunityId]).sort()];
    });
    expect(told).toEqual([
      ['CREATED', ['created']],
      ['DELETED', ['deleted']],
      ['WON', ['won']],
      ['LOST', ['lost']],
      ['REOPENED', ['reopened']],
      ['PUSHED', ['pushed']],
      ['PULLED', ['pulled in', 'pulled out']],
      ['ENTERED', ['come later', 'entered']],
      ['LEFT', ['left', 'left and later']],
      ['INCREASED', ['increased']],
      ['DECREASED', ['decreased']],
      ['VALUE_PERIOD_CHANGED', ['rhythm']],
      ['CONFIDENCE_CHANGED', ['confidence']],
      ['UNCHANGED', ['unchanged']],
    ]);
  });

  test('opening and the changes of all steps are closing, as shown, whole and in each group', async () => {
    const steps = `steps { kind change { ${figures} } }`;
    const { data, errors } = await movement(
      ', groupBy: [{ date: { field: DATE_WON, period: MONTH } }]',
      `opening { ${figures} } closing { ${figures} } ${steps} groups { totalCount nodes { key opening { ${figures} } closing { ${figures} } ${steps} drillDown } }`,
    );
    expect(errors).toEqual([]);
    const whole = data.pipelineMovement;
    expect(whole.groups.nodes.map(({ key }: { key: string }) => key)).toEqual(['2026-07', '2026-08', '2026-09']);
    for (const { opening, closing, steps: own } of [whole, ...whole.groups.nodes]) {
      for (const figure of figures.split(' ')) {
        const changes = own.reduce((sum: number, { change }: Step) => sum + (change[figure] ?? 0), 0);
        expect([figure, opening[figure] + changes]).toEqual([figure, closing[figure]]);
      }
    }
    for (const [moment, figure] of [
      [from, 'opening'],
      [to, 'closing'],
    ]) {
      const then = await ask(
        `{ opportunitiesAt(moment: "${moment}", filter: ${filter()}) { aggregates { ${figures} } } }`,
      );
      expect(then.data.opportunitiesAt.aggregates).toEqual(whole[figure ?? '']);
    }
    for (const group of whole.groups.nodes) {
      const alone = await ask(
        `query ($within: String!) { pipelineMovement(from: "${from}", to: "${to}", within: $within) { opening { ${figures} } closing { ${figures} } ${steps} } }`,
        { within: group.drillDown },
      );
      expect(alone.data.pipelineMovement).toEqual({
        opening: group.opening,
        closing: group.closing,
        steps: group.steps,
      });
    }
  });

  test('a step tells what its deals were and are, largest change first, page by page', async () => {
    const { data } = await movement(
      '',
      'steps(kinds: [PULLED, DELETED, DECREASED]) { kind drillDown opportunities(first: 1) { pageInfo { hasNextPage } nodes { before { value statusLabel } after { value } opportunity { id } } } }',
    );
    expect(data.pipelineMovement.steps.map(({ drillDown, ...step }: Step) => step)).toEqual([
      {
        kind: 'DELETED',
        opportunities: {
          pageInfo: { hasNextPage: false },
          nodes: [{ before: { value: 101, statusLabel: 'Open' }, after: null, opportunity: null }],
        },
      },
      {
        kind: 'PULLED',
        opportunities: {
          pageInfo: { hasNextPage: true },
          nodes: [
            {
              before: { value: 101, statusLabel: 'Open' },
              after: { value: 101 },
              opportunity: { id: expect.any(String) },
            },
          ],
        },
      },
      {
        kind: 'DECREASED',
        opportunities: {
          pageInfo: { hasNextPage: false },
          nodes: [
            {
              before: { value: 1200, statusLabel: 'Open' },
              after: { value: null },
              opportunity: { id: expect.any(String) },
            },
          ],
        },
      },
    ]);
    const within = data.pipelineMovement.steps[1].drillDown;
    const page = (after: string | null) =>
      ask(
        'query ($within: String!, $after: String) { movedOpportunities(within: $within, first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage hasPreviousPage } nodes { opportunityId } } }',
        { within, after },
      );
    const first = (await page(null)).data.movedOpportunities;
    const second = (await page(first.pageInfo.endCursor)).data.movedOpportunities;
    expect([
      first.totalCount,
      first.pageInfo.hasNextPage,
      second.pageInfo.hasNextPage,
      second.pageInfo.hasPreviousPage,
    ]).toEqual([2, true, false, true]);
    expect([first, second].map(({ nodes }) => ids[nodes[0].opportunityId]).sort()).toEqual(['pulled in', 'pulled out']);
  });

  test.each([
    [
      'from after to',
      'from: "2026-06-16T00:00:00Z", to: "2026-06-15T12:00:00Z"',
      'INVALID_INPUT from',
      /must not be later/,
    ],
    [
      'a moment to come',
      'from: "2026-06-15T12:00:00Z", to: "2031-01-01T00:00:00Z"',
      'INVALID_INPUT to',
      /has not come/,
    ],
    ['a moment before all history', 'from: "1999-01-01T00:00:00Z"', 'INVALID_INPUT from', /Nothing is known of 1999/],
    [
      'notes',
      'from: "2026-06-15T12:00:00Z", filter: { note: { contains: "x" } }',
      'INVALID_FILTER filter.note.contains',
      /not kept/,
    ],
    ['a mistyped search', 'from: "2026-06-15T12:00:00Z", query: "stauts:won"', 'SEARCH_SYNTAX query', /status/],
    [
      'an unknown custom field',
      'from: "2026-06-15T12:00:00Z", groupBy: [{ customFieldId: "cf_nothing" }]',
      'INVALID_GROUPS groupBy.0.customFieldId',
      /custom field/,
    ],
    [
      'the same key twice',
      'from: "2026-06-15T12:00:00Z", groupBy: [{ field: USER }, { field: USER }]',
      'INVALID_GROUPS groupBy.1',
      /twice/,
    ],
    ['what is no drillDown', 'from: "2026-06-15T12:00:00Z", within: "x"', 'INVALID_FILTER within', /drillDown/],
  ])('of %s is an error with a place', async (_what, args, failure, message) => {
    const { data, errors } = await ask(`{ pipelineMovement(${args}) { from } }`);
    expect(data.pipelineMovement).toBeNull();
    expect(failures({ errors })).toEqual([failure]);
    expect(errors[0]?.message).toMatch(message);
  });

  test.each([
    ['no drillDown of a step', 'within: "x"', 'INVALID_FILTER within'],
    ['a cursor of something else', 'within: "TOKEN", after: "x"', 'INVALID_CURSOR after'],
    ['too large a page', 'within: "TOKEN", first: 201', 'INVALID_PAGE first'],
  ])('of %s there is no list', async (_what, args, failure) => {
    const { data } = await movement('', 'steps { drillDown }');
    const token = data.pipelineMovement.steps[0].drillDown;
    const answer = await ask(`{ movedOpportunities(${args.replace('TOKEN', token)}) { nodes { opportunityId } } }`);
    expect(answer.data.movedOpportunities).toBeNull();
    expect(failures(answer)).toEqual([failure]);
  });

  test('nothing of another organization is in it, whatever it is asked with', async () => {
    const { data } = await movement('', 'steps(kinds: [WON]) { drillDown }');
    const [{ drillDown }] = data.pipelineMovement.steps;
    const theirs = await ask(
      `query ($within: String!) { movedOpportunities(within: $within) { totalCount nodes { opportunityId } } pipelineMovement(from: "${from}", to: "${to}") { steps { kind } } }`,
      { within: drillDown },
      as(desk.keys.stranger),
    );
    expect(theirs.data).toEqual({ movedOpportunities: { totalCount: 0, nodes: [] }, pipelineMovement: { steps: [] } });
  });

  test('takes as many statements for many deals and steps as for few', async () => {
    const nodes = '{ nodes { before { status { label } } after { user { fullName } } opportunity { id } } }';
    const questions = (first: number) => [
      `opening { count } closing { totalValueAnnualized } steps { count opportunities(first: ${first}) ${nodes} }`,
      `groups { nodes { key opening { count } steps { count } } }`,
      `groups(first: ${first}) { nodes { steps { opportunities(first: 2) { nodes { opportunityId } } } } }`,
    ];
    const count = async (more: string, first: number) => {
      const counts: number[] = [];
      for (const fields of questions(first)) {
        const { errors } = await movement(`${more}, groupBy: [{ field: USER }]`, fields);
        expect(errors).toEqual([]);
        counts.push(desk.gateway.statements.length);
      }
      return counts;
    };
    const opened = 'opening { count totalValueAnnualized } closing { count expectedValueAnnualized }';
    await movement('', 'steps { count }');
    const steps = desk.gateway.statements.length;
    await movement('', `${opened} steps { count }`);
    // What the steps were read from says what there was and is.
    expect(desk.gateway.statements.length).toBe(steps);
    await movement('', opened);
    expect(desk.gateway.statements.length).toBe(steps + 1);
    // Of one deal that was there, and of all.
    expect(await count(', query: "value = 12"', 1)).toEqual(await count(', query: "value > 0"', 9));
  });
});
