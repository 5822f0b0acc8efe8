/**
 * `importFile`: a CSV or JSON file into one organization, in batches, each of which goes in whole or not at all.
 *
 * Rows with an `external_id` can be imported again: what changed is updated in place, what did not is left alone. A row
 * that cannot be understood is reported, and the rest goes in.
 */
import type { Database, Session } from '../db/client.ts';
import { retryingConflicts } from '../db/retry.ts';
import type { Instant } from '../value/period.ts';
import { type BatchCounts, countNames, importBatch } from './batch.ts';
import { openSource } from './open.ts';
import type { Problem } from './problem.ts';
import { batchesOf, type Report, readRows } from './read-rows.ts';
import type { Source } from './source.ts';
import { openTarget } from './target.ts';

export interface ImportOptions {
  /** A file whose name ends in .csv or .json. */
  readonly path: string;
  /** The name of the organization; created when there is none of that name. */
  readonly organization: string;
  readonly now: Instant;
  /** Do everything, and undo it in the end. @default false */
  readonly dryRun?: boolean;
  readonly onProblem?: (problem: Problem) => void;
  /** Told after each batch how much of the file has been read, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Told the first key of an organization that was created; it cannot be read again. */
  readonly onApiKey?: (key: string) => void;
}

export interface ImportSummary extends BatchCounts {
  readonly organizationId: string;
  /** Rows that were reported and did not go in. */
  readonly bad: number;
  /** Rows without external_id: importing the file again adds them again. */
  readonly unrepeatable: number;
  /** Keys of the JSON objects that an import does not use. */
  readonly ignored: readonly string[];
}

/** Enough to make statements few; few enough that other writers wait half a second at most. */
const batchSize = 1000;

type Write = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

/** @throws DomainError when the file as a whole cannot be imported */
export async function importFile(database: Database, options: ImportOptions): Promise<ImportSummary> {
  const source = await openSource(options.path);
  const run = (write: Write) => importSource(write, source, options);
  // A rehearsal cannot begin again in the middle: the rows before have been read.
  return options.dryRun ? rehearse(database, run) : run(retryingConflicts(database).write);
}

/**
 * One transaction for all batches, because each builds on the ones before; it ends in a rollback. On SQLite nobody else can
 * write meanwhile.
 */
async function rehearse<T>(database: Database, run: (write: Write) => Promise<T>): Promise<T> {
  const outcomes: T[] = [];
  const transaction = database.write(async (session) => {
    outcomes.push(await run((work) => work(session)));
    throw new Rehearsed();
  });
  return transaction.catch((error) => {
    const [outcome] = outcomes;
    if (!(error instanceof Rehearsed) || outcome === undefined) throw error;
    return outcome;
  });
}

class Rehearsed extends Error {}

async function importSource(write: Write, source: Source, options: ImportOptions): Promise<ImportSummary> {
  const { target, apiKey } = await write((session) => openTarget(session, options.organization, options.now));
  if (apiKey && !options.dryRun) options.onApiKey?.(apiKey);

  let counts = countsBy(() => 0);
  let bad = 0;
  let unrepeatable = 0;
  const report: Report = (problems) => {
    bad += new Set(problems.map(({ place }) => place.first)).size;
    for (const problem of problems) options.onProblem?.(problem);
  };
  for await (const rows of batchesOf(readRows(source, target.currency, report), batchSize)) {
    const outcome = await write((session) => importBatch(session, target, rows));
    report(outcome.problems);
    const before = counts;
    counts = countsBy((name) => before[name] + outcome.counts[name]);
    unrepeatable += rows.filter(({ external_id }) => external_id == null).length;
    options.onProgress?.(source.progress());
  }
  return { organizationId: target.organizationId, ...counts, bad, unrepeatable, ignored: [...source.ignored] };
}

const countsBy = (count: (name: keyof BatchCounts) => number) =>
  Object.fromEntries(countNames.map((name) => [name, count(name)])) as BatchCounts;
