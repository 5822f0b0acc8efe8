/** Flow over random histories, entries made by hand among them: each figure is what a model in memory counts, and what comes in goes out or stays. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Catalog, catalogOf } from '../../../src/catalog.ts';
import { readCustomFields } from '../../../src/custom-field/definition.ts';
import type { Session } from '../../../src/db/client.ts';
import { every, type Filter } from '../../../src/filter/filter.ts';
import { compileWhere } from '../../../src/filter/where.ts';
import { averageDays, medianDays } from '../../../src/opportunity/flow/days.ts';
import { openFlow, stagesOf } from '../../../src/opportunity/flow/flow.ts';
import { funnelStagesOf, readFunnelStages, readOutcomes } from '../../../src/opportunity/flow/funnel.ts';
import { readFlowParts } from '../../../src/opportunity/flow/read.ts';
import { logStatusChange } from '../../../src/opportunity/status-log.ts';
import { groupBy } from '../../../src/value/group-by.ts';
import { type Instant, toInstant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { createOffices, later, type Office } from '../../fixtures.ts';
import { anyStep, createFields, type Fields, take } from '../past/random-writes.ts';
import {
  type Deal,
  type FunnelOf,
  outcomesCounted,
  outcomesTold,
  type Stay,
  stagesCounted,
  stagesTold,
} from './funnel-model.ts';

const hour = 3_600_000;
const names = ['open', 'talking', 'won', 'lost'] as const;
const byHand = fc.record({
  place: fc.nat({ max: 6 }),
  from: fc.option(fc.constantFrom(...names)),
  into: fc.constantFrom(...names),
  hoursAgo: fc.nat({ max: 400 }),
});

async function dealsOf({ kysely }: Session): Promise<ReadonlyMap<string, Deal>> {
  const rows = await kysely.selectFrom('opportunity').selectAll().execute();
  const amount = (value: unknown) => (value === null ? null : BigInt(String(value)));
  const deals = rows.map(({ id, user_id: userId, ...row }) => ({
    ...{ id, userId, created: toInstant(row.date_created) as number },
    ...{ annualized: amount(row.annualized_value), annualizedWeighted: amount(row.annualized_weighted) },
  }));
  return new Map(deals.map((deal) => [deal.id, deal]));
}

/** As docs/analytics.md says it. */
async function staysOf({ kysely }: Session, to: number, isAsked: (userId: string | null) => boolean) {
  const changes = groupBy(
    await kysely.selectFrom('status_change').selectAll().orderBy('date_created').orderBy('row_key').execute(),
    ({ opportunity_id }) => opportunity_id,
  );
  const deals = await kysely.selectFrom('opportunity').selectAll().execute();
  return deals
    .filter(({ user_id }) => isAsked(user_id))
    .map(({ id, status_id, date_created }): readonly Stay[] => {
      const own = (changes.get(id) ?? []).filter((change) => change.old_status_id !== change.new_status_id);
      const [first] = own;
      const created = toInstant(date_created);
      const began = first ? first.old_status_id : status_id;
      const isKnown = began !== null && (!first || created <= toInstant(first.date_created));
      const entries = [
        ...(isKnown ? [{ status: began, since: created as number, isCreation: true }] : []),
        ...own.map((change) => ({
          ...{ status: change.new_status_id, since: toInstant(change.date_created) as number, isCreation: false },
        })),
      ].filter(({ since }) => since <= to);
      return entries.map((entry, index) => {
        const next = entries[index + 1];
        return { id, ...entry, until: next?.since ?? null, next: next?.status ?? null };
      });
    });
}

function tenths(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b);
  const [lower = 0, upper = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  // Of so few hours a double is exact, and nothing is less than 0.
  const round = (milliseconds: number) => BigInt(Math.round(milliseconds / (hour * 2.4)));
  const sum = times.reduce((all, time) => all + time, 0);
  return times.length === 0
    ? { average: null, median: null }
    : { average: round(sum / times.length), median: round((lower + upper) / 2) };
}

const counted = (ids: readonly string[]) =>
  Object.fromEntries([...groupBy(ids, (id) => id)].map(([id, own]) => [id, own.length]));

function modelOf(
  lives: readonly (readonly Stay[])[],
  stages: readonly string[],
  won: readonly string[],
  from: number,
  to: number,
) {
  return stages.map((status) => {
    const own = lives.flat().filter((stay) => stay.status === status);
    const entered = own.filter(({ since }) => since > from);
    const left = own.filter(({ until }) => until !== null && until > from);
    const standing = own.filter(({ until }) => until === null);
    const since = lives.flatMap((life) => {
      const first = life.findIndex((stay) => stay.status === status && stay.since > from);
      return first < 0 ? [] : [life.slice(first)];
    });
    const reached = (which: (stay: Stay) => boolean) => since.filter((life) => life.some(which)).length;
    return {
      ...{ status, entered: entered.length, created: entered.filter(({ isCreation }) => isCreation).length },
      opening: own.filter((stay) => stay.since <= from && (stay.until === null || stay.until > from)).length,
      ...{ left: left.length, closing: standing.length },
      leftTo: counted(left.map(({ next }) => String(next))),
      time: tenths(left.map((stay) => Number(stay.until) - stay.since)),
      timeSoFar: tenths(standing.map((stay) => to - stay.since)),
      enteredOnce: since.length,
      reached: stages.map((stage) => reached((stay) => stay.status === stage)),
      won: reached((stay) => won.includes(stay.status)),
    };
  });
}

