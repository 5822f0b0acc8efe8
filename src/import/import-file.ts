/**
 * `importFile`: a file into one organization, in batches, each of which goes in whole or not at all.
 *
 * The file is read twice: once to find out how its columns are to be read, and once to read them. Rows with an `external_id`
 * can be imported again: what changed is updated in place, what did not is left alone. A row that cannot be understood is
 * reported, and the rest goes in.
 */
import type { Database, Session } from '../db/client.ts';
import { writtenBy } from '../db/origin.ts';
import { retryingConflicts } from '../db/retry.ts';
import type { Instant } from '../value/period.ts';
import { type BatchCounts, countNames, importBatch } from './batch.ts';
import { currencyOf } from './currency.ts';
import { type FileOptions, openSource } from './file/open.ts';
import type { Problem } from './file/problem.ts';
import { type MappingOptions, noMapping } from './mapping/options.ts';
import { resolve } from './mapping/resolve.ts';
import { isOfApi, type Survey, survey } from './mapping/survey.ts';
import { translator } from './mapping/translate.ts';
import { createPace } from './pace.ts';
import { batchesOf, type Report, readRows } from './read-rows.ts';
import { rowParser } from './row.ts';
import { type StatusSum, sumByStatus } from './sums.ts';
import { findOrganization, type OpenedTarget, openTarget } from './target.ts';

export interface ImportOptions extends FileOptions {
  /** The name of the organization; created when there is none of that name. */
  readonly organization: string;
  readonly now: Instant;
  /** @default nothing is said, and all is found out */
  readonly mapping?: MappingOptions;
  /** Of the amounts; rows in others are left out. @default what the file says, if that is one */
  readonly currency?: string | undefined;
  /** Do everything, and undo it in the end. @default false */
  readonly dryRun?: boolean;
  /** Told what was found out, before anything goes in. */
  readonly onSurvey?: (found: Survey) => void;
  readonly onProblem?: (problem: Problem) => void;
  /** Told after each batch how much of the file has been read, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Told the first key of an organization that was created; it cannot be read again. */
  readonly onApiKey?: (key: string) => void;
}

export interface ImportSummary extends BatchCounts {
  /** Empty where no row went in, and so no organization was made. */
  readonly organizationId: string;
  readonly currency: string;
  /** Rows that were reported and did not go in. */
  readonly bad: number;
  /** Rows without external_id: importing the file again adds them again. */
  readonly unrepeatable: number;
  /** Columns that an import does not use. */
  readonly ignored: readonly string[];
  /** Of the rows that went in: to be held against the source. */
  readonly byStatus: readonly StatusSum[];
}

export type Write = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

export interface Plan {
  readonly found: Survey;
  readonly currency: string;
}

/** @throws DomainError when the file as a whole cannot be imported */
export async function importFile(database: Database, options: ImportOptions): Promise<ImportSummary> {
  const plan = await planImport(database, options);
  const run = (write: Write) => importRows(write, plan, options);
  // A rehearsal cannot begin again in the middle: the rows before have been read.
  return options.dryRun ? rehearse(database, run) : run(retryingConflicts(database).write);
}

export async function planImport(database: Database, options: ImportOptions): Promise<Plan> {
  const { organization, currency: said, mapping = noMapping } = options;
  const existing = await database.read((session) => findOrganization(session, organization));
  const definitions = existing?.definitions ?? [];
  const look = async (currency: string) => {
    const source = await openSource(options);
    return survey(source, resolve(source.columns, mapping, definitions), { ...mapping, currency, definitions });
  };
  const assumed = currencyOf({ own: existing?.currency, said, found: new Map() });
  const found = await look(assumed);
  const currency = currencyOf({ own: existing?.currency, said, found: found.currencies });
  // How many decimals an amount has depends on it.
  const plan = { currency, found: currency === assumed ? found : await look(currency) };
  options.onSurvey?.(plan.found);
  return plan;
}

/**
 * One transaction for all batches, because each builds on the ones before; it ends in a rollback. On SQLite nobody else can
 * write meanwhile.
 */
export async function rehearse<T>(database: Database, run: (write: Write) => Promise<T>): Promise<T> {
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

export async function importRows(
  write: Write,
  { found, currency }: Plan,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { organization: name, now, mapping = noMapping } = options;
  const source = await openSource(options);
  const value = found.columns.find(({ meaning }) => meaning.kind === 'field' && meaning.name === 'value');
  const amounts = value && isOfApi(value.column, found.kind) ? 'minor' : 'major';
  const understanding = {
    translate: translator(found, mapping.statuses),
    parse: rowParser({ amounts, kind: found.kind, currency }),
  };

  let opened: OpenedTarget | undefined;
  let counts = countsBy(() => 0);
  let bad = 0;
  let unrepeatable = 0;
  const sums = sumByStatus();
  const pace = createPace();
  const report: Report = (problems) => {
    bad += new Set(problems.map(({ place }) => place.first)).size;
    for (const problem of problems) options.onProblem?.(problem);
  };
  for await (const rows of batchesOf(readRows(source, understanding, report), pace.rows)) {
    // An organization is made with the first rows that go into it.
    const goIn = async (session: Session) => {
      const target = opened ?? (await openTarget(session, { name, currency, now }));
      const outcome = await writtenBy(session, {}, () => importBatch(session, target.target, rows));
      return { into: target, outcome };
    };
    const { outcome, into } = await pace.timed(rows.length, () => write(goIn));
    if (!opened && into.apiKey && !options.dryRun) options.onApiKey?.(into.apiKey);
    opened = into;
    report(outcome.problems);
    const before = counts;
    counts = countsBy((count) => before[count] + outcome.counts[count]);
    unrepeatable += rows.filter(({ external_id }) => external_id == null).length;
    sums.add(outcome.changes);
    options.onProgress?.(source.progress());
  }
  // A file without rows is how one gets an organization and its key; one of bad rows alone is a mistake.
  if (!opened && bad === 0) {
    opened = await write((session) => openTarget(session, { name, currency, now }));
    if (opened.apiKey && !options.dryRun) options.onApiKey?.(opened.apiKey);
  }
  const ignored = found.columns.filter(({ meaning }) => meaning.kind === 'left out').map(({ column }) => column);
  return {
    ...{ organizationId: opened?.target.organizationId ?? '', currency, ...counts, bad, unrepeatable, ignored },
    byStatus: sums.all(),
  };
}

const countsBy = (count: (name: keyof BatchCounts) => number) =>
  Object.fromEntries(countNames.map((name) => [name, count(name)])) as BatchCounts;
