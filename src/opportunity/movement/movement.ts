/**
 * What moved between two moments: the steps from what matched to what matches, each with its figures before and after. All of
 * the difference is in them, for whoever matched at either moment stands in one.
 */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { sumOfParts } from '../../db/dialect.ts';
import { groupBy } from '../../value/group-by.ts';
import type { ValuePeriod } from '../../value/money.ts';
import { addRow, addTotals, noTotals, type Totals } from '../aggregates.ts';
import { keyNames } from '../figures/rows.ts';
import type { RawKey } from '../groups/dimension.ts';
import { assertFew, keysOf } from '../groups/groups.ts';
import { type Moves, withSteps } from './pairs.ts';
import { type StepKind, stepKinds } from './step.ts';

export interface Step {
  readonly kind: StepKind;
  /** How many opportunities stand in it. */
  readonly count: number;
  /** Of those that matched at the first moment, as they were then. */
  readonly before: Totals;
  /** Of those that match at the second, as they are then. */
  readonly after: Totals;
}

/** Of all that is asked for, or of one group of it. */
export interface Movement {
  readonly keys: readonly RawKey[];
  /** In their order; those that nothing stands in are left out. */
  readonly steps: readonly Step[];
}

interface StepRow {
  readonly step: StepKind;
  readonly moves: number | bigint;
  readonly was_period: ValuePeriod | null;
  readonly is_period: ValuePeriod | null;
  readonly was_count: number | bigint;
  readonly is_count: number | bigint;
  readonly was_value: string | null;
  readonly is_value: string | null;
  readonly was_weighted: string | null;
  readonly is_weighted: string | null;
  readonly [key: `key_${number}`]: RawKey;
}

/** One statement, however many groups. @throws TOO_MANY_GROUPS */
export async function readMovements(session: Session, moves: Moves): Promise<readonly Movement[]> {
  const { by, where } = moves;
  const keys = keyNames(by.length);
  const sums = (['was', 'is'] as const).flatMap((side) => [
    sql`count(${sql.ref(`${side}_period`)}) as ${sql.ref(`${side}_count`)}`,
    ...(['value', 'weighted'] as const).map((figure) => {
      const name = sql.ref(`${side}_${figure}`);
      return sql`${sumOfParts(where.scope.dialect.sumParts(name))} as ${name}`;
    }),
  ]);
  const of = [...keys, sql`step, was_period, is_period`];
  const { rows } = await sql<StepRow>`
    ${withSteps(moves)}
    select ${sql.join(of)}, count(*) as moves, ${sql.join(sums)} from step group by ${sql.join(of)}`.execute(
    session.kysely,
  );
  const byGroup = groupBy(rows, (row) => JSON.stringify(keysOf(row)));
  assertFew(byGroup.size, ['groupBy']);
  return [...byGroup.values()].map((own) => ({ keys: own[0] ? keysOf(own[0]) : [], steps: stepsOf(own) }));
}

function stepsOf(rows: readonly StepRow[]): readonly Step[] {
  const byStep = groupBy(rows, ({ step }) => step);
  return stepKinds.flatMap((kind) => {
    const own = byStep.get(kind) ?? [];
    if (own.length === 0) return [];
    const totals = (side: 'was' | 'is') => own.map((row) => totalsOf(row, side)).reduce(addTotals, noTotals);
    const count = own.reduce((sum, { moves }) => sum + Number(moves), 0);
    return [{ kind, count, before: totals('was'), after: totals('is') }];
  });
}

function totalsOf(row: StepRow, side: 'was' | 'is'): Totals {
  const value_period = row[`${side}_period`];
  if (value_period === null) return noTotals;
  return addRow(noTotals, {
    ...{ value_period, count: row[`${side}_count`] },
    ...{ value: row[`${side}_value`], weighted: row[`${side}_weighted`] },
  });
}

const sumOf = (steps: readonly Step[], side: 'before' | 'after') =>
  steps.map((step) => step[side]).reduce(addTotals, noTotals);

/** What matched at the first moment. */
export const openingOf = ({ steps }: Pick<Movement, 'steps'>): Totals => sumOf(steps, 'before');

/** What matches at the second. */
export const closingOf = ({ steps }: Pick<Movement, 'steps'>): Totals => sumOf(steps, 'after');
