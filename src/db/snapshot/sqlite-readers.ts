/**
 * Processes that read a SQLite file, so that a long statement keeps nobody else waiting, and can be stopped. Threads cannot:
 * to `terminate()` one waited 17 s for the statement that it was busy with, for SQLite's interrupt is out of reach in
 * better-sqlite3. A process is gone at once, whatever it does, and takes no lock of others with it. The way there and back
 * costs the gateway as much CPU as one to a thread would (measured: 40 µs a small answer, 110 µs a page of fifty).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Semaphore, withTimeout } from 'async-mutex';
import { sqliteReader } from '../../assets.ts';
import { DomainError } from '../../errors.ts';
import { type Ahead, type Answer, type Batch, openReading } from './sqlite-reading.mjs';

export interface Reader {
  /** Answers come in the order of questions. @throws SERVICE_UNAVAILABLE when it is gone */
  ask(batch: Batch): Promise<readonly Answer[]>;
  /** Ends the snapshot. */
  end(): void;
}

export interface TakenReader {
  readonly reader: Reader;
  /** Ends the snapshot; a statement that nobody waits for any more is stopped. */
  giveBack(): void;
}

/** Readers, of which each serves one snapshot at a time. */
export interface Readers {
  /** @throws SERVICE_UNAVAILABLE when none was free for too long */
  take(): Promise<TakenReader>;
  close(): Promise<void>;
}

export interface ReadersOptions {
  readonly path: string;
  /** The most at once. They are started when they are wanted, and stay. */
  readonly size: number;
  /** How long to wait for one, in milliseconds. */
  readonly maxWait: number;
}

export function openReaders({ path, size, maxWait }: ReadersOptions): Readers {
  const places = withTimeout(new Semaphore(size), maxWait, busy());
  const all = new Set<ReaderProcess>();
  const free: ReaderProcess[] = [];
  let isClosed = false;

  const start = () => {
    const reader = startReader(path, () => {
      all.delete(reader);
      const place = free.indexOf(reader);
      if (place >= 0) free.splice(place, 1);
    });
    all.add(reader);
    return reader;
  };
  const give = async (reader: ReaderProcess, release: () => void) => {
    reader.end();
    if (reader.isBusy()) await stopUnlessDone(reader);
    // Another is up by the time that it is wanted.
    if (!isClosed) free.push(all.has(reader) ? reader : start());
    release();
  };
  return {
    async take() {
      const [, release] = await places.acquire();
      const reader = free.pop() ?? start();
      return { reader, giveBack: () => void give(reader, release) };
    },
    async close() {
      isClosed = true;
      await Promise.all([...all].map((reader) => reader.stop()));
    },
  };
}

const busy = () =>
  new DomainError('SERVICE_UNAVAILABLE', 'The database is busy with the questions of others. Try again shortly.');

const gone = () =>
  new DomainError('SERVICE_UNAVAILABLE', 'What read the database ended before it was done. Try again shortly.');

/** How long a statement that nobody waits for may go on: most are done sooner than another process is there. */
const patience = 200;

async function stopUnlessDone(reader: ReaderProcess): Promise<void> {
  let stopping: Promise<void> | undefined;
  const timer = setTimeout(() => {
    stopping = reader.stop();
  }, patience).unref();
  await reader.whenIdle();
  clearTimeout(timer);
  // Its last answer may come while it is being killed: the next who took it would be told that it is gone.
  await stopping;
}

interface ReaderProcess extends Reader {
  isBusy(): boolean;
  /** When all is answered, or it is gone. */
  whenIdle(): Promise<void>;
  /** In the middle of a statement, too. */
  stop(): Promise<void>;
}

interface Question {
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (reason: Error) => void;
}

function startReader(path: string, onGone: () => void): ReaderProcess {
  const child = fork(fileURLToPath(sqliteReader()), [path], {
    // Rows are gone as soon as they are sent: with Node's usual 16 MB for what is young, each reader took twice the memory.
    execArgv: ['--max-semi-space-size=2'],
    ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  });
  const questions: Question[] = [];
  let onIdle = () => {};
  let isGone = false;
  // A program that has done its work need not wait for one that has none; while there is a question, it does.
  child.unref();
  child.channel?.unref();
  const settle = () => {
    if (questions.length > 0) return;
    child.channel?.unref();
    onIdle();
  };
  const leave = () => {
    if (isGone) return;
    isGone = true;
    onGone();
    for (const { reject } of questions.splice(0)) reject(gone());
    settle();
  };
  let ahead: Ahead[] = [];
  child.on('message', (message: Ahead | readonly Answer[]) => {
    if (!isWhole(message)) return void ahead.push(message);
    questions.shift()?.resolve(joined(ahead, message));
    ahead = [];
    settle();
  });
  child.once('exit', leave);
  child.once('error', leave);
  // Whether it could be told is known by its answer, or by its end.
  const send = (batch: Batch | null) => void child.send(batch as object, () => {});
  return {
    ask: (batch) =>
      new Promise((resolve, reject) => {
        if (isGone) return reject(gone());
        questions.push({ resolve, reject });
        child.channel?.ref();
        send(batch);
      }),
    end: () => isGone || send(null),
    isBusy: () => questions.length > 0,
    whenIdle: () =>
      new Promise((resolve) => {
        onIdle = resolve;
        settle();
      }),
    async stop() {
      if (isGone) return;
      child.ref();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const isWhole = (message: Ahead | readonly Answer[]): message is readonly Answer[] => Array.isArray(message);

function joined(ahead: readonly Ahead[], answers: readonly Answer[]): readonly Answer[] {
  if (ahead.length === 0) return answers;
  return answers.map((answer, place) => {
    const before = ahead.filter((part) => part.place === place).map(({ rows }) => rows);
    return 'rows' in answer && before.length > 0 ? { ...answer, rows: [...before, answer.rows].flat() } : answer;
  });
}

/** In this process: for what is read at once, one row by its key, which takes less than to ask another. */
export function openReadersHere(path: string): Readers {
  const free: ReturnType<typeof openReading>[] = [];
  return {
    async take() {
      const reading = free.pop() ?? openReading(path);
      const reader = { ask: async (batch: Batch) => reading.answer(batch), end: reading.end };
      const giveBack = () => {
        reading.end();
        free.push(reading);
      };
      return { reader, giveBack };
    },
    async close() {
      for (const reading of free.splice(0)) reading.close();
    },
  };
}
