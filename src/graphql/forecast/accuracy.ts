/** `forecastAccuracy(…)`: how good expected values were, told by what they were at the beginning of periods that are over. */
import type { GraphQLResolveInfo } from 'graphql';
import { DomainError } from '../../errors.ts';
import { countOf, expectedValue, readTotals, type Totals, totalValue } from '../../opportunity/aggregates.ts';
import { measureOf, shown } from '../../opportunity/figures/measure.ts';
import { closingWithin, type ForecastLength, narrowed } from '../../opportunity/forecast/forecast.ts';
import { assertKept, assertRemembered, countAssumed, openPast, type Past } from '../../opportunity/past/past.ts';
import { invalid } from '../../value/input.ts';
import { roundedQuotient } from '../../value/money.ts';
import { addDays, dayOf, type Period, periodOf, startOfDay } from '../../value/period.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { weight } from '../cost/weight.ts';
import { type ListArguments, openList } from '../opportunity/list.ts';
import { whenOf } from '../zone.ts';
import { forecastArguments } from './forecast.ts';

interface Accuracy {
  readonly period: Period;
  /** Null where nothing is known of its beginning. */
  readonly begun: { readonly open: Totals; readonly assumed: number } | null;
  readonly won: Totals;
}

const expected = ({ begun }: Accuracy) => begun && expectedValue(begun.open, 'annualized');
const wonValue = ({ won }: Accuracy) => totalValue(won, 'annualized');

const ForecastAccuracy = builder.objectRef<Accuracy>('ForecastAccuracy').implement({
  description:
    'A period that is over: what was expected of it when it began, and what was won in it. Amounts are for a year, in minor units.',
  fields: (t) => ({
    key: t.string({ description: '`2026-11`, `2026-Q4`.', resolve: ({ period }) => period.key }),
    start: t.field({ type: 'Date', description: 'Its first day.', resolve: ({ period }) => period.start }),
    end: t.field({ type: 'Date', description: 'Its last day.', resolve: ({ period }) => period.end }),
    openCount: t.int({
      nullable: true,
      description:
        'How many deals were open when it began, and expected to be won in it. Null where history begins later.',
      resolve: ({ begun }) => begun && countOf(begun.open),
    }),
    expectedValueAnnualized: t.field({
      type: 'Money',
      nullable: true,
      description:
        'The sum of their values times their confidence, as both were when it began; rounded once, half away from zero. Null where history begins later.',
      resolve: expected,
    }),
    assumedCount: t.int({
      nullable: true,
      description:
        'How many of those deals nobody saw so at the time: what they were is concluded from what is known since. Null where history begins later.',
      resolve: ({ begun }) => begun?.assumed ?? null,
    }),
    wonCount: t.int({
      description: 'How many deals were won in it, those that came in meanwhile among them.',
      resolve: ({ won }) => countOf(won),
    }),
    wonValueAnnualized: t.field({
      type: 'Money',
      nullable: true,
      description: 'The sum of their values, as they are now. Null only beside an AMOUNT_OVERFLOW error.',
      resolve: wonValue,
    }),
    ratio: t.float({
      nullable: true,
      description:
        'What was won, divided by what was expected: 1.25 for a quarter more. Rounded to six decimals, half away from zero. Null where nothing was expected, or history begins later.',
      resolve: (accuracy) => {
        const value = expected(accuracy);
        if (value === null || value === 0n) return null;
        return shown(measureOf('win_rate'), roundedQuotient(wonValue(accuracy) * 1_000_000n, value));
      },
    }),
  }),
});

const mostPeriods = 12;

builder.queryField('forecastAccuracy', (t) =>
  t.field({
    type: [ForecastAccuracy],
    nullable: true,
    description:
      'For periods that are over, the latest first: what the expected value of open deals said when they began, from history, against what was won.',
    extensions: weight({ statement: ({ periods }) => 7000 * Math.min(mostPeriods, Number(periods) || 0), size: 12 }),
    args: {
      ...forecastArguments(t),
      periods: t.arg.int({
        required: true,
        defaultValue: 4,
        description: `How many periods, from the last one that is over back, 1 to ${mostPeriods}.`,
      }),
    },
    resolve: async (_root, { by, periods, ...args }, context, info) => {
      if (periods < 1 || periods > mostPeriods) {
        throw invalid('periods', `Give a number of periods from 1 to ${mostPeriods}, not ${periods}.`);
      }
      const accuracies: Accuracy[] = [];
      for (const period of periodsOver(context, args as ListArguments, by, periods)) {
        accuracies.push(await readAccuracy(context, args as ListArguments, info, period));
      }
      return accuracies;
    },
  }),
);

/** The latest first. */
function periodsOver(context: Context, args: ListArguments, by: ForecastLength, number: number): readonly Period[] {
  const { now, zone } = whenOf(args, context.caller);
  const periods: Period[] = [];
  let day = periodOf(dayOf(now, zone), by).start;
  while (periods.length < number) {
    const period = periodOf(addDays(day, -1), by);
    periods.push(period);
    day = period.start;
  }
  return periods;
}

async function readAccuracy(
  context: Context,
  args: ListArguments,
  info: GraphQLResolveInfo,
  period: Period,
): Promise<Accuracy> {
  const { session, where } = await openList(context, args, info);
  const won = await readTotals(session, narrowed(where, closingWithin('won', period.start, period.end)));
  const moment = startOfDay(period.start, whenOf(args, context.caller).zone);
  const past = await openKnown(context, moment);
  return { period, won, begun: past && (await readThen(context, args, info, past, period)) };
}

async function readThen(context: Context, args: ListArguments, info: GraphQLResolveInfo, past: Past, period: Period) {
  const list = await openList(context, args, info, past);
  assertKept(list.where.filter);
  const where = narrowed(list.where, closingWithin('active', period.start, period.end));
  return { open: await readTotals(past.session, where), assumed: await countAssumed(past, where) };
}

/** Null before the first opportunity. @throws INVALID_INPUT for what was forgotten */
async function openKnown({ session, caller }: Context, moment: Parameters<typeof openPast>[2]): Promise<Past | null> {
  await assertRemembered(session, caller.organizationId, moment, 'periods');
  try {
    return await openPast(session, caller, moment);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INVALID_INPUT') return null;
    throw error;
  }
}
