/** `keys`: what it prints where, what it does, and the exit code that scripts rely on. */
import { expect, test } from 'vitest';
import { authenticate } from '../../src/organization/authenticate.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { fixedNow } from '../fixtures.ts';
import { runCommand } from './run.ts';

describeDatabases('keys on the command line', (opened) => {
  const run = (...args: readonly string[]) => runCommand({ DATABASE_URL: opened.url }, 'keys', ...args);
  const create = async (...args: readonly string[]) => {
    const { code, out, problems } = await run('create', ...args);
    expect({ code, problems }).toEqual({ code: 0, problems: '' });
    return /^The API key, shown this once: (api_\w{43})\n$/.exec(out)?.[1] ?? out;
  };
  const identity = (key: string, now = fixedNow) => authenticate(opened.database, key, now);

  test('an organization begins with its first admin and key; others are made, listed and revoked', async () => {
    const first = await create('--organization', 'Acme', '--user', 'Ada@acme.example', '--new');
    expect(await identity(first)).toMatchObject({ role: 'admin' });
    const report = await create(
      ...['--organization', 'Acme', '--user', 'ada@acme.example', '--name', 'Report'],
      ...['--role', 'read-only', '--expires', '2100-01-31'],
    );
    expect(await identity(report)).toMatchObject({ role: 'read_only' });
    expect(await identity(report, Date.UTC(2100, 0, 31) as Instant)).toBeUndefined();

    const { out, code } = await run('list', '--organization', 'Acme');
    expect(code).toBe(0);
    expect(out).not.toContain(first);
    const [head, ...rows] = out.trimEnd().split('\n');
    expect(head).toMatch(/^begins with +role +state +last used +expires +name +user +organization +id$/);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatch(
      new RegExp(`^${report.slice(0, 12)} +read_only +active +never +2100-01-31T00:00:00.000Z +Report +ada@acme`),
    );

    expect(await run('revoke', report.slice(0, 12))).toMatchObject({
      ...{ code: 0, problems: '', out: expect.stringMatching(/^Revoked: "Report" \(api_\w{43}\)\.\n$/) },
    });
    expect(await identity(report)).toBeUndefined();
    expect((await run('list')).out).toMatch(/read_only +revoked/);
    expect((await run('revoke', first)).code).toBe(0);
    expect(await identity(first)).toBeUndefined();
  }, 120_000);

  test('what cannot be done is said in a line, and ends with 2', async () => {
    await create('--organization', 'Other', '--user', 'Bo Diddley', '--new');
    const cases: readonly (readonly [args: readonly string[], message: string])[] = [
      [['create', '--organization', 'Nobody', '--user', 'x'], 'There is no organization "Nobody": --new makes it'],
      [['create', '--organization', 'Other', '--user', 'x', '--new'], 'There is an organization "Other" already'],
      [['create', '--organization', 'Other', '--user', 'Cy'], 'There is no user "Cy"'],
      [['create', '--organization', 'Other', '--user', 'Bo Diddley', '--role', 'boss'], 'role must not be "boss"'],
      [
        ['create', '--organization', 'Other', '--user', 'Bo Diddley', '--expires', 'soon'],
        '"soon" is no day or moment',
      ],
      [['create', '--organization', 'Other', '--user', 'Bo Diddley', '--expires', '2020-01-01'], 'in the future'],
      [
        ['create', '--user', 'x'],
        "error: required option '--organization <name>' not specified\n\nUsage: opportunity-gateway keys create",
      ],
      [['create', '--organization', 'Other'], "error: required option '--user <who>' not specified"],
      [['revoke'], "error: missing required argument 'key'"],
      [['revoke', 'api_none'], 'There is no key "api_none" that could be revoked'],
      [['forget'], "error: unknown command 'forget'\n\nUsage: opportunity-gateway keys "],
      [['list', '--all'], "error: unknown option '--all'"],
    ];
    for (const [args, message] of cases) {
      const { code, out, problems } = await run(...args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
      expect(problems).toContain(message);
      expect(problems).not.toContain('    at ');
    }
  }, 240_000);
});
