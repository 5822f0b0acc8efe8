/** The sums that a list or group of these rows has over REST, computed from the rows, another way than the program does. */
import { annualizedOf, rounded } from '../model.ts';
import type { ModelRow } from '../sample.ts';

export const spans = ['one_time', 'monthly', 'annual', 'annualized'] as const;

export function sumsOf(rows: readonly ModelRow[]) {
  const entries = spans.flatMap((span) => {
    const own = rows.filter(({ valuePeriod }) => span === 'annualized' || valuePeriod === span);
    const amount = (row: ModelRow) => (span === 'annualized' ? annualizedOf(row) : (row.value ?? 0n));
    const total = own.reduce((sum, row) => sum + amount(row), 0n);
    const expected = rounded(own.reduce((sum, row) => sum + amount(row) * BigInt(row.confidence), 0n));
    return [
      [`total_value_${span}`, Number(total)],
      [`total_value_${span}_formatted`, formatted(total)],
      [`expected_value_${span}`, Number(expected)],
      [`expected_value_${span}_formatted`, formatted(expected)],
    ];
  });
  return Object.fromEntries(entries);
}

/** How many of each value period there are; none where there is none. */
export function countsOf(rows: readonly ModelRow[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { valuePeriod } of rows) counts[valuePeriod] = (counts[valuePeriod] ?? 0) + 1;
  return counts;
}

function formatted(cents: bigint): string | null {
  if (cents === 0n) return null;
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const part = digits.endsWith('00') ? '' : `.${digits.slice(-2)}`;
  return `${cents < 0n ? '-' : ''}$${whole}${part}`;
}
