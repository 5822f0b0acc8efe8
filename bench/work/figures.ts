/** All figures of a list, as each side is asked for them, and as what they must agree on. */
import {
  countOf,
  expectedValue,
  noTotals,
  type Span,
  type Totals,
  totalValue,
} from '../../src/opportunity/aggregates.ts';
import { type ValuePeriod, valuePeriods } from '../../src/value/money.ts';
import type { BenchOrganization } from '../data/organization.ts';
import type { Statement } from './question.ts';

const spans: readonly (readonly [name: string, span: Span])[] = [
  ['OneTime', 'one_time'],
  ['Monthly', 'monthly'],
  ['Annual', 'annual'],
  ['Annualized', 'annualized'],
];

const sums = spans.flatMap(([name]) => [`totalValue${name}`, `expectedValue${name}`]);

/** Within `opportunities { … }` of the gateway. */
export const figuresDocument = `aggregates { count countByValuePeriod { oneTime monthly annual } ${sums.join(' ')} }`;

export type GatewayFigures = Readonly<Record<string, unknown>>;

/** With the counts of the periods in a list, as `figuresOf` has them. */
export const figuresOfGateway = ({ countByValuePeriod, ...figures }: GatewayFigures): Figures => ({
  ...figures,
  counts: Object.values(countByValuePeriod as object),
});

type Figures = Readonly<Record<string, unknown>>;

export function figuresOf(totals: Totals): Figures {
  const values = spans.flatMap(([name, span]) => [
    [`totalValue${name}`, Number(totalValue(totals, span))],
    [`expectedValue${name}`, Number(expectedValue(totals, span))],
  ]);
  const counts = valuePeriods.map((period) => totals[period].count);
  return { count: countOf(totals), ...Object.fromEntries(values), counts };
}

/** Of all deals of the organization, or of those that a condition on `o` finds. */
export const periodsSql = (
  { id }: BenchOrganization,
  name: string,
  where = '',
  values: readonly unknown[] = [],
): Statement => ({
  name,
  text: `select o.value_period as period, count(*)::int as count, sum(o.value)::text as value, sum(o.weighted)::text as weighted
    from opportunity o where o.organization_id = $1 ${where} group by o.value_period`,
  values: [id, ...values],
});

export interface PeriodRow {
  readonly period: string;
  readonly count: number | string;
  readonly value: string | null;
  readonly weighted: string | null;
}

export function figuresOfSql(rows: readonly PeriodRow[]): Figures {
  const found = rows.map(({ period, count, value, weighted }) => [
    period as ValuePeriod,
    { count: Number(count), value: BigInt(value ?? 0), weighted: BigInt(weighted ?? 0) },
  ]);
  return figuresOf({ ...noTotals, ...Object.fromEntries(found) });
}

/**
 * Within `allOpportunities { … }` of PostGraphile: the cheapest of its questions from which all figures follow. It has no
 * count of a group but that of distinct values, which are fastest to tell apart where they are integers.
 */
export const periodsDocument = `groupedAggregates(groupBy: [VALUE_PERIOD]) {
  keys distinctCount { rowKey } sum { value weighted }
}`;

export interface PostgraphilePeriod {
  readonly keys: readonly string[];
  readonly distinctCount: { readonly rowKey: string };
  readonly sum: { readonly value: string; readonly weighted: string };
}

export const figuresOfPostgraphile = (periods: readonly PostgraphilePeriod[]) =>
  figuresOfSql(
    periods.map(({ keys: [period = ''], distinctCount, sum }) => ({ period, count: distinctCount.rowKey, ...sum })),
  );
