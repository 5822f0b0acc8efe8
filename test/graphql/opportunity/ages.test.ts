/** How long a deal stands in its status, since when nobody changed it, how old it is, and which ones stand still. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { as, failures, openDesk } from '../desk.ts';
import { CreateOpportunityDocument, type OpportunityInput, UpdateOpportunityDocument } from '../generated/documents.ts';

describeDatabases('ages of deals', (opened) => {
  const desk = openDesk(opened);
  const names = new Map<string, string>();

  const create = async (name: string, at: string, input: OpportunityInput = {}) => {
    desk.now = instant(at);
    const { data } = await desk.gateway.ask(CreateOpportunityDocument, { input: { note: name, ...input } });
    const id = data.createOpportunity?.opportunity.id ?? '';
    names.set(id, name);
    return id;
  };
  const update = async (id: string, at: string, input: OpportunityInput) => {
    desk.now = instant(at);
    const { errors } = await desk.gateway.ask(UpdateOpportunityDocument, { id, input });
    expect(errors).toEqual([]);
  };
  const now = instant('2026-06-30T12:00:00Z');

  beforeAll(async () => {
    const { status } = desk.mine;
    await create('untouched', '2026-06-01T12:00:00Z');
    const moved = await create('moved', '2026-06-01T12:00:01Z');
    const noted = await create('noted', '2026-06-10T00:00:00Z');
    const won = await create('won', '2026-05-01T00:00:00Z');
    await update(moved, '2026-06-20T12:00:00Z', { statusId: status.talking });
    await update(won, '2026-05-02T00:00:00Z', { statusId: status.won });
    await update(noted, '2026-06-29T12:00:01Z', { value: 7 });
    desk.now = now;
  });

  const found = async (args: string, at = 'opportunities') => {
    const field = at === 'opportunities' ? 'id' : 'id: opportunityId';
    const { data, errors } = await desk.gateway.askText(
      `{ list: ${at}(${args}) { nodes { ${field} } } }`.replace(
        'list: opportunitiesAt(',
        'list: opportunitiesAt(moment: "2026-06-15T12:00:00Z", ',
      ),
    );
    expect(errors).toEqual([]);
    return data.list.nodes.map(({ id }: { id: string }) => names.get(id));
  };
  const oldestFirst = 'orderBy: { field: AGE_DAYS, direction: DESC }';

  test.each([
    // Until now: untouched 29 days, moved 10 in its status (28.99 old), noted 20.5, won 59 in its status.
    ['{ daysInStatus: { gte: 29 } }', 'days_in_status >= 29', ['won', 'untouched']],
    ['{ daysInStatus: { gt: 29 } }', 'days_in_status > 29', ['won']],
    ['{ daysInStatus: { eq: 10 } }', 'days_in_status = 10', ['moved']],
    ['{ daysInStatus: { in: [10, 20] } }', 'days_in_status in (10, 20)', ['moved', 'noted']],
    ['{ daysInStatus: { lte: 20 } }', 'days_in_status <= 20', ['moved', 'noted']],
    ['{ daysInStatus: { lt: 20 } }', 'days_in_status < 20', ['moved']],
    ['{ daysInStatus: { gte: 10, lte: 29 } }', 'days_in_status:10..29', ['untouched', 'moved', 'noted']],
    ['{ ageDays: { gte: 29 } }', 'age_days >= 29', ['won', 'untouched']],
    ['{ ageDays: { eq: 28 } }', 'age_days:28', ['moved']],
    ['{ daysSinceChange: { eq: 0 } }', 'days_since_change = 0', ['noted']],
    ['{ daysSinceChange: { gte: 10 } }', 'days_since_change >= 10', ['won', 'untouched', 'moved']],
    ['{ dateUpdated: { lt: "2026-06-20" } }', 'last_changed < 2026-06-20', ['won', 'untouched']],
    ['{ statusSince: { gte: "2026-06-20" } }', 'status_since >= 2026-06-20', ['moved']],
  ])('%s finds what is that old, as the search %s does', async (filter, search, expected) => {
    expect(await found(`filter: ${filter}, ${oldestFirst}`)).toEqual(expected);
    expect(await found(`query: "${search} sort:created"`)).toEqual(expected);
  });

  test('of a moment that has passed, ages are those of then', async () => {
    expect(await found(`filter: { daysInStatus: { lt: 10 } }`, 'opportunitiesAt')).toEqual(['noted']);
    expect(await found(`filter: { daysInStatus: { eq: 13 } }, ${oldestFirst}`, 'opportunitiesAt')).toEqual(['moved']);
    expect(await found(`query: "days_in_status = 14"`, 'opportunitiesAt')).toEqual(['untouched']);
  });

  test('orders go by age, the youngest first unless descending, page by page', async () => {
    const page = async (after: string | null, field: string) => {
      const { data } = await desk.gateway.askText(
        `query ($after: String) { opportunities(first: 1, after: $after, orderBy: { field: ${field} }) { nodes { id } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      return data.opportunities;
    };
    const walk = async (field: string) => {
      const order: (string | undefined)[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const { nodes, pageInfo } = await page(after, field);
        order.push(...nodes.map(({ id }: { id: string }) => names.get(id)));
        [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
      }
      return order;
    };
    expect(await walk('DAYS_IN_STATUS')).toEqual(['moved', 'noted', 'untouched', 'won']);
    expect(await walk('DAYS_SINCE_CHANGE')).toEqual(['noted', 'moved', 'untouched', 'won']);
    expect(await found('query: "sort:-days_in_status"')).toEqual(['won', 'untouched', 'noted', 'moved']);
  });

  test('a group made under an age is found again, whenever that is', async () => {
    const { data } = await desk.gateway.askText(
      '{ opportunityReport(filter: { daysInStatus: { gte: 15 } }) { groups(by: { field: STATUS_TYPE }) { nodes { key drillDown } } } }',
    );
    const active = data.opportunityReport.groups.nodes.find(({ key }: { key: string }) => key === 'active');
    desk.now = instant('2026-07-30T12:00:00Z');
    expect(await found(`within: ${JSON.stringify(active.drillDown)}, ${oldestFirst}`)).toEqual(['untouched', 'noted']);
    desk.now = now;
  });

  test('a deal tells since when it stands in its status; a page of them by one statement more', async () => {
    const { data } = await desk.gateway.askText(`{ opportunities(${oldestFirst}) { nodes { note statusSince } } }`);
    expect(desk.gateway.statements).toHaveLength(2);
    expect(data.opportunities.nodes).toEqual([
      { note: 'won', statusSince: '2026-05-02T00:00:00.000Z' },
      { note: 'untouched', statusSince: '2026-06-01T12:00:00.000Z' },
      { note: 'moved', statusSince: '2026-06-20T12:00:00.000Z' },
      { note: 'noted', statusSince: '2026-06-10T00:00:00.000Z' },
    ]);
  });

  const settle = (days: string, key = desk.keys.ada) =>
    desk.gateway.askText(
      `mutation { updateOrganization(input: { stalledAfterDays: ${days} }) { organization { stalledAfterDays } } }`,
      {},
      as(key),
    );
  const rest = async (query: string) => {
    const response = await desk.gateway.app.fetch(
      new Request(`http://gateway.test/api/v1/opportunity/?_fields=note,is_stalled&_order_by=date_created&${query}`, {
        headers: as(desk.keys.ada),
      }),
    );
    return ((await response.json()) as { data: { note: string; is_stalled: boolean }[] }).data;
  };

  test('which stand still is for an admin to say: through both doors, and in searches', async () => {
    expect(await found('filter: { isStalled: true }')).toEqual([]);
    expect(await found(`filter: { isStalled: false }, ${oldestFirst}`)).toHaveLength(4);
    const { data } = await settle('10');
    expect(data.updateOrganization.organization).toEqual({ stalledAfterDays: 10 });
    expect(await found(`filter: { isStalled: true }, ${oldestFirst}`)).toEqual(['untouched', 'moved']);
    expect(await found('query: "is_stalled:yes sort:created"')).toEqual(['untouched', 'moved']);
    expect(await found('query: "is_stalled:no sort:created"')).toEqual(['won', 'noted']);
    expect(await rest('is_stalled=true')).toEqual([
      { note: 'untouched', is_stalled: true },
      { note: 'moved', is_stalled: true },
    ]);
    expect(await rest('is_stalled=false')).toEqual([
      { note: 'won', is_stalled: false },
      { note: 'noted', is_stalled: false },
    ]);
    const shown = await desk.gateway.askText(`{ opportunities(${oldestFirst}) { nodes { isStalled } } }`);
    expect(shown.data.opportunities.nodes.map(({ isStalled }: { isStalled: boolean }) => isStalled)).toEqual([
      ...[false, true, true, false],
    ]);
    await settle('null');
    expect(await rest('is_stalled=true')).toEqual([]);
    desk.now = now;
  });

  test('wrong settings, and those of people who are no admins, change nothing', async () => {
    expect(failures(await settle('0'))).toEqual(['INVALID_INPUT input.stalledAfterDays']);
    expect(failures(await settle('4000'))).toEqual(['INVALID_INPUT input.stalledAfterDays']);
    expect(failures(await settle('5', desk.keys.bo))).toEqual(['FORBIDDEN']);
    const { data } = await desk.gateway.askText('{ organization { stalledAfterDays } }');
    expect(data.organization).toEqual({ stalledAfterDays: null });
  });

  test.each([
    ['filter: { daysInStatus: { gte: null } }', 'INVALID_FILTER filter.daysInStatus.gte'],
    ['filter: { ageDays: {} }', 'INVALID_FILTER filter.ageDays'],
    ['query: "days_in_status > soon"', 'SEARCH_SYNTAX query'],
    ['query: "is_stalled:perhaps"', 'SEARCH_SYNTAX query'],
  ])('%s is refused with its place', async (args, failure) => {
    expect(failures(await desk.gateway.askText(`{ opportunities(${args}) { totalCount } }`))).toEqual([failure]);
  });

  test('ages beyond all time find nothing, or all', async () => {
    expect(await found('filter: { ageDays: { gte: 2147483647 } }')).toEqual([]);
    expect(await found('filter: { ageDays: { gte: -2147483648 } }')).toHaveLength(4);
  });
});
