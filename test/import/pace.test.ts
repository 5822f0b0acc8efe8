/** An import puts in as many rows at once as others can wait for. */
import { expect, test } from 'vitest';
import { createPace } from '../../src/import/pace.ts';

/** The sizes of batches on a machine that takes so many milliseconds for each thousand rows. */
async function sizesOf(milliseconds: readonly number[]): Promise<readonly number[]> {
  let now = 0;
  const pace = createPace(() => now);
  const sizes: number[] = [];
  for (const each of milliseconds) {
    const rows = pace.rows();
    sizes.push(rows);
    await pace.timed(rows, async () => {
      now += (rows / 1000) * each;
    });
  }
  return [...sizes, pace.rows()];
}

test('batches grow to what two seconds hold, at most twofold, and to ten thousand rows', async () => {
  expect(await sizesOf([400, 400, 400, 400])).toEqual([1000, 2000, 4000, 5000, 5000]);
  expect(await sizesOf([0, 0, 0, 0, 0])).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('a batch that was slow makes the next one smaller, to a thousand rows', async () => {
  expect(await sizesOf([0, 0, 1000, 9000])).toEqual([1000, 2000, 4000, 2000, 1000]);
});

test('a batch that fails says nothing of the next', async () => {
  const pace = createPace(() => 0);
  const failed = pace.timed(1000, () => Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  expect(pace.rows()).toBe(1000);
});
