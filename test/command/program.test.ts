/** The command line: what there is can be found out from it, and what is wrong is told with what would be right. */
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { settings } from '../../src/config.ts';
import { authenticate } from '../../src/organization/authenticate.ts';
import { describeDatabases } from '../describe-databases.ts';
import { runCommand, runProcess } from './run.ts';

/**
 * Nobody listens there: a command that answers all the same has not looked at a database. What else runs on this machine may
 * have the usual port.
 */
const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing', DATABASE_WAIT: '1', PORT: '0' };

describe('help', () => {
  test('lists every command and every setting', async () => {
    const { code, out, problems } = await runProcess(nowhere, '--help');
    expect({ code, problems }).toEqual({ code: 0, problems: '' });
    for (const command of ['serve', 'migrate', 'seed', 'import', 'export', 'analyze', 'verify', 'keys'])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const { name } of settings) expect(out).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
  });

  test('of one command tells its arguments and options', async () => {
    const { code, out } = await runCommand(nowhere, 'import', '--help');
    expect(code).toBe(0);
    expect(out).toContain('Usage: opportunity-gateway import [options] [file]');
    for (const known of ['--organization <name>', '--dry-run'])
      expect(out).toMatch(new RegExp(`^  ${known} +\\w`, 'm'));
  });
});

// Each command as it is built, in a process of its own: most of these only wait for a database.
describe.concurrent('what cannot be done ends with 2 and a sentence', () => {
  test.each([
    [['migrat'], "error: unknown command 'migrat'\n(Did you mean migrate?)"],
    [['serve', 'now'], "error: too many arguments for 'serve'"],
    [['--port', '80'], "error: unknown option '--port'"],
    ...[
      ...[
        ['serve'],
        ['migrate'],
        ['seed'],
        ['export'],
        ['analyze'],
        ['verify'],
        ['keys', 'list'],
        ['keys', 'revoke', 'key'],
      ],
      ...[['keys', 'create', '--organization', 'x', '--user', 'y']],
    ].map((args): [string[], string] => [args, 'ECONNREFUSED 127.0.0.1:1']),
  ])('%j', async (args, message) => {
    const { code, out, problems } = await runProcess(nowhere, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(problems).toContain(message);
    expect(problems).not.toContain('    at ');
  });

  test('a wrong setting, before anything else', async () => {
    const { code, problems } = await runProcess({ DATABASE_URL: 'mysql://localhost/x' }, 'serve');
    expect({ code, problems }).toEqual({
      code: 2,
      problems: 'Wrong configuration. DATABASE_URL: must begin with file: or postgresql://.\n',
    });
  });
});

describeDatabases('migrate and seed', (opened) => {
  const run = (command: string) => runCommand({ DATABASE_URL: opened.url }, command);

  test('migrate finds nothing to do in a database that is up to date', async () => {
    expect(await run('migrate')).toEqual({ code: 0, out: 'Nothing to migrate.\n', problems: '' });
  });

  test('seed makes the demo organization once, and tells the key that opens it', async () => {
    expect(await authenticate(opened.database, 'api_demo', systemClock())).toBeUndefined();
    const told = 'A demo organization; its API key is api_demo.\n';
    expect(await run('seed')).toEqual({ code: 0, out: told, problems: '' });
    expect(await authenticate(opened.database, 'api_demo', systemClock())).toMatchObject({ role: 'admin' });
    const again = await run('seed');
    expect(again).toEqual({ code: 0, out: 'There is an organization already: nothing done.\n', problems: '' });
  });
});