describeDatabases('how deals flow', (opened) => {
  let office: Office;
  let fields: Fields;
  let catalog: Catalog;
  let moments = 0;
  beforeAll(async () => {
    ({ mine: office } = await createOffices(opened.database));
    fields = await opened.database.write((session) => createFields(session, office));
    catalog = catalogOf(await opened.database.read((session) => readCustomFields(session, office.organizationId)));
  });

  async function told(session: Session, filter: Filter, from: Instant | undefined, to: Instant, now: Instant) {
    const scope = { organizationId: office.organizationId, dialect: session.dialect, tables: catalog.tables };
    const where = compileWhere(catalog.opportunity, filter, scope);
    const asked = { pipelineId: office.pipelines.sales, from, to };
    const flow = await openFlow(session, { ...office.caller, now }, where, asked);
    const { passages, middles, reached } = await readFlowParts(session, flow, ['passages', 'middles', 'reached']);
    const stages = stagesOf(flow).map(({ id }) => id);
    const figures = stages.map((status) => {
      const passage = passages.get(status);
      const { left, standing } = passage ?? {};
      const { entered: enteredOnce = 0, further, won = 0 } = reached.get(status) ?? {};
      return {
        ...{ status, entered: passage?.entered ?? 0, created: passage?.created ?? 0, opening: passage?.opening ?? 0 },
        ...{ left: left?.count ?? 0, closing: standing?.count ?? 0 },
        leftTo: Object.fromEntries(passage?.leftTo ?? []),
        time: { average: left ? averageDays(left) : null, median: medianDays(middles.get(status)?.left) },
        timeSoFar: {
          ...{ average: standing ? averageDays(standing) : null, median: medianDays(middles.get(status)?.standing) },
        },
        ...{ enteredOnce, reached: stages.map((stage) => further?.get(stage) ?? 0), won },
      };
    });
    return { flow, stages, figures, won: flow.statuses.filter(({ type }) => type === 'won').map(({ id }) => id) };
  }

  async function expectFlow(session: Session, from: Instant | undefined, to: Instant, now: Instant) {
    const ada = office.userIds[0];
    const hers: Filter = { kind: 'compare', field: 'user_id', operator: 'eq', value: ada };
    for (const [filter, isAsked] of [
      [every, () => true],
      [hers, (userId: string | null) => userId === ada],
    ] as const) {
      const { flow, stages, figures, won } = await told(session, filter, from, to, now);
      const lives = await staysOf(session, to, isAsked);
      expect(figures).toEqual(modelOf(lives, stages, won, from ?? -Infinity, to));
      const funnel: FunnelOf = {
        ...{ lives, deals: await dealsOf(session), from: from ?? -Infinity },
        types: new Map(stagesOf(flow).flatMap(({ id, type }) => (type === null ? [] : [[id, type]]))),
        lost: new Set(flow.statuses.filter(({ type }) => type === 'lost').map(({ id }) => id)),
        stages: funnelStagesOf(flow).map(({ id }) => id),
      };
      expect(stagesTold(await readFunnelStages(session, flow))).toEqual(stagesCounted(funnel));
      expect(outcomesTold(await readOutcomes(session, flow))).toEqual(outcomesCounted(funnel));
      for (const { opening, entered, left, closing, leftTo } of figures) {
        expect(opening + entered - left).toBe(closing);
        expect(Object.values(leftTo).reduce((sum, count) => sum + count, 0)).toBe(left);
      }
    }
  }

  test('each figure is what the history of each deal counts up to', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyStep, fc.option(byHand)), { minLength: 12, maxLength: 25 }),
        fc.infiniteStream(fc.nat()),
        async (steps, random) => {
          const written: Instant[] = [];
          for (const [step, entry] of steps) {
            moments += 13 * hour;
            const caller = later(office.caller, moments);
            await opened.database.write(async (session) => {
              await take(session, caller, { office, fields, catalog }, step);
              const listed = await session.kysely.selectFrom('opportunity').select('id').orderBy('row_key').execute();
              const deal = entry && listed[entry.place];
              if (!deal) return;
              await logStatusChange(session, caller, {
                ...{ opportunityId: deal.id, oldStatusId: entry.from && office.status[entry.from] },
                ...{ newStatusId: office.status[entry.into], date: (caller.now - entry.hoursAgo * hour) as Instant },
              });
            });
            written.push(caller.now);
          }
          const now = written.at(-1) as Instant;
          const anyMoment = () => written[(random.next().value ?? 0) % written.length] as Instant;
          await opened.database.read(async (session) => {
            await expectFlow(session, undefined, now, now);
            for (let times = 0; times < 3; times++) {
              const [from, to] = [anyMoment(), anyMoment()].sort((a, b) => a - b) as [Instant, Instant];
              await expectFlow(session, from, to, now);
            }
          });
        },
      ),
      { numRuns: Number(process.env.HISTORY_RUNS ?? 4) },
    );
  });
});
