/**
 * Until when a request is worked for: until its time is up, or nobody waits for the answer any more. What it asks of the
 * database ends then (see `until.ts`): statements under way are interrupted where the database can, and none is begun.
 *
 * Connections learn of it by the context of the call, for Prisma hands nothing of ours through to its adapters.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlQuery } from '@prisma/driver-adapter-utils';
import { DomainError } from '../errors.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** By the clock as well as by the signal: while SQLite works, no timer can tell. */
  isOver(): boolean;
  /** To be called when the request has been answered. */
  end(): void;
  /** A statement was sent for it. */
  noteStatement(): void;
  /** How many were. */
  statements(): number;
}

/** `left` is aborted when the client goes away. */
export function createDeadline(milliseconds: number, left: AbortSignal): Deadline {
  const controller = new AbortController();
  const over = performance.now() + milliseconds;
  const stop = () => controller.abort();
  const timer = setTimeout(stop, milliseconds);
  timer.unref();
  let statements = 0;
  if (left.aborted) stop();
  left.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    isOver: () => controller.signal.aborted || performance.now() >= over,
    end() {
      clearTimeout(timer);
      left.removeEventListener('abort', stop);
    },
    noteStatement() {
      statements += 1;
    },
    statements: () => statements,
  };
}

const current = new AsyncLocalStorage<Deadline>();

/** Of the call under way; none for programs that have all the time they need, such as an import. */
export const currentDeadline = (): Deadline | undefined => current.getStore();

export const withDeadline = <T>(deadline: Deadline, work: () => T): T => current.run(deadline, work);

export const timedOut = () =>
  new DomainError('TIMEOUT', 'This took longer than a request may, and was stopped. Ask for less at once.');

/** What `started` comes to, unless the deadline is over first: then it is `late`, and what comes after all is discarded. */
export function inTime<T>(
  deadline: Deadline | undefined,
  started: Promise<T>,
  late: () => Error,
  discard: (result: T) => unknown,
): Promise<T> {
  if (!deadline) return started;
  const { signal } = deadline;
  return new Promise<T>((resolve, reject) => {
    const stop = () => {
      reject(late());
      started.then(discard, () => {});
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    const settled = () => signal.removeEventListener('abort', stop);
    started.finally(settled).then(resolve, reject);
  });
}

/** They are sent whatever happens: the connection would go back in the middle of a transaction. */
export const isEnd = ({ sql }: SqlQuery): boolean => sql === 'COMMIT' || sql === 'ROLLBACK';

/** What comes to its end too late is not stored: the caller is told so, and would store it again. */
export async function endingInTime<T>(
  query: SqlQuery,
  deadline: Deadline | undefined,
  late: () => Error,
  send: (query: SqlQuery) => Promise<T>,
): Promise<T> {
  const isLate = query.sql === 'COMMIT' && deadline?.isOver();
  const result = await send(isLate ? { ...query, sql: 'ROLLBACK' } : query);
  if (isLate) throw late();
  return result;
}
