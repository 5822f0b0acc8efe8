/**
 * The table of commands: what each is called, takes and promises. What one does stands in the file of its name, and is loaded
 * when it is asked for, because a start need not read the importer.
 */
import { Command, InvalidArgumentError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { type Setting, settings } from '../config.ts';

/** The exit code of a command that could not do its work. 0 is all of it, 1 all but what was reported. */
export const unable = 2;

export function createProgram(): Command {
  const program = new Command('opportunity-gateway')
    .description('A sales pipeline over GraphQL and REST.')
    .version(manifest.version)
    .addHelpText('after', () => `\nSettings, as environment variables:\n${settings.map(describeSetting).join('')}`)
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : unable));

  program
    .command('serve')
    .description('migrate the database, give an empty one a demo organization, and answer until told to stop')
    .action(async () => (await import('./serve.ts')).serve());

  program
    .command('migrate')
    .description('bring the database to the newest migration')
    .action(async () => (await import('./migrate.ts')).migrateDatabase());

  program
    .command('seed')
    .description('migrate the database, and give an empty one a demo organization')
    .action(async () => (await import('./seed.ts')).seed());

  program
    .command('import')
    .description('read opportunities from a file into an organization')
    .argument('<file>', 'opportunities, as .csv or .json')
    .requiredOption(
      '--organization <name>',
      'whose they are; the organization is created when there is none of that name',
      parseName,
    )
    .option('--dry-run', 'do everything, report it, and undo it', false)
    .action(async (path, options) => (await import('./import.ts')).importOpportunities({ path, ...options }));

  program
    .command('analyze')
    .description('gather what the planner knows of the rows; a gateway on SQLite does so by itself as they grow')
    .action(async () => (await import('./analyze.ts')).analyze());

  const keys = program.command('keys').description('list, make and revoke API keys, of whatever organization');
  keys
    .command('list')
    .description('list keys by how they begin, with their role, their state and when they were last used')
    .option('--organization <name>', 'of one organization only')
    .action(async ({ organization }) => (await import('./keys.ts')).keys({ action: 'list', organization }));
  keys
    .command('create')
    .description('make a key and show it, this once')
    .requiredOption('--organization <name>', 'the organization that it opens')
    .requiredOption('--user <who>', 'whose it is: an address, an id or a full name')
    .option('--name <name>', 'what it is for')
    .option('--role <role>', 'the most it may do: admin, user or read-only; without it whatever its owner may')
    .option('--expires <day>', 'from when on it opens nothing (UTC)')
    .option('--new', 'make the organization, with this user as its first admin')
    .action(async ({ new: isNew, ...wanted }) =>
      (await import('./keys.ts')).keys({ action: 'create', isNew, ...wanted }),
    );
  keys
    .command('revoke')
    .description('let a key open nothing from now on')
    .argument('<key>', 'its id, how it begins, or the key itself')
    .action(async (key) => (await import('./keys.ts')).keys({ action: 'revoke', key }));

  return program;
}

function describeSetting({ name, standard, description }: Setting): string {
  const text = description.replaceAll('`', '');
  return `  ${name.padEnd(14)}  ${text}${standard === '' ? '' : ` Default: ${standard}`}\n`;
}

function parseName(name: string): string {
  if (name.trim() === '') throw new InvalidArgumentError('It is empty.');
  return name;
}
