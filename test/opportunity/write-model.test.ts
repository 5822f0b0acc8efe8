/**
 * Random sequences of writes, done to the gateway and to a model of a few lines: what is read must be what the model has,
 * and the derived amounts must be those of value, period and confidence. Wrong writes are among them and must do nothing.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createOpportunity } from '../../src/opportunity/create.ts';
import type { OpportunityInput } from '../../src/opportunity/input.ts';
import { deleteOpportunity } from '../../src/opportunity/remove.ts';
import { updateOpportunities, updateOpportunity } from '../../src/opportunity/update.ts';
import { maximumValue, timesAYear, type ValuePeriod, valuePeriods } from '../../src/value/money.ts';
import type { CalendarDate } from '../../src/value/period.ts';
import type { StatusType } from '../../src/value/status-type.ts';
import { describeDatabases } from '../describe-databases.ts';
import { createOffices, failure, instant, later, type Office } from '../fixtures.ts';
import { runs } from '../runs.ts';

type StatusName = keyof Office['status'];

const statusTypeOf: Readonly<Record<StatusName, StatusType>> = {
  ...{ open: 'active', talking: 'active', won: 'won', lost: 'lost' },
  ...{ upcoming: 'active', renewed: 'won', churned: 'lost' },
};

interface Model {
  readonly status: StatusName;
  readonly value: bigint | null;
  readonly valuePeriod: ValuePeriod;
  readonly confidence: number;
  readonly dateWon: string | null;
  readonly dateLost: number | null;
  readonly version: number;
  readonly statusChanges: number;
}

interface Said {
  readonly status?: StatusName;
  readonly value?: bigint | null;
  readonly valuePeriod?: ValuePeriod | null;
  readonly confidence?: number | null;
  readonly dateWon?: CalendarDate | null;
  readonly dateLost?: number | null;
}

const isWrong = ({ value, confidence }: Said) =>
  (value != null && (value > maximumValue || value < -maximumValue)) || (confidence != null && confidence > 100);

function apply(before: Model | null, said: Said, now: number): Model {
  const base = {
    status: 'open',
    value: null,
    valuePeriod: 'one_time',
    confidence: 50,
    dateWon: null,
    dateLost: null,
  } as const;
  const old: Omit<Model, 'version' | 'statusChanges'> = before ?? base;
  const status = said.status ?? old.status;
  const [from, to] = [before && statusTypeOf[before.status], statusTypeOf[status]];
  const turns = (type: StatusType) => to === type && from !== type;
  let dateWon: string | null = said.dateWon === undefined ? old.dateWon : said.dateWon;
  if (turns('won') && dateWon === null) dateWon = new Date(now).toISOString().slice(0, 10);
  let dateLost: number | null = null;
  if (to === 'lost') dateLost = said.dateLost ?? (said.dateLost === null ? null : old.dateLost);
  if (turns('lost')) dateLost = said.dateLost ?? now;
  const next = {
    ...{ status, dateWon, dateLost },
    value: said.value === undefined ? old.value : said.value,
    valuePeriod: said.valuePeriod === undefined ? old.valuePeriod : (said.valuePeriod ?? 'one_time'),
    confidence: said.confidence === undefined ? old.confidence : (said.confidence ?? 50),
  };
  if (before === null) return { ...next, version: 1, statusChanges: 0 };
  const changed = (Object.keys(next) as (keyof typeof next)[]).some((key) => next[key] !== before[key]);
  const moved = status !== before.status ? 1 : 0;
  return { ...next, version: before.version + (changed ? 1 : 0), statusChanges: before.statusChanges + moved };
}

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const said: fc.Arbitrary<Said> = fc.record({
  status: optional(fc.constantFrom(...(Object.keys(statusTypeOf) as StatusName[]))),
  value: optional(
    fc.oneof(
      fc.constantFrom(null, 0n, maximumValue, -maximumValue, maximumValue + 1n),
      fc.bigInt({ min: -maximumValue, max: maximumValue }),
    ),
  ),
  valuePeriod: optional(fc.constantFrom(null, ...valuePeriods)),
  confidence: optional(fc.oneof(fc.constantFrom(null, 0, 100, 101), fc.integer({ min: 0, max: 100 }))),
  dateWon: optional(fc.constantFrom(null, '2026-01-01' as CalendarDate, '2027-12-31' as CalendarDate)),
  dateLost: optional(fc.constantFrom(null, instant('2026-02-02T02:02:02.002Z'))),
});

const place = fc.nat({ max: 4 });
const operation = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create' as const), said }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('update' as const), place, said }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('batch' as const), said }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), place }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

describeDatabases('any sequence of writes', (opened) => {
  let mine: Office;
  beforeAll(async () => {
    ({ mine } = await createOffices(opened.database));
  });

  function inputOf({ status, ...rest }: Said): OpportunityInput {
    return { ...rest, ...(status && { statusId: mine.status[status] }) } as OpportunityInput;
  }

  async function run(operations: readonly Operation[]) {
    const models = new Map<string, Model>();
    let now = mine.caller.now as number;
    for (const step of operations) {
      now += 13 * 3_600_000;
      const caller = later(mine.caller, now - mine.caller.now);
      const ids = [...models.keys()];
      const id = 'place' in step ? (ids[step.place] ?? '') : '';
      const wrong = 'said' in step && isWrong(step.said);
      if (step.kind === 'create') {
        const input = { leadId: mine.leadId, ...inputOf(step.said) };
        const made = opened.database.write((session) => createOpportunity(session, caller, input));
        if (wrong) expect(await failure(made)).toMatch(/^INVALID_INPUT (value|confidence)$/);
        else models.set(await made, apply(null, step.said, now));
      } else if (step.kind === 'batch') {
        const updates = ids.map((each) => ({ id: each, change: inputOf(step.said) }));
        const done = failure(opened.database.write((session) => updateOpportunities(session, caller, updates)));
        expect(await done).toMatch(wrong && ids.length > 0 ? /^INVALID_INPUT 0/ : /^no error$/);
        if (!wrong) for (const [each, model] of models) models.set(each, apply(model, step.said, now));
      } else if (step.kind === 'update') {
        const update = { id, change: inputOf(step.said) };
        const outcome = await failure(opened.database.write((session) => updateOpportunity(session, caller, update)));
        const model = models.get(id);
        if (!model) expect(outcome).toBe('NOT_FOUND');
        else if (wrong) expect(outcome).toMatch(/^INVALID_INPUT (value|confidence)$/);
        else {
          expect(outcome).toBe('no error');
          models.set(id, apply(model, step.said, now));
        }
      } else {
        const outcome = await failure(opened.database.write((session) => deleteOpportunity(session, caller, { id })));
        expect(outcome).toBe(models.delete(id) ? 'no error' : 'NOT_FOUND');
      }
    }
    return models;
  }

  async function stored() {
    const rows = await opened.database.write(({ prisma }) =>
      prisma.opportunity.findMany({
        where: { organizationId: mine.organizationId },
        include: { _count: { select: { statusChanges: true } } },
      }),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  test('leaves what the model has, and amounts that agree with it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 25 }), async (operations) => {
        await opened.database.write(({ prisma }) => prisma.opportunity.deleteMany());
        const models = await run(operations);
        const rows = await stored();
        expect(rows.size).toBe(models.size);
        for (const [id, model] of models) {
          const row = rows.get(id);
          const { value, valuePeriod, confidence } = model;
          const annualized = value === null ? null : value * timesAYear[valuePeriod];
          expect(row).toMatchObject({
            ...{ statusId: mine.status[model.status], value, valuePeriod, confidence },
            ...{ dateWon: model.dateWon, version: model.version, _count: { statusChanges: model.statusChanges } },
            annualizedValue: annualized,
            weighted: value === null ? null : value * BigInt(confidence),
            annualizedWeighted: annualized === null ? null : annualized * BigInt(confidence),
          });
          expect(row?.dateLost?.getTime() ?? null).toBe(model.dateLost);
        }
      }),
      { numRuns: runs(15) },
    );
  });
});
