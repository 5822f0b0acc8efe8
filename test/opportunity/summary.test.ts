/** What is told from the summary is what the rows say, and what cannot be told from it is not. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { plainCatalog } from '../../src/catalog.ts';
import type { Session } from '../../src/db/client.ts';
import { foldDeltas } from '../../src/db/summary/fold.ts';
import { countMatches } from '../../src/filter/count.ts';
import { every, type Filter, type Operator, type Value } from '../../src/filter/filter.ts';
import { countOfEach } from '../../src/filter/page-of-each.ts';
import { type Key, sourceOf } from '../../src/filter/source.ts';
import { compileWhere } from '../../src/filter/where.ts';
import { readTotals, readTotalsOfEach } from '../../src/opportunity/aggregates.ts';
import { noParts } from '../../src/opportunity/figures/part.ts';
import { keysId, readParts } from '../../src/opportunity/figures/read.ts';
import type { Division } from '../../src/opportunity/figures/rows.ts';
import type { GroupBy } from '../../src/opportunity/groups/dimension.ts';
import { divisionOf, openGrouping, readGroups } from '../../src/opportunity/groups/groups.ts';
import { addDays, type CalendarDate, type Granularity, periodOf, utc, type WeekStart } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { runs } from '../runs.ts';
import { createSamples, type Sample } from '../sample.ts';

const compare = (field: string, operator: Operator, value: Value): Filter => ({
  kind: 'compare',
  field,
  operator,
  value,
});
const not = (filter: Filter): Filter => ({ kind: 'not', filter });
const won: Filter = { kind: 'present', field: 'date_won' };
const wonBetween = (first: string, last: string): Filter => ({
  kind: 'and',
  filters: [compare('date_won', 'gte', first), compare('date_won', 'lte', last)],
});
const byDate = (granularity: Granularity, weekStart: WeekStart = 1): GroupBy => ({
  kind: 'date',
  field: 'date_won',
  granularity,
  weekStart,
});

describeDatabases('the summary as a source', (opened) => {
  let sample: Sample;
  beforeAll(async () => {
    ({ mine: sample } = await createSamples(opened.database, 300));
  });

  /** A table that stands in the query itself is always read row by row. */
  const whereOf = ({ dialect }: Session, filter: Filter, isScanned = false) =>
    compileWhere(plainCatalog.opportunity, filter, {
      ...{ organizationId: sample.caller.organizationId, dialect, tables: plainCatalog.tables },
      ...(isScanned && { rowsInQuery: new Set(['opportunity']) }),
    });

  async function answers(session: Session, filter: Filter, by: readonly GroupBy[], isScanned: boolean) {
    const where = whereOf(session, filter, isScanned);
    const parents = [
      { column: 'user_id', ids: [...new Set(sample.rows.flatMap(({ userId }) => userId ?? []))] },
      { column: 'status_id', ids: [...new Set(sample.rows.map(({ statusId }) => statusId))] },
    ];
    const grouping = await openGrouping(session, where, by, utc);
    const groups = await readGroups(session, grouping, { by: 'key', descending: false });
    const keys = groups.map((group) => group.keys);
    const partsOf = async (division: Division) => {
      const [parts] = await readParts(session, [division], ['valued', 'closed']);
      return [[], ...keys].map((one) => parts?.get(keysId(one)) ?? noParts);
    };
    return {
      parts: await partsOf({ where, zone: utc, keys: [] }),
      partsOfGroups: await partsOf(divisionOf(grouping)),
      partsOfSome: await partsOf({ ...divisionOf(grouping), together: keys.slice(0, 2) }),
      count: await countMatches(session, where),
      totals: await readTotals(session, where),
      counts: await Promise.all(parents.map((some) => countOfEach(session, where, some))),
      sums: await Promise.all(parents.map((some) => readTotalsOfEach(session, where, some))),
      groups: groups.map(({ keys, known: { totals } }) => ({ keys, totals })),
    };
  }

  const day = fc
    .constantFrom('2026-01-01', '2025-12-31', '2026-02-28', '2024-12-30', '0001-01-01', '9999-12-31', '2026-06-15')
    .chain((first) => fc.constantFrom(first, ...(['month', 'week'] as const).flatMap((unit) => borders(first, unit))));
  function borders(text: string, unit: 'month' | 'week') {
    const { start, end } = periodOf(text as CalendarDate, unit);
    return [start, end];
  }

  function anySummarized(): fc.Arbitrary<Filter> {
    const row = fc.constantFrom(...sample.rows);
    const leaf: fc.Arbitrary<Filter> = fc.oneof(
      row.map(({ userId }) => compare('user_id', 'eq', userId ?? 'nobody')),
      row.map(
        ({ userName }): Filter => ({ kind: 'contains', field: 'user_name', text: (userName ?? 'x').slice(0, 2) }),
      ),
      row.map(({ statusId }) => compare('status_id', 'eq', statusId)),
      row.map(({ pipelineId }) => compare('pipeline_id', 'eq', pipelineId)),
      fc.subarray(['active', 'won', 'lost']).map((values): Filter => ({ kind: 'in', field: 'status_type', values })),
      fc
        .subarray(['one_time', 'monthly', 'annual'])
        .map((values): Filter => ({ kind: 'in', field: 'value_period', values })),
      fc.constantFrom<Filter>(won, { kind: 'present', field: 'user_id' }, every),
      fc
        .tuple(fc.constantFrom<Operator>('gte', 'lt', 'lte', 'gt', 'eq'), day)
        .map(([operator, bound]) => compare('date_won', operator, bound)),
    );
    const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 3 },
        leaf,
        tie('filter').map(not),
        fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          filters: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
        }),
      ),
    }));
    return filter;
  }

  const anyBy = fc.uniqueArray(
    fc.constantFrom<GroupBy>(
      ...(['user_id', 'status_id', 'pipeline_id', 'lead_id'] as const).map(
        (field) => ({ kind: 'entity', field }) as const,
      ),
      ...(['status_type', 'value_period'] as const).map((field) => ({ kind: 'word', field }) as const),
      ...(['day', 'week', 'month', 'quarter', 'year'] as const).map((granularity) => byDate(granularity)),
      byDate('week', 7),
    ),
    { minLength: 1, maxLength: 3, selector: (key) => (key.kind === 'date' ? key.granularity : JSON.stringify(key)) },
  );

  test.each(['before deltas are folded', 'after'])('says what the rows say, %s', async (when) => {
    if (when === 'after') await foldDeltas(opened.url);
    let fromSummary = 0;
    await fc.assert(
      fc.asyncProperty(anySummarized(), anyBy, async (filter, by) => {
        await opened.database.read(async (session) => {
          if (sourceOf(whereOf(session, filter)).isSummary) fromSummary++;
          expect(await answers(session, filter, by, false)).toEqual(await answers(session, filter, by, true));
        });
      }),
      { numRuns: runs(60) },
    );
    expect(fromSummary).toBeGreaterThan(20);
  });

  const told: readonly (readonly [isSummary: boolean, what: string, filter: Filter, keys?: readonly Key[]])[] = [
    [true, 'everything', every],
    [true, 'a status, by its name', compare('status_label', 'eq', 'open')],
    [true, 'whoever is called so', { kind: 'contains', field: 'user_name', text: 'a' }],
    [true, 'a month', wonBetween('2026-02-01', '2026-02-28')],
    [true, 'two weeks', wonBetween('2026-06-15', '2026-06-28')],
    [true, 'what is not won in a year', not(wonBetween('2026-01-01', '2026-12-31'))],
    [true, 'a year in quarters', wonBetween('2026-01-01', '2026-12-31'), [keyOf('quarter')]],
    [true, 'a week beside a day that is a Monday and a first', wonBetween('2026-06-01', '2026-06-07')],
    [false, 'a day', wonBetween('2026-02-01', '2026-02-01')],
    [false, 'a month and a day', wonBetween('2026-02-01', '2026-03-01')],
    [false, 'a month in weeks', wonBetween('2026-02-01', '2026-02-28'), [keyOf('week')]],
    [false, 'weeks from Sunday on', every, [{ field: 'date_won', period: { granularity: 'week', weekStart: 7 } }]],
    [false, 'by leads', every, [{ field: 'lead_id' }]],
    [
      false,
      'by months of creation',
      every,
      [{ field: 'date_created', period: { granularity: 'month', weekStart: 1 } }],
    ],
    [false, 'a confidence', compare('confidence', 'gte', 50)],
    [false, 'one condition in many', { kind: 'or', filters: [won, compare('value', 'gt', 5n)] }],
    [false, 'a word', { kind: 'word', text: 'open' }],
    [false, 'a part', { kind: 'part', number: 1, of: 2 }],
    [false, 'a lead', { kind: 'some', relation: 'lead', filter: every }],
  ];
  test.each(told.map(([isSummary, what, filter, keys = []]) => ({ isSummary, what, filter, keys })))(
    'is it ($isSummary) for $what',
    async ({ isSummary, filter, keys }) => {
      const source = await opened.database.read(async (session) => sourceOf(whereOf(session, filter), keys));
      expect(source.isSummary).toBe(isSummary);
    },
  );

  test('counts, totals, groups, numbers with a value and win rates from it look at no row', async () => {
    opened.statements.length = 0;
    await opened.database.read((session) => answers(session, won, [byDate('month')], false));
    expect(opened.statements.filter((sql) => sql.includes('opportunity_cell'))).toHaveLength(10);
    expect(opened.statements.filter((sql) => /from "?opportunity"? /.test(sql))).toEqual([]);
  });

  test('a group that nothing is left of is none', async () => {
    const months = () =>
      opened.database.read(async (session) => (await answers(session, every, [byDate('month')], false)).groups);
    const before = await months();
    const id = sample.rows.find(({ dateWon }) => dateWon === null)?.id ?? '';
    const move = (dateWon: string | null) =>
      opened.database.write(({ prisma }) => prisma.opportunity.update({ where: { id }, data: { dateWon } }));
    await move(addDays('1999-12-31' as CalendarDate, 1));
    expect((await months())[0]?.keys).toEqual(['2000-01-01']);
    await foldDeltas(opened.url);
    await move(null);
    expect(await months()).toEqual(before);
    await foldDeltas(opened.url);
    expect(await months()).toEqual(before);
  });
});

function keyOf(granularity: Granularity): Key {
  return { field: 'date_won', period: { granularity, weekStart: 1 } };
}
