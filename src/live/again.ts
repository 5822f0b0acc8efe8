/** When to ask again what was asked of an organization: at once, and then after changes, however many, once in an interval. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeFeed } from './change.ts';

/** The event of such a stream. What is answered to it as before need not be told again. */
export const again = Symbol('ask again');

/** @param interval in milliseconds. @throws SERVICE_UNAVAILABLE, now or when read, if changes may have been missed */
export function askAgain(
  feed: Pick<ChangeFeed, 'subscribe'>,
  organizationId: string,
  interval: number,
): AsyncIterableIterator<typeof again> {
  const source = feed.subscribe(organizationId);
  const left = new AbortController();
  let isChanged = true;
  let isOver = false;
  let failure: unknown;
  let asked = Number.NEGATIVE_INFINITY;
  let wake = () => {};

  // Read whether anybody asks or not: thousands of changes are one reason to ask again.
  const listen = async () => {
    try {
      while (!(await source.next()).done) {
        isChanged = true;
        wake();
      }
    } catch (error) {
      failure = error;
    }
    isOver = true;
    left.abort();
    wake();
  };
  void listen();

  const until = (moment: number) =>
    sleep(Math.max(0, moment - performance.now()), undefined, { signal: left.signal }).catch(() => {});
  return {
    async next() {
      if (!isChanged && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (!isOver) await until(asked + interval);
      if (failure !== undefined) {
        const error = failure;
        failure = undefined;
        throw error;
      }
      if (isOver) return { value: undefined, done: true };
      isChanged = false;
      asked = performance.now();
      return { value: again, done: false };
    },
    async return() {
      isOver = true;
      left.abort();
      wake();
      await source.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
