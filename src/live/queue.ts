/** What one subscriber has not read yet: bounded, and gone when the subscriber is. */

export interface Queue<Item> extends AsyncIterableIterator<Item> {
  push(item: Item): void;
  /** Ends it: at once, or with an error once what is waiting has been read. */
  end(error?: Error): void;
}

interface Reader<Item> {
  readonly resolve: (result: IteratorResult<Item>) => void;
  readonly reject: (error: Error) => void;
}

/** `onEnd` is called once. One that is full ends with the error of `tooSlow`: to leave items out would be to lie. */
export function createQueue<Item>(limit: number, tooSlow: () => Error, onEnd: () => void): Queue<Item> {
  const items: Item[] = [];
  let waiting: Reader<Item>[] = [];
  let ended = false;
  let failure: Error | undefined;
  const done: IteratorResult<Item> = { value: undefined, done: true };

  const end = (error?: Error) => {
    if (ended) return;
    ended = true;
    onEnd();
    const readers = waiting;
    waiting = [];
    if (error && readers.length === 0) failure = error;
    for (const { resolve, reject } of readers) error ? reject(error) : resolve(done);
  };

  return {
    push(item) {
      if (ended) return;
      const reader = waiting.shift();
      if (reader) reader.resolve({ value: item, done: false });
      else if (items.push(item) > limit) end(tooSlow());
    },
    end,
    async next() {
      const item = items.shift();
      if (item !== undefined) return { value: item, done: false };
      if (failure) {
        const error = failure;
        failure = undefined;
        throw error;
      }
      if (ended) return done;
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    async return() {
      items.length = 0;
      failure = undefined;
      end();
      return done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
