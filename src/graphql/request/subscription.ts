/** Subscriptions: a stream of events, each answered like an operation of its own, on what is stored when it is told. */
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { again } from '../../live/again.ts';
import type { Context } from '../context.ts';

export interface Subscriber {
  /** Aborted when the client has left, be it before its stream was opened: then nobody reads the stream, nor ends it. */
  readonly signal: AbortSignal;
  /** Counts the stream until what it returns is called. @throws OVERLOADED */
  hold(): () => void;
  /** Calls back when the subscriber may not go on. @returns what stops the watching */
  watch(end: (reason: Error) => void): () => void;
  inContext<Result>(work: (context: Context) => Promise<Result>): Promise<Result>;
  answer(event: unknown): Promise<ExecutionResult>;
  mask(error: unknown): GraphQLError;
}

/** The context in which a stream is opened is closed at once: a subscription may stay for days. */
export async function subscribe(
  args: ExecutionArgs,
  { signal, hold, watch, inContext, answer, mask }: Subscriber,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  let release = () => {};
  try {
    release = hold();
    const source = await inContext((context) => createSourceEventStream({ ...args, contextValue: context }));
    if (!isAsyncIterable(source)) {
      release();
      return { errors: source.errors?.map(mask) ?? [] };
    }
    const stream = answers(source[Symbol.asyncIterator](), { release, watch, answer, mask });
    const end = () => void stream.return?.();
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
    return stream;
  } catch (error) {
    release();
    return { errors: [mask(error)] };
  }
}

interface Answering extends Pick<Subscriber, 'watch' | 'answer' | 'mask'> {
  readonly release: () => void;
}

/** What goes wrong with the stream is told as its last event. Not a generator: its `return` would wait for the next event. */
function answers(
  source: AsyncIterator<unknown>,
  { release, watch, answer, mask }: Answering,
): AsyncIterableIterator<ExecutionResult> {
  let reason: Error | undefined;
  let wake = (_reason: Error) => {};
  const unwatch = watch((told) => {
    reason = told;
    wake(told);
  });
  const end = async () => {
    release();
    unwatch();
    await source.return?.();
    return { value: undefined, done: true } as const;
  };
  // Not a race with one promise for all events: that would keep something of each until the stream ends.
  const nextEvent = () =>
    new Promise<IteratorResult<unknown>>((resolve, reject) => {
      wake = reject;
      if (reason) reject(reason);
      else source.next().then(resolve, reject);
    });
  let told: string | undefined;
  const isNew = (result: ExecutionResult) => {
    const before = told;
    told = JSON.stringify(result);
    return told !== before;
  };
  return {
    async next() {
      try {
        for (;;) {
          const event = await nextEvent();
          if (event.done) return end();
          const value = await answer(event.value);
          if (event.value !== again || isNew(value)) return { value, done: false };
        }
      } catch (error) {
        await end();
        reason = undefined;
        return { value: { errors: [mask(error)] }, done: false };
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
