/** A progress bar for people who watch; in a log file there is none. */
import type { WriteStream } from 'node:tty';
import { MultiBar, type SingleBar } from 'cli-progress';

export interface Progress {
  update(fraction: number): void;
  /** A line of its own, above the bar. */
  log(line: string): void;
  stop(): void;
}

/** `title`: what is under way. */
export function showProgress(stream: WriteStream, title: string): Progress {
  const write = (line: string) => void stream.write(`${line}\n`);
  if (!stream.isTTY) return { update: () => {}, log: write, stop: () => {} };
  const bars = new MultiBar({
    stream,
    format: `${title} [{bar}] {percentage}% | {duration_formatted}`,
    hideCursor: true,
  });
  // Drawn from the first progress on: what is printed before (the key of a new organization) would run into it.
  let bar: SingleBar | undefined;
  return {
    update(fraction) {
      bar ??= bars.create(100, 0);
      bar.update(Math.floor(fraction * 100));
    },
    log: (line) => (bar ? bars.log(`${line}\n`) : write(line)),
    stop: () => bars.stop(),
  };
}
