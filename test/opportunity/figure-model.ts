/** What each figure is, said a second time over rows in memory: fractions are kept, and rounded by way of the sign. */
import { dayOf, type Zone } from '../../src/value/period.ts';
import { annualizedOf, weightedOf } from '../model.ts';
import type { ModelRow } from '../sample.ts';

function divided(sum: bigint, number: bigint): bigint | null {
  if (number === 0n) return null;
  const isNegative = sum < 0n !== number < 0n && sum !== 0n;
  const [up, down] = [sum < 0n ? -sum : sum, number < 0n ? -number : number];
  const whole = up / down + ((up % down) * 2n >= down ? 1n : 0n);
  return isNegative ? -whole : whole;
}

const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);

function median(values: readonly bigint[], scale = 1n): bigint | null {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return lower === undefined || upper === undefined ? null : divided((lower + upper) * scale, 2n);
}

/** Whole days, counted on the calendar of the zone. */
function daysToClose(row: ModelRow, zone: Zone): number | null {
  const lost = row.statusType === 'lost' && row.dateLost !== null ? dayOf(row.dateLost, zone) : null;
  const closed = row.statusType === 'won' ? row.dateWon : lost;
  if (closed === null) return null;
  const days = (Date.parse(closed) - Date.parse(dayOf(row.dateCreated, zone))) / 86_400_000;
  return days < 0 ? null : days;
}

/** Each figure by its name, in the unit it is kept in. */
export function figuresOf(rows: readonly ModelRow[], zone: Zone): Readonly<Record<string, bigint | null>> {
  const valued = rows.filter((row) => row.value !== null);
  const [won, lost] = (['won', 'lost'] as const).map((type) => rows.filter((row) => row.statusType === type));
  const [wonValue, lostValue] = [total((won ?? []).map(annualizedOf)), total((lost ?? []).map(annualizedOf))];
  const [wonCount, lostCount] = [BigInt(won?.length ?? 0), BigInt(lost?.length ?? 0)];
  const days = rows.flatMap((row) => daysToClose(row, zone) ?? []).map(BigInt);
  const amounts = (span: string, own: readonly ModelRow[], amount: (row: ModelRow) => bigint) => {
    const values = own.map(amount);
    const smallestFirst = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return {
      [`total_value_${span}`]: total(values),
      [`average_value_${span}`]: divided(total(values), BigInt(own.length)),
      [`median_value_${span}`]: median(values),
      [`smallest_value_${span}`]: smallestFirst[0] ?? null,
      [`largest_value_${span}`]: smallestFirst.at(-1) ?? null,
    };
  };
  const periods = (['one_time', 'monthly', 'annual'] as const).map((period) => {
    const own = valued.filter((row) => row.valuePeriod === period);
    return {
      ...amounts(period, own, (row) => row.value ?? 0n),
      [`expected_value_${period}`]: divided(total(own.map(weightedOf)), 100n),
    };
  });
  return Object.assign(
    { count: BigInt(rows.length), count_with_value: BigInt(valued.length) },
    ...periods,
    amounts('annualized', valued, annualizedOf),
    {
      expected_value_annualized: divided(total(valued.map((row) => annualizedOf(row) * BigInt(row.confidence))), 100n),
    },
    { win_rate: divided(wonCount * 1_000_000n, wonCount + lostCount) },
    { win_rate_by_value: divided(wonValue * 1_000_000n, wonValue + lostValue) },
    { average_days_to_close: divided(total(days) * 10n, BigInt(days.length)), median_days_to_close: median(days, 10n) },
  );
}
