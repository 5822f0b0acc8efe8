/** Which groups are shown, and what a group is beside the others: conditions, empty periods, the period before, running sums, shares. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type CalendarDate, dayOf, parseZone, periodOf } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { annualizedOf } from '../../model.ts';
import { createSamples, type ModelRow, type Sample } from '../../sample.ts';
import { failures } from '../desk.ts';

interface Told {
  readonly key: string;
  readonly keys: readonly { readonly key: string | null }[];
  readonly count: number;
  readonly share: number | null;
  readonly aggregates: Readonly<Record<string, number | null>>;
  readonly previous: Readonly<Record<string, number | null>> | null;
  readonly runningTotals: Readonly<Record<string, number | null>> | null;
}

const zone = 'America/New_York';

describeDatabases('groups beside each other', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    mine = (await createSamples(opened.database, 90)).mine;
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const ask = (groups: string, report = '') =>
    gateway.askText(`{ opportunityReport(timeZone: "${zone}" ${report}) { groups(${groups}) {
      totalCount rest { count }
      nodes {
        key keys { key } count share(of: TOTAL_VALUE_ANNUALIZED)
        aggregates { winRate totalValueAnnualized }
        previous { count totalValueAnnualized medianValueAnnualized }
        runningTotals { count totalValueAnnualized }
      }
    } } }`);
  const read = async (groups: string, report?: string) => {
    const { data, errors } = await ask(groups, report);
    expect(errors).toEqual([]);
    return data.opportunityReport.groups as { totalCount: number; rest: { count: number } | null; nodes: Told[] };
  };
  const monthOf = ({ dateCreated }: ModelRow) => periodOf(dayOf(dateCreated, parseZone(zone)), 'month').key;
  const total = (rows: readonly ModelRow[]) => Number(rows.reduce((sum, row) => sum + annualizedOf(row), 0n));
  const months = 'by: { date: { field: DATE_CREATED, period: MONTH } }, first: 200';

  test('having keeps the groups whose figures meet every condition; the rest is of those alone', async () => {
    const every = await read('by: { field: LEAD }, first: 200');
    const having = '{ measure: WIN_RATE, compare: { gt: 0.2, lte: 0.9 } }, { compare: { gte: 3 } }';
    const met = await read(`by: { field: LEAD }, first: 1, having: [${having}]`);
    const expected = every.nodes.filter(
      ({ count, aggregates: { winRate } }) => winRate != null && winRate > 0.2 && winRate <= 0.9 && count >= 3,
    );
    expect(expected.length).toBeGreaterThan(1);
    expect(expected.length).toBeLessThan(every.nodes.length);
    expect(met.totalCount).toBe(expected.length);
    expect(met.nodes[0]?.key).toBe(expected[0]?.key);
    expect(met.rest?.count).toBe(expected.slice(1).reduce((sum, { count }) => sum + count, 0));
  });

  test('amounts are compared to the last unit, and what there is none of only with isNull', async () => {
    const [first] = (await read('by: { field: USER }')).nodes;
    const total = first?.aggregates.totalValueAnnualized ?? 0;
    const meeting = async (compare: string) =>
      (
        await read(`by: { field: USER }, having: { measure: TOTAL_VALUE_ANNUALIZED, compare: { ${compare} } }`)
      ).nodes.map(({ key }) => key);
    expect(await meeting(`eq: ${total}`)).toContain(first?.key);
    expect(await meeting(`in: [${total}, 7]`)).toContain(first?.key);
    expect(await meeting(`gt: ${total}`)).not.toContain(first?.key);
    expect(await meeting(`gte: ${total + 1}`)).not.toContain(first?.key);
    const active = 'query: "status_type:active"';
    const closed = (isNull: boolean) =>
      read(`by: { field: USER }, having: { measure: WIN_RATE, compare: { isNull: ${isNull} } }`, active);
    expect([(await closed(false)).totalCount, (await closed(true)).totalCount > 3]).toEqual([0, true]);
  });

  test('each period has the one before it, what all up to it come to, and its share of the whole', async () => {
    const { nodes } = await read(`${months}, fillEmpty: {}`);
    const all = total(mine.rows);
    expect(nodes.length).toBeGreaterThan(20);
    for (const [index, node] of nodes.entries()) {
      const own = mine.rows.filter((row) => monthOf(row) === node.key);
      const upTo = mine.rows.filter((row) => monthOf(row) <= node.key);
      const before = nodes[index - 1];
      expect(node.count).toBe(own.length);
      expect(node.runningTotals).toEqual({ count: upTo.length, totalValueAnnualized: total(upTo) });
      expect(node.previous).toEqual(
        before
          ? {
              ...{ count: before.count, totalValueAnnualized: before.aggregates.totalValueAnnualized },
              medianValueAnnualized: before.count === 0 ? null : expect.any(Number),
            }
          : null,
      );
      expect(node.share).toBeCloseTo(total(own) / all, 5);
    }
    expect(nodes.at(-1)?.runningTotals?.count).toBe(mine.rows.length);
  });

  test('they are the same whichever groups are shown, in whatever order', async () => {
    const every = new Map((await read(months)).nodes.map((node) => [node.key, node]));
    const some = await read(`${months}, having: { compare: { gte: 5 } }, orderBy: { measure: COUNT, direction: DESC }`);
    expect(some.nodes.length).toBeGreaterThan(2);
    for (const node of some.nodes) expect(node).toEqual(every.get(node.key));
  });

  test('beside other keys, periods are followed and filled for each of them', async () => {
    const by = 'by: [{ field: STATUS_TYPE }, { date: { field: DATE_WON, period: MONTH } }], first: 200';
    const { nodes } = await read(`${by}, fillEmpty: { from: "2025-11-15", to: "2026-02-01" }`);
    for (const type of ['active', 'won', 'lost']) {
      const line = nodes.filter(({ keys }) => keys[0]?.key === type);
      const filled = line.map(({ keys }) => keys[1]?.key);
      expect(filled).toEqual(expect.arrayContaining(['2025-11', '2025-12', '2026-01', '2026-02']));
      const dated = mine.rows.filter(({ statusType, dateWon }) => statusType === type && dateWon !== null);
      const last = line.filter(({ keys }) => keys[1]?.key !== 'none').at(-1);
      expect(last?.runningTotals?.count).toBe(dated.length);
      const undated = line.find(({ keys }) => keys[1]?.key === 'none');
      expect([undated?.previous, undated?.runningTotals]).toEqual([null, null]);
    }
  });

  test.each([
    ['what is asked for', 'fillEmpty: { from: "2023-02-01", to: "2023-05-31" }', '', ['2023-02', '2023-05'], 4],
    [
      'the days of the filter',
      'fillEmpty: {}',
      'filter: { dateWon: { gte: "2031-01-01", lt: "2032-01-01" } }',
      ['2031-01', '2031-12'],
      12,
    ],
    ['nothing, where there is nothing', 'fillEmpty: {}', 'filter: { dateWon: { gte: "2031-01-01" } }', [], 0],
  ])('empty periods are those of %s', async (_what, fill, filter, ends, number) => {
    const none = filter || 'filter: { or: [] }';
    const { nodes } = await read(`by: { date: { field: DATE_WON, period: MONTH } }, first: 200, ${fill}`, none);
    const keys = nodes.map(({ key }) => key);
    expect([keys.length, ...[keys[0], keys.at(-1)].filter((key) => key !== undefined)]).toEqual([number, ...ends]);
    expect(nodes.every(({ count, share }) => count === 0 && share === null)).toBe(true);
  });

  test('an empty period opens as an empty list', async () => {
    const { data } = await gateway.askText(`{ opportunityReport { groups(
      by: { date: { field: DATE_WON, period: DAY } }, fillEmpty: { from: "2001-01-01", to: "2001-01-01" }, first: 1
    ) { nodes { key drillDown opportunities { totalCount nodes { id } } aggregates { winRate } } } } }`);
    const [empty] = data.opportunityReport.groups.nodes;
    expect(empty).toMatchObject({
      key: '2001-01-01',
      opportunities: { totalCount: 0, nodes: [] },
      aggregates: { winRate: null },
    });
    const within = await gateway.askText(
      `{ opportunities(within: ${JSON.stringify(empty.drillDown)}) { totalCount } }`,
    );
    expect(within.data.opportunities).toEqual({ totalCount: 0 });
  });

  test.each([
    ['by: { field: USER }, fillEmpty: {}', 'INVALID_GROUPS fillEmpty'],
    [`${months}, fillEmpty: { from: "2026-02-01", to: "2026-01-31" }`, 'INVALID_GROUPS fillEmpty.to'],
    [
      'by: { date: { field: DATE_WON, period: DAY } }, fillEmpty: { from: "0001-01-01", to: "9999-12-31" }',
      'TOO_MANY_GROUPS',
    ],
    ['by: { field: USER }, having: { compare: {} }', 'INVALID_GROUPS having.0.compare'],
    ['by: { field: USER }, having: { compare: { gte: null } }', 'INVALID_GROUPS having.0.compare.gte'],
    [
      'by: { field: USER }, having: [{ compare: { gte: 1 } }, { compare: { lt: 1.5 } }]',
      'INVALID_GROUPS having.1.compare.lt',
    ],
    [`by: { field: USER }, having: [${'{ compare: { gte: 1 } } '.repeat(6)}]`, 'INVALID_GROUPS having'],
  ])('%s is refused with its place', async (groups, failure) => {
    expect(failures(await ask(groups))).toEqual([failure]);
  });

  test('takes as many statements as without', async () => {
    await read('by: { date: { field: DATE_WON, period: MONTH } }');
    const plain = gateway.statements.length;
    const day = addDays('2026-01-31' as CalendarDate, 1);
    await read(
      `by: { date: { field: DATE_WON, period: MONTH } }, fillEmpty: { to: "${day}" }, having: { compare: { gte: 0 } }`,
    );
    expect(gateway.statements).toHaveLength(plain);
  });
});
