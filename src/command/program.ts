/**
 * The table of commands: what each is called, takes and promises. What one does stands in the file of its name, and is loaded
 * when it is asked for, because a start need not read the importer.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { type Setting, settings } from '../config.ts';
import { formats } from '../export/formats.ts';
import { inSources } from '../stack.ts';
import { complain } from './complain.ts';

/** The exit code of a command that could not do its work. 0 is all of it, 1 all but what was reported. */
const unable = 2;

/** Runs what a command line asks for. How it ended is told by `process.exitCode`; a server goes on, and a test may ask again. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    // Help, the version and what is wrong with a command line have been printed already.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : unable;
    else {
      complain(describe(error));
      process.exitCode = unable;
    }
  }
}

/** A wrong setting or an unreachable database is told in a sentence; a stack would hide it. A fault of ours needs the stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isFault = [TypeError, ReferenceError, RangeError].some((kind) => error instanceof kind);
  return isFault ? inSources(error.stack ?? error.message) : error.message;
}

function createProgram(): Command {
  const program = new Command('opportunity-gateway')
    .description('A sales pipeline over GraphQL and REST.')
    .version(manifest.version)
    .addHelpText('after', () => `\nSettings, as environment variables:\n${settings.map(describeSetting).join('')}`)
    .showHelpAfterError()
    .exitOverride();

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
    .argument('[file]', 'opportunities, as .csv, .tsv, .json, .ndjson or .xlsx')
    .option('--history <file>', 'what they were: a row for each change; also alone, for opportunities that are there')
    .requiredOption(
      '--organization <name>',
      'whose they are; the organization is created when there is none of that name',
      parseName,
    )
    .option('--map <column=field>', 'what a column is, or - to leave it out; may be said several times', collect, [])
    .option('--status <stage=type>', 'what a stage is: active, won or lost; may be said several times', collect, [])
    .option('--mapping <file>', 'a file that says both; with --dry-run it is written where there is none')
    .option('--only-mapped', 'leave out what has no meaning here, in place of making custom fields of it', false)
    .option('--currency <code>', 'take the rows in this one; that of an organization that has to be made')
    .addOption(new Option('--date-format <order>', 'how 03/04/2026 is meant').choices(['dmy', 'mdy']))
    .addOption(new Option('--decimal <mark>', 'how 1.000 is meant').choices(['point', 'comma']))
    .addOption(new Option('--percentages <form>', 'how 1 is meant').choices(['whole', 'fraction']))
    .option('--time-zone <zone>', 'in which times without a zone are, and days begin', 'UTC')
    .option('--encoding <name>', 'of the text, where its file does not tell: windows-1252')
    .option('--unescape-formulas', 'take away the apostrophes that export --escape-formulas has put', false)
    .option('--dry-run', 'do everything, report it, and undo it', false)
    .action(async (path, options, command: Command) => {
      if (path === undefined && options.history === undefined) {
        command.error("error: missing required argument 'file', or option '--history <file>'");
      }
      return (await import('./import.ts')).importOpportunities({ path, ...options });
    });

  program
    .command('export')
    .description('write opportunities, or figures over them, to a file or to standard output')
    .option('--organization <name>', 'whose they are; may be left out where there is one organization', parseName)
    .option('--query <search>', 'which of them, in the search language; `sort:` gives the order')
    .option('--filter <json>', 'which of them, as the filter of GraphQL: {"statusType":{"eq":"WON"}}')
    .option('--fields <names>', 'which fields, between commas; without it all that an import needs to read them back')
    .option(
      '--figures [keys]',
      'counts and sums in place of opportunities, by up to three keys: user_id,date_won__month',
    )
    .addOption(new Option('--format <format>', 'how it is written').choices(formats).default('csv'))
    .option('--output <file>', 'where to; standard output without it')
    .option('--time-zone <zone>', 'in whose days dates and periods are meant', 'UTC')
    .option('--escape-formulas', 'put an apostrophe before texts that a spreadsheet would run (CSV)', false)
    .action(async (options) => (await import('./export.ts')).exportFile(options));

  program
    .command('forget')
    .description('erase what opportunities were, for good; what they are stays')
    .requiredOption('--organization <name>', 'whose they are', parseName)
    .option('--opportunity <id>', 'of this one, which may have been deleted')
    .option('--lead <id>', 'of all that are or were with this lead')
    .option('--before <day>', 'of all, what ended before this day (UTC); what was then cannot be asked any more')
    .option('--yes', 'do it; without it nothing is erased, and what would be is told', false)
    .action(async (options) => (await import('./forget.ts')).forget(options));

  program
    .command('analyze')
    .description('gather what the planner knows of the rows; a gateway on SQLite does so by itself as they grow')
    .action(async () => (await import('./analyze.ts')).analyze());

  program
    .command('verify')
    .description('compare the sums that the database keeps with the rows that they are of')
    .option('--repair', 'make them anew where they differ', false)
    .action(async (options) => (await import('./verify.ts')).verify(options));

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

const collect = (text: string, before: readonly string[]) => [...before, text];

function parseName(name: string): string {
  if (name.trim() === '') throw new InvalidArgumentError('It is empty.');
  return name;
}
