/** `import` as a process: what it prints where, and the exit code that scripts rely on. */
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { hashApiKey } from '../../src/organization/api-key.ts';
import { describeDatabases, freshDatabase } from '../describe-databases.ts';
import { dump } from '../import/dump.ts';
import { temporaryFiles } from '../import/files.ts';
import { readDeals } from '../import/stored-deals.ts';
import { runCommand } from './run.ts';

const file = temporaryFiles();

const run = (url: string, ...args: readonly string[]) => runCommand({ DATABASE_URL: url }, 'import', ...args);

describeDatabases('the command', (opened) => {
  const organizations = () =>
    opened.database.read(({ kysely }) => kysely.selectFrom('organization').select(['id', 'name']).execute());

  test('prints the first key of a new organization once, and a summary; 0 when everything went in', async () => {
    const path = file('good.csv', 'external_id,status_label,status_type,value\n1,Won,won,12.50\n');
    const rehearsed = await run(opened.url, path, '--organization', 'Acme Sales', '--dry-run');
    expect(rehearsed).toMatchObject({ code: 0, problems: '' });
    expect(rehearsed.out).toMatch(
      /^A dry run: nothing was stored\..*\n {2}opportunities: 1 created, 0 updated, 0 unchanged; 0 bad rows\n/,
    );
    expect(await organizations()).toEqual([]);

    const first = await run(opened.url, path, '--organization', 'Acme Sales');
    expect(first).toMatchObject({ code: 0, problems: '' });
    const key = /^The API key of Acme Sales, shown this once: (api_\w{43})\n/.exec(first.out)?.[1] ?? '';
    const stored = await opened.database.read(({ kysely }) =>
      kysely
        .selectFrom('api_key as k')
        .innerJoin('membership as m', 'm.user_id', 'k.user_id')
        .select(['k.key_hash', 'm.role', 'm.organization_id'])
        .execute(),
    );
    const [organization] = await organizations();
    expect(stored).toEqual([{ key_hash: hashApiKey(key), role: 'admin', organization_id: organization?.id }]);

    const again = await run(opened.url, '--organization', 'Acme Sales', path);
    expect(again).toMatchObject({ code: 0, problems: '' });
    expect(again.out).toMatch(/^In Acme Sales:\n {2}opportunities: 0 created, 0 updated, 1 unchanged; 0 bad rows\n/);
    expect(await readDeals(opened.database, organization?.id ?? '')).toHaveLength(1);
  });

  test('tells bad rows on standard error, and ends with 1', async () => {
    const path = file('mixed.csv', 'external_id,status_label,status_type\n1,Won,won\n2,Won,wonn\n3,Won\n');
    const { code, out, problems } = await run(opened.url, path, '--organization', 'Mixed');
    expect(code).toBe(1);
    expect(out).toContain('opportunities: 1 created, 0 updated, 0 unchanged; 2 bad rows');
    expect(problems).toBe(
      'line 3, status_type: "wonn" is not one of active, won, lost\nline 4: 2 columns, where the header has 3\n',
    );
  });
});

test('the command ends with 2 when it could not run, says why in a line or two, and creates nothing', async () => {
  const { url, remove } = await freshDatabase('sqlite');
  const unknown = file('unknown.csv', 'lead_nmae,status_label,status_type\nA,Won,won\n');
  const cases: readonly (readonly [args: readonly string[], message: string])[] = [
    [[unknown, '--organization', 'New'], '"lead_nmae", is unknown. Did you mean lead_name?'],
    [[unknown], "error: required option '--organization <name>' not specified\n\nUsage: opportunity-gateway import "],
    [[unknown, '--organization', ' '], "argument ' ' is invalid. It is empty.\n\nUsage: opportunity-gateway import "],
    [['--organization', 'New'], "error: missing required argument 'file'\n\nUsage: opportunity-gateway import "],
    [[unknown, unknown, '--organization', 'New'], 'error: too many arguments'],
    [[unknown, '--organization', 'New', '--dry'], "error: unknown option '--dry'"],
  ];
  for (const [args, message] of cases) {
    const { code, out, problems } = await run(url, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(problems).toContain(message);
    expect(problems).not.toContain('    at ');
  }
  const database = openDatabase(url);
  expect((await dump(database)).organization?.rows).toBe(0);
  await database.close();
  await remove();
});
