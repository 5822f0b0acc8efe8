/** `forecast(from:, to:, …)`: what is won, and what may be, period by period and in all. */
import { nextTurn } from '../../next-turn.ts';
import { addTotals, countOf, noTotals, totalValue } from '../../opportunity/aggregates.ts';
import { type Distribution, distributionOf } from '../../opportunity/forecast/distribution.ts';
import {
  expectedOf,
  type ForecastRange,
  type Outlook,
  type PeriodOutlook,
  readForecast,
} from '../../opportunity/forecast/forecast.ts';
import { roundWeighted } from '../../value/money.ts';
import type { CalendarDate } from '../../value/period.ts';
import { builder } from '../builder.ts';
import type { Arguments } from '../connection/connection.ts';
import { weight } from '../cost/weight.ts';
import { type ListArguments, listArguments, openList } from '../opportunity/list.ts';

export const ForecastPeriodLength = builder.enumType('ForecastPeriodLength', {
  description: 'How long the periods of a forecast are.',
  values: {
    MONTH: { value: 'month', description: 'Calendar months.' },
    QUARTER: { value: 'quarter', description: 'Calendar quarters.' },
  } as const,
});

interface Figures extends Outlook {
  /** Of what is won and what may be together. */
  distribution(): Promise<Distribution>;
}

function figuresOf(outlook: Outlook): Figures {
  let distribution: Promise<Distribution> | undefined;
  return {
    ...outlook,
    distribution: () => {
      const closed = { value: totalValue(outlook.closed, 'annualized'), confidence: 100, count: 1 };
      distribution ??= distributionOf([closed, ...outlook.open]);
      return distribution;
    },
  };
}

const likely = (percent: number, rest: string) =>
  `With a probability of ${percent} percent the sum is at most this: what is won, and each open deal won or not with its confidence, independently. ${rest} Right within \`precision\`, at a probability that is right within 0.0002.`;

const ForecastFigures = builder.objectRef<Figures>('ForecastFigures').implement({
  description: 'What is won, and what may be. Amounts are for a year, in minor units: monthly values twelve times.',
  fields: (t) => ({
    closedCount: t.int({ description: 'How many deals are won.', resolve: ({ closed }) => countOf(closed) }),
    closedValueAnnualized: t.field({
      type: 'Money',
      nullable: true,
      description:
        'The sum of their values, exact. Null only beside an AMOUNT_OVERFLOW error, when the sum is beyond 9007199254740991.',
      resolve: ({ closed }) => totalValue(closed, 'annualized'),
    }),
    openCount: t.int({
      description: 'How many deals are open, those without a value among them.',
      resolve: ({ open }) => open.reduce((sum, { count }) => sum + count, 0),
    }),
    openExpectedValueAnnualized: t.field({
      type: 'Money',
      nullable: true,
      description:
        'The sum of their values times their confidence, rounded once, half away from zero. Null only beside an AMOUNT_OVERFLOW error.',
      resolve: ({ open }) => roundWeighted(expectedOf(open)),
    }),
    ...Object.fromEntries(
      (
        [
          [10, 'Nine times of ten it is more.'],
          [50, 'It is as often more.'],
          [90, 'Only once in ten times it is more.'],
        ] as const
      ).map(([percent, rest]) => [
        `p${percent}`,
        t.field({
          type: 'Money',
          nullable: true,
          description: likely(percent, rest),
          extensions: weight({ statement: 500 }),
          resolve: async (figures) => {
            const { quantile } = await figures.distribution();
            // It is sought in some steps, each over all frequencies: up to 10 ms.
            await nextTurn();
            return quantile(percent / 100);
          },
        }),
      ]),
    ),
    precision: t.field({
      type: 'Money',
      nullable: true,
      description:
        'How far off `p10`, `p50`, `p90` and `probabilityOf` may be in the amount, in minor units; 0 where there are so few open deals that all outcomes are counted.',
      resolve: async (figures) => (await figures.distribution()).precision,
    }),
    probabilityOf: t.float({
      nullable: true,
      description: 'How likely it is that the sum is at least the target, 0 to 1, to four decimals.',
      extensions: weight({ statement: 500 }),
      args: {
        target: t.arg({
          type: 'Money',
          required: true,
          description: 'What is to be reached, for a year, in minor units.',
        }),
      },
      resolve: async (figures, { target }) =>
        Math.round((await figures.distribution()).reaching(target) * 10_000) / 10_000,
    }),
  }),
});

const ForecastPeriod = builder.objectRef<PeriodOutlook>('ForecastPeriod').implement({
  description: 'A period of the forecast. Of the first and the last only the days that were asked for count.',
  fields: (t) => ({
    key: t.string({ description: '`2026-11`, `2026-Q4`.', resolve: ({ period }) => period.key }),
    start: t.field({ type: 'Date', description: 'Its first day.', resolve: ({ period }) => period.start }),
    end: t.field({ type: 'Date', description: 'Its last day.', resolve: ({ period }) => period.end }),
    figures: t.field({ type: ForecastFigures, description: 'What it may come to.', resolve: figuresOf }),
  }),
});

interface Forecast {
  readonly periods: readonly PeriodOutlook[];
}

const OpportunityForecast = builder.objectRef<Forecast>('OpportunityForecast').implement({
  description:
    'What will come in by the days on which deals are expected to be won (`dateWon`). Deals without that day, or with one outside of the range, are in no figure.',
  fields: (t) => ({
    total: t.field({
      type: ForecastFigures,
      description: 'Over the whole range.',
      resolve: ({ periods }) =>
        figuresOf({
          closed: periods.map(({ closed }) => closed).reduce(addTotals, noTotals),
          open: periods.flatMap(({ open }) => open),
        }),
    }),
    periods: t.field({
      type: [ForecastPeriod],
      description: 'Period by period, earliest first, also those in which there is nothing.',
      extensions: weight({ size: 12 }),
      resolve: ({ periods }) => periods,
    }),
  }),
});

export const forecastArguments = (t: Arguments) => {
  const { within: _within, ...rest } = listArguments(t);
  return {
    ...rest,
    by: t.arg({
      type: ForecastPeriodLength,
      required: true,
      defaultValue: 'quarter',
      description: 'How long the periods are.',
    }),
  };
};

builder.queryField('forecast', (t) =>
  t.field({
    type: OpportunityForecast,
    nullable: true,
    description:
      'What will come in: what was won within a range of days, and what deals that are open, and expected to be won within it, may come to.',
    extensions: weight({ statement: 10_000, looks: 2 }),
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'The first day.' }),
      to: t.arg({ type: 'Date', required: true, description: 'The last day; not before `from`. Up to 120 periods.' }),
      ...forecastArguments(t),
    },
    resolve: async (_root, { from, to, by, ...args }, context, info) => {
      const { session, where } = await openList(context, args as ListArguments, info);
      const range: ForecastRange = { from: from as CalendarDate, to: to as CalendarDate, by };
      return { periods: await readForecast(session, where, range) };
    },
  }),
);
