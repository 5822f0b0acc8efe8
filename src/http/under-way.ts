/**
 * How many requests are under way, in all and of one caller. Twelve heavy questions of one key took every connection, and
 * everybody else was told for as long as they ran that the database was not there: so only some of a caller's requests run
 * at once, the next ones wait for their turn, and where too many wait, to refuse at once is better than to answer none.
 */
import { Semaphore } from 'async-mutex';
import { type Deadline, inTime } from '../db/deadline.ts';
import { DomainError } from '../errors.ts';

export interface UnderWay {
  /** @throws OVERLOADED when there are as many as may be */
  count<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` in the caller's turn. @throws OVERLOADED when too many wait for it, or until the deadline is over */
  inTurn<T>(caller: string, deadline: Deadline | undefined, work: () => Promise<T>): Promise<T>;
  /** Counts a stream, or a socket, of the caller until what it returns is called. @throws OVERLOADED when there are too many */
  holdStream(caller: string): () => void;
}

export interface UnderWayLimits {
  readonly inAll: number;
  /** Of one caller: how many there may be (of streams as many again), and how many run at once. */
  readonly ofOne: number;
  readonly atOnce: number;
}

interface Turns {
  readonly running: Semaphore;
  /** Those that run, and those that wait. */
  count: number;
}

export function createUnderWay({ inAll, ofOne, atOnce }: UnderWayLimits): UnderWay {
  const callers = new Map<string, Turns>();
  const streams = new Map<string, number>();
  let all = 0;
  return {
    async count(work) {
      if (all >= inAll) throw overloaded(`The gateway has ${all} requests under way, which is all it takes.`);
      all += 1;
      try {
        return await work();
      } finally {
        all -= 1;
      }
    },
    async inTurn(caller, deadline, work) {
      const turns = callers.get(caller) ?? { running: new Semaphore(atOnce), count: 0 };
      if (turns.count >= ofOne) throw overloaded(`You have ${ofOne} requests under way, which is all you may have.`);
      callers.set(caller, turns);
      turns.count += 1;
      try {
        const [, release] = await inTime(deadline, turns.running.acquire(), kept, ([, unused]) => unused());
        return await work().finally(release);
      } finally {
        turns.count -= 1;
        if (turns.count === 0) callers.delete(caller);
      }
    },
    holdStream(caller) {
      const open = streams.get(caller) ?? 0;
      if (open >= ofOne) throw overloaded(`You have ${ofOne} streams and sockets open, which is all you may have.`);
      streams.set(caller, open + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (streams.get(caller) ?? 1) - 1;
        if (left > 0) streams.set(caller, left);
        else streams.delete(caller);
      };
    },
  };
}

const overloaded = (what: string) => new DomainError('OVERLOADED', `${what} Try again shortly.`);

const kept = () => overloaded('Your other requests took all the time that this one had.');
