/**
 * What figures are made of, beside the totals. A part is read only where a figure that was asked for needs it. Those of kind
 * `sum` add up over any division of the rows, as the totals do; the others do not, and are asked of the rows.
 */
import { type RawBuilder, sql } from 'kysely';
import { type Dialect, readSum, sumOfParts } from '../../db/dialect.ts';
import { timesAYear, type ValuePeriod } from '../../value/money.ts';

type OfPeriods<T> = Readonly<Record<ValuePeriod, T>>;

export interface Outcome {
  readonly count: number;
  /** Annualized, in minor units. */
  readonly value: bigint;
}

export interface Extremes {
  readonly smallest: bigint;
  readonly largest: bigint;
}

/** The two in the middle of a sorted list, which are one and the same where their number is odd. */
export type Middle = readonly [lower: bigint, upper: bigint];

export interface Parts {
  /** How many have a value. */
  readonly valued: OfPeriods<number>;
  readonly closed: { readonly won: Outcome; readonly lost: Outcome };
  /** Of those closed on a day that is known and not before the one they were created on: how many, and their days together. */
  readonly cycle: { readonly count: number; readonly days: number };
  /** Of those with a value; null where there is none. */
  readonly extremes: OfPeriods<Extremes | null>;
  readonly middleOfPeriod: OfPeriods<Middle | null>;
  readonly middleOfYear: Middle | null;
  /** Of those that `cycle` counts. */
  readonly middleDays: Middle | null;
}

export type PartName = keyof Parts;

const ofPeriods = <T>(each: T): OfPeriods<T> => ({ one_time: each, monthly: each, annual: each });
const noOutcome: Outcome = { count: 0, value: 0n };

/** Of no rows. */
export const noParts: Parts = {
  valued: ofPeriods(0),
  closed: { won: noOutcome, lost: noOutcome },
  cycle: { count: 0, days: 0 },
  extremes: ofPeriods(null),
  middleOfPeriod: ofPeriods(null),
  middleOfYear: null,
  middleDays: null,
};

/** What is asked of a row: see `rows.ts`. */
export type RowColumn = 'value' | 'annualized_value' | 'outcome' | 'days';

type Columns = Readonly<Record<string, RawBuilder<unknown>>>;

/** Columns over rows of one value period, and of one outcome where that is needed, and how what they say is added to a part. */
interface ColumnPart<T> {
  readonly kind: 'sum' | 'extreme';
  readonly needs: readonly RowColumn[];
  readonly columns: (dialect: Dialect) => Columns;
  /** The same over cells of the summary, of those that cells tell: see `cellsOf`. */
  readonly ofCells?: Columns;
  readonly add: (part: T, period: ValuePeriod, row: PartRow) => T;
}

export type PartRow = Readonly<Record<string, string | number | bigint | null>>;

const [value, days] = [sql.ref('value'), sql.ref('days')];

/** Of whatever type the driver makes of a sum. */
const whole = (stored: PartRow[string] | undefined) => Number(stored ?? 0);
const text = (stored: PartRow[string] | undefined) => (stored == null ? null : String(stored));

/** Math has none for whole numbers of any size. */
const smaller = (a: bigint, b: bigint) => [a, b][Number(b < a)] ?? a;
const larger = (a: bigint, b: bigint) => [a, b][Number(b > a)] ?? a;

const widest = (a: Extremes | null, b: Extremes): Extremes =>
  a === null ? b : { smallest: smaller(a.smallest, b.smallest), largest: larger(a.largest, b.largest) };

export const columnParts: { readonly [Name in 'valued' | 'closed' | 'cycle' | 'extremes']: ColumnPart<Parts[Name]> } = {
  valued: {
    ...{ kind: 'sum', needs: ['value'] },
    columns: () => ({ valued: sql`count(${value})` }),
    ofCells: { valued: sql`sum(valued)` },
    add: (part, period, row) => ({ ...part, [period]: part[period] + whole(row.valued) }),
  },
  closed: {
    ...{ kind: 'sum', needs: ['value', 'outcome'] },
    columns: (dialect) => ({ closed: sql`count(*)`, closed_value: sumOfParts(dialect.sumParts(value)) }),
    ofCells: { closed: sql`sum(count)`, closed_value: sumOfParts([sql.ref('value_high'), sql.ref('value_low')]) },
    add: (part, period, row) => {
      const { outcome } = row;
      if (outcome !== 'won' && outcome !== 'lost') return part;
      const { count, value: worth } = part[outcome];
      const more = readSum(text(row.closed_value)) * timesAYear[period];
      return { ...part, [outcome]: { count: count + whole(row.closed), value: worth + more } };
    },
  },
  cycle: {
    ...{ kind: 'sum', needs: ['days'] },
    columns: () => ({ cycles: sql`count(${days})`, days: sql`sum(${days})` }),
    add: ({ count, days: sum }, _period, row) => ({ count: count + whole(row.cycles), days: sum + whole(row.days) }),
  },
  extremes: {
    ...{ kind: 'extreme', needs: ['value'] },
    columns: () => ({
      smallest: sql`cast(min(${value}) as text)`,
      largest: sql`cast(max(${value}) as text)`,
    }),
    add: (part, period, row) => {
      const [smallest, largest] = [text(row.smallest), text(row.largest)];
      if (smallest === null || largest === null) return part;
      return { ...part, [period]: widest(part[period], { smallest: BigInt(smallest), largest: BigInt(largest) }) };
    },
  },
};

export type ColumnPartName = keyof typeof columnParts;

/** What a median is of: a column of the rows, in all or apart for each value period. */
export const middleParts: {
  readonly [Name in Exclude<PartName, ColumnPartName>]: {
    readonly column: Exclude<RowColumn, 'outcome'>;
    readonly isByPeriod: boolean;
  };
} = {
  middleOfPeriod: { column: 'value', isByPeriod: true },
  middleOfYear: { column: 'annualized_value', isByPeriod: false },
  middleDays: { column: 'days', isByPeriod: false },
};

export type MiddlePartName = keyof typeof middleParts;
