/** A bad row is told by its line, its column and what would be right; the rows around it go in. */
import { expect, test } from 'vitest';
import { formatProblem } from '../../src/import/file/problem.ts';
import { importFile } from '../../src/import/import-file.ts';
import type { Instant } from '../../src/value/period.ts';
import { describeDatabases } from '../describe-databases.ts';
import { csvOf, temporaryFiles } from './files.ts';
import { readDeals } from './stored-deals.ts';

const now = Date.UTC(2026, 5, 15) as Instant;

const bad: readonly (readonly [column: string, cell: string, reason: string])[] = [
  ['status_type', 'wonn', '"wonn" is not one of active, won, lost'],
  ['status_type', 'Winning', '"Winning" is not one of active, won, lost'],
  ['value', '12,5', '"12,5" is not an amount in USD: digits with at most 2 decimals, such as 1234.5'],
  ['value', '12.345', '"12.345" is not an amount in USD'],
  ['value', '1.000', '"1.000" can be read as 1000 and as 1: write one of these'],
  ['value', '-12.340', '"-12.340" can be read as -12340 and as -12.34: write one of these'],
  ['value', '1e3', '"1e3" is not an amount in USD'],
  ['value', '€5', '"€5" is not an amount in USD'],
  ['value', 'NaN', '"NaN" is not an amount in USD'],
  ['value', '1000000000000', 'beyond $999,999,999,999.99, the largest amount'],
  ['value', '-1000000000000', 'beyond $999,999,999,999.99, the largest amount'],
  ['value', '9'.repeat(400), 'is not an amount in USD'],
  ['value_period', 'weekly', '"weekly" is not one of one_time, monthly, annual'],
  ['confidence', '101', '"101" is not a whole number from 0 to 100'],
  ['confidence', '-1', '"-1" is not a whole number from 0 to 100'],
  ['confidence', 'high', '"high" is not a whole number from 0 to 100'],
  ['date_created', '2026-02-30', '"2026-02-30" is not a day such as 2026-03-31, or a moment such as'],
  ['date_created', '31.31.2026', '"31.31.2026" is not a day'],
  ['date_created', '2026-01-01T25:00:00Z', '"2026-01-01T25:00:00Z" is not a day'],
  ['date_won', '0000-01-01', '"0000-01-01" is not a day such as 2026-03-31'],
  ['date_lost', 'yesterday', '"yesterday" is not a day'],
  ['note', 'a\0b', 'Text must not contain the character NUL (U+0000).'],
  ['lead_name', 'a\0b', 'Text must not contain the character NUL (U+0000).'],
  ['lead_name', 'x'.repeat(256), 'Text must have at most 255 characters, not 256.'],
  ['external_id', 'x'.repeat(256), 'Text must have at most 255 characters, not 256.'],
  ['custom.Product', 'a\0b', 'Text must not contain the character NUL (U+0000).'],
  ['external_id', 'good 0', '"good 0" is also in line 2'],
];

const columns = [
  ...['external_id', 'lead_name', 'status_label', 'status_type', 'value', 'value_period', 'confidence'],
  ...['date_created', 'date_won', 'date_lost', 'note', 'custom.Product'],
];

const rowOf = (cells: Readonly<Record<string, string>>) => columns.map((column) => cells[column] ?? '');
const goodRow = (i: number) =>
  rowOf({ external_id: `good ${i}`, status_label: 'Won', status_type: 'won', value: `${i}.0` });

describeDatabases('a file with bad rows', (opened) => {
  const file = temporaryFiles();

  test('has each told, and the others stored', async () => {
    // Lines 2, 4, 6... are good, lines 3, 5, 7... are bad.
    const rows = bad.flatMap(([column, cell], i) => [
      goodRow(i),
      rowOf({ external_id: `bad ${i}`, status_label: 'Lost', status_type: 'lost', [column]: cell }),
    ]);
    const problems: string[] = [];
    const path = file('bad.csv', csvOf([columns, ...rows]));
    const onProblem = (problem: Parameters<typeof formatProblem>[0]) => problems.push(formatProblem(problem));
    const summary = await importFile(opened.database, {
      path,
      organization: 'Careless',
      currency: 'USD',
      now,
      onProblem,
    });

    expect(bad.filter((_, i) => !problems.some((told) => told.startsWith(`line ${2 * i + 3},`)))).toEqual([]);
    expect(problems).toHaveLength(bad.length);
    for (const [i, [column, , reason]] of bad.entries()) {
      expect(problems[i]).toMatch(new RegExp(`^line ${2 * i + 3}, ${column}: `));
      expect(problems[i]).toContain(reason);
    }
    expect(summary).toMatchObject({ created: bad.length, bad: bad.length });
    const deals = await readDeals(opened.database, summary.organizationId);
    expect(deals.map(({ externalId, value }) => [externalId, value])).toEqual(
      bad.map((_, i) => [`good ${i}`, BigInt(i) * 100n]),
    );
  });

  test('has everything told that is wrong with a row, and counts the row once', async () => {
    const problems: string[] = [];
    const row = rowOf({ external_id: '1', status_label: 'Won', status_type: 'x', value: 'y', date_won: 'z' });
    const summary = await importFile(opened.database, {
      ...{ path: file('worse.csv', csvOf([columns, row])), organization: 'Careless', now },
      onProblem: ({ field }) => problems.push(field ?? ''),
    });
    expect(problems).toEqual(['status_type', 'value', 'date_won']);
    expect(summary).toMatchObject({ created: 0, bad: 1 });
  });

  test('may have the row right that repeats the external id of a bad one', async () => {
    const wrong = rowOf({ external_id: 'again', status_label: 'Won', status_type: 'x' });
    const right = rowOf({ external_id: 'again', status_label: 'Won', status_type: 'won' });
    const path = file('again.csv', csvOf([columns, wrong, right]));
    const summary = await importFile(opened.database, { path, organization: 'Careless', now });
    expect(summary).toMatchObject({ created: 1, bad: 1 });
  });

  test('has the limits themselves stored', async () => {
    const cells = {
      ...{
        external_id: 'x'.repeat(255),
        lead_name: '𝒳'.repeat(127),
        status_label: 'ﬃ'.repeat(255),
        status_type: 'won',
      },
      ...{ value: '-999999999999.99', confidence: '100', date_created: '0001-01-01', date_won: '9999-12-31' },
      ...{ note: '🚀'.repeat(50_000), 'custom.Product': 'ΐ'.repeat(255) },
    };
    const path = file('limits.csv', csvOf([columns, rowOf(cells)]));
    const summary = await importFile(opened.database, { path, organization: 'Thorough', now });
    expect(summary).toMatchObject({ created: 1, bad: 0 });
    const [deal] = await readDeals(opened.database, summary.organizationId);
    expect(deal).toMatchObject({
      ...{ externalId: cells.external_id, lead: cells.lead_name, value: -99_999_999_999_999n, confidence: 100 },
      ...{ created: '0001-01-01', won: '9999-12-31', note: cells.note, product: cells['custom.Product'] },
    });
  });
});
