/**
 * `npm run import -- FILE --organization NAME [--dry-run]`
 *
 * Exit codes: 0 everything went in; 1 some rows are bad, and were reported; 2 the import could not run to its end.
 */
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { DomainError } from '../errors.ts';
import { type ImportOptions, importFile } from './import-file.ts';
import { formatProblem } from './problem.ts';
import { showProgress } from './progress.ts';
import { formatSummary } from './summary.ts';

const usage = `usage: npm run import -- FILE --organization NAME [--dry-run]

  FILE                 opportunities, as .csv or .json
  --organization NAME  whose they are; the organization is created when there is none of that name
  --dry-run            do everything, report it, and undo it
`;

/** Longer than a server's, because a dry run is one transaction, and a server may be busy with the same file. */
const patience = { timeout: 3_600_000, maxWait: 60_000 };

async function main(): Promise<number> {
  const command = readCommand();
  if (!command) return 2;
  const { databaseUrl } = readConfig();
  await migrate(databaseUrl);
  const database = openDatabase(databaseUrl, patience);
  try {
    return await importWithProgress(database, command);
  } finally {
    await database.close();
  }
}

type Command = Pick<ImportOptions, 'path' | 'organization' | 'dryRun'>;

function readCommand(): Command | undefined {
  try {
    const options = { organization: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new Error('Name one file to import.');
    if (!values.organization?.trim()) throw new Error('Name the organization: --organization NAME.');
    return { path, organization: values.organization, dryRun: values['dry-run'] };
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}`);
    return undefined;
  }
}

async function importWithProgress(database: Database, command: Command): Promise<number> {
  const progress = showProgress(process.stderr);
  try {
    const summary = await importFile(database, {
      ...command,
      now: systemClock(),
      onProblem: (problem) => progress.log(formatProblem(problem)),
      onProgress: progress.update,
      onApiKey: (key) => process.stdout.write(`The API key of ${command.organization}, shown this once: ${key}\n`),
    });
    progress.stop();
    process.stdout.write(formatSummary(summary, command.organization, command.dryRun === true));
    return summary.bad === 0 ? 0 : 1;
  } finally {
    progress.stop();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

process.exitCode = await main().catch((error) => {
  // What this program did not foresee is for its developers: they need to see where.
  const isForeseen = error instanceof DomainError || !(error instanceof Error);
  process.stderr.write(`${isForeseen ? messageOf(error) : error.stack}\n`);
  return 2;
});
