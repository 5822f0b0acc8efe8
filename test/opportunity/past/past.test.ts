/**
 * What is kept of the past is what there was: random writes of all kinds, and after each the answers of that moment are written
 * down. Asked later of each of those moments, the past gives the same answers.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Catalog, catalogOf } from '../../../src/catalog.ts';
import { type CustomFieldDefinition, readCustomFields } from '../../../src/custom-field/definition.ts';
import { customFieldName } from '../../../src/custom-field/table.ts';
import type { Session } from '../../../src/db/client.ts';
import { pastTables, sessionAsOf } from '../../../src/db/history/as-of.ts';
import { opportunityColumns, valueColumns } from '../../../src/db/history/columns.ts';
import { countMatches } from '../../../src/filter/count.ts';
import { every, type Filter } from '../../../src/filter/filter.ts';
import { readPage } from '../../../src/filter/page.ts';
import { compileWhere } from '../../../src/filter/where.ts';
import { readTotals } from '../../../src/opportunity/aggregates.ts';
import type { GroupBy } from '../../../src/opportunity/groups/dimension.ts';
import { openGrouping, readGroups } from '../../../src/opportunity/groups/groups.ts';
import type { Instant } from '../../../src/value/period.ts';
import { utc } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { createOffices, later, type Office } from '../../fixtures.ts';
import { runs } from '../../runs.ts';
import { anyStep, createFields, type Fields, take } from './random-writes.ts';

describeDatabases('the past', (opened) => {
  let office: Office;
  let fields: Fields;
  let catalog: Catalog;
  let definitions: readonly CustomFieldDefinition[];
  let moments = 0;
  beforeAll(async () => {
    ({ mine: office } = await createOffices(opened.database));
    fields = await opened.database.write((session) => createFields(session, office));
    definitions = await opened.database.read((session) => readCustomFields(session, office.organizationId));
    catalog = catalogOf(definitions);
  });

  const compare = (field: string, value: string | number): Filter => ({
    kind: 'compare',
    field,
    operator: 'eq',
    value,
  });

  async function answers(session: Session, rowsInQuery?: ReadonlySet<string>) {
    const { organizationId } = office;
    const whereOf = (filter: Filter) =>
      compileWhere(catalog.opportunity, filter, {
        ...{ organizationId, dialect: session.dialect, tables: catalog.tables },
        ...(rowsInQuery && { rowsInQuery }),
      });
    const groupsBy = async (...by: readonly GroupBy[]) => {
      const grouping = await openGrouping(session, whereOf(every), by, utc);
      const groups = await readGroups(session, grouping, { by: 'key', descending: false });
      return groups.map(({ keys, known: { totals } }) => ({ keys, totals }));
    };
    const product = definitions.find(({ id }) => id === fields.product);
    if (!product) throw new Error('no field');
    const asked = [
      ...[compare('status_type', 'won'), compare('pipeline_name', 'renewals'), compare('user_name', 'bo diddley')],
      ...[compare(customFieldName(fields.product), 'Basic'), compare(customFieldName(fields.seats), 3), every],
    ].map(whereOf);
    const rows = session.kysely.selectFrom('opportunity').select(['id', 'date_updated', ...opportunityColumns]);
    const values = session.kysely.selectFrom('custom_field_value').select(valueColumns);
    return {
      rows: await rows.where('organization_id', '=', organizationId).orderBy('id').execute(),
      values: await values
        .where('organization_id', '=', organizationId)
        .where('opportunity_id', 'is not', null)
        .orderBy('opportunity_id')
        .orderBy('custom_field_id')
        .orderBy('position')
        .execute(),
      counts: await Promise.all(asked.map((where) => countMatches(session, where))),
      totals: await Promise.all(asked.map((where) => readTotals(session, where))),
      page: (await readPage(session, whereOf(every), [{ field: 'value', descending: true }], { first: 5 })).rows,
      groups: [
        await groupsBy({ kind: 'entity', field: 'status_id' }, { kind: 'word', field: 'value_period' }),
        await groupsBy({ kind: 'date', field: 'date_won', granularity: 'month', weekStart: 1 }),
        await groupsBy({ kind: 'custom', definition: product }),
      ],
    };
  }

  const pastAnswers = (moment: Instant) =>
    opened.database.read((session) => answers(sessionAsOf(session, office.organizationId, moment), pastTables));

  test('answers as it did when it was present', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 25 }), async (steps) => {
        const recorded: { readonly moment: Instant; readonly answers: unknown }[] = [];
        for (const step of steps) {
          moments += 13 * 3_600_000;
          const caller = later(office.caller, moments);
          await opened.database.write((session) => take(session, caller, { office, fields, catalog }, step));
          recorded.push({ moment: caller.now, answers: await opened.database.read((session) => answers(session)) });
        }
        const texts = (given: unknown) =>
          JSON.stringify(given, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
        for (const { moment, answers: then } of recorded) {
          expect(withoutTexts(JSON.parse(texts(await pastAnswers(moment))))).toEqual(
            withoutTexts(JSON.parse(texts(then))),
          );
        }
      }),
      { numRuns: runs(8) },
    );
  });

  /** The words of an opportunity that has been deleted since have gone with it. */
  function withoutTexts(given: { values: { custom_field_id: string }[] }) {
    const choices = given.values.filter(
      ({ custom_field_id }) => custom_field_id !== fields.words && custom_field_id !== fields.shared,
    );
    return { ...given, values: choices };
  }
});
