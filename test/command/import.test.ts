/** `import`: what it prints where, and the exit code that scripts rely on. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { hashApiKey } from '../../src/organization/api-key.ts';
import { describeDatabases, freshDatabase } from '../describe-databases.ts';
import { dump } from '../import/dump.ts';
import { temporaryFiles } from '../import/files.ts';
import { readDeals } from '../import/stored-deals.ts';
import { runCommand, runProcess } from './run.ts';

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
      /^A dry run: nothing was stored\..*\n {2}opportunities: 1 created, 0 updated, 0 unchanged; 0 bad rows\n/m,
    );
    expect(await organizations()).toEqual([]);

    const first = await runProcess({ DATABASE_URL: opened.url }, 'import', path, '--organization', 'Acme Sales');
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

  test('rehearses a file of another system: what its columns are, and a mapping to be edited and said', async () => {
    const path = file(
      'hubspot.csv',
      'Record ID,Deal Name,Deal Stage,Amount,Close Date,Tier\n1,Rocket,Signed,"$1,234.50",3/31/2026,A\n2,Boat,Open,$7,4/1/2026,B\n',
    );
    const mapping = `${path}.${opened.provider}.json`;
    const into = [path, '--organization', 'Rehearsed', '--mapping', mapping];
    const rehearsed = await run(opened.url, ...into, '--dry-run', '--status', 'Signed=won');
    expect(rehearsed).toMatchObject({ code: 0, problems: '' });
    expect(rehearsed.out).toContain('Looks like HubSpot.\n');
    expect(rehearsed.out).toMatch(/^Amount +value +decimal point +\$1,234\.50 \| \$7$/m);
    expect(rehearsed.out).toMatch(/^Tier +custom\.Tier:choices +A \| B$/m);
    expect(rehearsed.out).toContain('Signed (won): 1, $1,234.50\n');
    expect(JSON.parse(readFileSync(mapping, 'utf8'))).toEqual({
      columns: {
        ...{ 'Record ID': 'external_id', 'Deal Name': 'name', 'Deal Stage': 'status_label', Amount: 'value' },
        ...{ 'Close Date': 'close_date', Tier: 'custom.Tier:choices' },
      },
      statuses: { Signed: 'won', Open: 'active' },
    });
    const imported = await run(opened.url, ...into, '--map', 'Tier=-');
    expect(imported).toMatchObject({ code: 0, problems: '' });
    expect(imported.out).toContain('opportunities: 2 created, 0 updated, 0 unchanged; 0 bad rows\n');
    expect(imported.out).toContain('not used: Tier\n');
  });

  test('tells a thousand bad rows in a few lines, and makes no organization of them', async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => `${i},soon\n`).join('');
    const path = file('flood.csv', `external_id,date_won\n${rows}`);
    const { code, out, problems } = await run(opened.url, path, '--organization', 'Flooded');
    expect(code).toBe(1);
    expect(out).toContain('1000 bad rows');
    expect(problems.split('\n').length).toBeLessThan(20);
    expect(problems).toContain('995 more of these 1000:\n  date_won: 1000, from line 2 on\n');
    expect((await organizations()).map(({ name }) => name)).not.toContain('Flooded');
  });
});

test('the command ends with 2 when it could not run, says why in a line or two, and creates nothing', async () => {
  const { url, remove } = await freshDatabase('sqlite');
  const unknown = file('unknown.csv', 'lead_nmae,status_label,status_type\nA,Won,won\n');
  const cases: readonly (readonly [args: readonly string[], message: string])[] = [
    [[unknown, '--organization', 'New'], '"lead_nmae" is unknown. Did you mean lead_name?'],
    [[unknown, '--organization', 'New', '--map', 'x'], '--map takes NAME=WHAT, not "x".'],
    [[unknown, '--organization', 'New', '--status', 'A=wonn'], 'Did you mean won?'],
    [[unknown, '--organization', 'New', '--mapping', 'none.json'], 'There is no mapping file none.json'],
    [[unknown, '--organization', 'New', '--currency', 'EURO'], '"EURO" is no currency.'],
    [[unknown], "error: required option '--organization <name>' not specified\n\nUsage: opportunity-gateway import "],
    [[unknown, '--organization', ' '], "argument ' ' is invalid. It is empty.\n\nUsage: opportunity-gateway import "],
    [
      ['--organization', 'New'],
      "error: missing required argument 'file', or option '--history <file>'\n\nUsage: opportunity-gateway import ",
    ],
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
