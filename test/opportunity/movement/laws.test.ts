/**
 * Movement over random histories: each opportunity stands in the one step that a model in memory puts it in, opening plus the
 * changes of all steps is closing, and a group moves as what its filter finds.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Catalog, catalogOf } from '../../../src/catalog.ts';
import { type CustomFieldDefinition, readCustomFields } from '../../../src/custom-field/definition.ts';
import { customFieldName } from '../../../src/custom-field/table.ts';
import type { Session } from '../../../src/db/client.ts';
import { pastTables, sessionAsOf } from '../../../src/db/history/as-of.ts';
import { and, every, type Filter } from '../../../src/filter/filter.ts';
import { compileWhere } from '../../../src/filter/where.ts';
import { addTotals, countOf, readTotals, type Totals } from '../../../src/opportunity/aggregates.ts';
import { openCalendar } from '../../../src/opportunity/calendar.ts';
import { filterOfGroup, type GroupBy, instantsOf } from '../../../src/opportunity/groups/dimension.ts';
import { openGrouping, readGroups } from '../../../src/opportunity/groups/groups.ts';
import { readMovesOfEach, stepId } from '../../../src/opportunity/movement/list.ts';
import { closingOf, openingOf, readMovements } from '../../../src/opportunity/movement/movement.ts';
import type { Moves } from '../../../src/opportunity/movement/pairs.ts';
import type { StepKind } from '../../../src/opportunity/movement/step.ts';
import { groupBy } from '../../../src/value/group-by.ts';
import { type Instant, utc } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { createOffices, later, type Office } from '../../fixtures.ts';
import { runs } from '../../runs.ts';
import { anyStep, createFields, type Fields, take } from '../past/random-writes.ts';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly status_id: string;
  readonly user_id: string | null;
  readonly date_won: string | null;
  readonly value_period: string;
  readonly confidence: number;
  readonly annualized_value: bigint | number | null;
  readonly product: string | null;
}

/** A filter, and what it means. */
type Question = readonly [Filter, (row: Row) => boolean];

