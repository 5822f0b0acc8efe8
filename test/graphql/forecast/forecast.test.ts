/** What will come in, against the rows one by one; and what was expected once, against what came. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distributionOf } from '../../../src/opportunity/forecast/distribution.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { type Gateway, openGateway } from '../../gateway.ts';
import { annualizedOf, rounded } from '../../model.ts';
import { createSamples, type ModelRow, type Sample } from '../../sample.ts';
import { failures, openDesk } from '../desk.ts';
import { CreateOpportunityDocument, type OpportunityInput, UpdateOpportunityDocument } from '../generated/documents.ts';

const figures =
  'closedCount closedValueAnnualized openCount openExpectedValueAnnualized p10 p50 p90 precision probabilityOf(target: 4000000)';

async function told(rows: readonly ModelRow[]) {
  const [won, open] = (['won', 'active'] as const).map((type) => rows.filter((row) => row.statusType === type));
  const closedValueAnnualized = (won ?? []).reduce((sum, row) => sum + annualizedOf(row), 0n);
  const chances = (open ?? []).map((row) => ({ value: annualizedOf(row), confidence: row.confidence, count: 1 }));
  const sum = await distributionOf([{ value: closedValueAnnualized, confidence: 100, count: 1 }, ...chances]);
  const weighted = chances.reduce((total, { value, confidence }) => total + value * BigInt(confidence), 0n);
  return {
    ...{ closedCount: won?.length, closedValueAnnualized: Number(closedValueAnnualized) },
    ...{ openCount: open?.length, openExpectedValueAnnualized: Number(rounded(weighted)) },
    ...Object.fromEntries([10, 50, 90].map((level) => [`p${level}`, Number(sum.quantile(level / 100))])),
    ...{ precision: Number(sum.precision), probabilityOf: Math.round(sum.reaching(4_000_000n) * 10_000) / 10_000 },
  };
}

describeDatabases('the forecast', (opened) => {
  let mine: Sample;
  let gateway: Gateway;

  beforeAll(async () => {
    mine = (await createSamples(opened.database, 150)).mine;
    gateway = openGateway(opened, () => mine.apiKey);
  });
  afterAll(() => gateway.close());

  // Amounts beyond what JSON holds have tests of their own.
  const filter = 'filter: { value: { gte: -1000000, lte: 1000000 } }';
  const usual = ({ value }: ModelRow) => value !== null && value >= -1_000_000n && value <= 1_000_000n;
  const between = (from: string, to: string) =>
    mine.rows.filter((row) => usual(row) && row.dateWon !== null && row.dateWon >= from && row.dateWon <= to);

  test('tells what is won and what may be, in all and by period, of the days of the range alone', async () => {
    const { data, errors } =
      await gateway.askText(`{ forecast(from: "2025-12-10", to: "2026-04-15", by: MONTH, ${filter}) {
      total { ${figures} } periods { key start end figures { ${figures} } }
    } }`);
    expect(errors).toEqual([]);
    const { total, periods } = data.forecast;
    expect(total).toEqual(await told(between('2025-12-10', '2026-04-15')));
    expect(total.openCount).toBeGreaterThan(3);
    expect(periods.map(({ key }: { key: string }) => key)).toEqual([
      '2025-12',
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
    ]);
    const months = [
      ['2025-12-10', '2025-12-31'],
      ['2026-01-01', '2026-01-31'],
      ['2026-02-01', '2026-02-28'],
      ['2026-03-01', '2026-03-31'],
      ['2026-04-01', '2026-04-15'],
    ] as const;
    for (const [index, [from, to]] of months.entries()) {
      expect(periods[index].figures).toEqual(await told(between(from, to)));
    }
    expect(gateway.statements).toHaveLength(2);
  });

  test('of nothing is nothing, for sure', async () => {
    const { data } = await gateway.askText(
      `{ forecast(from: "2040-01-01", to: "2040-12-31") { total { ${figures} } periods { key } } }`,
    );
    expect(data.forecast.total).toMatchObject({
      closedValueAnnualized: 0,
      p10: 0,
      p90: 0,
      precision: 0,
      probabilityOf: 0,
    });
    expect(data.forecast.periods).toHaveLength(4);
  });

  test.each([
    ['from: "2026-02-01", to: "2026-01-31"', 'INVALID_INPUT to'],
    ['from: "1900-01-01", to: "2026-01-31", by: MONTH', 'INVALID_INPUT to'],
    ['from: "2026-01-01", to: "2026-01-31", query: "stauts:won"', 'SEARCH_SYNTAX query'],
  ])('%s is refused with its place', async (args, failure) => {
    const { errors } = await gateway.askText(`{ forecast(${args}) { periods { key } } }`);
    expect(failures({ errors })).toEqual([failure]);
  });
});

describeDatabases('what was expected', (opened) => {
  const desk = openDesk(opened);
  const write = async (at: string, input: OpportunityInput, id?: string) => {
    desk.now = instant(at);
    const { data, errors } = id
      ? await desk.gateway.ask(UpdateOpportunityDocument, { id, input })
      : await desk.gateway.ask(CreateOpportunityDocument, { input });
    expect(errors).toEqual([]);
    const made = 'createOpportunity' in data ? data.createOpportunity?.opportunity.id : id;
    return made ?? '';
  };

  test('at the beginning of periods that are over stands beside what was won in them', async () => {
    const { status } = desk.mine;
    const kept = await write('2026-06-20T00:00:00Z', { value: 1000, confidence: 50, dateWon: '2026-07-31' });
    const lost = await write('2026-06-20T00:00:00Z', { value: 500, confidence: 10, dateWon: '2026-08-01' });
    await write('2026-06-20T00:00:00Z', { value: 9999, confidence: 50, dateWon: '2026-10-31' });
    // After the quarter began: what was expected of it stays what it was.
    await write('2026-07-02T00:00:00Z', { value: 3000, confidence: 90 }, kept);
    await write('2026-07-03T00:00:00Z', { statusId: status.won, dateWon: '2026-07-03' }, kept);
    await write('2026-07-04T00:00:00Z', { statusId: status.lost }, lost);
    await write('2026-08-01T00:00:00Z', { value: 60, statusId: status.won, dateWon: '2026-08-01' });
    desk.now = instant('2026-10-02T00:00:00Z');
    const { data, errors } = await desk.gateway.askText(
      '{ forecastAccuracy(by: QUARTER, periods: 2) { key start end openCount expectedValueAnnualized assumedCount wonCount wonValueAnnualized ratio } }',
    );
    expect(errors).toEqual([]);
    expect(data.forecastAccuracy).toEqual([
      {
        ...{
          key: '2026-Q3',
          start: '2026-07-01',
          end: '2026-09-30',
          openCount: 2,
          expectedValueAnnualized: 550,
          assumedCount: 0,
        },
        ...{ wonCount: 2, wonValueAnnualized: 3060, ratio: 5.563636 },
      },
      {
        ...{ key: '2026-Q2', start: '2026-04-01', end: '2026-06-30', openCount: null, expectedValueAnnualized: null },
        ...{ assumedCount: null, wonCount: 0, wonValueAnnualized: 0, ratio: null },
      },
    ]);
  });

  test.each([
    ['periods: 0', 'INVALID_INPUT periods'],
    ['periods: 13', 'INVALID_INPUT periods'],
    ['filter: { note: { contains: "x" } }', 'INVALID_FILTER filter.note.contains'],
  ])('%s is refused with its place', async (args, failure) => {
    desk.now = instant('2026-10-02T00:00:00Z');
    expect(failures(await desk.gateway.askText(`{ forecastAccuracy(${args}) { key } }`))).toEqual([failure]);
  });
});
