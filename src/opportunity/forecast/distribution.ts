/**
 * What a sum of deals may come to if each is won or not, independently, with its confidence. Of few deals all outcomes are
 * counted. Of more the distribution is found by its characteristic function, the product of those of the deals, which is
 * exact; the sum is told with a spread of at most `precision`, without which infinitely many frequencies were needed.
 * Nothing is drawn at random: the same deals have the same answer. docs/analytics.md has the bounds.
 */
import { inTurns, nextTurn } from '../../next-turn.ts';

/** So many deals of one value and one confidence. */
export interface Chance {
  /** Minor units. */
  readonly value: bigint;
  /** Percent. */
  readonly confidence: number;
  readonly count: number;
}

export interface Distribution {
  /** At the level that is told, within `probabilityError`, amounts are right within this many minor units; 0 where all was counted. */
  readonly precision: bigint;
  /** The least amount that the sum does not exceed with this probability. */
  quantile(probability: number): bigint;
  /** How likely the sum is at least so much. */
  reaching(amount: bigint): number;
}

/** Of the probability beyond the window, and of the frequencies that are left out. */
export const probabilityError = 0.0002;

export async function distributionOf(chances: readonly Chance[]): Promise<Distribution> {
  const certain = chances.filter(({ confidence }) => confidence >= 100);
  const open = chances.filter(({ value, confidence }) => confidence > 0 && confidence < 100 && value !== 0n);
  const base = certain.reduce((sum, { value, count }) => sum + value * BigInt(count), 0n);
  const number = open.reduce((sum, { count }) => sum + count, 0);
  return moved(number <= countedAtMost ? counted(open) : await inverted(open), base);
}

function moved(of: Distribution, by: bigint): Distribution {
  return {
    precision: of.precision,
    quantile: (probability) => of.quantile(probability) + by,
    reaching: (amount) => of.reaching(amount - by),
  };
}

/** 4,096 outcomes. */
const countedAtMost = 12;

function counted(chances: readonly Chance[]): Distribution {
  let outcomes = new Map<bigint, number>([[0n, 1]]);
  for (const { value, confidence, count } of chances) {
    for (let deal = 0; deal < count; deal++) outcomes = withDeal(outcomes, value, confidence / 100);
  }
  const sorted = [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    precision: 0n,
    quantile(probability) {
      let sum = 0;
      // What decimals lose must not make the next outcome of this one.
      for (const [amount, share] of sorted) {
        sum += share;
        if (sum >= probability - 1e-12) return amount;
      }
      return sorted.at(-1)?.[0] ?? 0n;
    },
    reaching: (amount) =>
      Math.min(
        1,
        sorted.reduce((sum, [outcome, share]) => (outcome >= amount ? sum + share : sum), 0),
      ),
  };
}

function withDeal(outcomes: ReadonlyMap<bigint, number>, value: bigint, won: number): Map<bigint, number> {
  const next = new Map<bigint, number>();
  for (const [amount, share] of outcomes) {
    next.set(amount, (next.get(amount) ?? 0) + share * (1 - won));
    next.set(amount + value, (next.get(amount + value) ?? 0) + share * won);
  }
  return next;
}

/** So many products take some 50 ms of a core. There are more where more than 47,000 chances differ. */
const factors = 12_000_000;
/** Of which so many are multiplied at a time, in some 8 ms. */
const slice = 2_000_000;
const frequencies = { least: 256, most: 4000 };
/** The spread is a sum of so many uniform ones, whose own function vanishes quickly; up to `reach` / spread it must be known. */
const uniforms = 7;
const reach = 18.6;

async function inverted(chances: readonly Chance[]): Promise<Distribution> {
  const deals = await inTurns(chances, ({ value, confidence, count }) => ({
    ...{ value: Number(value), won: confidence / 100, count },
  }));
  const mean = deals.reduce((sum, { value, won, count }) => sum + value * won * count, 0);
  await nextTurn();
  const half = halfWindow(deals);
  await nextTurn();
  const products = deals.reduce((sum, { count }) => sum + 1 + 2 * Math.floor(Math.log2(count)), 0);
  const size = Math.max(frequencies.least, Math.min(frequencies.most, Math.floor(factors / products)));
  // The window has room for the spread itself.
  const spread = (half * 2 * reach) / (2 * Math.PI * size - 2 * reach);
  const period = 2 * (half + spread);
  const atOnce = Math.max(1, Math.floor(slice / products));
  const series = await seriesOf(deals, { mean, period, spread, size, atOnce });
  const below = (amount: number) => distributionAt(series, amount - mean, period);
  return {
    precision: BigInt(Math.ceil(spread)),
    quantile: (probability) => BigInt(Math.round(mean + leastReaching(below, probability, mean, half + spread))),
    // At least an amount is not at most the one before.
    reaching: (amount) => Math.min(1, Math.max(0, 1 - below(Number(amount) - 0.5))),
  };
}

interface Deal {
  readonly value: number;
  readonly won: number;
  readonly count: number;
}