describeDatabases('what moved', (opened) => {
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

  const compare = (
    field: string,
    value: string | number | bigint,
    operator = 'eq' as 'eq' | 'gte' | 'lte',
  ): Filter => ({
    ...{ kind: 'compare', field, operator, value },
  });
  const whereOf = (session: Session, filter: Filter) =>
    compileWhere(catalog.opportunity, filter, {
      ...{ organizationId: office.organizationId, dialect: session.dialect, tables: catalog.tables },
      rowsInQuery: pastTables,
    });
  const questions = (): readonly Question[] => {
    const active: Question = [compare('status_type', 'active'), ({ type }) => type === 'active'];
    const won: Question = [compare('status_type', 'won'), ({ type }) => type === 'won'];
    const mine: Question = [compare('user_id', office.userIds[0]), ({ user_id }) => user_id === office.userIds[0]];
    const soon: Question = [
      compare('date_won', '2026-12-31', 'lte'),
      ({ date_won }) => date_won !== null && date_won <= '2026-12-31',
    ];
    const basic: Question = [compare(customFieldName(fields.product), 'Basic'), ({ product }) => product === 'Basic'];
    const both = ([a, isA]: Question, [b, isB]: Question): Question => [and(a, b), (row) => isA(row) && isB(row)];
    return [[every, () => true], active, won, mine, both(active, soon), both(mine, soon), both(basic, active)];
  };
  const groupings = (): readonly (readonly [readonly GroupBy[], (row: Row) => string | null])[] => [
    [[{ kind: 'entity', field: 'user_id' }], ({ user_id }) => user_id],
    [[{ kind: 'word', field: 'status_type' }], ({ type }) => type],
    [
      [{ kind: 'date', field: 'date_won', granularity: 'month', weekStart: 1 }],
      ({ date_won }) => date_won && `${date_won.slice(0, 7)}-01`,
    ],
  ];

  const past = (session: Session, moment: Instant) => sessionAsOf(session, office.organizationId, moment);

  async function rowsAt(session: Session, moment: Instant): Promise<ReadonlyMap<string, Row>> {
    const { kysely } = past(session, moment);
    const rows = await kysely
      .selectFrom('opportunity as o')
      .innerJoin('opportunity_status as s', 's.id', 'o.status_id')
      .leftJoin('custom_field_value as v', (join) =>
        join.onRef('v.opportunity_id', '=', 'o.id').on('v.custom_field_id', '=', fields.product),
      )
      .select(['o.id', 's.type', 'o.status_id', 'o.user_id', 'o.date_won', 'o.value_period', 'o.confidence'])
      .select(['o.annualized_value', 'v.text_value as product'])
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** As docs/analytics.md says it. */
  function stepOf(was: Row | undefined, is: Row | undefined, matches: (row: Row) => boolean): StepKind | undefined {
    const [wasIn, isIn] = [was !== undefined && matches(was), is !== undefined && matches(is)];
    if (!wasIn && !isIn) return undefined;
    if (was && is && wasIn && isIn) {
      const change = BigInt(is.annualized_value ?? 0) - BigInt(was.annualized_value ?? 0);
      if (change !== 0n) return change > 0n ? 'increased' : 'decreased';
      if (was.value_period !== is.value_period && BigInt(is.annualized_value ?? 0) !== 0n)
        return 'value_period_changed';
      return was.confidence === is.confidence ? 'unchanged' : 'confidence_changed';
    }
    if (!was) return 'created';
    if (!is) return 'deleted';
    if (is.type !== was.type) return is.type === 'active' ? 'reopened' : (is.type as 'won' | 'lost');
    const held = matches({ ...is, date_won: was.date_won });
    const moved = was.date_won === null || is.date_won === null ? '' : was.date_won < is.date_won ? 'later' : 'earlier';
    if (was.date_won !== is.date_won && wasIn && held && moved === 'later') return 'pushed';
    if (was.date_won !== is.date_won && wasIn === held && moved === 'earlier') return 'pulled';
    return isIn ? 'entered' : 'left';
  }

  const minus = (a: Totals, b: Totals) => {
    const negative = ({ count, value, weighted }: Totals['monthly']) => ({
      ...{ count: -count || 0, value: -value, weighted: -weighted },
    });
    return addTotals(a, {
      ...{ one_time: negative(b.one_time), monthly: negative(b.monthly), annual: negative(b.annual) },
    });
  };

  async function movesOf(session: Session, from: Instant, to: Instant, filter: Filter, by: readonly GroupBy[]) {
    const where = whereOf(session, filter);
    const calendar = (moment: Instant) => openCalendar(past(session, moment), where, instantsOf(by), utc);
    return { from, to, where, by, calendars: { from: await calendar(from), to: await calendar(to) } } satisfies Moves;
  }

  async function expectMovement(session: Session, from: Instant, to: Instant, [filter, matches]: Question) {
    const moves = await movesOf(session, from, to, filter, []);
    const [movement = { keys: [], steps: [] }] = await readMovements(session, moves);
    const opening = await readTotals(past(session, from), moves.where);
    const closing = await readTotals(past(session, to), moves.where);
    expect(openingOf(movement)).toEqual(opening);
    expect(closingOf(movement)).toEqual(closing);
    const changes = movement.steps.map(({ before, after }) => minus(after, before));
    expect(changes.reduce(addTotals, opening)).toEqual(closing);

    const [were, are] = [await rowsAt(session, from), await rowsAt(session, to)];
    const model = [...new Set([...were.keys(), ...are.keys()])].flatMap((id) => {
      const kind = stepOf(were.get(id), are.get(id), matches);
      return kind ? [{ id, kind }] : [];
    });
    const ids = (rows: readonly { readonly id: string }[] = []) => rows.map(({ id }) => id).sort();
    const listed = await readMovesOfEach(
      session,
      moves,
      movement.steps.map(({ kind }) => ({ kind, keys: [] })),
      { limit: 1000, after: undefined },
    );
    const expected = groupBy(model, ({ kind }) => kind);
    expect(movement.steps.map(({ kind }) => kind).sort()).toEqual([...expected.keys()].sort());
    for (const { kind, count } of movement.steps) {
      expect([kind, ids(listed.get(stepId({ kind, keys: [] })))]).toEqual([kind, ids(expected.get(kind))]);
      expect(count).toBe(expected.get(kind)?.length);
    }
  }

  async function expectGroups(session: Session, from: Instant, to: Instant, [filter, matches]: Question) {
    const [were, are] = [await rowsAt(session, from), await rowsAt(session, to)];
    for (const [by, keyOf] of groupings()) {
      const movements = await readMovements(session, await movesOf(session, from, to, filter, by));
      for (const [moment, totalsOf] of [
        [from, openingOf],
        [to, closingOf],
      ] as const) {
        const session_ = past(session, moment);
        const grouping = await openGrouping(session_, whereOf(session, filter), by, utc);
        const groups = await readGroups(session_, grouping, { by: 'key', descending: false });
        const told = new Map(movements.map((movement) => [JSON.stringify(movement.keys), totalsOf(movement)]));
        expect([...told].filter(([, totals]) => countOf(totals) > 0).sort()).toEqual(
          groups.map(({ keys, known }) => [JSON.stringify(keys), known.totals]).sort(),
        );
      }
      for (const { keys, steps } of movements) {
        const ofGroup = and(filter, filterOfGroup(by, keys, utc));
        const [own] = await readMovements(session, await movesOf(session, from, to, ofGroup, []));
        expect(own?.steps).toEqual(steps);
        const inGroup = (row: Row) => matches(row) && keyOf(row) === keys[0];
        const model = [...new Set([...were.keys(), ...are.keys()])].map((id) =>
          stepOf(were.get(id), are.get(id), inGroup),
        );
        expect(steps.map(({ kind, count }) => [kind, count])).toEqual(
          steps.map(({ kind }) => [kind, model.filter((step) => step === kind).length]),
        );
      }
    }
  }

  test('adds up to the cent, and each opportunity stands where the rules put it, grouped or not', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 12, maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        async (steps, random) => {
          const written: Instant[] = [];
          for (const step of steps) {
            moments += 13 * 3_600_000;
            const caller = later(office.caller, moments);
            await opened.database.write((session) => take(session, caller, { office, fields, catalog }, step));
            written.push(caller.now);
          }
          const anyMoment = () => written[(random.next().value ?? 0) % written.length] as Instant;
          await opened.database.read(async (session) => {
            for (const question of questions()) {
              const [from, to] = [anyMoment(), anyMoment()].sort((a, b) => a - b) as [Instant, Instant];
              await expectMovement(session, from, to, question);
            }
            const [from, to] = [anyMoment(), anyMoment()].sort((a, b) => a - b) as [Instant, Instant];
            const asked = questions();
            const question = asked[(random.next().value ?? 0) % asked.length];
            if (question) await expectGroups(session, from, to, question);
          });
        },
      ),
      { numRuns: runs(4) },
    );
  });
});
