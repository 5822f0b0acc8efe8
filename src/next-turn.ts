/**
 * For reckoning that takes long: it waits between slices of some milliseconds until the event loop has come round. Slices take
 * turns, whoever they are for: of each round there is one, so that whoever asks something small meanwhile waits for one and not
 * for all. A forecast by months, reckoned at once, kept `/health` waiting for 0.6 s.
 */
let last: Promise<void> = Promise.resolve();

export function nextTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}

/**
 * Something for each of a long list, with a turn after so many, which should take some milliseconds: the groups of 20,000 leads,
 * made at once, kept `/health` waiting for 0.4 s.
 */
export async function inTurns<T, R>(all: readonly T[], each: (one: T) => R, atOnce = 1000): Promise<readonly R[]> {
  if (all.length <= atOnce) return all.map((one) => each(one));
  const done: R[] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    for (const one of all.slice(from, from + atOnce)) done.push(each(one));
    await nextTurn();
  }
  return done;
}

/**
 * For things that are ready at once and then make work: who comes after so many waits for the next turn. The pages of 50 parents,
 * answered together, kept `/health` for 0.4 s. @returns waits, if need be; it is told how many things come with it
 */
export function afterEach(number: number): (things: number) => Promise<void> {
  let turn = Promise.resolve();
  let now = 0;
  return (things) => {
    if (now >= number) {
      turn = nextTurn();
      now = 0;
    }
    now += things;
    return turn;
  };
}
