/** Work in the background that is done again and again while the process runs: never twice at a time, and never in the way of its end. */

export interface Repeated {
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface RepeatOptions {
  /** How long to wait after each time, in milliseconds. The first one is after a minute at the latest: some gateways run no longer. */
  readonly every: number;
  /** Told what went wrong, once until it goes well again; it is tried every time. */
  readonly report: (fault: unknown) => void;
}

/** @param work told whether it is to end, if it is long */
export function repeatedly(work: (isClosed: () => boolean) => Promise<void>, options: RepeatOptions): Repeated {
  const { every, report } = options;
  let closed = false;
  let isFailing = false;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    try {
      await work(() => closed);
      isFailing = false;
    } catch (fault) {
      if (!isFailing) report(fault);
      isFailing = true;
    }
    wait(every);
  };
  const wait = (milliseconds: number) => {
    if (closed) return;
    timer = setTimeout(() => {
      running = run();
    }, milliseconds).unref();
  };
  wait(Math.min(every, 60_000));
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
