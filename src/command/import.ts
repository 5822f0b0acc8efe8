/** `import`: a file into the database, with a bar for who watches, problems on standard error and a summary at the end. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { gatherStatistics } from '../db/statistics.ts';
import { foldDeltas } from '../db/summary/fold.ts';
import { importWithHistory } from '../import/history/import-history.ts';
import { type ImportOptions, importFile } from '../import/import-file.ts';
import { type MappingOptions, pairsOf, readMappingFile } from '../import/mapping/options.ts';
import { mappingFileOf, mappingHeads, mappingRows } from '../import/mapping/print.ts';
import type { Survey } from '../import/mapping/survey.ts';
import { formatHistory, formatSummary } from '../import/summary.ts';
import { wordOf } from '../value/input.ts';
import { parseZone } from '../value/period.ts';
import { required } from '../value/required.ts';
import { statusTypes } from '../value/status-type.ts';
import { complain } from './complain.ts';
import { problemDigest } from './problems.ts';
import { showProgress } from './progress.ts';
import { printTable } from './table.ts';

export interface ImportArguments
  extends Required<Pick<ImportOptions, 'organization' | 'dryRun' | 'unescapeFormulas'>>,
    Pick<ImportOptions, 'encoding' | 'currency'> {
  readonly path: string | undefined;
  /** A file of what they were. */
  readonly history?: string;
  readonly map: readonly string[];
  readonly status: readonly string[];
  readonly mapping?: string;
  readonly onlyMapped: boolean;
  readonly dateFormat?: MappingOptions['dateFormat'];
  readonly decimal?: 'point' | 'comma';
  readonly percentages?: MappingOptions['percentages'];
  readonly timeZone: string;
}

/** Longer than a server's, because a dry run is one transaction, and a server may be busy with the same file. */
const patience = { timeout: 3_600_000, maxWait: 60_000 };

export async function importOpportunities(given: ImportArguments): Promise<void> {
  const mapping = await mappingOf(given);
  const config = readConfig();
  await startDatabase({ ...config, onWait: complain });
  const database = openDatabase(config.databaseUrl, { ...patience, clock: systemClock });
  try {
    const isComplete = await importWithProgress(database, given, mapping);
    if (!isComplete) process.exitCode = 1;
    if (!given.dryRun) {
      await foldDeltas(config.databaseUrl);
      await gatherStatistics(config.databaseUrl);
    }
  } finally {
    await database.close();
  }
}

/** What is said here counts before what stands in the mapping file. */
async function mappingOf(given: ImportArguments): Promise<MappingOptions> {
  const { map, status, mapping, dryRun, onlyMapped, dateFormat, decimal, percentages, timeZone } = given;
  const isWritten = mapping !== undefined && dryRun && !existsSync(mapping);
  const file = mapping === undefined || isWritten ? { columns: {}, statuses: {} } : await readMappingFile(mapping);
  const statuses = new Map([...Object.entries(file.statuses), ...pairsOf('--status', status)]);
  for (const type of statuses.values()) wordOf('status', type, statusTypes);
  return {
    ...{ statuses, onlyMapped, dateFormat, percentages, zone: parseZone(timeZone) },
    map: new Map([...Object.entries(file.columns), ...pairsOf('--map', map)]),
    decimal: decimal && ({ point: '.', comma: ',' } as const)[decimal],
  };
}

/** @returns whether every row went in */
async function importWithProgress(database: Database, given: ImportArguments, mapping: MappingOptions) {
  const progress = showProgress(process.stderr, 'import');
  const { path, history, ...said } = given;
  const [problems, historyProblems] = [problemDigest(progress.log), problemDigest(progress.log, history)];
  const surveys: Survey[] = [];
  const show = (found: Survey) => {
    if (given.dryRun) process.stdout.write(`${describe(found)}\n`);
  };
  const options = {
    ...{ ...said, mapping, now: systemClock() },
    onSurvey(found: Survey) {
      surveys.push(found);
      show(found);
    },
    onProblem: problems.add,
    onProgress: progress.update,
    onApiKey: (key: string) => process.stdout.write(`The API key of ${given.organization}, shown this once: ${key}\n`),
  };
  try {
    const done =
      history === undefined
        ? { deals: await importFile(database, { ...options, path: required(path, 'the file') }), history: undefined }
        : await importWithHistory(database, {
            ...{ ...options, path, history, onHistorySurvey: show, onHistoryProblem: historyProblems.add },
          });
    progress.stop();
    problems.end();
    historyProblems.end();
    if (done.deals) process.stdout.write(formatSummary(done.deals, given.organization, given.dryRun));
    if (done.history) process.stdout.write(formatHistory(done.history, given.organization, given.dryRun));
    const [survey] = surveys;
    const types = done.deals?.byStatus.map(({ label, type }) => [label, type]) ?? [];
    if (survey) await writeMapping(survey, given, Object.fromEntries(types));
    return (done.deals?.bad ?? 0) + (done.history?.bad ?? 0) === 0;
  } finally {
    progress.stop();
  }
}

const describe = (found: Survey) =>
  `${found.system ? `Looks like ${found.system}.\n` : ''}${printTable(mappingHeads, mappingRows(found))}`;

/** A rehearsal writes the mapping it found, to be edited; never over one that is there. */
async function writeMapping(
  survey: Survey,
  { mapping, dryRun }: ImportArguments,
  statuses: Parameters<typeof mappingFileOf>[1],
): Promise<void> {
  if (mapping === undefined || !dryRun || existsSync(mapping)) return;
  await writeFile(mapping, mappingFileOf(survey, statuses));
  process.stdout.write(`The mapping is in ${mapping}: edit it, and import with --mapping ${mapping}.\n`);
}
