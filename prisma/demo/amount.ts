/** What deals are worth: many small ones, few large ones, mostly in round figures; in minor units, without a float. */
import type { ValuePeriod } from '../../src/value/money.ts';
import type { Random } from './random.ts';

type Sizes = readonly (readonly [weight: number, range: readonly [number, number]])[];

/** In whole currency units. */
const sizes: Readonly<Record<ValuePeriod, Sizes>> = {
  one_time: [
    [24, [400, 2_500]],
    [40, [2_500, 10_000]],
    [25, [10_000, 40_000]],
    [10, [40_000, 150_000]],
    [1, [150_000, 600_000]],
  ],
  annual: [
    [30, [1_200, 6_000]],
    [45, [6_000, 24_000]],
    [20, [24_000, 90_000]],
    [5, [90_000, 360_000]],
  ],
  monthly: [
    [40, [49, 300]],
    [45, [300, 1_500]],
    [14, [1_500, 6_000]],
    [1, [6_000, 25_000]],
  ],
};

export function amountOf(random: Random, period: ValuePeriod): bigint {
  const whole = random.between(...random.weighted(sizes[period]));
  const step = whole < 500 ? 5 : whole < 5_000 ? 50 : whole < 50_000 ? 500 : 5_000;
  const round = BigInt(whole - (whole % step));
  return random.percent(88) ? round * 100n : round * 100n + BigInt(random.between(1, 99));
}

/** What it was thought to be worth before it was looked at closely. */
export function firstEstimate(random: Random, amount: bigint): bigint {
  const rough = (amount * BigInt(random.between(60, 140))) / 100n;
  return rough - (rough % 5_000n) || amount;
}
