/** `export`: what it writes where, and the exit code that scripts rely on. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { temporaryFiles } from '../import/files.ts';
import { createSamples, foreignMark, type Sample } from '../sample.ts';
import { runCommand, runProcess } from './run.ts';

const file = temporaryFiles();
const folder = dirname(file('empty', ''));

describeDatabases('the command', (opened) => {
  const run = (...args: readonly string[]) => runCommand({ DATABASE_URL: opened.url }, 'export', ...args);
  let mine: Sample;
  beforeAll(async () => {
    ({ mine } = await createSamples(opened.database, 700));
  });

  test('writes to standard output what matches a search and a filter', async () => {
    const asked = ['--query', 'status_type:won', '--filter', '{"valuePeriod":{"eq":"MONTHLY"}}', '--fields', 'id'];
    const args = ['export', '--organization', 'Test', ...asked];
    // Through a pipe, as scripts read it.
    const { code, out, problems } = await runProcess({ DATABASE_URL: opened.url }, ...args);
    expect({ code, problems }).toEqual({ code: 0, problems: '' });
    const wanted = mine.rows.filter(({ statusType, valuePeriod }) => statusType === 'won' && valuePeriod === 'monthly');
    const rows: string[][] = parse(out);
    expect(rows.flat().sort()).toEqual(['id', ...wanted.map(({ id }) => id)].sort());
    expect(out).not.toContain(foreignMark);
  });

  test('writes a file when it is whole, also of figures', async () => {
    const path = join(folder, `figures-${opened.provider}.csv`);
    const args = ['--organization', 'Test', '--figures', 'status_type', '--output', path];
    expect(await run(...args)).toEqual({ code: 0, out: '', problems: '' });
    const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
    expect(rows.reduce((sum, { count }) => sum + Number(count), 0)).toBe(mine.rows.length);
    expect(existsSync(`${path}.unfinished`)).toBe(false);
  });

  test('ends with 2 and a sentence when it cannot be done, and leaves a file that was there', async () => {
    const path = file(`kept-${opened.provider}.csv`, 'kept');
    const cases: readonly (readonly [args: readonly string[], message: string])[] = [
      [[], 'Say which with --organization: there are "Test", '],
      [['--organization', 'Nobody'], 'There is no organization "Nobody"'],
      [['--organization', 'Test', '--query', 'stauts:won'], 'Did you mean `status`?'],
      [['--organization', 'Test', '--filter', '{"stauts":1}'], 'The filter is not understood'],
      [['--organization', 'Test', '--filter', '{'], 'The filter is no JSON'],
      [['--organization', 'Test', '--fields', 'valeu'], 'Did you mean value?'],
      [['--organization', 'Test', '--figures', 'notes'], 'One cannot group by "notes"'],
      [['--organization', 'Test', '--time-zone', 'Berlin'], 'is no time zone'],
      [['--organization', 'Test', '--format', 'pdf'], 'Allowed choices are csv, json, ndjson, xlsx.'],
      [['--organization', 'Test', '--output', join(folder, 'no', 'folder.csv')], 'ENOENT'],
    ];
    for (const [args, message] of cases) {
      const { code, out, problems } = await run('--output', path, ...args);
      expect({ code, out, args }).toEqual({ code: 2, out: '', args });
      expect(problems).toContain(message);
      expect(problems).not.toContain('    at ');
    }
    expect(readFileSync(path, 'utf8')).toBe('kept');
  });
});
