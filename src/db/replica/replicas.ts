/**
 * Copies of a PostgreSQL, as its own replication keeps them, to read from. What is written, and what a caller must see, is of
 * the original; so is everything when a copy is behind or gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type DatabaseOptions, openDatabase } from '../client.ts';
import { domainErrorOf } from '../db-errors.ts';
import { createChoice } from './choice.ts';
import { openPositions } from './position.ts';

export interface Replicas {
  /** The database as one caller, by the id of their key, is to read it. */
  readFor(database: Database, caller: string): Database;
  close(): Promise<void>;
}

export interface ReplicasOptions extends DatabaseOptions {
  /** Of the original, where LISTEN works, too. */
  readonly url: string;
  readonly replicaUrls: readonly string[];
}

/** How often it is asked how far they are, in milliseconds: so long does a caller that has written read the original. */
const interval = 100;

/** How old an answer may be that the caller did not write before, in milliseconds: docs/operations.md says so. */
const staleness = 2000;

/** Each database is read itself. */
export const noReplicas: Replicas = { readFor: (database) => database, close: async () => {} };

export function openReplicas({ url, replicaUrls, ...options }: ReplicasOptions): Replicas {
  if (replicaUrls.length === 0) return noReplicas;
  const choice = createChoice({ staleness, now: () => performance.now() });
  const positions = openPositions(url, replicaUrls);
  const copies = replicaUrls.map((replicaUrl) => openDatabase(replicaUrl, options));
  const ending = new AbortController();

  const ask = async () => {
    const take = choice.asking();
    const [reached] = await Promise.all([positions.ofCopies(), positions.ofOriginal().then(take, () => {})]);
    choice.tell(reached);
  };
  const watch = async () => {
    while (!ending.signal.aborted) {
      await ask();
      await sleep(interval, undefined, { ref: false, signal: ending.signal }).catch(() => {});
    }
  };
  const watching = watch();

  return {
    readFor(database, caller) {
      const original: Database = {
        ...database,
        async write(work) {
          try {
            return await database.write(work);
          } finally {
            choice.noteWrite(caller);
          }
        },
      };
      const chosen = () => {
        const copy = choice.choose(caller);
        const opened = copies[copy ?? -1];
        return opened && copy !== undefined ? { opened, drop: () => choice.drop(copy) } : undefined;
      };
      return {
        ...original,
        original,
        openSnapshot: () => (chosen()?.opened ?? original).openSnapshot(),
        async read(work) {
          const copy = chosen();
          if (!copy) return original.read(work);
          try {
            return await copy.opened.read(work);
          } catch (error) {
            if (!isTrouble(error)) throw error;
            copy.drop();
            return original.read(work);
          }
        },
      };
    },
    async close() {
      ending.abort();
      await watching;
      await Promise.all([positions.close(), ...copies.map((copy) => copy.close())]);
    },
  };
}

/** Of the database that was asked, and not of the question: another can answer it. */
export const isTrouble = (error: unknown): boolean => domainErrorOf(error)?.code === 'SERVICE_UNAVAILABLE';
