/** `/report/funnel/opportunity/`: in the keys of the source API, what adds up by hand. */
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../../describe-databases.ts';
import { ok } from '../answers.ts';
import { useOffice } from '../office.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a report holds is what is tested
type Told = any;

// Now is Monday 2026-06-15 10:30 UTC.
describeDatabases('funnels', (opened) => {
  const office = useOffice(opened);
  const path = '/report/funnel/opportunity';
  let pipeline: string;
  let status: Readonly<Record<string, string>>;

  type Step = readonly [label: string, moment: string];

  /** A deal of so much, and the statuses to which it came, the first of which it was made in. */
  async function deal(user_id: string, value: number | null, steps: readonly Step[], more: object = {}) {
    const [[, date_created] = ['', '']] = steps;
    const body = { user_id, value, note: 'in the funnel', status_id: status[steps.at(-1)?.[0] ?? ''], date_created };
    const made = await ok(office.rest.post('/opportunity/', { ...body, ...more }));
    for (const [index, [label, moment]] of steps.entries()) {
      const before = steps[index - 1]?.[0];
      if (before === undefined) continue;
      await ok(
        office.rest.post('/activity/status_change/opportunity/', {
          ...{ opportunity_id: made.id, old_status_id: status[before], new_status_id: status[label] },
          date_created: moment,
        }),
      );
    }
    return made.id as string;
  }

  beforeAll(async () => {
    const made = await ok(
      office.rest.post('/pipeline/', {
        name: 'Funnel',
        statuses: [
          ...[
            { label: 'Lost', type: 'lost' },
            { label: 'First', type: 'active' },
          ],
          ...[
            { label: 'Won', type: 'won' },
            { label: 'Second', type: 'active' },
          ],
        ],
      }),
      201,
    );
    pipeline = made.id;
    status = Object.fromEntries(made.statuses.map(({ id, label }: { id: string; label: string }) => [label, id]));
    const [ada, bo] = office.mine.userIds;
    // Won within two days, after a step back; a monthly amount counts for a year.
    const back: readonly Step[] = [
      ['First', '2026-03-02T00:00:00Z'],
      ['Second', '2026-03-02T12:00:00Z'],
      ['First', '2026-03-03T00:00:00Z'],
      ['Second', '2026-03-03T12:00:00Z'],
      ['Won', '2026-03-04T00:00:00Z'],
    ];
    await deal(ada, 1000, back, { value_period: 'monthly', confidence: 100 });
    await deal(ada, 3001, [
      ['First', '2026-03-10T00:00:00Z'],
      ['Lost', '2026-03-11T00:00:00Z'],
    ]);
    // Leaves out a stage, and is won at once.
    await deal(bo, 500, [
      ['First', '2026-05-01T00:00:00Z'],
      ['Won', '2026-05-01T00:00:30Z'],
    ]);
    await deal(bo, null, [['Second', '2026-06-10T00:00:00Z']]);
  });

  const report = (kind: 'totals' | 'stages', body: object = {}): Promise<Told> =>
    ok(office.rest.post(`${path}/${kind}/`, { pipeline, type: 'active-stage-cohort', ...body }));
  const stagesOf = ({ stages }: Told) =>
    Object.fromEntries(stages.map(({ status: { label }, ...figures }: Told) => [label, figures]));

  test('tell what came of the deals, in all and by whose they are', async () => {
    const [ada, bo, cy] = office.mine.userIds;
    const { aggregations, data } = await report('totals');
    expect(aggregations).toEqual({
      ...{ count: 4, count_total_complete: 3, count_total_won: 2, count_win_rate: 2 / 3 },
      ...{ value_total_complete: 15_501, value_total_won: 12_500, value_win_rate: 12_500 / 15_501 },
      // Two days and thirty seconds, of two.
      average_time_to_win: 86_415,
      average_value_annualized_per_won_opportunity: 6250,
      // 4 x 6250 x 2/3 / 1.0001736 days
      sales_velocity: 16_664,
    });
    expect(data.map(({ user_id }: Told) => user_id)).toEqual([ada, bo, cy]);
    expect(data[1]).toMatchObject({
      ...{ count: 2, count_total_complete: 1, count_total_won: 1, count_win_rate: 1, average_time_to_win: 30 },
      // Thirty seconds are a day here: 2 x 500 x 1 / 1.
      sales_velocity: 1000,
    });
    expect(data[2]).toEqual({
      ...{ count: 0, count_total_complete: 0, count_total_won: 0, count_win_rate: null },
      ...{ value_total_complete: 0, value_total_won: 0, value_win_rate: null, average_time_to_win: null },
      ...{ average_value_annualized_per_won_opportunity: 0, sales_velocity: 0, user_id: cy },
    });
  });

  test('tell how deals came through the stages, the won ones at last', async () => {
    const { aggregations, data } = await report('stages');
    expect(aggregations.stages.map(({ status: { label, type } }: Told) => `${label} ${type}`)).toEqual([
      ...['First active', 'Second active', 'Won won'],
    ]);
    const { First: first, Second: second, Won: won } = stagesOf(aggregations);
    expect(first).toEqual({
      ...{ count: 3, count_lost: 1, count_lost_ratio: 1 / 3, count_conversion_rate: 2 / 3 },
      ...{ value: 15_501, value_lost: 3001, value_lost_ratio: 3001 / 15_501, value_conversion_rate: 12_500 / 15_501 },
      // 12,000 at 100, and 3,001 and 500 at 50.
      ...{ weighted_value: 13_751, weighted_value_conversion_rate: 1_225_000 / 1_375_050 },
      // Half a day, and half a minute, of two.
      average_time_to_advance: 21_615,
    });
    expect(second).toMatchObject({ count: 2, count_conversion_rate: 0.5, count_lost: 0, value: 12_000 });
    expect(second).toMatchObject({ value_conversion_rate: 1, average_time_to_advance: 129_600 });
    expect(won).toEqual({
      ...{ count: 2, count_lost: 0, count_lost_ratio: 0, count_conversion_rate: 0, average_time_to_advance: null },
      ...{ value: 12_500, value_lost: 0, value_lost_ratio: 0, value_conversion_rate: 0 },
      ...{ weighted_value: 12_250, weighted_value_conversion_rate: 0 },
    });
    const { First: nothing } = stagesOf(data[2]);
    expect(nothing).toMatchObject({ count: 0, count_conversion_rate: null, value: 0, value_lost_ratio: null });
  });

  test('are of a span of time, or of deals that were made in one', async () => {
    const march = { start: '2026-03-03T00:00:00Z', end: '2026-03-11' };
    const { aggregations } = await report('totals', { report_datetime_range: march });
    // The loss of the eleventh is not in it.
    expect(aggregations).toMatchObject({ count: 2, count_total_complete: 1, count_total_won: 1 });
    const made = { type: 'created-cohort', cohort_datetime_range: { start: '2026-03-05', end: '2026-05-02' } };
    expect((await report('totals', made)).aggregations).toMatchObject({ count: 2, count_total_won: 1 });
    const ended = { ...made, report_relative_range: 'this-quarter' };
    expect((await report('totals', ended)).aggregations).toMatchObject({ count: 1, count_total_won: 1 });
    const counted = async (body: object) => (await report('totals', body)).aggregations.count;
    expect(await counted({ report_relative_range: 'last-week' })).toBe(1);
    expect(await counted({ report_relative_range: 'yesterday' })).toBe(1);
    expect(await counted({ report_relative_range: 'all-time' })).toBe(4);
    expect(await counted({ type: 'created-cohort', cohort_relative_range: 'last-year' })).toBe(0);
  });

  test('are told for what one compares with', async () => {
    const counted = async (body: object) => (await report('totals', body)).aggregations.count;
    const june = { report_datetime_range: { start: '2026-06-01', end: '2026-06-15' } };
    expect(await counted(june)).toBe(1);
    expect(await counted({ ...june, compared_datetime_range: 'same-days-last-month' })).toBe(1);
    expect(await counted({ ...june, compared_datetime_range: 'same-days-last-quarter' })).toBe(2);
    expect(await counted({ report_relative_range: 'this-month', compared_relative_range: 'last-month' })).toBe(1);
    const compared_custom_range = { start: '2026-03-01', end: '2026-04-01' };
    expect(await counted({ ...june, compared_custom_range })).toBe(2);
    const cohort = { type: 'created-cohort', cohort_relative_range: 'this-month' };
    expect(await counted({ ...cohort, compared_relative_range: 'all-time' })).toBe(4);
  });

  test('are of those people, groups and saved searches that are named', async () => {
    const { rest, mine, theirRest } = office;
    const [ada, bo, cy] = mine.userIds;
    const group = await ok(rest.post('/group/', { name: 'Diddleys' }), 201);
    await ok(rest.post(`/group/${group.id}/member/`, { user_id: bo }), 201);
    const named = await report('totals', { users: [group.id, cy] });
    expect(named.data.map(({ user_id }: Told) => user_id)).toEqual([bo, cy]);
    expect(named.aggregations.count).toBe(2);
    const big = await ok(rest.post('/saved_search/', { name: 'Big', type: 'opportunity', query: 'value > 9' }));
    const query = { type: 'saved_search', saved_search_id: big.id };
    expect((await report('totals', { query, users: [ada] })).aggregations.count).toBe(2);
    const theirs = await theirRest.post(`${path}/totals/`, { pipeline, type: 'active-stage-cohort' });
    expect(theirs.body['field-errors']).toEqual({ pipeline: expect.stringContaining('There is no pipeline') });
  });

  test('what is nobody’s stands at the end, and adds up', async () => {
    const { caller } = office.mine;
    await opened.database.write(({ prisma }) =>
      prisma.opportunity.updateMany({
        where: { organizationId: caller.organizationId, status: { label: 'Second' }, note: 'in the funnel' },
        data: { userId: null },
      }),
    );
    const { aggregations, data } = await report('totals');
    expect(data.at(-1)).toMatchObject({ user_id: null, count: 1 });
    const sum = data.reduce((all: number, { count }: Told) => all + count, 0);
    expect(sum).toBe(aggregations.count);
  });

  test('as a table they are lines by person', async () => {
    const { rest } = office;
    const [ada, bo] = office.mine.userIds;
    const key = await office.makeKey(ada);
    const file = async (kind: string) => {
      const response = await rest.app.fetch(
        new Request(`http://gateway.test/api/v1${path}/${kind}/`, {
          ...{ method: 'POST', body: JSON.stringify({ pipeline, type: 'active-stage-cohort', users: [ada, bo] }) },
          headers: { authorization: `Bearer ${key}`, accept: 'text/csv', 'content-type': 'application/json' },
        }),
      );
      expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/csv']);
      return (await response.text()).trim().split('\r\n');
    };
    const totals = await file('totals');
    expect(totals[0]?.split(',').slice(0, 3)).toEqual(['user_id', 'count', 'count_total_complete']);
    expect(totals.slice(1).map((line) => line.split(',')[0])).toEqual([ada, bo]);
    expect((await file('stages')).map((line) => line.split(',')[2])).toEqual([
      ...['status_label', 'First', 'Second', 'Won', 'First', 'Second', 'Won'],
    ]);
  });

  test('what is wrong is told by the name of the key', async () => {
    const wrong = async (body: object) => {
      const answer = await office.rest.post(`${path}/stages/`, { pipeline, type: 'active-stage-cohort', ...body });
      expect([answer.status, answer.text]).toEqual([400, answer.text]);
      return Object.keys(answer.body['field-errors']);
    };
    expect(await wrong({ pipeline: null })).toEqual(['pipeline']);
    expect(await wrong({ pipeline: 'pipe_none' })).toEqual(['pipeline']);
    expect(await wrong({ type: 'cohort' })).toEqual(['type']);
    expect(await wrong({ type: 'created-cohort' })).toEqual(['cohort_relative_range']);
    expect(await wrong({ report_relative_range: 'next-week' })).toEqual(['report_relative_range']);
    expect(await wrong({ report_datetime_range: { start: '2026-03-01' } })).toEqual(['report_datetime_range']);
    const range = { start: '2026-03-02', end: '2026-03-01' };
    expect(await wrong({ report_datetime_range: range })).toEqual(['report_datetime_range']);
    const [start, end] = ['2026-03-01', '2026-03-02'];
    const two = { report_datetime_range: { start, end }, report_relative_range: 'today' };
    expect(await wrong(two)).toEqual(['report_datetime_range']);
    expect(await wrong({ compared_relative_range: 'today' })).toEqual(['compared_relative_range']);
    expect(await wrong({ compared_datetime_range: 'same-days-last-week' })).toEqual(['compared_datetime_range']);
    expect(await wrong({ users: ['user_none'] })).toEqual(['users']);
    expect(await wrong({ query: { type: 'search' } })).toEqual(['query']);
    expect(await wrong({ query: { type: 'saved_search', saved_search_id: 'save_none' } })).toEqual(['query']);
    expect(await wrong({ report_datetime_range: { start: '2030-01-01', end: '2031-01-01' } })).toEqual([
      'report_datetime_range',
    ]);
  });
});
