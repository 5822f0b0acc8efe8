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
