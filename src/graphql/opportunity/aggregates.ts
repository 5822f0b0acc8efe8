/** `OpportunityAggregates` and its kin: the figures over all matches. Only what is selected is computed. */

import type { Totals } from '../../opportunity/aggregates.ts';
import { type Known, type Measure, measures, shown } from '../../opportunity/figures/measure.ts';
import type { PartName } from '../../opportunity/figures/part.ts';
import { builder } from '../builder.ts';
import { weight } from '../cost/weight.ts';
import type { ReadPart } from './parts.ts';

/** Functions, because a count alone is cheaper than sums, and sums than the rest: whoever asks for one does not pay for the others. */
export interface AggregatesSource {
  count(): number | Promise<number>;
  totals(): Totals | Promise<Totals>;
  readonly part: ReadPart;
}

const CountByValuePeriod = builder.objectRef<Totals>('CountByValuePeriod').implement({
  description: 'How many there are of each value period, those without a value included.',
  fields: (t) => ({
    oneTime: t.int({ description: 'Paid once.', resolve: (totals) => totals.one_time.count }),
    monthly: t.int({ description: 'Paid every month.', resolve: (totals) => totals.monthly.count }),
    annual: t.int({ description: 'Paid every year.', resolve: (totals) => totals.annual.count }),
  }),
});

/** `total_value_annualized` → `totalValueAnnualized` */
export const fieldName = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const types = { count: 'Int', money: 'Money', rate: 'Float', days: 'Float' } as const;

/** What a figure costs beside the totals; of those that are read together each pays its share. */
const points: Readonly<Record<PartName, number>> = {
  ...{ valued: 500, extremes: 500, closed: 2500, cycle: 8000 },
  ...{ middleOfPeriod: 4000, middleOfYear: 10_000, middleDays: 15_000 },
};

const costOf = ({ needs }: Measure) => needs.reduce((sum, name) => sum + points[name], 0);

/** At once where it is known, as that of a group is: for each promise graphql-js makes more, for the objects around it. */
function figureOf(source: AggregatesSource, measure: Measure) {
  const totals = source.totals();
  if (measure.needs.length > 0 || totals instanceof Promise) return readFigure(source, totals, measure);
  return told(measure, { totals });
}

async function readFigure({ part }: AggregatesSource, reading: Totals | Promise<Totals>, measure: Measure) {
  const { needs } = measure;
  const [totals, ...parts] = await Promise.all([reading, ...needs.map((name) => part(name))]);
  return told(measure, { totals, ...Object.fromEntries(needs.map((name, index) => [name, parts[index]])) });
}

function told(measure: Measure, known: Known) {
  const amount = measure.of(known);
  // Money is told by its scalar, which knows how far JSON goes.
  return amount === null || measure.unit === 'money' ? amount : shown(measure, amount);
}

const enumOf = (chosen: readonly Measure[]) =>
  Object.fromEntries(chosen.map(({ name, description }) => [name.toUpperCase(), { value: name, description }]));

interface Figured {
  /** `Opportunity`: gives `OpportunityAggregates` and its kin. */
  readonly name: string;
  /** As descriptions name one and several of them. */
  readonly one: string;
  readonly several: string;
  readonly description: string;
  readonly measures: readonly Measure[];
  /** How many rows there are for each opportunity: so many times its price a figure costs. @default 1 */
  readonly rowsEach?: number;
}

/** The types of the figures of one kind of list. */
export function figureTypes({ name, one, several, description, measures: own, rowsEach = 1 }: Figured) {
  const Aggregates = builder.objectRef<AggregatesSource>(`${name}Aggregates`).implement({
    description,
    fields: (t) => ({
      count: t.int({ description: `How many ${several} match.`, resolve: (source) => source.count() }),
      countByValuePeriod: t.field({
        type: CountByValuePeriod,
        description: 'How many of them there are of each value period.',
        resolve: (source) => source.totals(),
      }),
      ...Object.fromEntries(
        own
          .filter((measure) => measure.name !== 'count')
          .map((measure) => [
            fieldName(measure.name),
            t.field({
              type: types[measure.unit],
              nullable: measure.unit !== 'count',
              description: measure.description,
              ...(costOf(measure) > 0 && { extensions: weight({ statement: rowsEach * costOf(measure) }) }),
              resolve: (source) => figureOf(source, measure),
            } as Parameters<typeof t.field>[0]),
          ]),
      ),
    }),
  });
  /** What groups can be sorted and chosen by, besides their key. */
  const Measure = builder.enumType(`${name}Measure`, {
    description: `A figure of a group of ${several}.`,
    values: enumOf(own),
  });
  /** Those that the totals tell, and that add up. */
  const sums = own.filter(({ isSum, needs }) => isSum && needs.length === 0);
  const Sum = builder.enumType(`${name}Sum`, {
    description: 'A figure that adds up: those of the groups of a list come to that of the list.',
    values: enumOf(sums),
  });
  const RunningTotals = builder.objectRef<Totals>(`${name}RunningTotals`).implement({
    description: 'Sums over a period and all those before it. Amounts are in minor units.',
    fields: (t) =>
      Object.fromEntries(
        sums.map((measure) => [
          fieldName(measure.name),
          t.field({
            type: types[measure.unit],
            nullable: measure.unit !== 'count',
            description: measure.description,
            resolve: (totals) => {
              const sum = measure.of({ totals });
              return sum === null || measure.unit === 'money' ? sum : Number(sum);
            },
          } as Parameters<typeof t.field>[0]),
        ]),
      ),
  });
  return { name, one, several, Aggregates, Measure, Sum, RunningTotals };
}

export type FigureTypes = ReturnType<typeof figureTypes>;

export const opportunityFigures = figureTypes({
  ...{ name: 'Opportunity', one: 'opportunity', several: 'opportunities' },
  description:
    'Exact figures over all matches, whatever page is shown. Amounts are in minor units; opportunities without a value add nothing to sums but are counted.',
  measures: [...measures.values()],
});

export const OpportunityAggregates = opportunityFigures.Aggregates;

/** What a figure costs that groups are sorted or chosen by; of one that is none, nothing. */
export const costOfMeasure = (name: unknown): number => {
  const measure = measures.get(String(name).toLowerCase());
  return measure ? costOf(measure) : 0;
};