/** How far from its mean the sum lies at most, but for a probability of 0.00001: by Hoeffding or Bernstein, or by all there is. */
function halfWindow(deals: readonly Deal[]): number {
  const sum = (of: (deal: Deal) => number) => deals.reduce((total, deal) => total + of(deal) * deal.count, 0);
  const largest = deals.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  const variance = sum(({ value, won }) => value * value * won * (1 - won));
  const doubt = Math.log(2 / 0.00001);
  const linear = (largest * doubt) / 3;
  return Math.min(
    Math.sqrt((sum(({ value }) => value * value) * doubt) / 2),
    linear + Math.sqrt(linear * linear + 2 * variance * doubt),
    sum(({ value }) => Math.abs(value)),
  );
}

/** The function of the sum, less its mean and with its spread, at multiples of one frequency: real and imaginary parts. */
interface Series {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

interface Window {
  readonly mean: number;
  readonly period: number;
  readonly spread: number;
  readonly size: number;
  /** How many frequencies are reckoned at a time. */
  readonly atOnce: number;
}

async function seriesOf(deals: readonly Deal[], { mean, period, spread, size, atOnce }: Window): Promise<Series> {
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  const turn = (2 * Math.PI) / period;
  // What a deal of each chance turns by from one frequency to the next, and where it stands.
  const [stepX, stepY] = [
    of(deals, ({ value }) => Math.cos(value * turn)),
    of(deals, ({ value }) => Math.sin(value * turn)),
  ];
  const [atX, atY] = [new Float64Array(deals.length).fill(1), new Float64Array(deals.length)];
  const [won, counts] = [of(deals, (deal) => deal.won), of(deals, ({ count }) => count)];
  for (let k = 0; k < size; k++) {
    if (k % atOnce === 0) await nextTurn();
    let x = 1;
    let y = 0;
    // Written out: this runs some 12 million times.
    for (let i = 0; i < won.length; i++) {
      const sx = stepX[i] ?? 0;
      const sy = stepY[i] ?? 0;
      const ax = atX[i] ?? 0;
      const ay = atY[i] ?? 0;
      const nx = ax * sx - ay * sy;
      const ny = ax * sy + ay * sx;
      atX[i] = nx;
      atY[i] = ny;
      if (x === 0 && y === 0) continue;
      const p = won[i] ?? 0;
      let fx = 1 - p + p * nx;
      let fy = p * ny;
      let number = counts[i] ?? 1;
      // Deals that are alike have one factor, to the power of their number: squared for each of its binary digits.
      for (; number > 1; number = Math.floor(number / 2)) {
        if (number % 2 === 1) {
          const ox = x * fx - y * fy;
          y = x * fy + y * fx;
          x = ox;
        }
        const squared = fx * fx - fy * fy;
        fy = 2 * fx * fy;
        fx = squared;
      }
      const px = x * fx - y * fy;
      y = x * fy + y * fx;
      // Numbers too small to matter are slow to reckon with.
      const isNothing = px * px + y * y < 1e-60;
      x = isNothing ? 0 : px;
      if (isNothing) y = 0;
    }
    const frequency = turn * (k + 1);
    const part = (frequency * spread) / uniforms;
    const damping = (Math.sin(part) / part) ** uniforms;
    const [cx, cy] = [Math.cos(frequency * mean), -Math.sin(frequency * mean)];
    real[k] = (x * cx - y * cy) * damping;
    imaginary[k] = (x * cy + y * cx) * damping;
  }
  return { real, imaginary };
}

/** `Float64Array.from` takes ten times as long. */
function of(deals: readonly Deal[], figure: (deal: Deal) => number): Float64Array {
  const figures = new Float64Array(deals.length);
  for (let i = 0; i < deals.length; i++) {
    const deal = deals[i];
    if (deal) figures[i] = figure(deal);
  }
  return figures;
}

/** How likely the sum is at most so far from its mean. */
function distributionAt({ real, imaginary }: Series, distance: number, period: number): number {
  if (distance <= -period / 2) return 0;
  if (distance >= period / 2) return 1;
  const turn = (2 * Math.PI) / period;
  let sum = distance / period + 0.5;
  for (let k = 0; k < real.length; k++) {
    const x = real[k] ?? 0;
    const y = imaginary[k] ?? 0;
    if (x === 0 && y === 0) continue;
    const angle = -turn * (k + 1) * distance;
    // The integral from the beginning of the window, where the wave stands at 1 and -1 in turn.
    const cx = Math.cos(angle) - (k % 2 === 0 ? -1 : 1);
    const cy = Math.sin(angle);
    sum -= (x * cy + y * cx) / (Math.PI * (k + 1));
  }
  return sum;
}

function leastReaching(below: (amount: number) => number, probability: number, mean: number, width: number): number {
  let [low, high] = [-width, width];
  for (let round = 0; round < 60 && high - low > 0.25; round++) {
    const middle = (low + high) / 2;
    if (below(mean + middle) >= probability) high = middle;
    else low = middle;
  }
  return high;
}
