/** Figures over GraphQL: computed when they are selected, alike wherever they stand, and told as people read them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measures, shown } from '../../../src/opportunity/figures/measure.ts';
import { parseZone } from '../../../src/value/period.ts';
import { required } from '../../../src/value/required.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { figuresOf } from '../../opportunity/figure-model.ts';
import { createSamples, type ModelRow, now, type Sample } from '../../sample.ts';
import { failures } from '../desk.ts';

const all = [...measures.values()];
const fieldOf = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
const everyField = all.map(({ name }) => fieldOf(name)).join(' ');

describeDatabases('figures over GraphQL', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    mine = (await createSamples(opened.database, 90)).mine;
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  const zone = 'Australia/Lord_Howe';
  const told = (rows: readonly ModelRow[]) => {
    const figures = figuresOf(rows, parseZone(zone));
    return Object.fromEntries(
      all.map((measure) => {
        const figure = figures[measure.name] ?? null;
        return [fieldOf(measure.name), figure === null ? null : shown(measure, figure)];
      }),
    );
  };
  const ask = async (text: string) => {
    const { data, errors } = await gateway.askText(text);
    expect(errors).toEqual([]);
    return data;
  };

  test('are the same of a report, of groups, of the groups beyond a page, of leads, and of the past', async () => {
    const { opportunityReport } = await ask(`{
      opportunityReport(timeZone: "${zone}") { aggregates { ${everyField} } }
    }`);
    const data = await ask(`{
      opportunityReport(timeZone: "${zone}") {
        groups(by: { field: USER }, first: 2) { nodes { keys { key } aggregates { ${everyField} } } }
      }
    }`);
    const rest = await ask(`{
      opportunityReport(timeZone: "${zone}") { groups(by: { field: USER }, first: 2) { rest { ${everyField} } } }
    }`);
    const past = await ask(`{
      opportunitiesAt(moment: "2026-06-15T10:30:00Z", timeZone: "${zone}") { aggregates { ${everyField} } }
    }`);
    const { groups } = data.opportunityReport;
    expect(opportunityReport.aggregates).toEqual(told(mine.rows));
    const shownKeys: (string | null)[] = groups.nodes.map(({ keys }: { keys: { key: string }[] }) => keys[0]?.key);
    for (const [index, { aggregates: own }] of groups.nodes.entries()) {
      expect(own).toEqual(told(mine.rows.filter(({ userId }) => userId === shownKeys[index])));
    }
    expect(rest.opportunityReport.groups.rest).toEqual(
      told(mine.rows.filter(({ userId }) => !shownKeys.includes(userId))),
    );
    expect(past.opportunitiesAt.aggregates).toEqual(told(mine.rows.filter(({ dateUpdated }) => dateUpdated <= now)));
  });

  test('of each lead come by as many statements as of one', async () => {
    const figures = 'winRate medianValueAnnualized averageDaysToClose largestValueOneTime';
    const leads = async (first: number) => {
      const data = await ask(
        `{ leads(first: ${first}) { nodes { id opportunities(timeZone: "${zone}") { aggregates { ${figures} } } } } }`,
      );
      return { nodes: data.leads.nodes, statements: gateway.statements.length };
    };
    const [one, many] = [await leads(1), await leads(50)];
    expect(many.nodes.length).toBeGreaterThan(4);
    expect(many.statements).toBe(one.statements);
    for (const { id, opportunities } of many.nodes) {
      expect(told(mine.rows.filter(({ leadId }) => leadId === id))).toMatchObject(opportunities.aggregates);
    }
  });

  test('that are not selected are not computed', async () => {
    const statements = async (selected: string) => {
      await ask(`{ opportunityReport(timeZone: "${zone}") { aggregates { ${selected} } } }`);
      return gateway.statements.join('\n');
    };
    expect(await statements('totalValueAnnualized')).not.toMatch(/row_number|min\(|outcome/);
    expect(await statements('averageValueAnnual countWithValue')).not.toMatch(/row_number|min\(|outcome/);
    expect(await statements('winRate winRateByValue')).not.toMatch(/row_number|min\(|days/);
    expect(await statements('medianValueAnnualized')).toMatch(/row_number/);
    await ask(`{ opportunityReport(timeZone: "UTC") { aggregates { ${everyField} } } }`);
    expect(gateway.statements).toHaveLength(5);
  });

  test('are what groups are sorted by, page by page', async () => {
    const page = async (after: string) =>
      required(
        (
          await ask(`{ opportunityReport(timeZone: "${zone}") {
            groups(by: { field: LEAD }, first: 2 ${after}, orderBy: { measure: MEDIAN_DAYS_TO_CLOSE, direction: DESC }) {
              nodes { key aggregates { medianDaysToClose } } pageInfo { hasNextPage endCursor }
            }
          } }`)
        ).opportunityReport,
        'the report',
      ).groups;
    const days: (number | null)[] = [];
    for (let after = ''; ; ) {
      const { nodes, pageInfo } = await page(after);
      days.push(
        ...nodes.map(
          ({ aggregates }: { aggregates: { medianDaysToClose: number | null } }) => aggregates.medianDaysToClose,
        ),
      );
      if (!pageInfo.hasNextPage) break;
      after = `, after: ${JSON.stringify(pageInfo.endCursor)}`;
    }
    expect(days).toHaveLength(new Set(mine.rows.map(({ leadId }) => leadId)).size);
    expect(days).toEqual(days.toSorted((a, b) => (b ?? -1) - (a ?? -1)));
  });

  test('that there are none of are no measure', async () => {
    const { errors } = await gateway.askText(
      '{ opportunityReport { groups(by: { field: LEAD }, orderBy: { measure: MODE_VALUE }) { totalCount } } }',
    );
    expect(failures({ errors })).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});
