/** `import`: a file into the database, with a bar for who watches, problems on standard error and a summary at the end. */
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { gatherStatistics } from '../db/statistics.ts';
import { type ImportOptions, importFile } from '../import/import-file.ts';
import { formatProblem } from '../import/problem.ts';
import { showProgress } from '../import/progress.ts';
import { formatSummary } from '../import/summary.ts';
import { complain } from './complain.ts';

export type ImportArguments = Required<Pick<ImportOptions, 'path' | 'organization' | 'dryRun'>>;

/** Longer than a server's, because a dry run is one transaction, and a server may be busy with the same file. */
const patience = { timeout: 3_600_000, maxWait: 60_000 };

export async function importOpportunities(given: ImportArguments): Promise<void> {
  const config = readConfig();
  await startDatabase({ ...config, onWait: complain });
  const database = openDatabase(config.databaseUrl, { ...patience, clock: systemClock });
  try {
    const isComplete = await importWithProgress(database, given);
    if (!isComplete) process.exitCode = 1;
    if (!given.dryRun) await gatherStatistics(config.databaseUrl);
  } finally {
    await database.close();
  }
}

/** @returns whether every row went in */
async function importWithProgress(database: Database, given: ImportArguments): Promise<boolean> {
  const progress = showProgress(process.stderr);
  try {
    const summary = await importFile(database, {
      ...given,
      now: systemClock(),
      onProblem: (problem) => progress.log(formatProblem(problem)),
      onProgress: progress.update,
      onApiKey: (key) => process.stdout.write(`The API key of ${given.organization}, shown this once: ${key}\n`),
    });
    progress.stop();
    process.stdout.write(formatSummary(summary, given.organization, given.dryRun));
    return summary.bad === 0;
  } finally {
    progress.stop();
  }
}
