/** SQLite, PostgreSQL and a small model in memory never differ: filters, orders, pages, totals and groups of random questions. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Catalog, catalogOf } from '../../src/catalog.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import type { Session } from '../../src/db/client.ts';
import { countMatches } from '../../src/filter/count.ts';
import { and, type Filter } from '../../src/filter/filter.ts';
import { readPage } from '../../src/filter/page.ts';
import { compileWhere, type Where } from '../../src/filter/where.ts';
import {
  addTotals,
  countOf,
  expectedValue,
  noTotals,
  readTotals,
  totalValue,
  totalWeighted,
} from '../../src/opportunity/aggregates.ts';
import { filterOfGroup, type GroupBy } from '../../src/opportunity/groups/dimension.ts';
import { openGrouping, readGroups } from '../../src/opportunity/groups/groups.ts';
import { groupId, readGroupMembers } from '../../src/opportunity/groups/members.ts';
import { type CalendarDate, dayOf, parseZone, periodOf } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { annualizedOf, fieldValue, matches, rounded, sorted, weightedOf } from '../model.ts';
import { runs } from '../runs.ts';
import { createSamples, foreignMark, type Sample } from '../sample.ts';
import { anyFilter, anyGrouping, anyOrder } from './arbitraries.ts';

const usual = { numRuns: runs(25) };

describeDatabases('opportunities agree with the model', (opened) => {
  let sample: Sample;
  let foreign: Sample;
  let catalog: Catalog;

  beforeAll(async () => {
    ({ mine: sample, foreign } = await createSamples(opened.database));
    catalog = await opened.database.read(async (session) =>
      catalogOf(await readCustomFields(session, sample.caller.organizationId)),
    );
  });

  const named = (field: string) =>
    field.replace(sample.productFieldId, 'product').replace(sample.seatsFieldId, 'seats');
  const whereOf = ({ dialect }: Session, filter: Filter): Where =>
    compileWhere(catalog.opportunity, filter, {
      organizationId: sample.caller.organizationId,
      dialect,
      tables: catalog.tables,
    });
  const expected = (filter: Filter) => sample.rows.filter((row) => matches(row, filter, named));

  test('a filter finds what the model finds, and `not` finds exactly the rest', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(sample), async (filter) => {
        const [found, left] = await opened.database.read(async (session) => [
          await countMatches(session, whereOf(session, filter)),
          await countMatches(session, whereOf(session, { kind: 'not', filter })),
        ]);
        expect(found).toBe(expected(filter).length);
        expect(left).toBe(sample.rows.length - found);
      }),
      usual,
    );
  });

  test('walking pages of any size either way gives each match once, in the order of the model', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter(sample),
        anyOrder(sample),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (filter, order, size, backward) => {
          const ids = await opened.database.read((session) =>
            walk(session, whereOf(session, filter), order, size, backward),
          );
          expect(ids).toEqual(sorted(expected(filter), order, named).map(({ id }) => id));
        },
      ),
      usual,
    );
  });

  test('totals are the exact sums of the model, rounded once', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(sample), async (filter) => {
        const totals = await opened.database.read((session) => readTotals(session, whereOf(session, filter)));
        const rows = expected(filter);
        expect(countOf(totals)).toBe(rows.length);
        for (const period of ['one_time', 'monthly', 'annual'] as const) {
          const own = rows.filter((row) => row.valuePeriod === period);
          expect(totals[period].count).toBe(own.length);
          expect(totalValue(totals, period)).toBe(own.reduce((sum, row) => sum + (row.value ?? 0n), 0n));
          expect(expectedValue(totals, period)).toBe(rounded(own.reduce((sum, row) => sum + weightedOf(row), 0n)));
        }
        expect(totalValue(totals, 'annualized')).toBe(rows.reduce((sum, row) => sum + annualizedOf(row), 0n));
        expect(expectedValue(totals, 'annualized')).toBe(
          rounded(rows.reduce((sum, row) => sum + annualizedOf(row) * BigInt(row.confidence), 0n)),
        );
      }),
      usual,
    );
  });

  test('groups hold what the model puts in them, add up to the totals, and their own filter opens them', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter(sample),
        anyGrouping(),
        anyOrder(sample),
        async (filter, { by, zone: zoneName }, order) => {
          const zone = parseZone(zoneName);
          const rows = expected(filter);
          await opened.database.read(async (session) => {
            const definitions = await readCustomFields(session, sample.caller.organizationId);
            const keys = by(definitions);
            const where = whereOf(session, filter);
            const grouping = await openGrouping(session, where, keys, zone);
            const groups = await readGroups(session, grouping, { by: 'key', descending: false });

            const counts = Object.fromEntries(
              groups.map((group) => [groupId(group.keys), countOf(group.known.totals)]),
            );
            const model = groupRows(rows, (row) => groupId(keys.map((key) => modelKey(row, key, zone))));
            expect(counts).toEqual(Object.fromEntries(Object.entries(model).map(([key, own]) => [key, own?.length])));

            const sum = groups.map((group) => group.known.totals).reduce(addTotals, noTotals);
            expect(sum).toEqual(await readTotals(session, where));
            expect(totalWeighted(sum, 'annualized')).toBe(
              rows.reduce((total, row) => total + annualizedOf(row) * BigInt(row.confidence), 0n),
            );

            const some = groups.slice(0, 4);
            const members = await readGroupMembers(session, grouping, some, { order, offset: 1, limit: 2 });
            for (const group of some) {
              const own = and(filter, filterOfGroup(keys, group.keys, zone));
              expect(await countMatches(session, whereOf(session, own))).toBe(countOf(group.known.totals));
              const inOrder = sorted(model[groupId(group.keys)] ?? [], order, named).map(({ id }) => id);
              expect((members.get(groupId(group.keys)) ?? []).map(({ id }) => id)).toEqual(inOrder.slice(1, 3));
            }
          });
        },
      ),
      { numRuns: runs(20) },
    );
  });

  test('nothing of another organization is found, whatever is asked', async () => {
    const theirs = foreign.rows.map(({ id }) => id);
    await opened.database.read(async (session) => {
      const byId = whereOf(session, { kind: 'in', field: 'id', values: theirs });
      const byText = whereOf(session, { kind: 'contains', field: 'note', text: foreignMark });
      const byLead = whereOf(session, {
        kind: 'some',
        relation: 'lead',
        filter: { kind: 'contains', field: 'name', text: foreignMark },
      });
      const byUser = whereOf(session, {
        kind: 'in',
        field: 'user_id',
        values: foreign.rows.flatMap(({ userId }) => userId ?? []),
      });
      for (const where of [byId, byText, byLead, byUser]) expect(await countMatches(session, where)).toBe(0);
    });
  });
});

async function walk(
  session: Session,
  where: Where,
  order: Parameters<typeof readPage>[2],
  size: number,
  backward: boolean,
) {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await readPage(
      session,
      where,
      order,
      backward ? { last: size, before: cursor } : { first: size, after: cursor },
    );
    const found = page.rows.map(({ id }) => id);
    if (backward) ids.unshift(...found);
    else ids.push(...found);
    const more = backward ? page.hasPreviousPage : page.hasNextPage;
    expect(found.length).toBe(more ? size : found.length);
    if (!more) return ids;
    cursor = (backward ? page.rows[0] : page.rows.at(-1))?.cursor;
  }
}

function modelKey(
  row: Parameters<typeof fieldValue>[0],
  by: GroupBy,
  zone: Parameters<typeof dayOf>[1],
): string | null {
  if (by.kind === 'custom') return fieldValue(row, 'custom.product') as string | null;
  const value = fieldValue(row, by.field);
  if (by.kind !== 'date' || value === null) return value as string | null;
  const day = by.field === 'date_won' ? (value as CalendarDate) : dayOf(value as Parameters<typeof dayOf>[0], zone);
  return periodOf(day, by.granularity, by.weekStart).start;
}

/** Object.groupBy, which Node 20 has not. */
function groupRows<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Readonly<Record<string, readonly Row[]>> {
  const groups: Record<string, Row[]> = {};
  for (const row of rows) groups[keyOf(row)] = [...(groups[keyOf(row)] ?? []), row];
  return groups;
}
