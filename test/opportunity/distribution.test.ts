/** What a sum of deals may come to: exact where outcomes are counted, else within the precision that is told. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chance, distributionOf, probabilityError } from '../../src/opportunity/forecast/distribution.ts';
import { runs } from '../runs.ts';

/** The whole distribution of a sum of small whole numbers, added deal by deal. */
function exactly(chances: readonly Chance[]): { readonly least: number; readonly shares: readonly number[] } {
  const deals = chances.flatMap(({ value, confidence, count }) =>
    Array.from({ length: count }, () => ({ value: Number(value), won: confidence / 100 })),
  );
  const least = deals.reduce((sum, { value }) => sum + Math.min(0, value), 0);
  const size = deals.reduce((sum, { value }) => sum + Math.abs(value), 0) + 1;
  let shares = new Float64Array(size);
  shares[-least] = 1;
  for (const { value, won } of deals) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      next[i] = (next[i] ?? 0) + (shares[i] ?? 0) * (1 - won);
      const to = i + value;
      if (to >= 0 && to < size) next[to] = (next[to] ?? 0) + (shares[i] ?? 0) * won;
    }
    shares = next;
  }
  return { least, shares: [...shares] };
}

const atMost = ({ least, shares }: ReturnType<typeof exactly>, amount: number) =>
  shares.reduce((sum, share, i) => (i + least <= amount ? sum + share : sum), 0);

const chance = (range: { min: bigint; max: bigint }) =>
  fc.record({
    value: fc.bigInt(range),
    confidence: fc.integer({ min: 0, max: 100 }),
    count: fc.integer({ min: 1, max: 3 }),
  });

async function agrees(chances: readonly Chance[]) {
  const told = await distributionOf(chances);
  const model = exactly(chances);
  const precision = Number(told.precision);
  for (const level of [0.1, 0.5, 0.9]) {
    const amount = Number(told.quantile(level));
    expect(atMost(model, amount + precision)).toBeGreaterThanOrEqual(level - probabilityError);
    expect(atMost(model, amount - precision - 1)).toBeLessThanOrEqual(level + probabilityError);
    const reaching = told.reaching(BigInt(amount));
    expect(reaching).toBeLessThanOrEqual(1 - atMost(model, amount - precision - 1) + probabilityError);
    expect(reaching).toBeGreaterThanOrEqual(1 - atMost(model, amount + precision) - probabilityError);
  }
}

test('of few deals every outcome is counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(chance({ min: -30n, max: 60n }), { maxLength: 4 }), async (chances) => {
      expect((await distributionOf(chances)).precision).toBe(0n);
      await agrees(chances);
    }),
    { numRuns: runs(100) },
  );
});

test('of more it is right within the precision that is told, also where values are all alike or one outweighs the others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(chance({ min: -40n, max: 300n }), { minLength: 8, maxLength: 40 }), async (chances) => {
      await agrees(chances);
    }),
    { numRuns: runs(15) },
  );
  await agrees([{ value: 100n, confidence: 50, count: 60 }]);
  await agrees([{ value: 1n, confidence: 30, count: 200 }]);
  await agrees([
    { value: 5000n, confidence: 40, count: 1 },
    { value: 3n, confidence: 70, count: 100 },
  ]);
  await agrees([{ value: 50n, confidence: 1, count: 80 }]);
});

test('what is certain is added, and what cannot be is not', async () => {
  const told = await distributionOf([
    { value: 10n ** 17n, confidence: 100, count: 3 },
    { value: 7n, confidence: 0, count: 5 },
  ]);
  expect([
    told.quantile(0.1),
    told.quantile(0.9),
    told.reaching(3n * 10n ** 17n),
    told.reaching(3n * 10n ** 17n + 1n),
  ]).toEqual([3n * 10n ** 17n, 3n * 10n ** 17n, 1, 0]);
  expect((await distributionOf([])).quantile(0.5)).toBe(0n);
});

test('by hand: two deals of 100 and 50, each as likely as not', async () => {
  const told = await distributionOf([
    { value: 100n, confidence: 50, count: 1 },
    { value: 50n, confidence: 50, count: 1 },
  ]);
  // 0, 50, 100 and 150 are as likely.
  expect([0.1, 0.25, 0.5, 0.9].map((level) => told.quantile(level))).toEqual([0n, 0n, 50n, 150n]);
  expect([50n, 51n, 150n, 151n].map((amount) => told.reaching(amount))).toEqual([0.75, 0.5, 0.25, 0]);
});

test('a million deals that are alike are told as the normal distribution has them, and as one by one', async () => {
  const spread = 100 * Math.sqrt(1_000_000 * 0.3 * 0.7);
  const million = await distributionOf([{ value: 100n, confidence: 30, count: 1_000_000 }]);
  for (const [probability, deviations] of [
    [0.1, -1.28155],
    [0.5, 0],
    [0.9, 1.28155],
  ] as const) {
    const expected = 30_000_000 + deviations * spread;
    const off = Math.abs(Number(million.quantile(probability)) - expected);
    expect(off).toBeLessThan(Number(million.precision) + 0.002 * spread);
  }
  expect(million.precision).toBeLessThan(BigInt(Math.ceil(spread)));
  const apart = await distributionOf(Array.from({ length: 333 }, () => ({ value: 100n, confidence: 30, count: 1 })));
  const together = await distributionOf([{ value: 100n, confidence: 30, count: 333 }]);
  for (const amount of [8000n, 9950n, 10_050n, 12_000n]) {
    expect(together.reaching(amount)).toBeCloseTo(apart.reaching(amount), 1);
  }
});

test('while it is reckoned, what comes in between is answered, of however many there are', async () => {
  const deals = Array.from({ length: 20_000 }, (_, i) => ({
    value: BigInt(1000 + i),
    confidence: 1 + (i % 99),
    count: 1,
  }));
  let rounds = 0;
  let isDone = false;
  const count = () => {
    rounds++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  // Four at once: slices take turns, and are not all in one round.
  await Promise.all(Array.from({ length: 4 }, () => distributionOf(deals)));
  isDone = true;
  expect(rounds).toBeGreaterThan(20);
});

test('of 10,000 deals it is precise to less than the largest of them', async () => {
  const deals = Array.from({ length: 10_000 }, (_, i) => ({
    ...{ value: BigInt(100_000 + ((i * 7919) % 1_900_000)), confidence: 1 + ((i * 31) % 99), count: 1 },
  }));
  const told = await distributionOf(deals);
  const mean = deals.reduce((sum, { value, confidence }) => sum + (Number(value) * confidence) / 100, 0);
  const deviation = Math.sqrt(
    deals.reduce((sum, { value, confidence: c }) => sum + Number(value) ** 2 * (c / 100) * (1 - c / 100), 0),
  );
  expect(Number(told.precision)).toBeLessThan(1_900_000);
  // So many independent deals are spread as a normal distribution, by far.
  for (const [level, deviations] of [
    [0.1, -1.2816],
    [0.5, 0],
    [0.9, 1.2816],
  ] as const) {
    const far = Number(told.quantile(level)) - (mean + deviations * deviation);
    expect(Math.abs(far)).toBeLessThan(Number(told.precision) + 0.01 * deviation);
  }
});
