/** Every figure is what the model makes of the rows one by one: over all matches, in each group, and over the groups that a page leaves out. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Catalog, catalogOf } from '../../src/catalog.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import type { Session } from '../../src/db/client.ts';
import type { Filter } from '../../src/filter/filter.ts';
import { compileWhere, type Where } from '../../src/filter/where.ts';
import { readTotals } from '../../src/opportunity/aggregates.ts';
import { type Known, measures } from '../../src/opportunity/figures/measure.ts';
import { noParts, type PartName, type Parts } from '../../src/opportunity/figures/part.ts';
import { keysId, oneGroup, readParts } from '../../src/opportunity/figures/read.ts';
import { filterOfGroup } from '../../src/opportunity/groups/dimension.ts';
import { divisionOf, openGrouping, readGroups, sumOf } from '../../src/opportunity/groups/groups.ts';
import { parseZone } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { matches } from '../model.ts';
import { runs } from '../runs.ts';
import { createSamples, type ModelRow, type Sample } from '../sample.ts';
import { anyFilter, anyGrouping } from './arbitraries.ts';
import { figuresOf } from './figure-model.ts';

const all = [...measures.values()];
const partNames = Object.keys(noParts) as PartName[];
const told = (known: Known) => Object.fromEntries(all.map((measure) => [measure.name, measure.of(known)]));

describeDatabases('figures agree with the model', (opened) => {
  let sample: Sample;
  let catalog: Catalog;

  beforeAll(async () => {
    sample = (await createSamples(opened.database)).mine;
    catalog = await opened.database.read(async (session) =>
      catalogOf(await readCustomFields(session, sample.caller.organizationId)),
    );
  });

  const named = (field: string) =>
    field.replace(sample.productFieldId, 'product').replace(sample.seatsFieldId, 'seats');
  const whereOf = ({ dialect }: Session, filter: Filter): Where =>
    compileWhere(catalog.opportunity, filter, {
      ...{ organizationId: sample.caller.organizationId, dialect, tables: catalog.tables },
    });
  const rowsOf = (filter: Filter): readonly ModelRow[] => sample.rows.filter((row) => matches(row, filter, named));

  test('over all that match a filter, in days of any zone', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(sample), anyGrouping(), async (filter, { zone: name }) => {
        const zone = parseZone(name);
        const known = await opened.database.read(async (session) => {
          const where = whereOf(session, filter);
          const [parts] = await readParts(session, [{ where, zone, keys: [] }], partNames);
          return { ...(parts?.get(oneGroup) ?? noParts), totals: await readTotals(session, where) };
        });
        expect(told(known)).toEqual(figuresOf(rowsOf(filter), zone));
      }),
      { numRuns: runs(20) },
    );
  });

  test('in each group, and over all groups but some', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter(sample), anyGrouping(), async (filter, { by, zone: name }) => {
        const zone = parseZone(name);
        await opened.database.read(async (session) => {
          const keys = by(await readCustomFields(session, sample.caller.organizationId));
          const where = whereOf(session, filter);
          const grouping = await openGrouping(session, where, keys, zone);
          const groups = await readGroups(session, grouping, { by: 'key', descending: false });
          const division = divisionOf(grouping);
          const [parts] = await readParts(session, [division], partNames);
          const own = new Map(
            groups.map((group) => [
              group,
              rowsOf({ kind: 'and', filters: [filter, filterOfGroup(keys, group.keys, zone)] }),
            ]),
          );
          for (const group of groups) {
            const of: Parts = parts?.get(keysId(group.keys)) ?? noParts;
            expect(told({ ...of, ...group.known })).toEqual(figuresOf(own.get(group) ?? [], zone));
          }
          const left = groups.slice(1);
          const together = left.map((group) => group.keys);
          const [rest] = await readParts(session, [{ ...division, together }], partNames);
          expect(told({ ...(rest?.get(oneGroup) ?? noParts), totals: sumOf(left) })).toEqual(
            figuresOf(
              left.flatMap((group) => own.get(group) ?? []),
              zone,
            ),
          );
        });
      }),
      { numRuns: runs(15) },
    );
  });

  test('groups stand in the order of any figure, those without it last both ways', async () => {
    const zone = parseZone('Europe/Berlin');
    await opened.database.read(async (session) => {
      const where = whereOf(session, { kind: 'every' });
      const grouping = await openGrouping(session, where, [{ kind: 'entity', field: 'lead_id' }], zone);
      for (const measure of all) {
        for (const descending of [false, true]) {
          const groups = await readGroups(session, grouping, { by: measure, descending });
          const figures = groups.map(
            ({ keys: [leadId] }) =>
              figuresOf(
                sample.rows.filter((row) => row.leadId === leadId),
                zone,
              )[measure.name] ?? null,
          );
          const present = figures.filter((figure) => figure !== null);
          const sorted = present.toSorted((a, b) => (a === b ? 0 : a < b === descending ? 1 : -1));
          expect([measure.name, figures]).toEqual([
            measure.name,
            [...sorted, ...figures.slice(present.length).map(() => null)],
          ]);
        }
      }
    });
  });
});
