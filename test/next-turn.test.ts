/** What takes long is done in turns: whoever asks something small meanwhile is answered between two of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterEach, inTurns } from '../src/next-turn.ts';

/** Counts how often the event loop comes round. */
function countingTurns() {
  let turns = 0;
  let isOver = false;
  const look = () => {
    turns += 1;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const stop = () => {
    isOver = true;
  };
  return { turns: () => turns, stop };
}

test('all is done, in its order, however long the list is', async () => {
  for (const length of [0, 1, 999, 1000, 1001, 2500]) {
    const all = Array.from({ length }, (_, i) => i);
    expect(await inTurns(all, (one) => one * 2)).toEqual(all.map((one) => one * 2));
  }
});

test('others have their turn after each portion of a long list, and a short one is not put off', async () => {
  const { turns, stop } = countingTurns();
  await inTurns(Array.from({ length: 50 }), () => {}, 50);
  expect(turns()).toBe(0);
  await inTurns(Array.from({ length: 1000 }), () => {}, 50);
  stop();
  expect(turns()).toBeGreaterThanOrEqual(19);
});

test('what one of a list throws is told, and no more is done', async () => {
  let done = 0;
  const failing = inTurns(Array.from({ length: 100 }), () => {
    done += 1;
    if (done === 30) throw new Error('the thirtieth');
  });
  await expect(failing).rejects.toThrow('the thirtieth');
  expect(done).toBe(30);
});

test('who comes after so many things goes on a turn later than they, and nobody is overtaken', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(sizes, async (all) => {
      const inTurn = afterEach(50);
      const ready: number[] = [];
      await Promise.all(all.map(async (things, place) => inTurn(things).then(() => ready.push(place))));
      expect(ready).toEqual(all.map((_, place) => place));
    }),
    { numRuns: 50 },
  );
});

test('of things that are ready at once, no turn has many more than the number', async () => {
  const inTurn = afterEach(200);
  const { turns, stop } = countingTurns();
  const inEach = new Map<number, number>();
  const waiting = Array.from({ length: 50 }, async () => {
    await inTurn(50);
    inEach.set(turns(), (inEach.get(turns()) ?? 0) + 50);
  });
  await Promise.all(waiting);
  stop();
  expect(Math.max(...inEach.values())).toBeLessThanOrEqual(250);
});
